"""Troubles with sudo, su and the commands that only root may use. Data only."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import FRESH, READY

_ROOT: Final = "raiz"

# Debian 12's sudo lacks the Spanish of nearly all its refusals: a Spanish system shows these in English.
TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="not-sudoer",
        area=Area.START,
        title=Text(es="Tu usuario no puede usar sudo", en="Your user may not use sudo"),
        messages=(
            Message("sudo", "{user} is not in the sudoers file."),
            Message("sudo", "Sorry, user {user} may not run sudo on {host}."),
            Message("sudo", "This incident has been reported to the administrator."),
        ),
        cause=Text(
            es="Solo los usuarios del grupo sudo pueden usarlo. Si al instalar Debian diste una contraseña a root, el "
            "instalador no metió tu usuario en ese grupo.",
            en="Only users in the group sudo may use it. If you gave root a password while installing Debian, the "
            "installer did not put your user in that group.",
        ),
        cure=Text(
            es="Escribe esta orden con la contraseña de root, y después cierra la sesión y vuelve a entrar. Si root no "
            "tiene contraseña, pídeselo al usuario que se creó al instalar: él sí puede.",
            en="Type this command with root's password, then log out and log in again. If root has no password, ask "
            "the user that was created during the install: that one may.",
        ),
        command='su -c "/usr/sbin/usermod -aG sudo $USER"',
        source="sudo: usr/libexec/sudo/sudoers.so; https://wiki.debian.org/sudo",
        page="requisitos/#no-sudo",
        brought=BroughtAbout(
            after=FRESH,
            spoil=f"gpasswd -d ana sudo; echo root:{_ROOT} | chpasswd",
            command="sudo true",
            answers=((r"(Password|Contrase\S+): ?", _ROOT),),
            new_login=True,
            cure_login=True,
        ),
    ),
    Trouble(
        id="no-sudo",
        area=Area.START,
        title=Text(es="Esta máquina no tiene sudo", en="This machine has no sudo"),
        messages=(Message("bash", "bash: sudo: command not found", "bash: sudo: orden no encontrada"),),
        cause=Text(
            es="El paquete sudo no está instalado: el instalador de Debian lo omite cuando das una contraseña a root.",
            en="The package sudo is not installed: Debian's installer leaves it out when you give root a password.",
        ),
        cure=Text(
            es="Instálalo con la contraseña de root, y después cierra la sesión y vuelve a entrar.",
            en="Install it with root's password, then log out and log in again.",
        ),
        command='su -c "apt install -y sudo && /usr/sbin/usermod -aG sudo $USER"',
        source="bash: usr/share/locale/es/LC_MESSAGES/bash.mo; https://wiki.debian.org/sudo",
        page="requisitos/#no-sudo",
    ),
    Trouble(
        id="sudo-password",
        area=Area.START,
        title=Text(es="sudo no acepta la contraseña", en="sudo does not accept the password"),
        messages=(
            Message("sudo", "sudo: {number} incorrect password attempts"),
            Message("sudo", "Sorry, try again.", "Lo siento, pruebe otra vez."),
            Message("sudo", "sudo: {number} incorrect password attempt"),
        ),
        cause=Text(
            es="sudo pide la contraseña de tu propio usuario, no la de root. Mientras la escribes no se ve nada.",
            en="sudo asks for your own user's password, not root's. While you type it, nothing is shown.",
        ),
        cure=Text(
            es="Inténtalo otra vez; mira antes si las mayúsculas están bloqueadas y si el teclado es el tuyo.",
            en="Try again; see first whether caps lock is on and whether the keyboard layout is yours.",
        ),
        step="sudo-works",
        source="sudo: usr/libexec/sudo/sudoers.so, usr/share/locale/es/LC_MESSAGES/sudoers.mo",
        page="requisitos/#no-sudo",
    ),
    Trouble(
        id="sudo-not-allowed",
        area=Area.START,
        title=Text(es="sudo no te deja usar esa orden", en="sudo does not let you use that command"),
        messages=(Message("sudo", "Sorry, user {user} is not allowed to execute '{command}' as {user} on {host}."),),
        cause=Text(
            es="Tu usuario puede usar sudo, pero solo con unas pocas órdenes. Suele pasar en los ordenadores de un "
            "centro.",
            en="Your user may use sudo, but for a few commands only. This is usual on a school's computers.",
        ),
        cure=Text(
            es="Mira con esta orden qué tienes permitido. Para esta guía hace falta todo: pídeselo a quien administra "
            "el ordenador, o usa una máquina virtual tuya.",
            en="See with this command what you are allowed. This guide needs everything: ask whoever runs the "
            "computer, or use a virtual machine of your own.",
        ),
        command="sudo -l",
        source="sudo: usr/libexec/sudo/sudoers.so",
        page="requisitos/#no-sudo",
    ),
    Trouble(
        id="su-password",
        area=Area.START,
        title=Text(es="su no acepta la contraseña", en="su does not accept the password"),
        messages=(Message("su", "su: Authentication failure", "su: Fallo de autenticación"),),
        cause=Text(
            es="su pide la contraseña de root. Si la dejaste vacía al instalar Debian, root no tiene ninguna y su "
            "nunca entra.",
            en="su asks for root's password. If you left it empty while installing Debian, root has none and su never "
            "gets in.",
        ),
        cure=Text(
            es="En ese caso tu primer usuario tiene sudo: conviértete en root con esta orden y tu propia contraseña.",
            en="In that case your first user has sudo: become root with this command and your own password.",
        ),
        command="sudo -i",
        source="libpam-runtime: usr/share/locale/es/LC_MESSAGES/Linux-PAM.mo",
        page="requisitos/#no-sudo",
    ),
    Trouble(
        id="sbin-path",
        area=Area.START,
        title=Text(es="La terminal no encuentra usermod", en="The terminal does not find usermod"),
        messages=(
            Message("bash", "bash: usermod: command not found", "bash: usermod: orden no encontrada"),
            Message("bash", "bash: modprobe: command not found", "bash: modprobe: orden no encontrada"),
            Message("bash", "bash: adduser: command not found", "bash: adduser: orden no encontrada"),
            Message(
                "dpkg",
                "dpkg: error: {number} expected programs not found in PATH or not executable",
                "dpkg: error: no se ha encontrado {number} en el PATH o no es ejecutable",
            ),
            Message(
                "dpkg",
                "Note: root's PATH should usually contain /usr/local/sbin, /usr/sbin and /sbin",
                "NOTA: El PATH de root debería incluir habitualmente /usr/local/sbin, /usr/sbin y /sbin.",
            ),
        ),
        cause=Text(
            es="Estos programas están en /usr/sbin, y un usuario normal no busca ahí. Con su, sin guion, root sigue "
            "buscando donde buscabas tú.",
            en="These programs are in /usr/sbin, and an ordinary user does not look there. With su, without a hyphen, "
            "root goes on looking where you did.",
        ),
        cure=Text(
            es="Pon sudo delante de la orden, o entra como root con esta, que tiene un guion.",
            en="Put sudo before the command, or become root with this one, which has a hyphen.",
        ),
        command="su -",
        source="https://wiki.debian.org/NewInBuster",
        page="requisitos/#no-sudo",
    ),
    Trouble(
        id="needs-root",
        area=Area.START,
        title=Text(es="Solo root puede cambiar los grupos", en="Only root may change the groups"),
        messages=(
            Message(
                "usermod",
                "usermod: cannot lock /etc/passwd; try again later.",
                "usermod: no se pudo bloquear /etc/passwd, inténtelo de nuevo.",
            ),
            Message("usermod", "usermod: Permission denied."),
            Message("gpasswd", "gpasswd: Permission denied.", "gpasswd: permiso denegado."),
            Message(
                "adduser",
                "adduser: Only root may add a user or group to the system.",
                "adduser: Sólo root puede añadir un usuario o un grupo al sistema.",
            ),
        ),
        cause=Text(
            es="Escribiste la orden sin sudo. No hay nada bloqueado, aunque el mensaje lo diga.",
            en="You typed the command without sudo. Nothing is locked, although the message says so.",
        ),
        cure=Text(es="Escríbela con sudo delante.", en="Type it with sudo before it."),
        step="add-groups",
        source="passwd: usr/share/locale/es/LC_MESSAGES/shadow.mo; adduser: usr/share/locale/es/LC_MESSAGES/adduser.mo",
        page="instalacion/#join-groups",
        brought=BroughtAbout(after=READY, command="/usr/sbin/usermod -aG libvirt ana", then="id -nG ana"),
    ),
    Trouble(
        id="group-missing",
        area=Area.START,
        title=Text(es="El grupo libvirt no existe", en="The group libvirt does not exist"),
        messages=(
            Message("usermod", "usermod: group 'libvirt' does not exist", "usermod: el grupo «libvirt» no existe"),
            Message(
                "adduser", "adduser: The group `libvirt' does not exist.", "adduser: El grupo `libvirt' no existe."
            ),
            Message(
                "gpasswd",
                "gpasswd: group 'libvirt' does not exist in /etc/group",
                "gpasswd: el grupo «libvirt» no existe en /etc/group",
            ),
        ),
        cause=Text(
            es="El grupo lo crea el paquete libvirt-daemon-system, y todavía no está instalado. En Debian se llama "
            "libvirt; en guías antiguas, libvirtd.",
            en="The package libvirt-daemon-system makes the group, and it is not installed yet. On Debian it is called "
            "libvirt; in old guides, libvirtd.",
        ),
        cure=Text(es="Instala antes los paquetes.", en="Install the packages first."),
        step="install-packages",
        source="libvirt-daemon-system: postinst; passwd: usr/share/locale/es/LC_MESSAGES/shadow.mo",
        page="instalacion/#packages",
    ),
    Trouble(
        id="user-missing",
        area=Area.START,
        title=Text(es="Ese usuario no existe", en="There is no such user"),
        messages=(
            Message("usermod", "usermod: user '{user}' does not exist", "usermod: el usuario «{user}» no existe"),
            Message("adduser", "adduser: The user `{user}' does not exist.", "adduser: El usuario `{user}' no existe."),
        ),
        cause=Text(
            es="La orden lleva el nombre de otro: el de un ejemplo, o el tuyo mal escrito.",
            en="The command carries another name: that of an example, or your own misspelt.",
        ),
        cure=Text(
            es="Usa la orden de la guía: en ella $USER es tu usuario, sin escribirlo.",
            en="Use the guide's command: in it $USER is your user, with nothing to spell.",
        ),
        step="add-groups",
        source="passwd: usr/share/locale/es/LC_MESSAGES/shadow.mo",
        page="instalacion/#join-groups",
    ),
    Trouble(
        id="systemctl-rights",
        area=Area.START,
        title=Text(es="systemctl necesita sudo", en="systemctl needs sudo"),
        messages=(
            Message("systemctl", "Failed to start {unit}: Interactive authentication required."),
            Message("systemctl", "Failed to start {unit}: Access denied"),
        ),
        cause=Text(
            es="Solo root puede cambiar un servicio. Sin sudo, systemctl pide una contraseña; si no la puede pedir, o "
            "no es buena, se niega.",
            en="Only root may change a service. Without sudo, systemctl asks for a password; where it cannot ask, or "
            "the password is wrong, it refuses.",
        ),
        cure=Text(es="Escribe la orden con sudo delante.", en="Type the command with sudo before it."),
        command="sudo systemctl start libvirtd.service",
        source="systemd: usr/lib/x86_64-linux-gnu/systemd/libsystemd-shared-252.so",
        page="instalacion/#service",
    ),
    Trouble(
        id="sudoers-broken",
        area=Area.START,
        title=Text(es="/etc/sudoers tiene un error", en="/etc/sudoers has an error"),
        messages=(
            Message(
                "sudo",
                "/etc/sudoers:{number}:{number}: syntax error",
                "/etc/sudoers:{number}:{number}: error de sintaxis",
            ),
        ),
        cause=Text(
            es="Alguien cambió ese fichero a mano, y la línea que dice el mensaje está mal. sudo la pasa por alto.",
            en="Somebody edited that file by hand, and the line that the message names is wrong. sudo skips it.",
        ),
        cure=Text(
            es="Corrige o borra la línea con esta orden, que avisa antes de guardar un error. Para usar sudo basta con "
            "el grupo: ese fichero no hay que tocarlo.",
            en="Mend or delete the line with this command, which warns before it saves an error. The group is enough "
            "to use sudo: that file need not be touched.",
        ),
        command="su - -c visudo",
        source="sudo: usr/libexec/sudo/sudoers.so, usr/share/locale/es/LC_MESSAGES/sudoers.mo",
        page="requisitos/#no-sudo",
    ),
)
