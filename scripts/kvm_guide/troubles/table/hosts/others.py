"""Troubles of VMware, Proxmox and another KVM as hosts. Data only."""

from typing import Final

from kvm_guide.model.step import Place, Text
from kvm_guide.troubles.model import Area, Message, Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="vmware-nesting",
        area=Area.HOSTS,
        title=Text(es="VMware no puede anidar en este anfitrión", en="VMware cannot nest on this host"),
        messages=(
            Message("VMware", "Virtualized Intel VT-x/EPT is not supported on this platform."),
            Message("VMware", "Virtualized AMD-V/RVI is not supported on this platform."),
            Message("VMware", "VMware Workstation does not support nested virtualization on this host."),
            Message("VMware", "Module 'HV' power on failed."),
        ),
        cause=Text(
            es="El hipervisor de Windows tiene la CPU, y VMware trabaja a través de él: así no puede dar VT-x ni "
            "AMD-V a sus máquinas.",
            en="Windows' hypervisor holds the CPU, and VMware works through it: that way it cannot give VT-x or AMD-V "
            "to its machines.",
        ),
        cure=Text(
            es="Apaga el hipervisor de Windows con este paso, después de leer qué cuesta; o pon Debian en Hyper-V. "
            "Para arrancar la máquina sin anidar, desmarca «Virtualize Intel VT-x/EPT or AMD-V/RVI».",
            en="Switch Windows' hypervisor off with this step, after you have read what it costs; or put Debian in "
            "Hyper-V. To start the machine without nesting, clear “Virtualize Intel VT-x/EPT or AMD-V/RVI”.",
        ),
        step="windows-hypervisor-off",
        place=Place.WINDOWS_HOST,
        source="https://github.com/tandasat/Hypervisor-101-in-Rust/issues/7",
        page="requisitos/#in-vmware",
    ),
    Trouble(
        id="proxmox-kvm",
        area=Area.HOSTS,
        title=Text(es="Proxmox no encuentra KVM", en="Proxmox does not find KVM"),
        messages=(
            Message(
                "Proxmox",
                "KVM virtualisation configured, but not available. Either disable in VM configuration or enable in "
                "BIOS.",
            ),
        ),
        cause=Text(
            es="El servidor Proxmox no ve VT-x ni AMD-V: están apagados en su firmware, o él mismo es una máquina "
            "virtual sin virtualización anidada.",
            en="The Proxmox server sees neither VT-x nor AMD-V: they are off in its firmware, or it is itself a "
            "virtual machine without nested virtualisation.",
        ),
        cure=Text(
            es="Actívala en el firmware del servidor, o en el anfitrión donde Proxmox funciona.",
            en="Turn it on in the server's firmware, or at the host that Proxmox runs on.",
        ),
        place=Place.LINUX_HOST,
        source="https://pve.proxmox.com/wiki/Nested_Virtualization",
        page="requisitos/#in-kvm",
    ),
    Trouble(
        id="proxmox-number",
        area=Area.HOSTS,
        title=Text(es="Proxmox no tiene una máquina con ese número", en="Proxmox has no machine of that number"),
        messages=(Message("qm", "Configuration file 'nodes/{host}/qemu-server/{number}.conf' does not exist"),),
        cause=Text(
            es="En Proxmox las máquinas tienen número, y el 100 de la guía es un ejemplo.",
            en="In Proxmox machines have numbers, and the guide's 100 is an example.",
        ),
        cure=Text(
            es="Esta orden, en el servidor, da los números. Repite el paso con el de tu máquina.",
            en="This command, on the server, lists the numbers. Repeat the step with your machine's.",
        ),
        command="qm list",
        place=Place.LINUX_HOST,
        source="https://pve.proxmox.com/pve-docs/qm.1.html",
        page="requisitos/#in-kvm",
    ),
    Trouble(
        id="kvm-host-nesting-off",
        area=Area.HOSTS,
        title=Text(es="El anfitrión KVM no permite anidar", en="The KVM host does not allow nesting"),
        messages=(),
        cause=Text(
            es="Su módulo se cargó con nested=0: /sys/module/kvm_intel/parameters/nested (o kvm_amd) dice N o 0. "
            "Linux lo permite de fábrica desde la 4.20; alguien lo apagó.",
            en="Its module was loaded with nested=0: /sys/module/kvm_intel/parameters/nested (or kvm_amd) says N or 0. "
            "Linux allows it by default since 4.20; somebody switched it off.",
        ),
        cure=Text(
            es="En el anfitrión, apaga sus huéspedes y carga el módulo con la opción (kvm_amd con AMD). Antes, lee qué "
            "arreglos de seguridad necesita el núcleo de quien permite anidar.",
            en="At the host, shut its guests down and load the module with the option (kvm_amd with AMD). Before that, "
            "read which security fixes the kernel of whoever offers nesting needs.",
        ),
        command="sudo modprobe -r kvm_intel && sudo modprobe kvm_intel nested=1",
        place=Place.LINUX_HOST,
        source="https://docs.kernel.org/virt/kvm/x86/running-nested-guests.html",
        page="requisitos/#in-kvm",
    ),
)
