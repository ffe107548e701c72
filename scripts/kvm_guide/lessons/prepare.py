"""Before chapter 4: a Debian 12 as its installer leaves it, made ready. Typed into a machine that lacks all of it."""

from typing import Final

from kvm_guide.lessons import releases, volatile
from kvm_guide.lessons.facts import prepare as facts
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.release import everywhere
from kvm_guide.model.step import Place, Step, Text, Work

_MACHINE: Final = "bare"
# Root's, on the lab's machine; before its Spanish is there, su asks in English
_ROOT: Final = (r"(Password|Contraseña): ?", "ana")
_APT_ASKS: Final = (r"\[[SY]/n\] ?", "")
_VIRTUALBOX: Final = Text(
    es="se escribe en el anfitrión donde corre VirtualBox, y el laboratorio no lo tiene",
    en="it is typed on the host that runs VirtualBox, and the lab has none",
)
_WINDOWS: Final = Text(
    es="se escribe en un anfitrión Windows, y el laboratorio solo tiene máquinas Debian",
    en="it is typed on a Windows host, and the lab has only Debian machines",
)
_VBOXMANAGE: Final = r'& "C:\Program Files\Oracle\VirtualBox\VBoxManage.exe"'
_SIZE: Final = 'modifyvm "Debian 12" --cpus 2 --memory 4096'
_FORWARD: Final = 'modifyvm "Debian 12" --natpf1 "ssh,tcp,127.0.0.1,2222,,22"'
_NO_FORWARD: Final = 'modifyvm "Debian 12" --natpf1 delete ssh'
_NAME: Final = "kvm-lab"
_IN_POWERSHELL: Final = Text(
    es="Lo mismo en PowerShell, con la ruta del programa.",
    en="The same in PowerShell, with the program's path.",
)

_KERNEL_WHY: Final = Text(
    es=f"{releases.LEAST} o posterior tiene corregidos los fallos de la virtualización anidada.",
    en=f"{releases.LEAST} or newer has the faults of nested virtualisation fixed.",
)

