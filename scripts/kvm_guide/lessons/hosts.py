"""What is typed on the computer that a virtual Debian runs on: part of chapter 4. No Debian machine can prove these."""

from typing import Final

from kvm_guide.model.step import Place, Step, Text

_WINDOWS: Final = Text(
    es="se escribe en un anfitrión Windows, y el laboratorio solo tiene máquinas Debian",
    en="it is typed on a Windows host, and the lab has only Debian machines",
)
_VIRTUALBOX: Final = Text(
    es="se escribe en el anfitrión donde corre VirtualBox, y el laboratorio no lo tiene",
    en="it is typed on the host that runs VirtualBox, and the lab has none",
)
_OUTER_KVM: Final = Text(
    es="se escribe en el anfitrión de la máquina, y el laboratorio solo tiene la de dentro",
    en="it is typed on the machine's host, and the lab has only the machine inside",
)
_VBOXMANAGE: Final = r'& "C:\Program Files\Oracle\VirtualBox\VBoxManage.exe"'
_IN_POWERSHELL: Final = Text(
    es="Lo mismo en PowerShell, con la ruta del programa.",
    en="The same in PowerShell, with the program's path.",
)

STEPS: Final = (
    # VirtualBox
    Step(
        id="nested-virtualbox-linux",
        command='VBoxManage modifyvm "Debian 12" --nested-hw-virt on',
        undo='VBoxManage modifyvm "Debian 12" --nested-hw-virt off',
        title=Text(es="Activar la virtualización anidada (Linux)", en="Turn nested virtualisation on (Linux)"),
        why=Text(
            es="Así la máquina virtual ve VT-x o AMD-V; tiene que estar apagada.",
            en="So the virtual machine sees VT-x or AMD-V; it has to be powered off.",
        ),
        place=Place.LINUX_HOST,
        not_run=_VIRTUALBOX,
    ),
    Step(
        id="nested-virtualbox-windows",
        command=f'{_VBOXMANAGE} modifyvm "Debian 12" --nested-hw-virt on',
        undo=f'{_VBOXMANAGE} modifyvm "Debian 12" --nested-hw-virt off',
        title=Text(es="Activar la virtualización anidada (Windows)", en="Turn nested virtualisation on (Windows)"),
        why=_IN_POWERSHELL,
        place=Place.WINDOWS_HOST,
        not_run=_WINDOWS,
    ),
    Step(
        id="nested-paging-windows",
        command=f'{_VBOXMANAGE} modifyvm "Debian 12" --nested-paging on',
        title=Text(es="Activar la paginación anidada (Windows)", en="Turn nested paging on (Windows)"),
        why=Text(
            es="VirtualBox la exige junto con la virtualización anidada.",
            en="VirtualBox requires it together with nested virtualisation.",
        ),
        place=Place.WINDOWS_HOST,
        not_run=_WINDOWS,
    ),
    Step(
        id="snapshot",
        command='VBoxManage snapshot "Debian 12" take "pre-kvm"',
        title=Text(es="Tomar una instantánea (Linux)", en="Take a snapshot (Linux)"),
        why=Text(
            es="Con la instantánea vuelves al punto de partida si algo sale mal.",
            en="With the snapshot you can go back to the start if something goes wrong.",
        ),
        place=Place.LINUX_HOST,
        not_run=_VIRTUALBOX,
    ),
    Step(
        id="snapshot-windows",
        command=f'{_VBOXMANAGE} snapshot "Debian 12" take "pre-kvm"',
        title=Text(es="Tomar una instantánea (Windows)", en="Take a snapshot (Windows)"),
        why=_IN_POWERSHELL,
        place=Place.WINDOWS_HOST,
        not_run=_WINDOWS,
    ),
    Step(
        id="windows-hypervisor-off",
        command="bcdedit /set hypervisorlaunchtype off",
        title=Text(es="Apagar el hipervisor de Windows", en="Switch Windows' hypervisor off"),
        why=Text(
            es="Si Hyper-V tiene la CPU, VirtualBox no puede pasar VT-x a la máquina virtual.",
            en="While Hyper-V holds the CPU, VirtualBox cannot pass VT-x on to the virtual machine.",
        ),
        place=Place.WINDOWS_HOST,
        not_run=_WINDOWS,
    ),
    Step(
        id="windows-hypervisor-on",
        command="bcdedit /set hypervisorlaunchtype auto",
        title=Text(es="Volver a encender el hipervisor de Windows", en="Switch Windows' hypervisor back on"),
        why=Text(
            es="Devuelve WSL2, Docker Desktop y la integridad de memoria a como estaban.",
            en="Gives WSL2, Docker Desktop and memory integrity back.",
        ),
        place=Place.WINDOWS_HOST,
        not_run=_WINDOWS,
    ),
    # Hyper-V
    Step(
        id="hyper-v-nesting",
        command='Set-VMProcessor -VMName "Debian 12" -ExposeVirtualizationExtensions $true',
        undo='Set-VMProcessor -VMName "Debian 12" -ExposeVirtualizationExtensions $false',
        title=Text(es="Activar la virtualización anidada en Hyper-V", en="Turn nested virtualisation on in Hyper-V"),
        why=Text(
            es="Hyper-V pasa VT-x o AMD-V a la máquina, que tiene que estar apagada.",
            en="Hyper-V passes VT-x or AMD-V on to the machine, which has to be powered off.",
        ),
        place=Place.WINDOWS_HOST,
        not_run=_WINDOWS,
    ),
    # Another KVM
    Step(
        id="kvm-host-nesting",
        command="cat /sys/module/kvm_{intel,amd}/parameters/nested",
        title=Text(
            es="Ver si el anfitrión ofrece virtualización anidada",
            en="See whether the host offers nested virtualisation",
        ),
        why=Text(
            es="Debe salir Y o 1; uno de los dos ficheros falta siempre, porque la CPU es de una sola marca.",
            en="Y or 1 is expected; one of the two files is always missing, because the CPU is of one make.",
        ),
        place=Place.LINUX_HOST,
        not_run=_OUTER_KVM,
    ),
    Step(
        id="nesting-kvm-host",
        command='virt-xml "Debian 12" --edit --cpu host-passthrough',
        title=Text(es="Dar a la máquina la CPU del anfitrión", en="Give the machine the host's CPU"),
        why=Text(
            es="Así la máquina ve VT-x o AMD-V; vale desde su siguiente arranque.",
            en="So the machine sees VT-x or AMD-V; it counts from its next start.",
        ),
        place=Place.LINUX_HOST,
        not_run=_OUTER_KVM,
    ),
    Step(
        id="nesting-proxmox",
        command="qm set 100 --cpu host",
        title=Text(es="Dar a la máquina la CPU del servidor Proxmox", en="Give the machine the Proxmox server's CPU"),
        why=Text(
            es="Lo mismo en Proxmox VE; cambia 100 por el número de tu máquina.",
            en="The same on Proxmox VE; change 100 to your machine's number.",
        ),
        place=Place.LINUX_HOST,
        not_run=_OUTER_KVM,
    ),
)
