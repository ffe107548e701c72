"""Troubles with polkit, groups and the connection. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.step import Text
from kvm_guide.troubles.model import Area, Message, Trouble

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
            Message("polkit", "polkit-agent-helper-1: pam_authenticate failed: Authentication failure"),
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
        source="libvirt 9.0.0: src/util/virpolkit.c",
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
        source="libvirt 9.0.0: src/util/virgdbus.c",
        page="instalacion/#join-groups",
    ),
    Trouble(
        id="no-agent",
        area=Area.PERMISSIONS,
        title=Text(es="polkit no tiene dónde preguntar", en="polkit has nowhere to ask"),
        messages=(
            Message("virsh", "authentication unavailable: no polkit agent available to authenticate action '{action}'"),
            Message("virsh", "authentication unavailable: polkit text authentication agent unavailable"),
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
        source="libvirt 9.0.0: src/util/virpolkit.c",
        page="instalacion/#join-groups",
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
            "Si sigue igual, reinicia.",
            en="Log out of the whole session, not just the terminal, and log in again. Over ssh, leave and connect "
            "again. If nothing changes, restart.",
        ),
        step="groups-after-login",
        source="https://manpages.debian.org/bookworm/passwd/usermod.8.en.html",
        page="instalacion/#groups-after-login",
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
        title=Text(es="Una dirección con dos barras en vez de tres", en="An address with two slashes instead of three"),
        messages=(
            Message(
                "virsh",
                "Cannot read CA certificate '{file}': No such file or directory",
                "No se  puede leer CA certificate '{file}': No existe el fichero o el directorio",
            ),
            Message(
                "virsh",
                "unable to connect to server at '{host}:{number}': Connection refused",
                "No se puede conectar a servidor en '{host}:{number}': Conexión rehusada",
            ),
        ),
        cause=Text(
            es="Con qemu://system, system sería el nombre de otro ordenador, y virsh busca un certificado para "
            "llegar a él.",
            en="With qemu://system, system would be another computer's name, and virsh looks for a certificate to "
            "reach it.",
        ),
        cure=Text(
            es="Escribe tres barras: qemu:///system. Esta orden lo dice para siempre.",
            en="Write three slashes: qemu:///system. This step says it for good.",
        ),
        step="default-uri",
        source="https://libvirt.org/uri.html",
        page="instalacion/#choose-uri",
    ),
    Trouble(
        id="no-driver",
        area=Area.PERMISSIONS,
        title=Text(es="virsh no entiende la dirección", en="virsh does not understand the address"),
        messages=(
            Message(
                "virsh",
                "no connection driver available for {address}",
                "no existe disponible un controlador de conexión para {address}",
            ),
        ),
        cause=Text(
            es="La dirección de después de -c, o la de LIBVIRT_DEFAULT_URI, tiene una errata: system en vez de "
            "qemu:///system, por ejemplo.",
            en="The address after -c, or the one in LIBVIRT_DEFAULT_URI, has a slip in it: system instead of "
            "qemu:///system, for example.",
        ),
        cure=Text(
            es="Usa qemu:///system. Mira también qué dice LIBVIRT_DEFAULT_URI en ~/.bashrc.",
            en="Use qemu:///system. Look too at what LIBVIRT_DEFAULT_URI says in ~/.bashrc.",
        ),
        command="virsh -c qemu:///system uri",
        source="https://libvirt.org/uri.html",
    ),
    Trouble(
        id="no-group",
        area=Area.PERMISSIONS,
        title=Text(es="El grupo todavía no existe", en="The group does not exist yet"),
        messages=(
            Message("usermod", "usermod: group 'libvirt' does not exist", "usermod: el grupo «libvirt» no existe"),
        ),
        cause=Text(
            es="El grupo libvirt lo crea el paquete libvirt-daemon-system, que aún no está instalado.",
            en="The group libvirt is created by the package libvirt-daemon-system, which is not installed yet.",
        ),
        cure=Text(
            es="Instala los paquetes primero. No crees el grupo a mano.",
            en="Install the packages first. Do not create the group by hand.",
        ),
        step="install-packages",
        source="libvirt-daemon-system: postinst",
    ),
    Trouble(
        id="usermod-path",
        area=Area.PERMISSIONS,
        title=Text(es="usermod no se encuentra", en="usermod is not found"),
        messages=(Message("bash", "bash: usermod: command not found", "bash: usermod: orden no encontrada"),),
        cause=Text(
            es="usermod está en /usr/sbin, donde un usuario corriente no busca órdenes. Además, solo root puede "
            "usarlo.",
            en="usermod is in /usr/sbin, where an ordinary user does not look for commands. Besides, only root may "
            "use it.",
        ),
        cure=Text(es="Escribe la orden con sudo delante.", en="Type the command with sudo in front."),
        step="add-groups",
        source="passwd: /usr/sbin/usermod",
    ),
    Trouble(
        id="usermod-sudo",
        area=Area.PERMISSIONS,
        title=Text(es="usermod no puede cambiar los usuarios", en="usermod cannot change the users"),
        messages=(
            Message("usermod", "usermod: Permission denied.", "usermod: permiso denegado."),
            Message(
                "usermod",
                "usermod: cannot lock /etc/passwd; try again later.",
                "usermod: no se pudo bloquear /etc/passwd, inténtelo de nuevo.",
            ),
        ),
        cause=Text(
            es="Solo root puede cambiar los grupos de un usuario. También sale si otro programa los está cambiando "
            "ahora mismo.",
            en="Only root may change a user's groups. It also appears if another program is changing them right now.",
        ),
        cure=Text(es="Escribe la orden con sudo delante.", en="Type the command with sudo in front."),
        step="add-groups",
        source="https://manpages.debian.org/bookworm/passwd/usermod.8.en.html",
    ),
)
