"""Troubles with polkit, groups and the connection. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import JOINED, OUTSIDE, POLKIT

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="group",
        area=Area.PERMISSIONS,
        title=Text(
            es="Tu usuario no puede usar el libvirt del sistema", en="Your user may not use the system's libvirt"
        ),
        messages=(
            Message(
                "virsh",
                "authentication failed: access denied by policy",
                "Falló la autenticación: access denied by policy",
            ),
            Message("polkit", "System policy prevents management of local virtualized systems"),
        ),
        cause=Text(
            es="Solo root y el grupo libvirt pueden gestionar los huéspedes del sistema, y polkit, su portero, te "
            "ha dicho que no.",
            en="Only root and the group libvirt may manage the system's guests, and polkit, its doorkeeper, said no "
            "to you.",
        ),
        cure=Text(
            es="Entra en el grupo. Después cierra la sesión entera y vuelve a entrar.",
            en="Join the group. Then log out of the whole session and log in again.",
        ),
        step="add-groups",
        source="https://libvirt.org/auth.html",
        page="instalacion/#join-groups",
        brought=BroughtAbout(
            after=OUTSIDE,
            command="virsh -c qemu:///system list",
            answers=POLKIT,
            cure_login=True,
            check="groups-after-login",
            run="groups-after-login",
        ),
    ),
    Trouble(
        id="polkit-cancelled",
        area=Area.PERMISSIONS,
        title=Text(es="Se cerró la ventana de la contraseña", en="The password window was closed"),
        messages=(
            Message(
                "virsh",
                "authentication cancelled: user cancelled authentication process",
                "Se canceló la autenticación: user cancelled authentication process",
            ),
        ),
        cause=Text(
            es="En un escritorio, polkit pregunta con una ventana si un administrador te autoriza, y la cancelaste.",
            en="On a desktop, polkit asks in a window whether an administrator allows you, and you cancelled it.",
        ),
        cure=Text(
            es="Con tu contraseña entrarías solo esta vez. Entra en el grupo libvirt y no preguntará más.",
            en="With your password you would get in this once. Join the group libvirt and it asks no more.",
        ),
        step="add-groups",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/util/virpolkit.c",
        page="instalacion/#join-groups",
    ),
    Trouble(
        id="polkit-timeout",
        area=Area.PERMISSIONS,
        title=Text(es="Nadie contestó a polkit a tiempo", en="Nobody answered polkit in time"),
        messages=(
            Message(
                "virsh",
                "error from service: Timeout was reached",
                "Error desde el servicio: Se alcanzó el tiempo de expiración",
            ),
        ),
        cause=Text(
            es="polkit preguntaba por una contraseña y libvirt se cansó de esperar la respuesta.",
            en="polkit was asking for a password and libvirt got tired of waiting for the answer.",
        ),
        cure=Text(
            es="Contesta antes, o mejor: entra en el grupo libvirt, que no necesita contraseña.",
            en="Answer sooner, or better: join the group libvirt, which needs no password.",
        ),
        step="add-groups",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/util/virgdbus.c",
        page="instalacion/#join-groups",
    ),
    Trouble(
        id="no-agent",
        area=Area.PERMISSIONS,
        title=Text(es="polkit no tiene dónde preguntar", en="polkit has nowhere to ask"),
        messages=(
            Message("virsh", "authentication unavailable: no polkit agent available to authenticate action '{action}'"),
            Message(
                "virsh",
                "authentication failed: polkit text authentication agent unavailable",
                "Falló la autenticación: polkit text authentication agent unavailable",
                later="Error en la autenticación: agente de autenticación por texto de polkit no disponible",
            ),
        ),
        cause=Text(
            es="Tu usuario no está en el grupo libvirt, y la orden corre sin una terminal ni un escritorio que pida "
            "la contraseña: en un guion, en cron o en un editor.",
            en="Your user is not in the group libvirt, and the command runs without a terminal or a desktop that "
            "could ask for the password: in a script, in cron or in an editor.",
        ),
        cure=Text(
            es="Entra en el grupo libvirt y vuelve a iniciar sesión.", en="Join the group libvirt and log in again."
        ),
        step="add-groups",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/util/virpolkit.c",
        page="instalacion/#join-groups",
    ),
    Trouble(
        id="no-dbus",
        area=Area.PERMISSIONS,
        title=Text(es="libvirt no encuentra el bus del sistema", en="libvirt does not find the system's bus"),
        messages=(
            Message(
                "virsh",
                "internal error: Unable to get system bus connection: {message}",
                "error interno: Unable to get system bus connection: {message}",
            ),
        ),
        cause=Text(
            es="libvirt pregunta a polkit por el bus del sistema, D-Bus, y aquí no está: pasa en un contenedor o en "
            "un WSL2 sin systemd.",
            en="libvirt asks polkit over the system's bus, D-Bus, and it is not here: it happens in a container or "
            "in a WSL2 without systemd.",
        ),
        cure=Text(
            es="Usa una máquina con systemd. Si la tuya lo tiene, arranca el bus.",
            en="Use a machine with systemd. If yours has it, start the bus.",
        ),
        command="sudo systemctl start dbus.socket",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/util/virgdbus.c",
    ),
    Trouble(
        id="session",
        area=Area.PERMISSIONS,
        title=Text(
            es="Ya estás en el grupo, pero tu sesión no lo sabe",
            en="You are in the group, but your session does not know",
        ),
        messages=(),
        cause=Text(
            es="Un grupo nuevo cuenta desde el siguiente inicio de sesión. id -nG muestra los de esta sesión; id "
            '-nG "$USER", los que tendrás.',
            en='A new group counts from the next login. id -nG shows those of this session; id -nG "$USER", those '
            "you will have.",
        ),
        cure=Text(
            es="Cierra la sesión entera, no solo la terminal, y vuelve a entrar. Por ssh, sal y conéctate otra vez. "
            "Si sigue igual, reinicia con esta orden.",
            en="Log out of the whole session, not just the terminal, and log in again. Over ssh, leave and connect "
            "again. If nothing changes, restart with this command.",
        ),
        command="sudo reboot",
        source="https://manpages.debian.org/bookworm/passwd/usermod.8.en.html",
        page="instalacion/#groups-after-login",
        brought=BroughtAbout(
            after=JOINED,
            step="groups-after-login",
            shown=False,
            cure="",
            cure_login=True,
            check="groups-after-login",
            run="groups-after-login",
        ),
    ),
    Trouble(
        id="libvirt-silent",
        area=Area.PERMISSIONS,
        title=Text(es="libvirt no contesta por la red", en="libvirt does not answer about the network"),
        messages=(),
        cause=Text(
            es="Lo que solo libvirt sabe, como si la red arranca sola, no se puede mirar sin estar en el grupo "
            "libvirt.",
            en="What only libvirt knows, such as whether the network starts by itself, cannot be seen without being "
            "in the group libvirt.",
        ),
        cure=Text(
            es="Entra en el grupo, cierra la sesión y vuelve a entrar.", en="Join the group, log out and log in again."
        ),
        step="add-groups",
        source="https://libvirt.org/auth.html",
        page="instalacion/#join-groups",
        brought=BroughtAbout(
            after=OUTSIDE,
            command="virsh -c qemu:///system net-info default",
            answers=POLKIT,
            shown=False,
            cure_login=True,
            check="network-autostart",
            run="network-autostart",
        ),
    ),
    Trouble(
        id="socket-denied",
        area=Area.PERMISSIONS,
        title=Text(es="El socket de libvirt está cerrado para ti", en="libvirt's socket is closed to you"),
        messages=(
            Message(
                "virsh",
                "Failed to connect socket to '{file}': Permission denied",
                "No se pudo conectar socket a '{file}': Permiso denegado",
            ),
        ),
        cause=Text(
            es="El socket no te deja pasar. En Debian está abierto y decide polkit; aquí alguien lo dejó solo para "
            "el grupo libvirt.",
            en="The socket does not let you in. On Debian it is open and polkit decides; here somebody left it to "
            "the group libvirt only.",
        ),
        cure=Text(
            es="Entra en el grupo libvirt y vuelve a iniciar sesión.", en="Join the group libvirt and log in again."
        ),
        step="add-groups",
        source="https://libvirt.org/auth.html",
        page="instalacion/#join-groups",
    ),
    Trouble(
        id="session-list",
        area=Area.PERMISSIONS,
        title=Text(
            es="La lista sale vacía y tus huéspedes no están", en="The list is empty and your guests are not in it"
        ),
        messages=(),
        cause=Text(
            es="Sin decirle otra cosa, virsh habla con el libvirt de tu usuario (qemu:///session), y tus huéspedes "
            "están en el del sistema.",
            en="Unless told otherwise, virsh talks to your own user's libvirt (qemu:///session), and your guests "
            "are in the system's.",
        ),
        cure=Text(
            es="Elige el libvirt del sistema una vez para todas las órdenes.",
            en="Choose the system's libvirt once for all commands.",
        ),
        step="default-uri",
        source="https://libvirt.org/uri.html",
        page="instalacion/#choose-uri",
    ),
    Trouble(
        id="uri-slashes",
        area=Area.PERMISSIONS,
        title=Text(es="La dirección del libvirt está mal escrita", en="libvirt's address is misspelt"),
        messages=(
            Message(
                "virsh",
                "internal error: invalid URI {address} (maybe you want {type}:///{name})",
                "error interno: invalid URI {address} (maybe you want {type}:///{name})",
            ),
            Message(
                "virsh",
                "no connection driver available for URI '{address}' does not include a driver name",
                "no existe disponible un controlador de conexión para URI '{address}' does not include a driver name",
            ),
            Message(
                "virsh",
                "internal error: unexpected {type} URI path '{path}', try {type}:///system",
                "error interno: unexpected {type} URI path '{path}', try {type}:///system",
            ),
        ),
        cause=Text(
            es="La dirección de después de -c, o la de LIBVIRT_DEFAULT_URI, tiene una errata. La buena lleva tres "
            "barras: qemu:///system.",
            en="The address after -c, or the one in LIBVIRT_DEFAULT_URI, has a slip in it. The right one has three "
            "slashes: qemu:///system.",
        ),
        cure=Text(
            es="Escribe qemu:///system. Si la errata está en ~/.bashrc, corrígela allí; para esta terminal basta "
            "esta orden.",
            en="Write qemu:///system. If the slip is in ~/.bashrc, correct it there; for this terminal, this "
            "command is enough.",
        ),
        command="export LIBVIRT_DEFAULT_URI=qemu:///system",
        source="https://libvirt.org/uri.html",
        page="instalacion/#choose-uri",
    ),
)
