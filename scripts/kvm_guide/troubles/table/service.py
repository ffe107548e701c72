"""Troubles with libvirtd and its sockets. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import READY

TROUBLES: Final[tuple[Trouble, ...]] = (
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
        brought=BroughtAbout(
            after=READY,
            spoil="systemctl stop libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service",
            command="virsh list",
        ),
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
        brought=BroughtAbout(
            after=READY,
            spoil="systemctl mask --now libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service",
            command="sudo systemctl start libvirtd",
            check="enable-service",
            run="enable-service",
        ),
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
        id="service-fails",
        area=Area.SERVICE,
        title=Text(es="libvirtd no arranca", en="libvirtd does not start"),
        messages=(
            Message("systemctl", "Job for libvirtd.service failed because the control process exited with error code."),
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
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/rpc/virnetsocket.c",
    ),
)
