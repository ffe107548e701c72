"""Chapter 4: the requirements, each with the command that checks it."""

from typing import Final

from kvm_guide.step import Chapter, Step, Text

CHAPTER: Final = Chapter(
    number=4,
    page="requisitos",
    title=Text(es="Requisitos de hardware y software", en="Hardware and software requirements"),
    steps=(
        Step(
            id="debian-release",
            command="cat /etc/debian_version && dpkg --print-architecture",
            title=Text(es="Ver qué Debian tienes", en="See which Debian you have"),
            why=Text(
                es="La guía se ha probado en Debian 12 para PC de 64 bits (amd64).",
                en="The guide is proven on Debian 12 for 64-bit PCs (amd64).",
            ),
            expect=(r"^12\.\d+$", r"^amd64$"),
            check="grep -q '^12' /etc/debian_version",
        ),
        Step(
            id="cpu-flags",
            command="grep -Ec '(vmx|svm)' /proc/cpuinfo",
            title=Text(es="Comprobar la CPU", en="Check the CPU"),
            why=Text(
                es="Cuenta las CPU lógicas que muestran Intel VT-x (vmx) o AMD-V (svm).",
                en="Counts the logical CPUs that show Intel VT-x (vmx) or AMD-V (svm).",
            ),
            expect=(r"^[1-9]\d*$",),
            check="grep -Eq '(vmx|svm)' /proc/cpuinfo",
        ),
        Step(
            id="cpu-model",
            command="LC_ALL=C lscpu | grep -E 'Model name|Virtualization|Hypervisor'",
            title=Text(es="Ver qué CPU es", en="See which CPU it is"),
            why=Text(
                es="Dice el modelo, la extensión de virtualización y si ya estás dentro de una máquina virtual.",
                en="Tells the model, the virtualisation extension, and whether you are in a virtual machine already.",
            ),
            expect=(r"^Virtualization:\s+(VT-x|AMD-V)$",),
            check="LC_ALL=C lscpu | grep -Eq '^Virtualization: +(VT-x|AMD-V)'",
        ),
        Step(
            id="memory",
            command="free -h",
            title=Text(es="Ver la memoria", en="See the memory"),
            why=Text(
                es="Hacen falta 2 GB como mínimo; los huéspedes piden la suya aparte.",
                en="2 GB is the least; guests ask for theirs on top.",
            ),
            expect=(r"^Mem",),
            check="test \"$(awk '/^MemTotal/ {print $2}' /proc/meminfo)\" -gt 1800000",
        ),
        Step(
            id="disk-space",
            command="df -h /var",
            title=Text(es="Ver el disco libre", en="See the free disk space"),
            why=Text(
                es="Los discos de los huéspedes se guardan por defecto bajo /var/lib/libvirt/images.",
                en="Guests' disks are kept under /var/lib/libvirt/images by default.",
            ),
            expect=(r"\d+%\s+/",),
            check="df /var >/dev/null",
        ),
        Step(
            id="kvm-module",
            command="lsmod | grep kvm",
            title=Text(es="Ver el módulo del núcleo", en="See the kernel module"),
            why=Text(
                es="kvm y, según la marca de la CPU, kvm_intel o kvm_amd deben estar cargados.",
                en="kvm and, by the CPU's make, kvm_intel or kvm_amd must be loaded.",
            ),
            expect=(r"^kvm_(intel|amd)\b", r"^kvm\b"),
            check="grep -Eq '^kvm_(intel|amd) ' /proc/modules",
        ),
        Step(
            id="kvm-device",
            command="ls -l /dev/kvm",
            title=Text(es="Ver el dispositivo /dev/kvm", en="See the device /dev/kvm"),
            why=Text(
                es="Es la puerta por la que QEMU usa el módulo; solo existe si el módulo pudo arrancar.",
                en="It is the door through which QEMU uses the module; it exists only if the module could start.",
            ),
            expect=(r"^crw.*\bkvm\b.*/dev/kvm$",),
            check="test -c /dev/kvm",
        ),
        Step(
            id="software-missing",
            command="dpkg-query -W qemu-system-x86 libvirt-daemon-system virt-manager",
            title=Text(es="Ver qué programas faltan", en="See which programs are missing"),
            why=Text(
                es="En un Debian recién instalado no está ninguno: los instala el capítulo 5.",
                en="A freshly installed Debian has none of them: chapter 5 installs them.",
            ),
            exit_status=1,
            failure_wanted=True,
            expect=(r"qemu-system-x86", r"libvirt-daemon-system", r"virt-manager"),
            check="! dpkg-query -W libvirt-daemon-system >/dev/null 2>&1",
            momentary=True,
        ),
    ),
)
