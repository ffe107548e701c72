"""Troubles while packages are installed: locks, room, half-done installs, dependencies. Data only."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import FRESH, INDEXED, READY

_CATALOGUES: Final = "apt: usr/share/locale/es/LC_MESSAGES/apt.mo"
_LIBRARY: Final = "libapt-pkg6.0: usr/share/locale/es/LC_MESSAGES/libapt-pkg6.0.mo"
_DPKG: Final = "dpkg: usr/share/locale/es/LC_MESSAGES/dpkg.mo"

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="apt-not-root",
        area=Area.PACKAGES,
        title=Text(es="apt necesita sudo", en="apt needs sudo"),
        messages=(
            Message("apt", "E: Unable to acquire the dpkg frontend lock ({file}), are you root?"),
            Message(
                "apt",
                "E: Could not open lock file {file} - open (13: Permission denied)",
                "E: No se pudo abrir el fichero de bloqueo «{file}» - open (13: Permiso denegado)",
            ),
            Message(
                "dpkg",
                "dpkg: error: requested operation requires superuser privilege",
                "dpkg: error: la operación solicitada precisa privilegios de superusuario",
            ),
        ),
        cause=Text(
            es="Escribiste la orden sin sudo: solo root puede instalar.",
            en="You typed the command without sudo: only root may install.",
        ),
        cure=Text(es="Escríbela con sudo delante.", en="Type it with sudo before it."),
        step="install-packages",
        source=f"{_LIBRARY}; {_DPKG}",
        page="instalacion/#packages",
        brought=BroughtAbout(
            after=READY,
            command="apt install virtinst",
            exit_status=100,
            cure="sudo apt install virtinst",
            then="dpkg-query -W virtinst",
        ),
    ),
    Trouble(
        id="apt-locked",
        area=Area.PACKAGES,
        title=Text(es="Otro programa está usando apt", en="Another program is using apt"),
        messages=(
            Message("apt", "E: Could not get lock {file}. It is held by process {number} ({program})"),
            Message("apt", "E: Unable to acquire the dpkg frontend lock ({file}), is another process using it?"),
            Message(
                "apt",
                "Waiting for cache lock: Could not get lock {file}. It is held by process {number} ({program})...",
            ),
            Message("dpkg", "dpkg: error: dpkg frontend lock was locked by another process with pid {number}"),
        ),
        cause=Text(
            es="Otra terminal, el centro de software o las actualizaciones automáticas instalan algo ahora mismo.",
            en="Another terminal, the software centre or the automatic updates are installing something right now.",
        ),
        cure=Text(
            es="Espera a que termine y empieza otra vez; las actualizaciones automáticas tardan unos minutos. No mates "
            "el programa ni borres el fichero: puedes romper el sistema.",
            en="Wait until it ends and start again; automatic updates take some minutes. Do not kill the program nor "
            "delete the file: you may break the system.",
        ),
        source="https://wiki.debian.org/Teams/Dpkg/FAQ#db-lock",
        surroundings=True,
        page="instalacion/#packages",
        brought=BroughtAbout(
            after=FRESH,
            # An apt in another window stands at its question
            spoil="systemd-run --quiet --unit holder sh -c 'sleep 3600 | apt-get purge nano';"
            " until pgrep -x apt-get > /dev/null; do sleep 0.2; done; sleep 3",
            command="sudo apt-get install -y sudo",
            exit_status=100,
            cure="sudo systemctl stop holder",
            check="update-index",
        ),
    ),
    Trouble(
        id="apt-broken",
        area=Area.PACKAGES,
        title=Text(es="Una instalación se quedó a medias", en="An install was left half done"),
        messages=(
            Message(
                "apt",
                "E: dpkg was interrupted, you must manually run 'sudo dpkg --configure -a' to correct the problem.",
                "E: se interrumpió la ejecución de dpkg, debe ejecutar manualmente «sudo dpkg --configure -a» para "
                "corregir el problema",
            ),
            Message(
                "apt",
                "E: Unmet dependencies. Try 'apt --fix-broken install' with no packages (or specify a solution).",
                "E: Dependencias incumplidas. Intente «apt --fix-broken install» sin paquetes (o especifique una "
                "solución).",
            ),
            Message(
                "apt",
                "You might want to run 'apt --fix-broken install' to correct these.",
                "Tal vez quiera ejecutar «apt --fix-broken install» para corregirlo.",
            ),
        ),
        cause=Text(
            es="Se cortó antes de terminar (la ventana cerrada, la máquina apagada), o alguien instaló con dpkg un "
            "paquete al que le falta otro.",
            en="It was cut short (a window closed, the machine switched off), or somebody installed with dpkg a "
            "package that lacks another.",
        ),
        cure=Text(es="Termínala con esta orden.", en="Finish it with this command."),
        command="sudo dpkg --configure -a; sudo apt-get install -f -y",
        source=f"{_CATALOGUES}; {_LIBRARY}",
        page="instalacion/#packages",
        brought=BroughtAbout(
            after=FRESH,
            spoil=": > /var/lib/dpkg/updates/0001",
            command="sudo apt install -y sudo",
            exit_status=100,
        ),
    ),
    Trouble(
        id="dependencies",
        area=Area.PACKAGES,
        title=Text(es="A un paquete le falta otro que no hay", en="A package needs another that is not available"),
        messages=(
            Message(
                "apt",
                "E: Unable to correct problems, you have held broken packages.",
                "E: No se pudieron corregir los problemas, usted ha retenido paquetes rotos.",
            ),
            Message(
                "apt",
                "The following packages have unmet dependencies:",
                "Los siguientes paquetes tienen dependencias incumplidas:",
            ),
        ),
        cause=Text(
            es="Las fuentes mezclan Debian 12 con otra versión u otra distribución, les falta una parte, o hay un "
            "paquete retenido. Las líneas de en medio dicen cuál.",
            en="The sources mix Debian 12 with another release or distribution, they lack a part, or a package is on "
            "hold. The lines in between say which.",
        ),
        cure=Text(
            es="Mira con esta orden qué versiones hay de ese paquete y de dónde vienen: todo debe ser bookworm. Deja "
            "solo las fuentes de Debian 12 y actualiza el índice.",
            en="See with this command which versions of that package there are and where they come from: all should be "
            "bookworm. Keep Debian 12's sources only and update the index.",
        ),
        command="apt policy libvirt-daemon-system; apt-mark showhold",
        source="https://wiki.debian.org/DontBreakDebian",
        page="instalacion/#packages",
    ),
    Trouble(
        id="dpkg-failed",
        area=Area.PACKAGES,
        title=Text(es="Un paquete no se dejó configurar", en="A package could not be configured"),
        messages=(
            Message(
                "dpkg",
                "dpkg: error processing package {package} (--configure):",
                "dpkg: error al procesar el paquete {package} (--configure):",
            ),
            Message("apt", "E: Sub-process /usr/bin/dpkg returned an error code (1)"),
            Message("dpkg", "Errors were encountered while processing:", "Se encontraron errores al procesar:"),
        ),
        cause=Text(
            es="Falló algo de ese paquete, no apt: la causa está unas líneas más arriba, donde dice su nombre por "
            "primera vez.",
            en="Something of that package failed, not apt: the cause stands some lines further up, where its name "
            "appears first.",
        ),
        cure=Text(
            es="Mira que haya sitio en el disco, y repite la configuración con esta orden: así se ve solo ese error.",
            en="See that there is room on the disk, and repeat the configuration with this command: it shows that "
            "error alone.",
        ),
        command="sudo dpkg --configure -a",
        source=_DPKG,
        page="instalacion/#packages",
    ),
    Trouble(
        id="no-room",
        area=Area.PACKAGES,
        title=Text(es="El disco está lleno", en="The disk is full"),
        messages=(
            Message(
                "apt",
                "E: You don't have enough free space in {folder}.",
                "E: No tiene suficiente espacio libre en {folder}.",
            ),
            Message(
                "dpkg",
                "cannot copy extracted data for '{file}' to '{file}': failed to write (No space left on device)",
                "no se pudieron copiar los datos extraídos de '{file}' a '{file}': fallo al escribir (No queda "
                "espacio en el dispositivo)",
            ),
            Message("dpkg", "No space left on device", "No queda espacio en el dispositivo"),
        ),
        cause=Text(
            es="En esa carpeta ya no cabe nada: el disco, o su partición, es pequeño.",
            en="Nothing more fits in that folder: the disk, or its partition, is small.",
        ),
        cure=Text(
            es="Haz sitio: esta orden borra lo que apt ya no necesita. Si no basta, amplía el disco.",
            en="Make room: this command deletes what apt no longer needs. If that is not enough, enlarge the disk.",
        ),
        command="sudo apt-get clean",
        source=f"{_CATALOGUES}; libc-l10n: usr/share/locale/es/LC_MESSAGES/libc.mo",
        surroundings=True,
        page="requisitos/#disk",
        brought=BroughtAbout(
            after=INDEXED,
            spoil="fallocate -l $(($(stat -f -c '%a * %S' /) - 30000000)) /filled",
            command="sudo apt install -y --download-only qemu-system-x86 libvirt-daemon-system virt-manager",
            exit_status=100,
            cure="sudo rm /filled",
            check="install-packages",
            run="install-packages",
        ),
    ),
    Trouble(
        id="read-only",
        area=Area.PACKAGES,
        title=Text(es="El disco está en solo lectura", en="The disk is read-only"),
        messages=(Message("apt", "Read-only file system", "Sistema de ficheros de sólo lectura"),),
        cause=Text(
            es="Linux encontró un error en el disco y dejó de escribir en él. En una máquina virtual suele ser que el "
            "disco del anfitrión se llenó, o que se apagó de golpe.",
            en="Linux found an error on the disk and stopped writing to it. In a virtual machine usually the host's "
            "disk is full, or it was cut off suddenly.",
        ),
        cure=Text(
            es="Mira que el anfitrión tenga sitio y reinicia: al arrancar, Debian repara el disco.",
            en="See that the host has room, and restart: Debian repairs the disk while it boots.",
        ),
        command="sudo reboot",
        source="https://manpages.debian.org/bookworm/util-linux/mount.8.en.html",
        surroundings=True,
    ),
    Trouble(
        id="not-installed",
        area=Area.PACKAGES,
        title=Text(es="libvirt todavía no está instalado", en="libvirt is not installed yet"),
        messages=(
            Message("bash", "bash: virsh: command not found", "bash: virsh: orden no encontrada"),
            Message(
                "bash", "bash: virt-host-validate: command not found", "bash: virt-host-validate: orden no encontrada"
            ),
            Message("bash", "bash: virt-install: command not found", "bash: virt-install: orden no encontrada"),
            Message("bash", "bash: virt-manager: command not found", "bash: virt-manager: orden no encontrada"),
            Message("sudo", "sudo: virsh: command not found"),
            Message("systemctl", "Unit libvirtd.service could not be found."),
            Message("systemctl", "Failed to start libvirtd.service: Unit libvirtd.service not found."),
            Message("systemctl", "Failed to enable unit: Unit file libvirtd.service does not exist."),
        ),
        cause=Text(
            es="Faltan los paquetes de libvirt: de ellos son virsh, virt-install, virt-manager y el servicio libvirtd.",
            en="libvirt's packages are missing: virsh, virt-install, virt-manager and the service libvirtd are theirs.",
        ),
        cure=Text(es="Instala los paquetes con este paso.", en="Install the packages with this step."),
        step="install-packages",
        source="libvirt-clients: usr/bin/virsh; libvirt-daemon-system: lib/systemd/system/libvirtd.service",
        page="instalacion/#packages",
    ),
    Trouble(
        id="extras-missing",
        area=Area.PACKAGES,
        title=Text(es="Falta una herramienta de los extras", en="A tool of the extras is missing"),
        messages=(
            Message("bash", "bash: osinfo-query: command not found", "bash: osinfo-query: orden no encontrada"),
            Message("bash", "bash: guestfish: command not found", "bash: guestfish: orden no encontrada"),
            Message("sudo", "sudo: brctl: command not found"),
        ),
        cause=Text(
            es="Es de uno de los paquetes de la lista clásica que KVM no necesita, y que la guía instala aparte.",
            en="It belongs to one of the classic list's packages that KVM does not need and the guide installs apart.",
        ),
        cure=Text(es="Instala los extras con este paso.", en="Install the extras with this step."),
        step="install-extras",
        source="libosinfo-bin: usr/bin/osinfo-query; guestfish: usr/bin/guestfish; bridge-utils: sbin/brctl",
        page="instalacion/#packages",
    ),
    Trouble(
        id="kvm-ok",
        area=Area.PACKAGES,
        title=Text(es="La terminal no encuentra kvm-ok", en="The terminal does not find kvm-ok"),
        messages=(
            Message("bash", "bash: kvm-ok: command not found", "bash: kvm-ok: orden no encontrada"),
            Message("sudo", "sudo: kvm-ok: command not found"),
        ),
        cause=Text(
            es="Es una orden del paquete cpu-checker, muy nombrada en las guías de Ubuntu, y solo root la encuentra.",
            en="It is a command of the package cpu-checker, often named in Ubuntu guides, and only root finds it.",
        ),
        cure=Text(
            es="No te hace falta: el paso que mira /dev/kvm dice lo mismo.",
            en="You do not need it: the step that looks at /dev/kvm tells the same.",
        ),
        step="kvm-device",
        source="cpu-checker: usr/sbin/kvm-ok",
        page="requisitos/#module",
    ),
    Trouble(
        id="unit-unknown",
        area=Area.PACKAGES,
        title=Text(es="Ese servicio no existe en Debian 12", en="Debian 12 has no such service"),
        messages=(
            Message("systemctl", "Failed to start virtqemud.service: Unit virtqemud.service not found."),
            Message("systemctl", "Unit kvm.service could not be found."),
        ),
        cause=Text(
            es="Otras distribuciones partieron libvirtd en varios (virtqemud, virtnetworkd …), y KVM es un módulo del "
            "núcleo, no un servicio. En Debian 12 el servicio es libvirtd.",
            en="Other distributions have split libvirtd into several (virtqemud, virtnetworkd …), and KVM is a module "
            "of the kernel, no service. On Debian 12 the service is libvirtd.",
        ),
        cure=Text(es="Usa el nombre de Debian 12.", en="Use Debian 12's name."),
        step="service-status",
        source="https://libvirt.org/daemons.html",
        page="instalacion/#service",
    ),
)
