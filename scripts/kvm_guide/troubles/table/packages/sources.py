"""Troubles with the list of sources and the index: the installation disc, misspelt lines, unknown names. Data only."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import FRESH

_CATALOGUES: Final = "apt: usr/share/locale/es/LC_MESSAGES/apt.mo"
_LIBRARY: Final = "libapt-pkg6.0: usr/share/locale/es/LC_MESSAGES/libapt-pkg6.0.mo"

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="cdrom",
        area=Area.PACKAGES,
        title=Text(
            es="Las fuentes de apt nombran el disco de instalación", en="apt's sources name the installation disc"
        ),
        messages=(
            Message(
                "apt",
                "E: The repository 'cdrom://[{name}] {release} Release' does not have a Release file.",
                "E: El repositorio «cdrom://[{name}] {release} Release» no tiene un fichero de Publicación.",
            ),
            Message(
                "apt",
                "Please use apt-cdrom to make this CD-ROM recognized by APT. apt-get update cannot be used to add new "
                "CD-ROMs",
                "Utilice «apt-cdrom» para hacer que APT reconozca este CD. No puede utilizar «apt-get update» para "
                "añadir nuevos CDs",
            ),
        ),
        cause=Text(
            es="Instalaste Debian desde un DVD o un USB, y el instalador lo dejó como fuente de paquetes.",
            en="You installed Debian from a DVD or USB stick, and the installer left it as a source of packages.",
        ),
        cure=Text(
            es="Quita el disco de las fuentes con este paso y actualiza el índice otra vez.",
            en="Remove the disc from the sources with this step and update the index again.",
        ),
        step="installation-disc",
        source=_LIBRARY,
        page="requisitos/#installation-disc-cure",
        brought=BroughtAbout(
            after=FRESH,
            spoil="sed -i '1i deb cdrom:[Debian GNU/Linux 12.5.0 _Bookworm_ - Official amd64 DVD]/ bookworm main' "
            "/etc/apt/sources.list",
            command="sudo apt update",
            exit_status=100,
        ),
    ),
    Trouble(
        id="disc",
        area=Area.PACKAGES,
        title=Text(es="apt pide que insertes un disco", en="apt asks you to insert a disc"),
        messages=(
            Message(
                "apt",
                "Media change: please insert the disc labeled '{name}' in the drive '{folder}' and press [Enter]",
                "Cambio de medio: Inserte el disco etiquetado como «{name}» en la unidad «{folder}» y pulse [Enter]",
            ),
            Message(
                "apt",
                "Please insert the disc labeled: '{name}' in the drive '{folder}' and press [Enter].",
                "Inserte el disco con la etiqueta: «{name}» en la unidad «{folder}» y pulse [Enter].",
            ),
        ),
        cause=Text(
            es="apt busca los paquetes en el DVD con el que instalaste Debian.",
            en="apt looks for the packages on the DVD that you installed Debian from.",
        ),
        cure=Text(
            es="Sal con Ctrl+C, quita el DVD de las fuentes con este paso y empieza otra vez.",
            en="Leave with Ctrl+C, remove the DVD from the sources with this step and start again.",
        ),
        step="installation-disc",
        source=f"{_CATALOGUES}, libapt-pkg6.0.mo",
        page="requisitos/#installation-disc-cure",
    ),
    Trouble(
        id="no-release-file",
        area=Area.PACKAGES,
        title=Text(es="Esa fuente no existe", en="There is no such source"),
        messages=(
            Message(
                "apt",
                "E: The repository '{address} {release} Release' does not have a Release file.",
                "E: El repositorio «{address} {release} Release» no tiene un fichero de Publicación.",
            ),
        ),
        cause=Text(
            es="La dirección o el nombre de la versión están mal escritos, o son de algo que no tiene paquetes para "
            "Debian 12: un PPA de Ubuntu, por ejemplo.",
            en="The address or the release's name is misspelt, or belongs to something without packages for Debian "
            "12: an Ubuntu PPA, for example.",
        ),
        cure=Text(
            es="Mira con esta orden qué fichero la nombra. En las fuentes de Debian 12 la versión es bookworm; las "
            "ajenas, bórralas.",
            en="See with this command which file names it. In Debian 12's sources the release is bookworm; delete the "
            "foreign ones.",
        ),
        command="grep -r ^deb /etc/apt/sources.list /etc/apt/sources.list.d/",
        source=f"{_LIBRARY}; https://wiki.debian.org/SourcesList",
        page="instalacion/#update-index",
    ),
    Trouble(
        id="sources-malformed",
        area=Area.PACKAGES,
        title=Text(es="Una línea de las fuentes está mal escrita", en="A line of the sources is misspelt"),
        messages=(
            Message(
                "apt",
                "E: Malformed entry {number} in list file {file} ({name})",
                "E: Entrada {number} mal especificada en list fichero {file} ({name})",
            ),
            Message(
                "apt",
                "E: Type '{name}' is not known on line {number} in source list {file}",
                "E: Tipo «{name}» desconocido en la línea {number} de la lista de fuentes {file}",
            ),
            Message(
                "apt", "E: The list of sources could not be read.", "E: No se pudieron leer las listas de fuentes."
            ),
        ),
        cause=Text(
            es="A la línea que dice el mensaje le falta algo. Una buena lleva deb, la dirección del servidor, bookworm "
            "y main, en ese orden.",
            en="Something is missing in the line that the message names. A good one has deb, the server's address, "
            "bookworm and main, in that order.",
        ),
        cure=Text(
            es="Corrígela en el fichero que dice el mensaje, que suele ser este. Guarda con Ctrl+O e Intro, y sal con "
            "Ctrl+X.",
            en="Mend it in the file that the message names, usually this one. Save with Ctrl+O and Enter, and leave "
            "with Ctrl+X.",
        ),
        command="sudo nano /etc/apt/sources.list",
        source=f"{_LIBRARY}; https://wiki.debian.org/SourcesList",
        page="instalacion/#update-index",
    ),
    Trouble(
        id="sources-twice",
        area=Area.PACKAGES,
        title=Text(es="Una fuente está escrita dos veces", en="A source is written twice"),
        messages=(
            Message(
                "apt",
                "W: Target {name} ({path}) is configured multiple times in {file}:{number} and {file}:{number}",
                "W: El objetivo {name} ({path}) está configurado varias veces en {file}:{number} y {file}:{number}",
            ),
        ),
        cause=Text(
            es="La misma fuente está en dos líneas. Es solo un aviso: apt funciona.",
            en="The same source stands on two lines. It is only a warning: apt works.",
        ),
        cure=Text(
            es="Borra una de las dos: el mensaje dice los ficheros y los números de línea.",
            en="Delete one of the two: the message names the files and the line numbers.",
        ),
        source=_LIBRARY,
    ),
    Trouble(
        id="old-index",
        area=Area.PACKAGES,
        title=Text(es="El índice de paquetes es viejo", en="The package index is old"),
        messages=(
            Message(
                "apt",
                "E: Failed to fetch {address}  404  Not Found",
                "E: Fallo al obtener {address}  404  Not Found",
            ),
        ),
        cause=Text(
            es="apt pide ficheros que ya no existen: desde que se actualizó el índice, Debian los cambió por otros.",
            en="apt asks for files that are gone: Debian replaced them since the index was updated.",
        ),
        cure=Text(es="Actualiza el índice y empieza otra vez.", en="Update the index and start again."),
        step="update-index",
        source=_CATALOGUES,
        page="instalacion/#update-index",
    ),
    Trouble(
        id="unknown-package",
        area=Area.PACKAGES,
        title=Text(es="apt no conoce ese paquete", en="apt does not know that package"),
        messages=(
            Message(
                "apt", "E: Unable to locate package {package}", "E: No se ha podido localizar el paquete {package}"
            ),
        ),
        cause=Text(
            es="El índice está vacío, el nombre está mal escrito, o las fuentes no son las de Debian 12.",
            en="The index is empty, the name is misspelt, or the sources are not Debian 12's.",
        ),
        cure=Text(
            es="Actualiza el índice y empieza otra vez. Si sigue igual, compara el nombre con el de la guía.",
            en="Update the index and start again. If nothing changes, compare the name with the guide's.",
        ),
        step="update-index",
        source=_CATALOGUES,
        page="instalacion/#update-index",
        brought=BroughtAbout(
            after=FRESH,
            spoil="rm -rf /var/lib/apt/lists/*; apt-get clean",
            command="sudo apt install --simulate virtinst",
            exit_status=100,
        ),
    ),
    Trouble(
        id="virtual-package",
        area=Area.PACKAGES,
        title=Text(es="qemu-kvm no es un paquete de verdad", en="qemu-kvm is no real package"),
        messages=(
            Message(
                "apt",
                "E: Package 'qemu-kvm' has no installation candidate",
                "E: El paquete «qemu-kvm» no tiene un candidato para la instalación",
            ),
            Message(
                "apt",
                "Note, selecting 'qemu-system-x86' instead of 'qemu-kvm'",
                "Nota, seleccionando «qemu-system-x86» en lugar de «qemu-kvm»",
            ),
            Message(
                "dpkg",
                "dpkg-query: no packages found matching qemu-kvm",
                "dpkg-query: no se ha encontrado ningún paquete que corresponda con qemu-kvm.",
            ),
            Message(
                "dpkg",
                "dpkg-query: package 'qemu-kvm' is not installed and no information is available",
                "dpkg-query: el paquete `qemu-kvm' no está instalado y no hay ninguna información disponible.",
            ),
        ),
        cause=Text(
            es="En Debian 12 qemu-kvm es un nombre virtual: lo proporciona qemu-system-x86. apt instala ese en su "
            "lugar, y dpkg nunca muestra qemu-kvm. Sin candidato, falta el índice.",
            en="On Debian 12 qemu-kvm is a virtual name: qemu-system-x86 provides it. apt installs that one instead, "
            "and dpkg never shows qemu-kvm. Without a candidate, the index is missing.",
        ),
        cure=Text(
            es="Usa el nombre de verdad. Si apt no encuentra candidato, actualiza antes el índice.",
            en="Use the real name. If apt finds no candidate, update the index first.",
        ),
        command="sudo apt install qemu-system-x86",
        source=f"qemu-system-x86: Provides; {_CATALOGUES}",
        page="instalacion/#qemu-kvm-name",
    ),
)
