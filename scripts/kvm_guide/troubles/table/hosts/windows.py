"""Troubles of a Windows host: bcdedit, Hyper-V. Data only."""

from typing import Final

from kvm_guide.model.step import Place, Text
from kvm_guide.troubles.model import Area, Message, Trouble

_NESTED: Final = "https://learn.microsoft.com/virtualization/hyper-v-on-windows/user-guide/nested-virtualization"

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="bcdedit-denied",
        area=Area.HOSTS,
        title=Text(es="bcdedit necesita permisos de administrador", en="bcdedit needs an administrator's rights"),
        messages=(
            Message(
                "bcdedit",
                "The boot configuration data store could not be opened. Access is denied.",
                "No se pudo abrir el almacén de datos de configuración de arranque (BCD). Acceso denegado.",
            ),
        ),
        cause=Text(
            es="La terminal se abrió como usuario normal.",
            en="The terminal was opened as an ordinary user.",
        ),
        cure=Text(
            es="Ciérrala. Busca PowerShell en el menú Inicio, pulsa con el botón derecho y elige «Ejecutar como "
            "administrador»; allí, el paso funciona.",
            en="Close it. Look for PowerShell in the Start menu, click with the right button and choose “Run as "
            "administrator”; there the step works.",
        ),
        step="windows-hypervisor-off",
        place=Place.WINDOWS_HOST,
        source="https://github.com/kubernetes/minikube/issues/4587",
        page="requisitos/#windows-way-out",
    ),
    Trouble(
        id="bcdedit-braces",
        area=Area.HOSTS,
        title=Text(es="PowerShell se come las llaves de bcdedit", en="PowerShell swallows bcdedit's braces"),
        messages=(Message("bcdedit", "The set command specified is not valid."),),
        cause=Text(
            es="PowerShell entiende {current} como código suyo, y bcdedit recibe otra cosa.",
            en="PowerShell takes {current} for code of its own, and bcdedit receives something else.",
        ),
        cure=Text(
            es="Usa la orden de la guía, que no lleva llaves, o ponlas entre comillas: '{current}'.",
            en="Use the guide's command, which has no braces, or put them in quotation marks: '{current}'.",
        ),
        step="windows-hypervisor-off",
        place=Place.WINDOWS_HOST,
        source="https://github.com/MicrosoftDocs/WSL/issues/1726",
        page="requisitos/#windows-way-out",
    ),
    Trouble(
        id="hyper-v-machine-on",
        area=Area.HOSTS,
        title=Text(es="La máquina de Hyper-V no está apagada", en="The Hyper-V machine is not off"),
        messages=(
            Message(
                "PowerShell", "The operation cannot be performed while the virtual machine is in its current state."
            ),
        ),
        cause=Text(
            es="El procesador de una máquina solo se cambia apagada; guardada o en pausa no basta.",
            en="A machine's processor is changed only while it is off; saved or paused is not enough.",
        ),
        cure=Text(
            es="Apaga Debian desde dentro con sudo poweroff y repite el paso. Si está guardada, enciéndela antes.",
            en="Power Debian off from inside with sudo poweroff and repeat the step. If it is saved, start it first.",
        ),
        step="hyper-v-nesting",
        place=Place.WINDOWS_HOST,
        source=_NESTED,
        page="requisitos/#in-hyper-v",
    ),
    Trouble(
        id="hyper-v-rights",
        area=Area.HOSTS,
        title=Text(es="Hyper-V necesita permisos de administrador", en="Hyper-V needs an administrator's rights"),
        messages=(
            Message(
                "PowerShell",
                "You do not have the required permission to complete this task. Contact the administrator of the "
                "authorization policy for the computer '{host}'.",
            ),
        ),
        cause=Text(
            es="PowerShell se abrió como usuario normal, y tu usuario no está en el grupo de administradores de "
            "Hyper-V.",
            en="PowerShell was opened as an ordinary user, and your user is not in the group Hyper-V Administrators.",
        ),
        cure=Text(
            es="Abre PowerShell con «Ejecutar como administrador» y repite el paso.",
            en="Open PowerShell with “Run as administrator” and repeat the step.",
        ),
        step="hyper-v-nesting",
        place=Place.WINDOWS_HOST,
        source="https://github.com/hashicorp/vagrant/issues/9256",
        page="requisitos/#in-hyper-v",
    ),
    Trouble(
        id="hyper-v-machine-unknown",
        area=Area.HOSTS,
        title=Text(es="Hyper-V no tiene una máquina con ese nombre", en="Hyper-V has no machine of that name"),
        messages=(Message("PowerShell", 'Hyper-V was unable to find a virtual machine with name "{machine}".'),),
        cause=Text(
            es="El nombre de la orden no es el de tu máquina, o PowerShell no tiene permiso para verla.",
            en="The command's name is not your machine's, or PowerShell is not allowed to see it.",
        ),
        cure=Text(
            es="Esta orden da los nombres; escríbela en PowerShell como administrador.",
            en="This command lists the names; type it in PowerShell as administrator.",
        ),
        command="Get-VM",
        place=Place.WINDOWS_HOST,
        source="https://github.com/kubernetes/minikube/issues/8512",
        page="requisitos/#in-hyper-v",
    ),
    Trouble(
        id="hyper-v-missing",
        area=Area.HOSTS,
        title=Text(es="Este Windows no tiene Hyper-V", en="This Windows has no Hyper-V"),
        messages=(
            Message(
                "PowerShell",
                "Set-VMProcessor : The term 'Set-VMProcessor' is not recognized as the name of a cmdlet, function, "
                "script file, or operable program.",
                "Set-VMProcessor : El término 'Set-VMProcessor' no se reconoce como nombre de un cmdlet, función, "
                "archivo de script o programa ejecutable.",
            ),
        ),
        cause=Text(
            es="Hyper-V no está activado, o este Windows es Home, que no lo trae.",
            en="Hyper-V is not turned on, or this Windows is Home, which does not have it.",
        ),
        cure=Text(
            es="En Windows Pro, Enterprise o Education actívalo con esta orden, en PowerShell como administrador, y "
            "reinicia. En Home, usa VirtualBox.",
            en="On Windows Pro, Enterprise or Education turn it on with this command, in PowerShell as administrator, "
            "and restart. On Home, use VirtualBox.",
        ),
        command="Enable-WindowsOptionalFeature -Online -FeatureName Microsoft-Hyper-V -All",
        place=Place.WINDOWS_HOST,
        source="https://learn.microsoft.com/virtualization/hyper-v-on-windows/quick-start/enable-hyper-v",
        page="requisitos/#in-hyper-v",
    ),
    Trouble(
        id="hyper-v-unsupported",
        area=Area.HOSTS,
        title=Text(
            es="Este Hyper-V no puede anidar en este procesador", en="This Hyper-V cannot nest on this processor"
        ),
        messages=(
            Message(
                "Hyper-V",
                "The virtual machine could not be started because this platform does not support nested "
                "virtualization.",
            ),
        ),
        cause=Text(
            es="Con un procesador AMD, Hyper-V anida solo desde Windows 11 o Windows Server 2022; con Intel, desde "
            "Windows 10.",
            en="With an AMD processor, Hyper-V nests only from Windows 11 or Windows Server 2022 on; with Intel, from "
            "Windows 10 on.",
        ),
        cure=Text(
            es="Para arrancar la máquina como antes, deshaz el cambio con esta orden. Para anidar con AMD hace falta "
            "Windows 11.",
            en="To start the machine as before, undo the change with this command. To nest with AMD you need Windows "
            "11.",
        ),
        command='Set-VMProcessor -VMName "Debian 12" -ExposeVirtualizationExtensions $false',
        place=Place.WINDOWS_HOST,
        source="https://github.com/Varying-Vagrant-Vagrants/VVV/issues/2534",
        page="requisitos/#in-hyper-v",
    ),
)