LESSON: Final = Lesson(
    id="prepare",
    number=0,
    page="preparar-maquina",
    title=Text(es="Prepara la máquina", en="Prepare the machine"),
    teaches=Text(
        es="De un Debian 12 recién instalado a uno listo: sudo, fuentes, núcleo, nombre, red, ssh y español.",
        en="From a freshly installed Debian 12 to one that is ready: sudo, sources, kernel, name, network and ssh.",
    ),
    optional=True,
    machines=(_MACHINE,),
    facts=facts.FACTS,
    steps=(
        # VirtualBox
        Step(
            id="virtualbox-size-linux",
            command=f"VBoxManage {_SIZE}",
            title=Text(es="Dar CPU y memoria a la máquina (Linux)", en="Give the machine CPUs and memory (Linux)"),
            why=Text(
                es="2 CPU y 4096 MB, con la máquina apagada.",
                en="2 CPUs and 4096 MB, with the machine powered off.",
            ),
            place=Place.LINUX_HOST,
            machine=_MACHINE,
            not_run=_VIRTUALBOX,
        ),
        Step(
            id="virtualbox-size-windows",
            command=f"{_VBOXMANAGE} {_SIZE}",
            title=Text(es="Dar CPU y memoria a la máquina (Windows)", en="Give the machine CPUs and memory (Windows)"),
            why=_IN_POWERSHELL,
            place=Place.WINDOWS_HOST,
            machine=_MACHINE,
            not_run=_WINDOWS,
        ),
        # sudo
        Step(
            id="my-groups",
            command="id -nG",
            machine=_MACHINE,
            title=Text(es="Ver en qué grupos estás", en="See which groups you are in"),
            why=Text(
                es="Si aparece sudo, ya puedes usarlo; si no, hay que añadirte.",
                en="If sudo is among them, you may use it already; if not, you have to be added.",
            ),
            expect=(r"^(?!.*\bsudo\b).*\bcdrom\b",),
            check="id -nG | grep -q .",
            momentary=True,
        ),
        Step(
            id="become-sudoer",
            command='su -c "/usr/sbin/usermod -aG sudo $USER"',
            machine=_MACHINE,
            title=Text(es="Entrar en el grupo sudo", en="Join the group sudo"),
            why=Text(
                es="su pide la contraseña de root, y con ella añade tu usuario al grupo.",
                en="su asks for root's password, and with it adds your user to the group.",
            ),
            answers=(_ROOT,),
            check='id -nG "$USER" | grep -qw sudo',
            undo='sudo gpasswd -d "$USER" sudo',
        ),
        Step(
            id="sudo-as-root",
            command="id -nG && sudo whoami",
            machine=_MACHINE,
            title=Text(es="Salir, entrar y probar sudo", en="Log out, log in and try sudo"),
            why=Text(
                es="El grupo nuevo cuenta desde esta sesión, y con sudo eres root.",
                en="The new group counts from this session on, and with sudo you are root.",
            ),
            new_login=True,
            expect=(r"\bsudo\b", r"^root$"),
            volatile=(volatile.SUDO_ASKS,),
            check="id -nG | grep -qw sudo",
        ),
        Step(
            id="root-state",
            command="sudo passwd -S root",
            machine=_MACHINE,
            title=Text(es="Ver si root tiene contraseña", en="See whether root has a password"),
            why=Text(
                es="La segunda palabra: P, tiene contraseña; L, está bloqueada.",
                en="The second word: P, it has a password; L, it is locked.",
            ),
            expect=(r"^root [PL] ",),
            volatile=(volatile.SUDO_ASKS, r"\d+[-/]\d+[-/]\d+"),
            check="getent passwd root >/dev/null",
            momentary=True,
        ),
        Step(
            id="root-locked",
            command="sudo passwd -l root && sudo passwd -S root && su -c whoami",
            machine=_MACHINE,
            title=Text(es="Ver cómo es un root sin contraseña", en="See what a root without a password is like"),
            why=Text(
                es="Bloquea la contraseña de root: su ya no acepta ninguna, y todo se hace con sudo.",
                en="Locks root's password: su accepts none any more, and everything is done with sudo.",
            ),
            aside=True,
            momentary=True,
            answers=(_ROOT,),
            exit_status=1,
            failure_wanted=True,
            expect=(r"^root L ", r"su: (Authentication failure|Fallo de autenticación)"),
            volatile=(volatile.SUDO_ASKS, r"\d+[-/]\d+[-/]\d+"),
            check="getent passwd root >/dev/null",
        ),
        # Spanish
        Step(
            id="spanish-locale",
            command="sudo sed -i 's/^# *es_ES.UTF-8/es_ES.UTF-8/' /etc/locale.gen && sudo locale-gen",
            machine=_MACHINE,
            title=Text(es="Generar el español de España", en="Generate the Spanish of Spain"),
            why=Text(
                es="Quita el # de su línea en la lista y crea los idiomas que la lista nombra.",
                en="Takes the # off its line in the list, and makes the languages that the list names.",
            ),
            expect=(r"es_ES\.UTF-8\.\.\. done",),
            volatile=(volatile.SUDO_ASKS,),
            check="locale -a | grep -qx es_ES.utf8",
            undo="sudo sed -i 's/^es_ES.UTF-8/# es_ES.UTF-8/' /etc/locale.gen && sudo locale-gen",
        ),
        Step(
            id="locales",
            command="locale -a",
            machine=_MACHINE,
            title=Text(es="Ver los idiomas que hay", en="See the languages that are there"),
            why=Text(es="es_ES.utf8 debe estar entre ellos.", en="es_ES.utf8 must be among them."),
            expect=(r"^es_ES\.utf8$",),
            check="locale -a | grep -qx es_ES.utf8",
        ),
        Step(
            id="spanish-default",
            command="sudo update-locale LANG=es_ES.UTF-8",
            machine=_MACHINE,
            title=Text(es="Elegir el español para todo el sistema", en="Choose Spanish for the whole system"),
            why=Text(
                es="Lo escribe en /etc/default/locale; vale desde el siguiente inicio de sesión.",
                en="Writes it into /etc/default/locale; it counts from the next login.",
            ),
            aside=True,
            volatile=(volatile.SUDO_ASKS,),
            check="grep -qx LANG=es_ES.UTF-8 /etc/default/locale",
        ),
        # The sources
        Step(
            id="sources",
            command="grep '^deb ' /etc/apt/sources.list",
            machine=_MACHINE,
            title=Text(es="Ver de dónde saca apt los paquetes", en="See where apt takes packages from"),
            why=Text(
                es="Una línea que empiece por deb cdrom: es el disco de instalación.",
                en="A line that begins with deb cdrom: is the installation disc.",
            ),
            expect=(r"^deb cdrom:",),
            check="test -e /etc/apt/sources.list",
            momentary=True,
        ),
        Step(
            id="disc-off",
            command="sudo sed -i 's/^deb cdrom:/# deb cdrom:/' /etc/apt/sources.list",
            machine=_MACHINE,
            title=Text(es="Quitar el disco de las fuentes", en="Take the disc off the sources"),
            why=Text(
                es="Convierte su línea en un comentario; donde no hay tal línea, la orden no cambia nada.",
                en="Makes its line a comment; where there is no such line, nothing changes.",
            ),
            volatile=(volatile.SUDO_ASKS,),
            check="! grep -q '^deb cdrom:' /etc/apt/sources.list",
            undo="sudo sed -i 's/^# deb cdrom:/deb cdrom:/' /etc/apt/sources.list",
        ),
        Step(
            id="sources-left",
            command="grep '^deb ' /etc/apt/sources.list",
            machine=_MACHINE,
            title=Text(es="Ver las fuentes que quedan", en="See the sources that are left"),
            why=Text(
                es="Debian, sus actualizaciones y su archivo de seguridad.",
                en="Debian, its updates and its security archive.",
            ),
            expect=releases.sources(),
            check=releases.has_security(),
            on=everywhere(lambda one: {"expect": releases.sources(one), "check": releases.has_security(one)}),
            momentary=True,
        ),
        # Up to date
        Step(
            id="prepare-index",
            command="sudo apt update",
            machine=_MACHINE,
            title=Text(es="Traer las listas de paquetes", en="Fetch the lists of packages"),
            why=Text(es="apt aprende qué versiones hay hoy.", en="apt learns which versions there are today."),
            work=Work.DOWNLOAD,
            expect=(Text(es=r"^(Des|Obj):\d+ ", en=r"^(Get|Hit):\d+ "),),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check='test -n "$(ls /var/lib/apt/lists/*_Packages* 2>/dev/null)"',
        ),
        Step(
            id="upgradable",
            command="apt list --upgradable",
            machine=_MACHINE,
            title=Text(es="Ver qué hay que actualizar", en="See what is to be upgraded"),
            why=Text(
                es="Un paquete por línea; hay días en que no hay ninguno.",
                en="A package a line; on some days there is none.",
            ),
            expect=(Text(es=r"^Listando", en=r"^Listing"),),
            # apt 3 says nothing where there is nothing
            on={"13": {"expect": ()}},
            # What there is to upgrade depends on the day
            volatile=(r"^.*/.*\n?",),
            check="test -e /var/lib/dpkg/status",
            momentary=True,
        ),
        Step(
            id="upgrade",
            command="sudo apt full-upgrade -y",
            machine=_MACHINE,
            title=Text(es="Actualizar todo", en="Upgrade everything"),
            why=Text(
                es="Instala las versiones nuevas, también las de un núcleo nuevo.",
                en="Installs the new versions, those of a new kernel too.",
            ),
            work=Work.INSTALL,
            expect=(Text(es=r"^\d+ actualizados, \d+ nuevos se instalarán", en=r"^\d+ upgraded, \d+ newly installed"),),
            on={"13": {"expect": (Text(es=r"^ *(Actualizando|Upgrading): \d+, ", en=r"^ *Upgrading: \d+, "),)}},
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check="LC_ALL=C apt-get -s full-upgrade | grep -q '^0 upgraded, 0 newly '",
        ),
        Step(
            id="spanish-manual",
            command="sudo apt install -y manpages-es",
            machine=_MACHINE,
            title=Text(es="Instalar el manual en español", en="Install the manual in Spanish"),
            why=Text(
                es="man enseña la página en tu idioma donde la hay, y la inglesa donde no.",
                en="man shows a page in your language where there is one, and the English one where there is not.",
            ),
            work=Work.INSTALL,
            expect=(r"manpages-es \(",),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check="test -e /usr/share/man/es/man1/ls.1.gz",
            undo="sudo apt autoremove --purge manpages-es",
            undo_answers=(_APT_ASKS,),
        ),
        Step(
            id="spanish-manual-found",
            command="LC_ALL=es_ES.UTF-8 man -w ls",
            machine=_MACHINE,
            title=Text(es="Ver qué página abre man", en="See which page man opens"),
            why=Text(
                es="Con -w no la abre: dice en qué fichero está.",
                en="With -w it does not open it: it says which file it is in.",
            ),
            expect=(r"^/usr/share/man/es/man1/ls\.1",),
            check="LC_ALL=es_ES.UTF-8 man -w ls | grep -q /man/es/",
        ),
        # The kernel
        Step(
            id="kernels",
            command="uname -r && linux-version list",
            machine=_MACHINE,
            title=Text(es="Comparar el núcleo en marcha con los instalados", en="Compare the running kernel"),
            why=Text(
                es="Arriba, el que está en marcha; debajo, los instalados.",
                en="At the top the one that is running; below it, those that are installed.",
            ),
            expect=(r"^6\.1\.0-\d+(-\w+)*-amd64$",),
            on={"13": {"expect": (r"^6\.12\.\d+\+deb13(\.\d+)?(-\w+)*-amd64$",)}},
            check="linux-version list | grep -q .",
        ),
        Step(
            id="reboot",
            command="sudo reboot",
            machine=_MACHINE,
            title=Text(es="Reiniciar la máquina", en="Reboot the machine"),
            why=Text(
                es="El núcleo nuevo solo empieza a contar al arrancar.",
                en="A new kernel counts only from a start of the machine.",
            ),
            reboots=True,
            volatile=(volatile.SUDO_ASKS, volatile.WALL),
            check='test "$(uname -r)" = "$(linux-version list | linux-version sort | tail -n 1)"',
        ),
        Step(
            id="kernel-after-reboot",
            command="uname -v",
            machine=_MACHINE,
            title=Text(es="Ver el núcleo que ha arrancado", en="See the kernel that has started"),
            why=_KERNEL_WHY,
            expect=releases.kernel_expect(),
            check=releases.kernel_check(),
            on=releases.kernel_on(_KERNEL_WHY),
        ),
        # The name
        Step(
            id="name-in-hosts",
            command=f"grep -qw {_NAME} /etc/hosts || sudo sed -i 's/^127\\.0\\.1\\.1.*/& {_NAME}/' /etc/hosts",
            machine=_MACHINE,
            title=Text(es="Apuntar el nombre nuevo en /etc/hosts", en="Write the new name into /etc/hosts"),
            why=Text(
                es="Lo añade a la línea de 127.0.1.1, si no está ya: así sudo lo encuentra.",
                en="Adds it to the line of 127.0.1.1, unless it is there: so sudo finds it.",
            ),
            volatile=(volatile.SUDO_ASKS,),
            check=f"getent hosts {_NAME} >/dev/null",
            undo=f"sudo sed -i 's/^\\(127\\.0\\.1\\.1.*\\) {_NAME}$/\\1/' /etc/hosts",
        ),
        Step(
            id="name",
            command=f"echo {_NAME} | sudo tee /etc/hostname && sudo hostname -F /etc/hostname",
            machine=_MACHINE,
            title=Text(es="Cambiar el nombre de la máquina", en="Change the machine's name"),
            why=Text(
                es="Lo escribe en el fichero que se lee al arrancar, y lo pone ya en marcha.",
                en="Writes it into the file that is read at each start, and makes it count at once.",
            ),
            expect=(rf"^{_NAME}$",),
            volatile=(volatile.SUDO_ASKS,),
            check=f'test "$(hostname)" = {_NAME} && grep -qx {_NAME} /etc/hostname',
            undo="echo debian | sudo tee /etc/hostname && sudo hostname -F /etc/hostname",
        ),
        Step(
            id="name-shown",
            command=f"hostname && getent hosts {_NAME}",
            machine=_MACHINE,
            title=Text(es="Ver el nombre", en="See the name"),
            why=Text(
                es="El nombre, y la dirección que la máquina encuentra para él.",
                en="The name, and the address that the machine finds for it.",
            ),
            expect=(rf"^{_NAME}$", r"^127\.0\.1\.1\s"),
            check=f'test "$(hostname)" = {_NAME}',
        ),
        # The address
        Step(
            id="address",
            command="ip -4 -br address show scope global",
            machine=_MACHINE,
            title=Text(es="Ver tu tarjeta y su dirección", en="See your network card and its address"),
            why=Text(
                es="La primera columna es el nombre de la tarjeta; la última, su dirección.",
                en="The first column is the card's name; the last one, its address.",
            ),
            expect=(r"^e\w+\s+UP\s+\d+(\.\d+){3}/\d+",),
            check="ip -4 -br address show scope global | grep -q UP",
        ),
        Step(
            id="gateway",
            command="ip route show default",
            machine=_MACHINE,
            title=Text(es="Ver por dónde se sale", en="See the way out"),
            why=Text(
                es="La dirección detrás de via es la puerta de enlace.",
                en="The address behind via is the gateway.",
            ),
            expect=(r"^default via \d+(\.\d+){3} dev e\w+",),
            check="ip route show default | grep -q via",
        ),
        Step(
            id="fixed-address",
            command=(
                "card=$(ip route show default | sed 's/.* dev \\([^ ]*\\).*/\\1/')\n"
                'sudo ifdown "$card"\n'
                'sudo sed -i "s|^\\(iface $card inet\\) dhcp|\\1 static'
                '\\n  address 10.0.2.15/24\\n  gateway 10.0.2.2|" \\\n'
                "  /etc/network/interfaces\n"
                'sudo ifup "$card"\n'
                'ip -4 -br address show "$card"'
            ),
            machine=_MACHINE,
            title=Text(es="Poner una dirección fija", en="Set a fixed address"),
            why=Text(
                es="Cambia dhcp por static en /etc/network/interfaces y vuelve a levantar la tarjeta.",
                en="Changes dhcp to static in /etc/network/interfaces and brings the card up again.",
            ),
            aside=True,
            expect=(r"^e\w+\s+\S+\s+10\.0\.2\.15/24",),
            volatile=(volatile.SUDO_ASKS,),
            check="grep -q 'inet static' /etc/network/interfaces"
            " && ip -4 -br address show scope global | grep -q ' 10.0.2.15/24'",
        ),
        # ssh
        Step(
            id="ssh-server",
            command="sudo apt install -y openssh-server",
            machine=_MACHINE,
            title=Text(es="Instalar el servidor de ssh", en="Install the ssh server"),
            why=Text(
                es="Con él se puede entrar desde otro ordenador; el paquete lo arranca.",
                en="With it one may log in from another computer; the package starts it.",
            ),
            work=Work.INSTALL,
            expect=(r"openssh-server \(",),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES, r"\S*SHA256:\S+"),
            check="test -x /usr/sbin/sshd",
            undo="sudo apt autoremove --purge openssh-server",
            undo_answers=(_APT_ASKS,),
        ),
        Step(
            id="ssh-active",
            command="systemctl is-active ssh",
            machine=_MACHINE,
            title=Text(es="Ver que está en marcha", en="See that it is running"),
            why=Text(es="Debe decir active.", en="It must say active."),
            expect=(r"^active$",),
            check="systemctl is-active --quiet ssh",
        ),
        Step(
            id="ssh-inside",
            command='ssh "$USER@localhost" hostname',
            machine=_MACHINE,
            title=Text(es="Entrar por ssh desde la propia máquina", en="Log in by ssh from the machine itself"),
            why=Text(
                es="Si esto va, lo que falle desde fuera es la red: responde yes y da tu contraseña.",
                en="If this works, what fails from outside is the network: answer yes and give your password.",
            ),
            answers=((r"\(yes/no/\[fingerprint\]\)\? ?", "yes"), (r"@localhost's password: ?", "ana")),
            expect=(rf"^{_NAME}$",),
            volatile=(r"SHA256:\S+",),
            check="ssh-keygen -F localhost >/dev/null",
            undo="ssh-keygen -R localhost",
        ),
        Step(
            id="ssh-forward-linux",
            command=f"VBoxManage {_FORWARD}",
            machine=_MACHINE,
            title=Text(es="Abrir un puerto hacia la máquina (Linux)", en="Open a port to the machine (Linux)"),
            why=Text(
                es="El puerto 2222 del anfitrión lleva al 22 de la máquina; tiene que estar apagada.",
                en="The host's port 2222 leads to the machine's 22; it has to be powered off.",
            ),
            place=Place.LINUX_HOST,
            not_run=_VIRTUALBOX,
            undo=f"VBoxManage {_NO_FORWARD}",
        ),
        Step(
            id="ssh-forward-windows",
            command=f"{_VBOXMANAGE} {_FORWARD}",
            machine=_MACHINE,
            title=Text(es="Abrir un puerto hacia la máquina (Windows)", en="Open a port to the machine (Windows)"),
            why=_IN_POWERSHELL,
            place=Place.WINDOWS_HOST,
            not_run=_WINDOWS,
            undo=f"{_VBOXMANAGE} {_NO_FORWARD}",
        ),
        Step(
            id="ssh-from-linux",
            command="ssh -p 2222 ana@127.0.0.1",
            machine=_MACHINE,
            title=Text(es="Entrar desde el anfitrión (Linux)", en="Log in from the host (Linux)"),
            why=Text(
                es="Cambia ana por tu usuario; exit te devuelve al anfitrión.",
                en="Change ana to your user; exit takes you back to the host.",
            ),
            place=Place.LINUX_HOST,
            not_run=_VIRTUALBOX,
        ),
        Step(
            id="ssh-from-windows",
            command="ssh -p 2222 ana@127.0.0.1",
            machine=_MACHINE,
            title=Text(es="Entrar desde el anfitrión (Windows)", en="Log in from the host (Windows)"),
            why=Text(
                es="Windows 11 trae ssh: se escribe igual, en PowerShell.",
                en="Windows 11 brings ssh: it is typed the same, in PowerShell.",
            ),
            place=Place.WINDOWS_HOST,
            not_run=_WINDOWS,
        ),
    ),
)
