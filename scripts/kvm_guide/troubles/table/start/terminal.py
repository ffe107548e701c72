"""Troubles with the terminal: a copied prompt, redirections, locales, host names, ssh. Data only."""

from typing import Final

from kvm_guide.model.step import Place, Text
from kvm_guide.troubles.model import Area, Message, Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="prompt-copied",
        area=Area.START,
        title=Text(es="Copiaste también el signo $", en="You copied the $ sign too"),
        messages=(Message("bash", "bash: $: command not found", "bash: $: orden no encontrada"),),
        cause=Text(
            es="El $ del principio de un ejemplo lo pone la terminal para decir que espera: no es parte de la orden.",
            en="The terminal puts the $ at the beginning of an example to say that it is waiting: it is no part of "
            "the command.",
        ),
        cure=Text(
            es="Escribe la orden sin él. El botón de copiar de esta guía nunca lo incluye.",
            en="Type the command without it. This guide's copy button never includes it.",
        ),
        source="bash: usr/share/locale/es/LC_MESSAGES/bash.mo",
        page="requisitos/#shell-signs",
    ),
    Trouble(
        id="redirect-denied",
        area=Area.START,
        title=Text(es="sudo no llega hasta el signo >", en="sudo does not reach as far as the > sign"),
        messages=(Message("bash", "bash: /etc/{file}: Permission denied", "bash: /etc/{file}: Permiso denegado"),),
        cause=Text(
            es="El fichero lo abre tu terminal, con tus permisos, antes de que sudo empiece: sudo solo vale para la "
            "orden que lo sigue.",
            en="Your terminal opens the file, with your permissions, before sudo begins: sudo counts only for the "
            "command after it.",
        ),
        cure=Text(
            es="En lugar de >> FICHERO escribe | sudo tee -a FICHERO; en lugar de > FICHERO, | sudo tee FICHERO.",
            en="Instead of >> FILE type | sudo tee -a FILE; instead of > FILE, | sudo tee FILE.",
        ),
        source="https://www.gnu.org/software/bash/manual/html_node/Redirections.html",
        page="requisitos/#shell-signs",
    ),
    Trouble(
        id="host-unknown",
        area=Area.START,
        title=Text(es="sudo no conoce el nombre de tu máquina", en="sudo does not know your machine's name"),
        messages=(
            Message(
                "sudo",
                "sudo: unable to resolve host {host}: Name or service not known",
                "sudo: unable to resolve host {host}: Nombre o servicio desconocido",
            ),
        ),
        cause=Text(
            es="El nombre de la máquina cambió y no está en /etc/hosts. Es solo un aviso: la orden se hace igual.",
            en="The machine's name was changed and is not in /etc/hosts. It is only a warning: the command runs.",
        ),
        cure=Text(es="Añade el nombre con esta orden.", en="Add the name with this command."),
        command='echo "127.0.1.1 $(hostname)" | sudo tee -a /etc/hosts',
        source="https://www.debian.org/doc/manuals/debian-reference/ch05.en.html",
    ),
    Trouble(
        id="locale-missing",
        area=Area.START,
        title=Text(es="El idioma elegido no está generado", en="The chosen language is not generated"),
        messages=(
            Message("bash", "bash: warning: setlocale: LC_ALL: cannot change locale ({name})"),
            Message("perl", "perl: warning: Setting locale failed."),
            Message("perl", "perl: warning: Please check that your locale settings:"),
        ),
        cause=Text(
            es="Tu sesión pide un idioma que esta máquina no tiene; por ssh lo pide el ordenador desde el que entras. "
            "Es solo un aviso: los programas hablan inglés.",
            en="Your session asks for a language that this machine lacks; over ssh, the computer you come from asks "
            "for it. It is only a warning: the programs speak English.",
        ),
        cure=Text(
            es="Marca es_ES.UTF-8 en la lista que abre esta orden, y vuelve a entrar.",
            en="Mark your language, for instance en_US.UTF-8, in the list that this command opens, and log in again.",
        ),
        command="sudo dpkg-reconfigure locales",
        source="https://wiki.debian.org/Locale",
    ),
    Trouble(
        id="sudo-terminal",
        area=Area.START,
        title=Text(es="sudo no tiene dónde pedir la contraseña", en="sudo has nowhere to ask for the password"),
        messages=(
            Message(
                "sudo",
                "sudo: a terminal is required to read the password; either use the -S option to read from standard "
                "input or configure an askpass helper",
            ),
            Message("sudo", "sudo: a password is required"),
        ),
        cause=Text(
            es="La orden se lanzó sin terminal: detrás de ssh en la misma línea, o desde un programa.",
            en="The command was started without a terminal: behind ssh on the same line, or by a program.",
        ),
        cure=Text(
            es="Entra primero por ssh y escribe allí la orden, o usa ssh -t en lugar de ssh.",
            en="Log in by ssh first and type the command there, or use ssh -t instead of ssh.",
        ),
        source="sudo: usr/bin/sudo; https://manpages.debian.org/bookworm/openssh-client/ssh.1.en.html",
    ),
    Trouble(
        id="ssh-refused",
        area=Area.START,
        title=Text(es="Nadie atiende a ssh en esa máquina", en="Nobody answers ssh on that machine"),
        messages=(Message("ssh", "ssh: connect to host {host} port {number}: Connection refused"),),
        cause=Text(
            es="La máquina contesta, pero no tiene servidor de ssh, o la dirección y el puerto son de otra.",
            en="The machine answers, but has no ssh server, or the address and the port are another's.",
        ),
        cure=Text(
            es="Instálalo en Debian con esta orden, y entra con la dirección que da ip -br address.",
            en="Install it on Debian with this command, and log in with the address that ip -br address shows.",
        ),
        command="sudo apt install -y openssh-server",
        source="openssh-client: usr/bin/ssh; https://wiki.debian.org/SSH",
    ),
    Trouble(
        id="ssh-unreachable",
        area=Area.START,
        title=Text(es="ssh no llega a la máquina virtual", en="ssh does not reach the virtual machine"),
        messages=(
            Message("ssh", "ssh: connect to host {host} port {number}: Connection timed out"),
            Message("ssh", "ssh: connect to host {host} port {number}: No route to host"),
        ),
        cause=Text(
            es="La dirección no es de tu red. Con la red NAT de VirtualBox, la 10.0.2.15 de dentro no existe fuera.",
            en="The address is not in your network. With VirtualBox's NAT network, the 10.0.2.15 inside does not exist "
            "outside.",
        ),
        cure=Text(
            es="En los ajustes de la máquina (Red, Reenvío de puertos) manda el puerto 2222 del anfitrión al 22 de "
            "Debian. Después entra con ssh -p 2222 y tu usuario, en 127.0.0.1.",
            en="In the machine's settings (Network, Port Forwarding) send the host's port 2222 to Debian's 22. Then "
            "log in with ssh -p 2222 and your user, at 127.0.0.1.",
        ),
        place=Place.WINDOWS_HOST,
        source="https://www.virtualbox.org/manual/ch06.html#natforward",
    ),
    Trouble(
        id="ssh-password",
        area=Area.START,
        title=Text(es="ssh no te deja entrar", en="ssh does not let you in"),
        messages=(
            Message("ssh", "Permission denied, please try again."),
            Message("ssh", "{user}@{host}: Permission denied (publickey,password)."),
        ),
        cause=Text(
            es="El usuario o la contraseña no son los de esa máquina, o entras como root: Debian no le deja entrar con "
            "contraseña.",
            en="The user or the password is not that machine's, or you log in as root: Debian does not let root in "
            "with a password.",
        ),
        cure=Text(
            es="Entra con tu usuario de ese Debian, y usa sudo dentro.",
            en="Log in with your user of that Debian, and use sudo inside.",
        ),
        place=Place.LINUX_HOST,
        source="https://manpages.debian.org/bookworm/openssh-server/sshd_config.5.en.html",
    ),
    Trouble(
        id="ssh-host-changed",
        area=Area.START,
        title=Text(es="ssh dice que la máquina ya no es la misma", en="ssh says that the machine is another one now"),
        messages=(
            Message("ssh", "REMOTE HOST IDENTIFICATION HAS CHANGED!"),
            Message("ssh", "Host key verification failed."),
        ),
        cause=Text(
            es="Otra máquina tiene ahora esa dirección: reinstalaste Debian, o la dirección pasó a otra. Si no hiciste "
            "nada de eso, no entres: alguien puede estar en medio.",
            en="Another machine has that address now: you reinstalled Debian, or the address went to another. If you "
            "did neither, do not log in: somebody may be in between.",
        ),
        cure=Text(
            es="Borra la huella antigua con ssh-keygen -R y la dirección que usas; el propio mensaje da la orden "
            "entera.",
            en="Delete the old fingerprint with ssh-keygen -R and the address you use; the message itself gives the "
            "whole command.",
        ),
        place=Place.LINUX_HOST,
        source="https://manpages.debian.org/bookworm/openssh-client/ssh-keygen.1.en.html",
    ),
)
