"""Troubles between apt and the server of packages: network, clock, signatures, downloads. Data only."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import FRESH

_CATALOGUES: Final = "apt: usr/share/locale/es/LC_MESSAGES/apt.mo"
_LIBRARY: Final = "libapt-pkg6.0: usr/share/locale/es/LC_MESSAGES/libapt-pkg6.0.mo"

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="no-network",
        area=Area.PACKAGES,
        title=Text(es="Debian no llega al servidor de paquetes", en="Debian does not reach the server of packages"),
        messages=(
            Message("apt", "Temporary failure resolving '{host}'", "Fallo temporal al resolver «{host}»"),
            Message("apt", "Could not resolve '{host}'", "No se pudo resolver «{host}»"),
            Message(
                "apt",
                "Could not connect to {host}:{number} ({address}), connection timed out",
                "No se pudo conectar a {host}:{number} ({address}), caducó el tiempo para conexión",
            ),
            Message(
                "apt",
                "Could not connect to {host}:{number} ({address}). - connect (111: Connection refused)",
                "No se pudo conectar a {host}:{number} ({address}). - connect (111: Conexión rehusada)",
            ),
            Message("apt", "Unable to connect to {host}:{number}:", "No se pudo conectar a {host}:{number}:"),
            Message(
                "apt",
                "Cannot initiate the connection to {host}:{number} ({address}). - connect (101: Network is "
                "unreachable)",
                "No se puede iniciar la conexión a {host}:{number} ({address}). - connect (101: La red es inaccesible)",
            ),
            Message(
                "apt",
                "Something wicked happened resolving '{host}:{name}' ({number} - {message})",
                "Algo raro pasó al resolver «{host}:{name}» ({number} - {message})",
            ),
            Message("apt", "Connection failed", "Falló la conexión"),
            Message("apt", "Connection timed out", "Caducó la conexión"),
        ),
        cause=Text(
            es="No hay red, o no hay quien traduzca los nombres a direcciones. En un centro puede hacer falta un "
            "proxy.",
            en="There is no network, or nobody to turn names into addresses. A school may need a proxy.",
        ),
        cure=Text(
            es="Mira si está conectada (el cable, el wifi, la red de la máquina virtual) y empieza otra vez. Esta "
            "orden debe enseñar una dirección además de la de lo.",
            en="See whether it is connected (cable, wifi, the virtual machine's network) and start again. This command "
            "should show an address besides that of lo.",
        ),
        command="ip -br address",
        source=f"{_CATALOGUES}; libc-l10n: usr/share/locale/es/LC_MESSAGES/libc.mo",
        surroundings=True,
        page="requisitos/#before-you-start",
        brought=BroughtAbout(
            after=FRESH,
            spoil="ip link set eth0 down",
            step="update-index",
            cure="sudo ifdown --force eth0; sudo ifup eth0",
            run="update-index",
        ),
    ),
    Trouble(
        id="proxy",
        area=Area.PACKAGES,
        title=Text(es="La red pide que te identifiques", en="The network wants you to log in"),
        messages=(
            Message(
                "apt",
                "Clearsigned file isn't valid, got '{name}' (does the network require authentication?)",
                "El fichero firmado en claro no es válido, «{name}» obtenido (¿la red requiere autenticación?)",
            ),
            Message("apt", "407  Proxy Authentication Required"),
        ),
        cause=Text(
            es="En lugar de los paquetes llega una página de la red: la de entrada de un wifi, o la de un proxy.",
            en="Instead of the packages comes a page of the network's: a wifi's login page, or a proxy's.",
        ),
        cure=Text(
            es="Abre un navegador, identifícate en esa página y empieza otra vez. Con un proxy, pide sus datos: van en "
            "la línea Acquire::http::Proxy de un fichero de /etc/apt/apt.conf.d.",
            en="Open a browser, log in on that page and start again. With a proxy, ask for its particulars: they go "
            "into the line Acquire::http::Proxy of a file in /etc/apt/apt.conf.d.",
        ),
        source=f"{_LIBRARY}; https://manpages.debian.org/bookworm/apt/apt-transport-http.1.en.html",
        surroundings=True,
    ),
    Trouble(
        id="clock",
        area=Area.PACKAGES,
        title=Text(es="El reloj de esta máquina no está en hora", en="This machine's clock is wrong"),
        messages=(
            Message(
                "apt",
                "E: Release file for {address} is not valid yet (invalid for another {time}). Updates for this "
                "repository will not be applied.",
            ),
            Message(
                "apt",
                "E: Release file for {address} is expired (invalid since {time}). Updates for this repository will not "
                "be applied.",
                "E: El archivo «Release» para {address} está caducado (inválido desde {time}). No se aplicará ninguna "
                "actualización de este repositorio.",
            ),
        ),
        cause=Text(
            es="El índice lleva fecha, y para este reloj es del futuro o está caducado. Pasa en máquinas virtuales que "
            "estuvieron en pausa o volvieron a una instantánea.",
            en="The index carries a date, and to this clock it is of the future or expired. It happens in virtual "
            "machines that were paused or went back to a snapshot.",
        ),
        cure=Text(
            es="Ponlo en hora con esta orden y espera un minuto. Si dice que no puede, pon la fecha a mano "
            "con sudo date -s, y después instala systemd-timesyncd.",
            en="Set it with this command and wait a minute. If it says that it cannot, set the date by hand with "
            "sudo date -s, then install systemd-timesyncd.",
        ),
        command="sudo timedatectl set-ntp true",
        source=f"{_LIBRARY}; https://manpages.debian.org/bookworm/systemd/timedatectl.1.en.html",
        surroundings=True,
        page="instalacion/#packages",
    ),
    Trouble(
        id="no-public-key",
        area=Area.PACKAGES,
        title=Text(es="apt no puede comprobar la firma de una fuente", en="apt cannot check the signature of a source"),
        messages=(
            Message(
                "apt",
                "The following signatures couldn't be verified because the public key is not available: NO_PUBKEY "
                "{number}",
                "Las firmas siguientes no se pudieron verificar porque su clave pública no está disponible: NO_PUBKEY "
                "{number}",
            ),
            Message(
                "apt",
                "E: The repository '{address} {release} Release' is not signed.",
                "E: El repositorio «{address} {release} Release» no está firmado.",
            ),
        ),
        cause=Text(
            es="La fuente es ajena a Debian y le falta su clave, o las claves de Debian en esta máquina son antiguas.",
            en="The source is not Debian's and its key is missing, or this machine's keys of Debian are old.",
        ),
        cure=Text(
            es="Si la dirección del mensaje no es de Debian, borra esa fuente de /etc/apt/sources.list.d: la guía no "
            "necesita ninguna. Si es de Debian, renueva las claves con esta orden.",
            en="If the message's address is not Debian's, delete that source from /etc/apt/sources.list.d: the guide "
            "needs none. If it is Debian's, renew the keys with this command.",
        ),
        command="sudo apt install --reinstall debian-archive-keyring",
        source=f"{_CATALOGUES}; https://wiki.debian.org/SecureApt",
    ),
    Trouble(
        id="hash-mismatch",
        area=Area.PACKAGES,
        title=Text(es="Lo descargado no es lo que se esperaba", en="What was downloaded is not what was expected"),
        messages=(
            Message(
                "apt",
                "E: Failed to fetch {address}  Hash Sum mismatch",
                "E: Fallo al obtener {address}  La suma hash difiere",
            ),
        ),
        cause=Text(
            es="El fichero llegó roto o a medias, o lo cambió algo por el camino: un proxy, o un servidor que se "
            "estaba actualizando.",
            en="The file arrived broken or cut short, or something changed it on the way: a proxy, or a server that "
            "was being updated.",
        ),
        cure=Text(
            es="Borra lo descargado con esta orden, actualiza el índice y empieza otra vez. Si se repite, espera una "
            "hora.",
            en="Delete what was downloaded with this command, update the index and start again. If it comes back, wait "
            "an hour.",
        ),
        command="sudo apt clean && sudo rm -rf /var/lib/apt/lists/* && sudo apt update",
        source=f"{_LIBRARY}; https://wiki.debian.org/AptCLI",
        surroundings=True,
        page="instalacion/#update-index",
    ),
)
