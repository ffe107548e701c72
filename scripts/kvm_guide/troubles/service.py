"""Troubles with libvirtd and its sockets. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.step import Text
from kvm_guide.troubles.model import Area, Message, Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="virsh-missing",
        area=Area.SERVICE,
        title=Text(es="Falta virsh u otra orden de libvirt", en="virsh or another of libvirt's commands is missing"),
        messages=(
            Message("bash", "bash: virsh: command not found", "bash: virsh: orden no encontrada"),
            Message(
                "bash", "bash: virt-host-validate: command not found", "bash: virt-host-validate: orden no encontrada"
            ),
            Message("bash", "bash: virt-install: command not found", "bash: virt-install: orden no encontrada"),
            Message("bash", "bash: virt-manager: command not found", "bash: virt-manager: orden no encontrada"),
        ),
        cause=Text(
            es="Los paquetes de libvirt no están instalados en esta máquina. virsh y virt-host-validate vienen en "
            "libvirt-clients; virt-install, en virtinst.",
            en="libvirt's packages are not installed on this machine. virsh and virt-host-validate come in "
            "libvirt-clients; virt-install, in virtinst.",
        ),
        cure=Text(
            es="Instala los paquetes de la guía. Si los instalaste en otra máquina, escribe la orden en esa.",
            en="Install the guide's packages. If you installed them on another machine, type the command on that one.",
        ),
        step="install-packages",
        source="libvirt-clients: /usr/bin/virsh",
    ),
    Trouble(
        id="socket-off",
        area=Area.SERVICE,
        title=Text(es="El socket de libvirtd no escucha", en="libvirtd's socket does not listen"),
        messages=(
            Message(
                "virsh",
                "Failed to connect socket to '{file}': No such file or directory",
                "No se pudo conectar socket a '{file}': No existe el fichero o el directorio",
            ),
            Message(
                "virsh",
                "Failed to connect socket to '{file}': Connection refused",
                "No se pudo conectar socket a '{file}': Conexión rehusada",
            ),
        ),
        cause=Text(
            es="virsh llama a libvirtd por un socket, y nadie lo atiende: el servicio está parado, o el paquete no "
            "está instalado.",
            en="virsh calls libvirtd through a socket, and nobody answers it: the service is stopped, or its "
            "package is not installed.",
        ),
        cure=Text(
            es="Habilita y arranca libvirtd con sus sockets. Si dice que no existe, instala antes los paquetes.",
            en="Enable and start libvirtd with its sockets. If it says that there is none, install the packages first.",
        ),
        step="enable-service",
        source="https://libvirt.org/daemons.html",
        page="instalacion/#service",
    ),
    Trouble(
        id="masked",
        area=Area.SERVICE,
        title=Text(es="El servicio está bloqueado (masked)", en="The service is masked"),
        messages=(
            Message("systemctl", "Failed to start libvirtd.service: Unit libvirtd.service is masked."),
            Message("systemctl", "Failed to enable unit: Unit file {file} is masked."),
            Message("systemctl", "Failed to start libvirtd.socket: Unit libvirtd.socket is masked."),
        ),
        cause=Text(
            es="Alguien lo bloqueó con systemctl mask. Así nada puede arrancarlo, ni siquiera a mano.",
            en="Somebody masked it with systemctl mask. Then nothing can start it, not even by hand.",
        ),
        cure=Text(es="Desbloquéalo y arranca el socket.", en="Unmask it and start the socket."),
        command="sudo systemctl unmask libvirtd.service libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket "
        "\\\n  && sudo systemctl start libvirtd.socket",
        source="https://manpages.debian.org/bookworm/systemd/systemctl.1.en.html",
    ),
    Trouble(
        id="no-unit",
        area=Area.SERVICE,
        title=Text(es="systemd no conoce libvirtd", en="systemd does not know libvirtd"),
        messages=(
            Message("systemctl", "Failed to start libvirtd.service: Unit libvirtd.service not found."),
            Message("systemctl", "Unit libvirtd.service could not be found."),
            Message("systemctl", "Failed to enable unit: Unit file libvirtd.service does not exist."),
        ),
        cause=Text(
            es="El servicio viene en un paquete que falta: libvirt-daemon-system.",
            en="The service comes in a package that is missing: libvirt-daemon-system.",
        ),
        cure=Text(
            es="Instala los paquetes de la guía: traen el servicio y lo arrancan.",
            en="Install the guide's packages: they bring the service and start it.",
        ),
        step="install-packages",
        source="libvirt-daemon-system: /lib/systemd/system/libvirtd.service",
    ),
    Trouble(
        id="split-daemons",
        area=Area.SERVICE,
        title=Text(es="virtqemud no existe en Debian 12", en="virtqemud does not exist on Debian 12"),
        messages=(
            Message("systemctl", "Unit virtqemud.service could not be found."),
            Message("systemctl", "Failed to start virtqemud.service: Unit virtqemud.service not found."),
            Message("systemctl", "Failed to enable unit: Unit file virtqemud.socket does not exist."),
        ),
        cause=Text(
            es="Otras distribuciones reparten libvirt en varios servicios. En Debian 12 hay uno solo, libvirtd.",
            en="Other distributions split libvirt into several services. On Debian 12 there is only one, libvirtd.",
        ),
        cure=Text(
            es="Donde una guía diga virtqemud, virtnetworkd o virtstoraged, usa libvirtd.",
            en="Where a guide says virtqemud, virtnetworkd or virtstoraged, use libvirtd.",
        ),
        step="enable-service",
        source="https://libvirt.org/daemons.html",
        page="componentes/",
    ),
    Trouble(
        id="service-asleep",
        area=Area.SERVICE,
        title=Text(es="libvirtd sale como inactive (dead)", en="libvirtd shows as inactive (dead)"),
        messages=(Message("systemctl", "Active: inactive (dead)"),),
        cause=Text(
            es="No es una avería: libvirtd se para solo cuando nadie lo usa, y su socket lo despierta en cuanto lo "
            "llamas.",
            en="This is no fault: libvirtd stops by itself when nobody uses it, and its socket wakes it as soon as "
            "you call it.",
        ),
        cure=Text(
            es="Mira el socket: si está activo, no hay nada que arreglar.",
            en="Look at the socket: if it is active, there is nothing to fix.",
        ),
        step="socket-status",
        source="libvirt-daemon-system: /lib/systemd/system/libvirtd.service",
        page="instalacion/#service",
    ),
    Trouble(
        id="service-needs-sudo",
        area=Area.SERVICE,
        title=Text(es="systemctl pide permiso y no lo recibe", en="systemctl asks for permission and does not get it"),
        messages=(
            Message("systemctl", "Failed to start libvirtd.service: Access denied"),
            Message("systemctl", "Failed to restart libvirtd.service: Interactive authentication required."),
            Message("systemctl", "Failed to enable unit: Access denied"),
        ),
        cause=Text(
            es="Arrancar, parar y habilitar servicios es cosa del administrador.",
            en="Starting, stopping and enabling services is the administrator's business.",
        ),
        cure=Text(es="Escribe la orden con sudo delante.", en="Type the command with sudo in front."),
        step="enable-service",
        source="https://manpages.debian.org/bookworm/systemd/systemctl.1.en.html",
    ),
    Trouble(
        id="service-fails",
        area=Area.SERVICE,
        title=Text(es="libvirtd no arranca", en="libvirtd does not start"),
        messages=(
            Message("systemctl", "Job for libvirtd.service failed because the control process exited with error code."),
            Message("systemctl", "Active: failed (Result: exit-code)"),
        ),
        cause=Text(
            es="libvirtd se para al arrancar. Casi siempre hay un error en un fichero de /etc/libvirt que alguien "
            "cambió.",
            en="libvirtd stops while it starts. Nearly always there is a mistake in a file of /etc/libvirt that "
            "somebody changed.",
        ),
        cure=Text(
            es="Lee sus últimas líneas con esta orden: nombran el fichero y la línea que está mal. Corrígela y "
            "arráncalo otra vez.",
            en="Read its last lines with this command: they name the file and the line that is wrong. Correct it "
            "and start it again.",
        ),
        command="sudo journalctl -u libvirtd -b -n 30 --no-pager",
        source="https://manpages.debian.org/bookworm/systemd/journalctl.1.en.html",
    ),
    Trouble(
        id="start-limit",
        area=Area.SERVICE,
        title=Text(es="libvirtd falló varias veces seguidas", en="libvirtd failed several times in a row"),
        messages=(
            Message("systemd", "libvirtd.service: Start request repeated too quickly."),
            Message("systemd", "libvirtd.service: Failed with result 'start-limit-hit'."),
        ),
        cause=Text(
            es="systemd se cansó de intentarlo y ya no lo arranca, aunque hayas arreglado el error.",
            en="systemd gave up trying and does not start it any more, even if you have fixed the error.",
        ),
        cure=Text(
            es="Arregla antes lo que falla. Después, borra la cuenta de fallos y arráncalo.",
            en="First fix what fails. Then reset the count of failures and start it.",
        ),
        command="sudo systemctl reset-failed libvirtd.service && sudo systemctl start libvirtd.socket libvirtd.service",
        source="https://manpages.debian.org/bookworm/systemd/systemd.unit.5.en.html",
    ),
    Trouble(
        id="libvirtd-gone",
        area=Area.SERVICE,
        title=Text(es="libvirtd corta la conexión", en="libvirtd drops the connection"),
        messages=(
            Message(
                "virsh",
                "Cannot recv data: Connection reset by peer",
                "No se pueden recuperar datos: Conexión reinicializada por la máquina remota",
            ),
            Message(
                "virsh",
                "End of file while reading data: Input/output error",
                "Fin de archivo al leer datos: Error de entrada/salida",
            ),
            Message("virsh", "Disconnected from {address} due to end of file"),
        ),
        cause=Text(
            es="libvirtd se paró o se reinició mientras hablabas con él, o un cortafuegos o el ssh de una conexión "
            "remota la cerró.",
            en="libvirtd stopped or restarted while you were talking to it, or a firewall or the ssh of a remote "
            "connection closed it.",
        ),
        cure=Text(
            es="Repite la orden. Si vuelve a pasar, reinicia el servicio: los huéspedes encendidos siguen funcionando.",
            en="Repeat the command. If it happens again, restart the service: running guests go on working.",
        ),
        command="sudo systemctl restart libvirtd",
        source="libvirt 9.0.0: src/rpc/virnetsocket.c",
    ),
)
