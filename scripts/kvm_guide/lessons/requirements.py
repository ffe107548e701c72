"""Chapter 4: the requirements, each with the command that checks it."""

from typing import Final

from kvm_guide.lessons import hosts, releases, volatile
from kvm_guide.lessons.facts import requirements as facts
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.release import everywhere
from kvm_guide.model.step import Step, Text

_KERNEL_WHY: Final = Text(
    es=f"Debe ser {releases.LEAST} o posterior, que tiene dos fallos de la virtualización anidada corregidos.",
    en=f"It should be {releases.LEAST} or newer, which has two faults of nested virtualisation fixed.",
)

LESSON: Final = Lesson(
    id="requirements",
    number=4,
    page="requisitos",
    title=Text(es="Requisitos de hardware y software", en="Hardware and software requirements"),
    short=Text(es="Requisitos", en="Requirements"),
    teaches=Text(
        es="Dónde está tu Debian, qué debe tener y cómo comprobarlo.",
        en="Where your Debian runs, what it must have, and how to check it.",
    ),
    facts=facts.FACTS,
    steps=(
        *hosts.STEPS,
        Step(
            id="sudo-works",
            command="sudo true",
            title=Text(es="Comprobar que puedes usar sudo", en="Check that you can use sudo"),
            why=Text(
                es="Pide tu contraseña y, si todo va bien, no dice nada.",
                en="It asks for your password and, if all is well, says nothing.",
            ),
            # Of who may, sudo says that it needs a password; of who may not, that they may not
            volatile=(volatile.SUDO_ASKS,),
            check='command -v sudo && { test "$(id -u)" = 0 || id -nG | grep -qw sudo'
            " || ! LC_ALL=C sudo -n -v 2>&1 | grep -q 'may not run'; }",
        ),
        Step(
            id="installation-disc",
            command="sudo sed -i '/^deb cdrom:/s/^/# /' /etc/apt/sources.list",
            title=Text(
                es="Quitar el disco de instalación de las fuentes", en="Take the installation disc off the sources"
            ),
            why=Text(
                es="Si instalaste desde un DVD, apt lo buscaría; donde no hay tal línea, la orden no cambia nada.",
                en="If you installed from a DVD, apt would look for it; where there is no such line, nothing changes.",
            ),
            volatile=(volatile.SUDO_ASKS,),
            check="! grep -qs '^deb cdrom:' /etc/apt/sources.list",
        ),
        Step(
            id="where-it-runs",
            command="systemd-detect-virt",
            title=Text(es="Ver dónde corre tu Debian", en="See where your Debian runs"),
            why=Text(
                es="Nombra el programa que ejecuta tu máquina virtual; en un ordenador real dice none.",
                en="Names the program that runs your virtual machine; on a real computer it says none.",
            ),
            expect=(r"^[a-z0-9-]+$",),
            check='test -n "$(systemd-detect-virt)"',
            momentary=True,
        ),
        Step(
            id="debian-release",
            command="cat /etc/debian_version && dpkg --print-architecture",
            title=Text(es="Ver qué Debian tienes", en="See which Debian you have"),
            why=Text(
                es=f"La guía se ha probado en {releases.ALL.es} para PC de 64 bits (amd64).",
                en=f"The guide is proven on {releases.ALL.en} for 64-bit PCs (amd64).",
            ),
            expect=(releases.shown(), r"^amd64$"),
            check=releases.is_it(),
            on=everywhere(lambda one: {"expect": (releases.shown(one), r"^amd64$"), "check": releases.is_it(one)}),
        ),
        Step(
            id="kernel-fixes",
            command="uname -v",
            title=Text(es="Ver qué núcleo está en marcha", en="See which kernel is running"),
            why=_KERNEL_WHY,
            expect=releases.kernel_expect(),
            check=releases.kernel_check(),
            on=releases.kernel_on(_KERNEL_WHY),
        ),
        Step(
            id="cpu-flags",
            # Since Linux 5.6 Intel's CPUs have a second line, "vmx flags": counted without ^, each CPU counts twice
            command=r"grep -Ec '^flags.*\b(vmx|svm)\b' /proc/cpuinfo",
            title=Text(es="Comprobar la CPU", en="Check the CPU"),
            why=Text(
                es="Cuenta las CPU lógicas que muestran Intel VT-x (vmx) o AMD-V (svm).",
                en="Counts the logical CPUs that show Intel VT-x (vmx) or AMD-V (svm).",
            ),
            expect=(r"^[1-9]\d*$",),
            check=r"grep -Eq '^flags.*\b(vmx|svm)\b' /proc/cpuinfo",
        ),
        Step(
            id="cpu-model",
            command="LC_ALL=C lscpu | grep -E '^(Model name|Virtualization):'",
            title=Text(es="Ver qué CPU es", en="See which CPU it is"),
            why=Text(
                es="Dice el modelo y, en la línea Virtualization, la extensión: VT-x o AMD-V.",
                en="Tells the model and, in the line Virtualization, the extension: VT-x or AMD-V.",
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
            volatile=(volatile.SIZES,),
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
            volatile=(volatile.SIZES,),
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
            volatile=(volatile.DAY_AND_TIME,),
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
