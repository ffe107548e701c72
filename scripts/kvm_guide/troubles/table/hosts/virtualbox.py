"""Troubles of VirtualBox with the CPU, on a Windows or Linux host. Data only."""

from typing import Final

from kvm_guide.model.step import Place, Text
from kvm_guide.troubles.model import Area, Message, Trouble

# VBoxManage speaks English only; its windows translate labels, not these reasons.
TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="virtualbox-nesting-start",
        area=Area.HOSTS,
        title=Text(
            es="La máquina no arranca desde que activaste la virtualización anidada",
            en="The machine does not start since you turned nested virtualisation on",
        ),
        messages=(
            Message(
                "VirtualBox",
                "Cannot enable nested VT-x/AMD-V without nested-paging and unrestricted guest execution! "
                "(VERR_CPUM_INVALID_HWVIRT_CONFIG)",
            ),
        ),
        cause=Text(
            es="La virtualización anidada necesita también la paginación anidada y la CPU de verdad. La paginación "
            "está apagada en los ajustes, o el hipervisor de Windows tiene la CPU.",
            en="Nested virtualisation also needs nested paging and the real CPU. Paging is off in the settings, or "
            "Windows' hypervisor holds the CPU.",
        ),
        cure=Text(
            es="Activa la paginación anidada con este paso. Si sigue igual, es el hipervisor de Windows; para volver a "
            "arrancar la máquina como antes, deshaz el cambio con --nested-hw-virt off.",
            en="Turn nested paging on with this step. If nothing changes, it is Windows' hypervisor; to start the "
            "machine as before, undo the change with --nested-hw-virt off.",
        ),
        step="nested-paging-windows",
        place=Place.WINDOWS_HOST,
        source="https://github.com/GNS3/gns3-gui/issues/3032",
        page="requisitos/#windows-obstacle",
    ),
    Trouble(
        id="virtualbox-nesting-grey",
        area=Area.HOSTS,
        title=Text(
            es="La casilla «Habilitar VT-x/AMD-V anidado» está en gris", en="The box “Enable Nested VT-x/AMD-V” is grey"
        ),
        messages=(),
        cause=Text(
            es="La máquina está encendida o guardada, o VirtualBox no ve VT-x ni AMD-V porque los tiene Windows.",
            en="The machine is on or saved, or VirtualBox does not see VT-x or AMD-V because Windows holds them.",
        ),
        cure=Text(
            es="Apaga la máquina del todo y usa la orden de este paso, que hace lo mismo. Si después no arranca, el "
            "hipervisor de Windows está activo.",
            en="Power the machine off altogether and use this step's command, which does the same. If it does not "
            "start afterwards, Windows' hypervisor is active.",
        ),
        step="nested-virtualbox-windows",
        place=Place.WINDOWS_HOST,
        source="https://github.com/VirtualBox/virtualbox/issues/586",
        page="requisitos/#nesting-command",
    ),
    Trouble(
        id="virtualbox-vtx-taken",
        area=Area.HOSTS,
        title=Text(es="KVM tiene VT-x, y VirtualBox lo quiere", en="KVM holds VT-x, and VirtualBox wants it"),
        messages=(
            Message(
                "VirtualBox",
                "VirtualBox can't operate in VMX root mode. Please disable the KVM kernel extension, recompile your "
                "kernel and reboot (VERR_VMX_IN_VMX_ROOT_MODE).",
            ),
            Message("VirtualBox", "VT-x is being used by another hypervisor (VERR_VMX_IN_VMX_ROOT_MODE)."),
            Message(
                "VirtualBox",
                "VirtualBox can't enable the AMD-V extension. Please disable the KVM kernel extension, recompile your "
                "kernel and reboot (VERR_SVM_IN_USE).",
            ),
            Message("VirtualBox", "AMD-V is being used by another hypervisor (VERR_SVM_IN_USE)."),
        ),
        cause=Text(
            es="En un anfitrión Linux solo uno puede usar la CPU. Desde Linux 6.12, KVM la toma al arrancar; con el "
            "6.1 de Debian 12, solo mientras funciona un huésped.",
            en="On a Linux host only one of them can use the CPU. From Linux 6.12 on, KVM takes it at boot; with "
            "Debian 12's 6.1, only while a guest runs.",
        ),
        cure=Text(
            es="Apaga los huéspedes de KVM y descarga su módulo con esta orden (kvm_amd con AMD); vuelve al reiniciar. "
            "No hay que recompilar nada. Desde VirtualBox 7.2.10 ya no hace falta.",
            en="Shut KVM's guests down and unload its module with this command (kvm_amd with AMD); it is back after a "
            "restart. There is nothing to recompile. From VirtualBox 7.2.10 on this is no longer needed.",
        ),
        command="sudo modprobe -r kvm_intel",
        place=Place.LINUX_HOST,
        source="https://github.com/VirtualBox/virtualbox/issues/188",
        page="requisitos/#kvm-beside-virtualbox",
    ),
    Trouble(
        id="virtualbox-kvm-switched-off",
        area=Area.HOSTS,
        title=Text(
            es="Una solución antigua de VirtualBox rompe la versión nueva",
            en="An old fix for VirtualBox breaks the new one",
        ),
        messages=(
            Message("VirtualBox", "Host API has not enabled SVME bit in EFER MSR. (VERR_SVM_HOST_SVME_NOT_ENABLED)"),
        ),
        cause=Text(
            es="Alguien puso kvm.enable_virt_at_load=0 para un VirtualBox anterior. Desde la 7.2.10, VirtualBox "
            "espera lo contrario.",
            en="Somebody set kvm.enable_virt_at_load=0 for an earlier VirtualBox. From 7.2.10 on, VirtualBox expects "
            "the opposite.",
        ),
        cure=Text(
            es="Esta orden dice en qué fichero está. Borra esa línea y reinicia.",
            en="This command tells which file has it. Delete that line and restart.",
        ),
        command="grep -r enable_virt_at_load /etc/modprobe.d /etc/default/grub",
        place=Place.LINUX_HOST,
        source="https://github.com/VirtualBox/virtualbox/issues/711",
        page="requisitos/#kvm-beside-virtualbox",
    ),
    Trouble(
        id="virtualbox-firmware",
        area=Area.HOSTS,
        title=Text(
            es="El firmware del anfitrión tiene apagado VT-x o AMD-V", en="The host's firmware keeps VT-x or AMD-V off"
        ),
        messages=(
            Message("VirtualBox", "VT-x is disabled in the BIOS for all CPU modes (VERR_VMX_MSR_ALL_VMX_DISABLED)."),
            Message("VirtualBox", "AMD-V is disabled in the BIOS (or by the host OS) (VERR_SVM_DISABLED)."),
            Message("VirtualBox", "Not in a hypervisor partition (HVP=0) (VERR_NEM_NOT_AVAILABLE)."),
        ),
        cause=Text(
            es="Ni VirtualBox ni el hipervisor de Windows encuentran la extensión: está apagada en el firmware del "
            "ordenador.",
            en="Neither VirtualBox nor Windows' hypervisor finds the extension: it is off in the computer's firmware.",
        ),
        cure=Text(
            es="Entra en el firmware del anfitrión al encender y activa «Intel Virtualization Technology» o «SVM "
            "Mode». En los ordenadores de un centro suele tener contraseña: pídelo.",
            en="Enter the host's firmware when you switch on and turn “Intel Virtualization Technology” or “SVM Mode” "
            "on. On a school's computers it often has a password: ask.",
        ),
        place=Place.WINDOWS_HOST,
        source="https://github.com/PhoenixPE/PhoenixPE/issues/117",
        page="requisitos/#in-virtualbox",
    ),
    Trouble(
        id="virtualbox-no-vtx",
        area=Area.HOSTS,
        title=Text(es="VirtualBox no ve VT-x ni AMD-V", en="VirtualBox sees neither VT-x nor AMD-V"),
        messages=(
            Message("VirtualBox", "VT-x is not available (VERR_VMX_NO_VMX)."),
            Message("VirtualBox", "AMD-V is not available (VERR_SVM_NO_SVM)."),
        ),
        cause=Text(
            es="En Windows, su hipervisor (Hyper-V, WSL2, integridad de memoria) los tiene ocupados. Dentro de otra "
            "máquina virtual, no le llegan.",
            en="On Windows, its hypervisor (Hyper-V, WSL2, memory integrity) holds them. Inside another virtual "
            "machine, they do not reach it.",
        ),
        cure=Text(
            es="Mira antes qué cuesta apagar el hipervisor de Windows; con Windows 11 Pro o Education es mejor poner "
            "Debian en Hyper-V. Si decides apagarlo, este es el paso.",
            en="See first what it costs to switch Windows' hypervisor off; with Windows 11 Pro or Education it is "
            "better to put Debian in Hyper-V. If you decide to switch it off, this is the step.",
        ),
        step="windows-hypervisor-off",
        place=Place.WINDOWS_HOST,
        source="https://github.com/rdbreak/rhce8env/issues/1",
        page="requisitos/#windows-obstacle",
    ),
    Trouble(
        id="virtualbox-whv",
        area=Area.HOSTS,
        title=Text(
            es="VirtualBox no puede usar el hipervisor de Windows", en="VirtualBox cannot use Windows' hypervisor"
        ),
        messages=(
            Message(
                "VirtualBox",
                "Call to WHvSetupPartition failed: ERROR_SUCCESS (Last=0xc000000d/87) (VERR_NEM_VM_CREATE_FAILED).",
            ),
        ),
        cause=Text(
            es="El hipervisor de Windows está activo, VirtualBox quiso trabajar a través de él, y no le dejó crear la "
            "máquina. La virtualización anidada tampoco funciona así.",
            en="Windows' hypervisor is active, VirtualBox tried to work through it, and was not allowed to create the "
            "machine. Nested virtualisation does not work that way either.",
        ),
        cure=Text(
            es="Apaga el hipervisor de Windows con este paso, después de leer qué cuesta; o pon Debian en Hyper-V.",
            en="Switch Windows' hypervisor off with this step, after you have read what it costs; or put Debian in "
            "Hyper-V.",
        ),
        step="windows-hypervisor-off",
        place=Place.WINDOWS_HOST,
        source="https://github.com/kubernetes/minikube/issues/4587",
        page="requisitos/#windows-obstacle",
    ),
)
