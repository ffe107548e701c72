"""Troubles with what virt-host-validate finds. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, Message, Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="validate-hardware",
        area=Area.KERNEL,
        title=Text(es="virt-host-validate no ve la virtualización", en="virt-host-validate sees no virtualisation"),
        messages=(
            Message(
                "virt-host-validate",
                "Host not compatible with KVM; HW virtualization CPU features not found. Only emulated CPUs are "
                "available; performance will be significantly limited",
            ),
        ),
        cause=Text(
            es="La CPU que ve tu Debian no muestra vmx ni svm: está apagada en el firmware o, en una máquina "
            "virtual, falta la virtualización anidada.",
            en="The CPU that your Debian sees shows neither vmx nor svm: it is switched off in the firmware or, in "
            "a virtual machine, nested virtualisation is missing.",
        ),
        cure=Text(
            es="Enciéndela donde corra tu Debian, como dice el capítulo 4, y comprueba la CPU otra vez.",
            en="Switch it on where your Debian runs, as chapter 4 says, and check the CPU again.",
        ),
        step="cpu-flags",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/tools/virt-host-validate-qemu.c",
        page="requisitos/#cpu",
    ),
    Trouble(
        id="validate-device",
        area=Area.KERNEL,
        title=Text(es="virt-host-validate no encuentra /dev/kvm", en="virt-host-validate does not find /dev/kvm"),
        messages=(
            Message(
                "virt-host-validate",
                "Check that the 'kvm-intel' or 'kvm-amd' modules are loaded & the BIOS has enabled virtualization",
                "Revisar si los módulos kvm-intel' o 'kvm-amd' están cargados & si el BIOS ha activado virtualización",
            ),
        ),
        cause=Text(
            es="La CPU sabe virtualizar, pero el módulo de KVM no está cargado, y sin él no hay /dev/kvm.",
            en="The CPU can virtualise, but KVM's module is not loaded, and without it there is no /dev/kvm.",
        ),
        cure=Text(
            es="Cárgalo: prueba los dos nombres, y el que no sea de tu CPU se niega. Si se niegan los dos, lo apaga "
            "el firmware.",
            en="Load it: it tries both names, and the one that is not your CPU's refuses. If both refuse, the "
            "firmware has it off.",
        ),
        command="sudo modprobe kvm_intel || sudo modprobe kvm_amd",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/tools/virt-host-validate-qemu.c",
        page="requisitos/#module",
    ),
    Trouble(
        id="validate-access",
        area=Area.KERNEL,
        title=Text(es="virt-host-validate no puede abrir /dev/kvm", en="virt-host-validate cannot open /dev/kvm"),
        messages=(
            Message(
                "virt-host-validate",
                "Check /dev/kvm is world writable or you are in a group that is allowed to access it",
            ),
        ),
        cause=Text(
            es="Tu usuario no está en el grupo kvm, o entró en él después de abrir esta sesión.",
            en="Your user is not in the group kvm, or joined it after this session began.",
        ),
        cure=Text(
            es="Entra en el grupo, cierra la sesión y vuelve a entrar. No abras /dev/kvm a todos.",
            en="Join the group, log out and log in again. Do not open /dev/kvm to everybody.",
        ),
        step="add-groups",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/tools/virt-host-validate-qemu.c",
        page="instalacion/#join-groups",
    ),
    Trouble(
        id="validate-tun",
        area=Area.KERNEL,
        title=Text(
            es="virt-host-validate no encuentra /dev/net/tun", en="virt-host-validate does not find /dev/net/tun"
        ),
        messages=(
            Message(
                "virt-host-validate",
                "Load the 'tun' module to enable networking for QEMU guests",
                "Cargue el módulo 'tun' para activar redes huéspedes QEMU",
            ),
        ),
        cause=Text(
            es="El módulo tun, del que salen las tarjetas de red de los huéspedes, no está cargado. Pasa en "
            "contenedores y tras actualizar el núcleo sin reiniciar.",
            en="The module tun, which the guests' network cards come from, is not loaded. It happens in containers "
            "and after the kernel was upgraded without a restart.",
        ),
        cure=Text(
            es="Cárgalo. Si no lo encuentra, reinicia la máquina.",
            en="Load it. If it is not found, restart the machine.",
        ),
        command="sudo modprobe tun",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/tools/virt-host-validate-qemu.c",
        page="instalacion/#validate-lines",
    ),
    Trouble(
        id="validate-vhost",
        area=Area.KERNEL,
        title=Text(
            es="virt-host-validate no encuentra /dev/vhost-net", en="virt-host-validate does not find /dev/vhost-net"
        ),
        messages=(
            Message(
                "virt-host-validate",
                "Load the 'vhost_net' module to improve performance of virtio networking",
                "Cargue el módulo 'vhost_net' para mejorar el rendimiento conexión virtio",
            ),
        ),
        cause=Text(
            es="El módulo vhost_net, la red rápida dentro del núcleo, no está cargado. Los huéspedes funcionan sin "
            "él, con la red más lenta.",
            en="The module vhost_net, the fast network inside the kernel, is not loaded. Guests work without it, "
            "with a slower network.",
        ),
        cure=Text(es="Cárgalo.", en="Load it."),
        command="sudo modprobe vhost_net",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/tools/virt-host-validate-qemu.c",
        page="instalacion/#validate-lines",
    ),
    Trouble(
        id="validate-cgroup",
        area=Area.KERNEL,
        title=Text(es="virt-host-validate avisa de un cgroup", en="virt-host-validate warns of a cgroup"),
        messages=(
            Message(
                "virt-host-validate",
                "Enable '{controller}' in kernel Kconfig file or mount/enable cgroup controller in your system",
            ),
        ),
        cause=Text(
            es="Con devices, la consulta solo se la contesta el núcleo a root: como usuario corriente el aviso sale "
            "siempre.",
            en="With devices, the kernel answers the question to root only: as an ordinary user the warning always "
            "appears.",
        ),
        cure=Text(
            es="Nada que arreglar si es devices y una advertencia. Para ver la verdad, pásalo con sudo.",
            en="Nothing to fix if it is devices and a warning. To see the truth, run it with sudo.",
        ),
        command="sudo virt-host-validate qemu",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/tools/virt-host-validate-common.c",
        page="instalacion/#validate-lines",
    ),
    Trouble(
        id="validate-iommu",
        area=Area.KERNEL,
        title=Text(es="virt-host-validate avisa de la IOMMU", en="virt-host-validate warns of the IOMMU"),
        messages=(
            Message(
                "virt-host-validate",
                "No ACPI DMAR table found, IOMMU either disabled in BIOS or not supported by this hardware platform",
            ),
            Message(
                "virt-host-validate",
                "No ACPI IVRS table found, IOMMU either disabled in BIOS or not supported by this hardware platform",
            ),
            Message(
                "virt-host-validate",
                "IOMMU appears to be disabled in kernel. Add intel_iommu=on to kernel cmdline arguments",
            ),
            Message("virt-host-validate", "Unknown if this platform has IOMMU support"),
        ),
        cause=Text(
            es="La IOMMU sirve para prestar a un huésped una tarjeta gráfica o de red de verdad. En una máquina "
            "virtual no suele haberla.",
            en="The IOMMU serves to lend a guest a real graphics or network card. A virtual machine does not "
            "usually have one.",
        ),
        cure=Text(es="Nada que arreglar: KVM no la necesita.", en="Nothing to fix: KVM does not need it."),
        step="validate",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/tools/virt-host-validate-common.c",
        page="instalacion/#validate-lines",
    ),
    Trouble(
        id="validate-secure",
        area=Area.KERNEL,
        title=Text(es="virt-host-validate avisa de secure guest", en="virt-host-validate warns of secure guest"),
        messages=(
            Message("virt-host-validate", "Unknown if this platform has Secure Guest support"),
            Message(
                "virt-host-validate",
                "AMD Secure Encrypted Virtualization appears to be disabled in kernel. Add kvm_amd.sev=1 to the "
                "kernel cmdline arguments",
            ),
            Message("virt-host-validate", "AMD Secure Encrypted Virtualization appears to be disabled in firmware."),
        ),
        cause=Text(
            es="Se refiere a cifrar la memoria de los huéspedes, que solo hacen algunos procesadores de servidor.",
            en="It is about encrypting the guests' memory, which only some server processors do.",
        ),
        cure=Text(es="Nada que arreglar: KVM no lo necesita.", en="Nothing to fix: KVM does not need it."),
        step="validate",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/tools/virt-host-validate-common.c",
        page="instalacion/#validate-lines",
    ),
)
