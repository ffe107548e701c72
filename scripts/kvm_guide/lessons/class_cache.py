"""Lesson 7, for teachers: a classroom downloads each package once. Typed into two machines on a cable of their own."""

from typing import Final

from kvm_guide.lessons import volatile
from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Step, Text, Work

_TEACHER: Final = "alpha"
_STUDENT: Final = "beta"
_ADDRESS: Final = "192.168.50.1"
_PACKAGE: Final = "libvirt-clients"
_APT_ASKS: Final = (r"\[[SY]/n\] ?", "")
_FETCHES: Final = Text(es=r"^(Des|Obj):\d+ ", en=r"^(Get|Hit):\d+ ")

LESSON: Final = Lesson(
    id="class-cache",
    number=7,
    page="cache-de-clase",
    title=Text(es="Una sola descarga para toda la clase", en="One download for the whole class"),
    short=Text(es="Una descarga por clase", en="One download a class"),
    teaches=Text(
        es="Para quien enseña: treinta instalaciones, y cada paquete se baja de Internet una vez.",
        en="For teachers: thirty installs, and each package comes from the Internet once.",
    ),
    optional=True,
    machines=(_TEACHER, _STUDENT),
    facts=(
        Fact(
            id="cache-listens-everywhere",
            after="cache-active",
            probe="ss -Hltn 'sport = :3142' | awk '{print $4}'",
            expect=(r"^(0\.0\.0\.0|\*):3142$",),
        ),
        Fact(
            id="cache-keeps-files",
            after="cache-log",
            probe=f"find /var/cache/apt-cacher-ng -name '{_PACKAGE}_*.deb' | wc -l",
            expect=(r"^1$",),
            root=True,
        ),
        Fact(
            id="cache-starts-at-boot",
            after="cache-active",
            probe="systemctl is-enabled apt-cacher-ng",
            expect=(r"^enabled$",),
        ),
    ),
    steps=(
        # The teacher's Debian
        Step(
            id="cache-index",
            command="sudo apt update",
            machine=_TEACHER,
            title=Text(es="Traer las listas de paquetes", en="Fetch the lists of packages"),
            why=Text(es="apt aprende qué versiones hay hoy.", en="apt learns which versions there are today."),
            work=Work.DOWNLOAD,
            expect=(_FETCHES,),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check='test -n "$(ls /var/lib/apt/lists/*_Packages* 2>/dev/null)"',
        ),
        Step(
            id="cache-install",
            command="sudo DEBIAN_FRONTEND=noninteractive apt install -y apt-cacher-ng",
            machine=_TEACHER,
            title=Text(es="Instalar la caché de paquetes", en="Install the cache of packages"),
            why=Text(
                es="apt-cacher-ng guarda cada paquete que le piden y lo da a quien lo pida después.",
                en="apt-cacher-ng keeps each package it is asked for, and gives it to whoever asks later.",
            ),
            work=Work.INSTALL,
            expect=(r"apt-cacher-ng \(",),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check="test -x /usr/sbin/apt-cacher-ng",
            undo="sudo apt autoremove --purge apt-cacher-ng",
            undo_answers=(_APT_ASKS,),
        ),
        Step(
            id="cache-active",
            command="systemctl is-active apt-cacher-ng",
            machine=_TEACHER,
            title=Text(es="Ver que está en marcha", en="See that it is running"),
            why=Text(es="Debe decir active.", en="It must say active."),
            expect=(r"^active$",),
            check="systemctl is-active --quiet apt-cacher-ng",
        ),
        Step(
            id="teacher-address",
            command=f"sudo ip address add {_ADDRESS}/24 dev eth1 && sudo ip link set eth1 up",
            machine=_TEACHER,
            title=Text(es="Dar una dirección a su tarjeta", en="Give its card an address"),
            why=Text(
                es="Solo donde nadie reparte direcciones, como en el cable del laboratorio.",
                en="Only where nobody hands out addresses, as on the lab's cable.",
            ),
            volatile=(volatile.SUDO_ASKS,),
            check=f"ip -4 -br address show eth1 | grep -q {_ADDRESS}/24",
            undo=f"sudo ip address del {_ADDRESS}/24 dev eth1 && sudo ip link set eth1 down",
        ),
        Step(
            id="teacher-addresses",
            command="ip -4 -br address show scope global",
            machine=_TEACHER,
            title=Text(es="Ver sus direcciones", en="See its addresses"),
            why=Text(
                es="La de la tarjeta que da a la clase es la que necesitan los demás.",
                en="The one of the card that faces the class is what the others need.",
            ),
            expect=(rf"^eth1\s+UP\s+{_ADDRESS}/24".replace(".", r"\."),),
            check="ip -4 -br address show scope global | grep -q UP",
        ),
        Step(
            id="cache-warm",
            command=(
                f"sudo apt -o Acquire::http::Proxy=http://localhost:3142 \\\n  install -y --download-only {_PACKAGE}"
            ),
            machine=_TEACHER,
            title=Text(es="Llenar la caché antes de clase", en="Fill the cache before class"),
            why=Text(
                es="Lo descarga a través de la caché, sin instalarlo: ahí queda.",
                en="Downloads it through the cache, without installing it: there it stays.",
            ),
            work=Work.DOWNLOAD,
            expect=(_FETCHES,),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check=f"ls /var/cache/apt/archives/{_PACKAGE}_*.deb >/dev/null",
            undo="sudo apt clean",
        ),
        # A student's
        Step(
            id="student-address",
            command="sudo ip address add 192.168.50.2/24 dev eth1 && sudo ip link set eth1 up",
            machine=_STUDENT,
            title=Text(es="Dar una dirección a la suya", en="Give the student's card an address"),
            why=Text(
                es="Otra del mismo cable, y solo donde nadie las reparte.",
                en="Another one on the same cable, and only where nobody hands them out.",
            ),
            volatile=(volatile.SUDO_ASKS,),
            check="ip -4 -br address show eth1 | grep -q 192.168.50.2/24",
            undo="sudo ip address del 192.168.50.2/24 dev eth1 && sudo ip link set eth1 down",
        ),
        Step(
            id="student-reaches",
            command=f"ping -c 2 -W 20 {_ADDRESS}",
            machine=_STUDENT,
            title=Text(es="Ver que llega a la máquina de clase", en="See that it reaches the teacher's machine"),
            why=Text(es="Sin respuesta, falla la red, no apt.", en="With no answer it is the network, not apt."),
            expect=(r"^2 packets transmitted, 2 received",),
            volatile=(r"(?<=time=)[\d.]+ ms", r"(?<=time )\d+ms", r"^rtt .*$"),
            check=f"ping -c 1 -W 20 {_ADDRESS} >/dev/null",
        ),
        Step(
            id="student-proxy",
            command=(
                f"printf '%s\\n' 'Acquire::http::Proxy \"http://{_ADDRESS}:3142\";' \\\n"
                "  'Acquire::Retries \"10\";' | sudo tee /etc/apt/apt.conf.d/01class-cache"
            ),
            machine=_STUDENT,
            title=Text(es="Decirle a apt por dónde pedir", en="Tell apt whom to ask"),
            why=Text(
                es="Un fichero de dos líneas: apt lo pide todo a la caché, y si algo se corta, insiste.",
                en="A file of two lines: apt asks the cache for everything, and where something breaks off it insists.",
            ),
            expect=(rf'^Acquire::http::Proxy "http://{_ADDRESS}:3142";$',),
            volatile=(volatile.SUDO_ASKS,),
            check="apt-config dump Acquire::http::Proxy | grep -q 3142",
            undo="sudo rm /etc/apt/apt.conf.d/01class-cache",
        ),
        Step(
            id="student-index",
            command="sudo apt update",
            machine=_STUDENT,
            title=Text(es="Traer las listas a través de la caché", en="Fetch the lists through the cache"),
            why=Text(
                es="Lo de siempre; quien pregunta a Internet es la otra máquina.",
                en="The same as ever; it is the other machine that asks the Internet.",
            ),
            work=Work.DOWNLOAD,
            expect=(_FETCHES,),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check='test -n "$(ls /var/lib/apt/lists/*_Packages* 2>/dev/null)"',
        ),
        Step(
            id="student-offline",
            command=(
                "way=$(ip route show default)\n"
                "sudo ip route del default\n"
                "! ip route get 9.9.9.9\n"
                f"apt download {_PACKAGE}\n"
                "sudo ip route add $way"
            ),
            machine=_STUDENT,
            title=Text(es="Pedir el paquete sin salida a Internet", en="Ask for the package with no way out"),
            why=Text(
                es="Le quita un momento la salida a Internet: solo la caché puede responder.",
                en="Takes its way out to the Internet for a moment: only the cache can answer.",
            ),
            aside=True,
            momentary=True,
            work=Work.DOWNLOAD,
            expect=(r"Network is unreachable", Text(es=r"^Des:1 ", en=r"^Get:1 ")),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check=f"ls ~/{_PACKAGE}_*.deb >/dev/null && ip route show default | grep -q via",
        ),
        Step(
            id="student-install",
            command=f"sudo apt install -y {_PACKAGE}",
            machine=_STUDENT,
            title=Text(es="Instalar como siempre", en="Install as ever"),
            why=Text(
                es="La orden no cambia; los paquetes vienen de la caché.",
                en="The command does not change; the packages come from the cache.",
            ),
            work=Work.INSTALL,
            expect=(rf"{_PACKAGE} \(",),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check="test -x /usr/bin/virsh",
            undo=f"sudo apt autoremove --purge {_PACKAGE}",
            undo_answers=(_APT_ASKS,),
        ),
        # The proof
        Step(
            id="cache-log",
            command=f"grep {_PACKAGE}_ /var/log/apt-cacher-ng/apt-cacher.log | cut -d '|' -f 2-4",
            machine=_TEACHER,
            title=Text(es="Ver quién lo descargó y a quién se dio", en="See who downloaded it and who was given it"),
            why=Text(
                es="I: vino de Internet. O: se dio a esa dirección.",
                en="I: it came from the Internet. O: it was given to that address.",
            ),
            expect=(r"^I\|\d+\|", r"^O\|\d+\|192\.168\.50\.2$"),
            volatile=(r"(?<=\|)\d+(?=\|)",),
            check=f"test $(grep {_PACKAGE}_ /var/log/apt-cacher-ng/apt-cacher.log | cut -d '|' -f 2 | grep -c I) = 1",
        ),
    ),
)
