"""Troubles with virt-manager and other windows. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, Message, Trouble

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="no-display",
        area=Area.WINDOWS,
        title=Text(es="No hay pantalla en la que abrir la ventana", en="There is no screen to open the window on"),
        messages=(
            Message("virt-manager", "Gtk-WARNING **: {time}: cannot open display: {display}"),
            Message("virt-manager", "Unable to init server: Could not connect: Connection refused"),
            Message("virt-viewer", "Cannot open display: {display}", "No se puede abrir el visor: {display}"),
        ),
        cause=Text(
            es="Estás en una terminal sin escritorio, por ssh o en una consola de texto, o con sudo desde otro "
            "usuario.",
            en="You are in a terminal without a desktop, over ssh or on a text console, or with sudo from another "
            "user.",
        ),
        cure=Text(
            es="Ábrela desde el escritorio de esa máquina y sin sudo. Desde otro ordenador, usa allí virt-manager "
            "con qemu+ssh://usuario@máquina/system.",
            en="Open it from that machine's desktop and without sudo. From another computer, use virt-manager there "
            "with qemu+ssh://user@machine/system.",
        ),
        step="virt-manager",
        source="libgtk-3-0: libgtk-3.so.0",
        page="instalacion/#virt-manager-window",
    ),
    Trouble(
        id="window-as-root",
        area=Area.WINDOWS,
        title=Text(es="La ventana se abrió con sudo", en="The window was opened with sudo"),
        messages=(
            Message("virt-manager", "Authorization required, but no authorization protocol specified"),
            Message(
                "virt-manager",
                "dconf-CRITICAL **: {time}: unable to create directory '{folder}': Permission denied.  dconf will "
                "not work properly.",
            ),
        ),
        cause=Text(
            es="Con sudo, el programa es de root, y tu escritorio o tu carpeta no le dejan pasar.",
            en="With sudo the program is root's, and your desktop or your folder does not let it in.",
        ),
        cure=Text(
            es="Ábrelo sin sudo: con el grupo libvirt no hace falta. Si ya lo hiciste con sudo, cierra la sesión y "
            "vuelve a entrar.",
            en="Open it without sudo: with the group libvirt there is no need. If you did it with sudo before, log "
            "out and log in again.",
        ),
        step="virt-manager",
        source="https://wiki.archlinux.org/title/Running_GUI_applications_as_root",
        page="instalacion/#virt-manager-window",
    ),
    Trouble(
        id="manager-cannot-connect",
        area=Area.WINDOWS,
        title=Text(es="virt-manager no conecta con libvirt", en="virt-manager does not connect to libvirt"),
        messages=(
            Message("virt-manager", "Unable to connect to libvirt {address}."),
            Message(
                "virt-manager",
                "Verify that the 'libvirtd' daemon is running.",
                "Comprueba que el demonio 'libvirtd' está corriendo.",
            ),
        ),
        cause=Text(
            es="El servicio no contesta, o tu usuario no puede usarlo. El motivo está en la línea de debajo del "
            "mensaje.",
            en="The service does not answer, or your user may not use it. The reason is in the line below the message.",
        ),
        cure=Text(
            es="Mira que el socket escuche. Si la línea habla de permisos, entra en el grupo libvirt y vuelve a "
            "iniciar sesión.",
            en="See that the socket listens. If the line speaks of permissions, join the group libvirt and log in "
            "again.",
        ),
        step="socket-status",
        source="https://github.com/virt-manager/virt-manager/blob/v4.1.0/virtManager/lib/connectauth.py",
        page="instalacion/#service",
    ),
    Trouble(
        id="manager-no-session",
        area=Area.WINDOWS,
        title=Text(es="virt-manager por ssh no puede identificarte", en="virt-manager over ssh cannot identify you"),
        messages=(
            Message(
                "virt-manager",
                "Could not detect a local session: if you are running virt-manager over ssh -X or VNC, you may not "
                "be able to connect to libvirt as a regular user. Try running as root.",
                "No se pudo detectar una sesión local: si está ejecutando virt-manager sobre ssh -X o VNC, puede que "
                "no pueda conectarse a libvirt como usuario normal. Intente ejecutar como root.",
            ),
        ),
        cause=Text(
            es="Sin una sesión de escritorio no hay quien te pida la contraseña, y tu usuario no está en el grupo "
            "libvirt.",
            en="Without a desktop session nothing can ask you for the password, and your user is not in the group "
            "libvirt.",
        ),
        cure=Text(
            es="Entra en el grupo libvirt y vuelve a iniciar sesión. No lo abras como root, aunque el mensaje lo diga.",
            en="Join the group libvirt and log in again. Do not open it as root, even though the message says so.",
        ),
        step="add-groups",
        source="https://github.com/virt-manager/virt-manager/blob/v4.1.0/virtManager/lib/connectauth.py",
        page="instalacion/#join-groups",
    ),
    Trouble(
        id="manager-no-libvirtd",
        area=Area.WINDOWS,
        title=Text(es="virt-manager no encuentra libvirtd", en="virt-manager does not find libvirtd"),
        messages=(
            Message(
                "virt-manager",
                "The libvirtd service does not appear to be installed. Install and run the libvirtd service to "
                "manage virtualization on this host.",
                "No parece que el servicio libvirtd esté instalado. Instale y ejecute el servicio para administrar "
                "la virtualización en este anfitrión.",
            ),
        ),
        cause=Text(
            es="Está la ventana, pero no el servicio: falta libvirt-daemon-system.",
            en="The window is there, but not the service: libvirt-daemon-system is missing.",
        ),
        cure=Text(
            es="Instala los paquetes de la guía y abre virt-manager otra vez.",
            en="Install the guide's packages and open virt-manager again.",
        ),
        step="install-packages",
        source="https://github.com/virt-manager/virt-manager/blob/v4.1.0/virtManager/lib/connectauth.py",
    ),
    Trouble(
        id="no-viewer",
        area=Area.WINDOWS,
        title=Text(es="Falta virt-viewer", en="virt-viewer is missing"),
        messages=(
            Message(
                "virt-install",
                "Unable to connect to graphical console: virt-viewer not installed. Please install the 'virt-viewer' "
                "package.",
                "No se ha podido conectar a una consola gráfica: no está instalado el virt-viewer. Por favor, "
                'instale el paquete "virt-viewer".',
            ),
        ),
        cause=Text(
            es="virt-install abre la pantalla del huésped con virt-viewer, que solo está recomendado.",
            en="virt-install opens the guest's screen with virt-viewer, which is only recommended.",
        ),
        cure=Text(
            es="Instálalo. El huésped ya está en marcha mientras tanto.",
            en="Install it. The guest is running in the meantime.",
        ),
        command="sudo apt install virt-viewer",
        source="https://github.com/virt-manager/virt-manager/blob/v4.1.0/virtinst/cli.py",
    ),
    Trouble(
        id="display-unset",
        area=Area.WINDOWS,
        title=Text(es="virt-install no tiene pantalla para el huésped", en="virt-install has no screen for the guest"),
        messages=(
            Message(
                "virt-install",
                "Graphics requested but DISPLAY is not set. Not running virt-viewer.",
                "Gráficos solicitados, pero DISPLAY (pantalla) no está configurado. No se está ejecutando virt-viewer.",
            ),
        ),
        cause=Text(
            es="El huésped tiene una pantalla gráfica, y tu terminal no tiene escritorio. Sigue en marcha, pero no "
            "lo ves.",
            en="The guest has a graphical screen, and your terminal has no desktop. It goes on running, but you do "
            "not see it.",
        ),
        cure=Text(
            es="Créalo con consola de texto, como en el paso de la guía: --graphics none --autoconsole text.",
            en="Create it with a text console, as in the guide's step: --graphics none --autoconsole text.",
        ),
        step="guest-start",
        source="https://manpages.debian.org/bookworm/virtinst/virt-install.1.en.html",
    ),
    Trouble(
        id="no-picture",
        area=Area.WINDOWS,
        title=Text(
            es="La pantalla del huésped está en negro con un aviso", en="The guest's screen is black with a notice"
        ),
        messages=(Message("qemu-system-x86_64", "Guest has not initialized the display (yet)."),),
        cause=Text(
            es="El huésped no ha dibujado nada todavía: acaba de arrancar, solo escribe en la consola serie, o su "
            "firmware no llegó a empezar.",
            en="The guest has drawn nothing yet: it has just started, it writes to the serial console only, or its "
            "firmware did not get going.",
        ),
        cure=Text(
            es="Espera unos segundos. Si sigue igual, mira su consola serie. Se sale con Ctrl+]. Cambia first-guest "
            "por el nombre del tuyo.",
            en="Wait a few seconds. If nothing changes, look at its serial console. You leave with Ctrl+]. Change "
            "first-guest to the name of yours.",
        ),
        command="virsh console first-guest",
        source="qemu-system-x86: /usr/bin/qemu-system-x86_64",
    ),
)
