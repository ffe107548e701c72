"""Chapter 5: installing KVM on Debian 12."""

from typing import Final

from kvm_guide.lessons import volatile
from kvm_guide.lessons.facts import install as facts
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Console, Dialog, Step, Text, Work

# apt's question before it removes: Enter is yes
_APT_ASKS: Final = (r"\[[SY]/n\] ?", "")
_GUEST: Final = "first-guest"
# polkit's window, as the desktop's agent draws it
_POLKIT: Final = Dialog(window=Text(es="Autenticar", en="Authenticate"), press=Text(es="Cancelar", en="Cancel"))

LESSON: Final = Lesson(
    id="install",
    number=5,
    page="instalacion",
    title=Text(es="Instalación de KVM en Debian 12", en="Installing KVM on Debian 12"),
    starts="requirements",
    short=Text(es="Instalación", en="Installation"),
    teaches=Text(es="De los paquetes a tu primer huésped.", en="From the packages to your first guest."),
    facts=facts.FACTS,
    steps=(
        # The packages
        Step(
            id="update-index",
            command="sudo apt update",
            title=Text(es="Actualizar el índice de paquetes", en="Update the package index"),
            why=Text(
                es="apt debe saber qué versiones hay hoy; con un índice viejo pide ficheros que ya no existen.",
                en="apt must know today's versions; with an old index it asks for files that are gone.",
            ),
            work=Work.DOWNLOAD,
            # apt ends with 0 even where no index could be fetched: only these lines say that one was
            expect=(Text(es=r"^(Des|Obj):\d+ ", en=r"^(Get|Hit):\d+ "),),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check='test -n "$(ls /var/lib/apt/lists/*_Packages* 2>/dev/null)"',
        ),
        Step(
            id="qemu-kvm-name",
            command="apt-cache search --names-only '^qemu-kvm$'",
            title=Text(es="Ver qué es hoy qemu-kvm", en="See what qemu-kvm is today"),
            why=Text(
                es="Es un paquete virtual: lo que se instala se llama qemu-system-x86.",
                en="It is a virtual package: what gets installed is called qemu-system-x86.",
            ),
            expect=(r"^qemu-system-x86 - ",),
            check="apt-cache showpkg qemu-kvm | grep -q '^qemu-system-x86 '",
        ),
        Step(
            id="install-packages",
            command=(
                "sudo apt install -y qemu-system-x86 libvirt-daemon-system libvirt-clients dnsmasq-base \\\n"
                "  virtinst virt-manager"
            ),
            title=Text(es="Instalar lo necesario", en="Install what is needed"),
            why=Text(
                es="QEMU, el demonio de libvirt, virsh, el servicio DHCP de la red, virt-install y la ventana.",
                en="QEMU, libvirt's daemon, virsh, the network's DHCP service, virt-install and the window.",
            ),
            work=Work.INSTALL,
            expect=(r"libvirt-daemon-system \(9\.0", r"virt-manager \("),
            on={"13": {"expect": (r"libvirt-daemon-system \(11\.3", r"virt-manager \(")}},
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check="dpkg-query -W -f='${Status}\\n' qemu-system-x86 libvirt-daemon-system libvirt-clients dnsmasq-base"
            " virtinst virt-manager | grep -c 'ok installed' | grep -qx 6",
            undo="sudo apt autoremove --purge qemu-system-x86 libvirt-daemon-system libvirt-clients dnsmasq-base"
            " virtinst virt-manager",
            undo_answers=(_APT_ASKS,),
        ),
        Step(
            id="install-extras",
            command="sudo apt install -y bridge-utils libguestfs-tools genisoimage libosinfo-bin",
            title=Text(es="Instalar los extras de la lista clásica", en="Install the classic list's extras"),
            why=Text(
                es="Herramientas útiles más adelante; KVM funciona sin ellas.",
                en="Useful tools for later; KVM works without them.",
            ),
            work=Work.INSTALL,
            expect=(r"bridge-utils \(", r"libguestfs-tools \(", r"genisoimage \(", r"libosinfo-bin \("),
            volatile=(volatile.SUDO_ASKS, volatile.APT_FETCHES),
            check="dpkg-query -W -f='${Status}\\n' bridge-utils libguestfs-tools genisoimage libosinfo-bin"
            " | grep -c 'ok installed' | grep -qx 4",
            undo="sudo apt autoremove --purge bridge-utils libguestfs-tools genisoimage libosinfo-bin",
            undo_answers=(_APT_ASKS,),
        ),
        Step(
            id="installed-versions",
            command=(
                "dpkg-query -W qemu-system-x86 libvirt-daemon-system libvirt-clients dnsmasq-base \\\n"
                "  virtinst virt-manager bridge-utils libguestfs-tools genisoimage libosinfo-bin"
            ),
            title=Text(es="Ver qué ha quedado instalado", en="See what got installed"),
            why=Text(
                es="Una línea por paquete con su versión: la lista clásica entera.",
                en="One line per package with its version: the whole classic list.",
            ),
            expect=(
                r"^qemu-system-x86\s",
                r"^libvirt-daemon-system\s",
                r"^libvirt-clients\s",
                r"^dnsmasq-base\s",
                r"^virtinst\s",
                r"^virt-manager\s",
                r"^bridge-utils\s",
                r"^libguestfs-tools\s",
                r"^genisoimage\s",
                r"^libosinfo-bin\s",
            ),
            check="dpkg-query -W qemu-system-x86 libosinfo-bin >/dev/null",
        ),
        # The service
        Step(
            id="enable-service",
            command="sudo systemctl enable --now libvirtd",
            title=Text(es="Arrancar y habilitar el servicio", en="Start and enable the service"),
            why=Text(
                es="Lo arranca ahora y en cada inicio; el paquete ya lo deja así, y repetirlo no daña.",
                en="Starts it now and at every boot; the package leaves it so already, and repeating it does no harm.",
            ),
            volatile=(volatile.SUDO_ASKS,),
            check="systemctl is-enabled --quiet libvirtd.service && systemctl is-active --quiet libvirtd.socket",
        ),
        Step(
            id="service-status",
            command="systemctl status libvirtd --no-pager",
            title=Text(es="Ver el estado del servicio", en="See the service's state"),
            why=Text(
                es="Nada más arrancarlo se ve active (running).",
                en="Just after starting it shows active (running).",
            ),
            expect=(r"Active: active \(running\)",),
            volatile=volatile.SYSTEMD_STATUS,
            check="systemctl is-active --quiet libvirtd.socket",
        ),
        Step(
            id="socket-status",
            command="systemctl is-active libvirtd.socket",
            title=Text(es="Ver el socket que lo despierta", en="See the socket that wakes it"),
            why=Text(
                es="libvirtd se para tras 120 s sin trabajo y el socket lo despierta: lo que importa es el socket.",
                en="libvirtd stops after 120 s without work and the socket wakes it: the socket is what matters.",
            ),
            expect=(r"^active$",),
            check="systemctl is-active --quiet libvirtd.socket",
        ),
        # Permissions
        Step(
            id="screen-acl",
            command="getfacl /dev/kvm",
            title=Text(es="En la pantalla, un permiso prestado", en="At the screen, a lent permission"),
            why=Text(
                es="A quien se sienta ante la pantalla, systemd le presta /dev/kvm con una ACL.",
                en="Whoever sits at the screen is lent /dev/kvm by systemd, through an ACL.",
            ),
            at_screen=True,
            expect=(r"^user:\w+:rw-$",),
            check="test -w /dev/kvm",
            momentary=True,
        ),
        Step(
            id="refused-at-desktop",
            command="virsh -c qemu:///system list",
            title=Text(
                es="En el escritorio, sin el grupo, pregunta una ventana",
                en="At the desktop, without the group, a window asks",
            ),
            why=Text(
                es="polkit pide la contraseña de un administrador en una ventana; se cancela, y virsh lo cuenta.",
                en="polkit asks for an administrator's password in a window; it is cancelled, and virsh says so.",
            ),
            seat=True,
            dialog=_POLKIT,
            aside=True,
            exit_status=1,
            failure_wanted=True,
            expect=(
                Text(
                    es=r"error: Se canceló la autenticación: user cancelled authentication process",
                    en=r"error: authentication cancelled: user cancelled authentication process",
                ),
            ),
            check="! id -nG | grep -qw libvirt",
            momentary=True,
        ),
        Step(
            id="validate-at-desktop",
            command="virt-host-validate qemu",
            title=Text(es="En el escritorio, la revisión pasa", en="At the desktop, the check passes"),
            why=Text(
                es="El permiso prestado deja abrir /dev/kvm a quien está sentado ante la pantalla.",
                en="The lent permission lets whoever sits at the screen open /dev/kvm.",
            ),
            seat=True,
            aside=True,
            expect=(r"/dev/kvm.*: (PASS|PASA)",),
            check="test -w /dev/kvm && ! id -nG | grep -qw kvm",
            momentary=True,
        ),
        Step(
            id="refused-before-group",
            command="virsh -c qemu:///system list",
            title=Text(es="Sin el grupo, libvirt dice que no", en="Without the group, libvirt says no"),
            why=Text(
                es="Pide una contraseña de administrador, hasta cinco veces; con solo Intro, el sistema se niega.",
                en="It asks for an administrator's password, up to five times; with just Enter, the system refuses.",
            ),
            # virsh starts polkit's text agent on a terminal: it asks before it refuses, and virsh gives up at the fifth
            answers=((r"(Password|Contrase\S+): ?", ""),),
            exit_status=1,
            failure_wanted=True,
            expect=(
                Text(
                    es=r"error: Falló la autenticación: access denied by policy",
                    en=r"error: authentication failed: access denied by policy",
                ),
            ),
            check="! id -nG | grep -qw libvirt",
            momentary=True,
        ),
        Step(
            id="validate-without-kvm",
            command="virt-host-validate qemu",
            title=Text(es="Sin el grupo kvm, falla una línea", en="Without the kvm group, one line fails"),
            why=Text(
                es="Una sesión remota de un usuario fuera del grupo kvm no puede abrir /dev/kvm.",
                en="A remote session of a user outside the kvm group cannot open /dev/kvm.",
            ),
            exit_status=1,
            failure_wanted=True,
            expect=(r"/dev/kvm.*:.*(FAIL|FALLA|FALLO)",),
            check="! test -w /dev/kvm",
            momentary=True,
        ),
        Step(
            id="empty-session-list",
            command="virsh list",
            title=Text(es="La trampa de la lista vacía", en="The trap of the empty list"),
            why=Text(
                es="Sin -c, virsh habla con el libvirt de tu sesión: ni error ni huéspedes.",
                en="Without -c, virsh talks to your session's libvirt: no error, and no guests.",
            ),
            expect=(r"^-+$",),
            check="virsh uri | grep -qx qemu:///session",
            momentary=True,
        ),
        Step(
            id="add-groups",
            command='sudo usermod -aG libvirt,kvm "$USER"',
            title=Text(es="Entrar en los grupos libvirt y kvm", en="Join the groups libvirt and kvm"),
            why=Text(
                es="libvirt deja gestionar huéspedes (equivale a ser root); kvm deja usar /dev/kvm.",
                en="libvirt lets you manage guests (as good as root); kvm lets you use /dev/kvm.",
            ),
            volatile=(volatile.SUDO_ASKS,),
            check='id -nG "$USER" | grep -w libvirt | grep -qw kvm',
            undo='sudo gpasswd -d "$USER" libvirt; sudo gpasswd -d "$USER" kvm',
        ),
        Step(
            id="groups-after-login",
            command="id -nG",
            title=Text(es="Salir, entrar y ver tus grupos", en="Log out, log in and see your groups"),
            why=Text(
                es="Un grupo nuevo cuenta desde el siguiente inicio de sesión.",
                en="A new group counts from the next login.",
            ),
            new_login=True,
            expect=(r"\bkvm\b.*\blibvirt\b|\blibvirt\b.*\bkvm\b",),
            check="id -nG | grep -w libvirt | grep -qw kvm",
        ),
        Step(
            id="default-uri",
            command=(
                "grep -qs LIBVIRT_DEFAULT_URI ~/.bashrc ||\n"
                "  echo 'export LIBVIRT_DEFAULT_URI=qemu:///system' >> ~/.bashrc\n"
                "export LIBVIRT_DEFAULT_URI=qemu:///system"
            ),
            title=Text(es="Elegir qemu:///system para siempre", en="Choose qemu:///system for good"),
            why=Text(
                es="Las dos primeras líneas lo escriben para cada terminal nueva; la tercera vale para esta.",
                en="The first two lines write it down for each new terminal; the third counts for this one.",
            ),
            check="grep -qx 'export LIBVIRT_DEFAULT_URI=qemu:///system' ~/.bashrc",
            undo="sed -i '\\#^export LIBVIRT_DEFAULT_URI=qemu:///system$#d' ~/.bashrc; unset LIBVIRT_DEFAULT_URI",
            sets=(("LIBVIRT_DEFAULT_URI", "qemu:///system"),),
        ),
        Step(
            id="uri",
            command="virsh uri",
            title=Text(es="Ver con quién habla virsh", en="See whom virsh talks to"),
            why=Text(es="Debe decir qemu:///system.", en="It must say qemu:///system."),
            expect=(r"^qemu:///system$",),
            check="virsh -c qemu:///system uri",
        ),
        Step(
            id="list-guests",
            command="virsh list --all",
            title=Text(es="Listar los huéspedes", en="List the guests"),
            why=Text(
                es="Vacía todavía, pero ahora es la lista del sistema.",
                en="Empty still, but now it is the system's list.",
            ),
            expect=(r"^-+$",),
            check="virsh -c qemu:///system list --all",
        ),
        # The default network
        Step(
            id="network-before",
            command="virsh net-list --all",
            title=Text(es="Ver la red predeterminada", en="See the default network"),
            why=Text(
                es="En Debian existe, pero ni está arrancada ni arranca sola.",
                en="On Debian it exists, but it is not started and does not start by itself.",
            ),
            expect=(r"^\s*default\s+\S+.*\bno\b",),
            check="virsh -c qemu:///system net-info default",
            momentary=True,
        ),
        Step(
            id="network-move",
            command=(
                "virsh net-dumpxml --inactive default | sed 's/192\\.168\\.122\\./192.168.123./g' \\\n"
                "  | virsh net-define /dev/stdin"
            ),
            title=Text(es="Dar otras direcciones a la red", en="Give the network other addresses"),
            why=Text(
                es="Solo si 192.168.122 ya está en uso: la red pasa a 192.168.123, también su reparto de direcciones.",
                en="Only where 192.168.122 is in use: the network moves to 192.168.123, its DHCP range too.",
            ),
            aside=True,
            expect=(r"default",),
            check="virsh -c qemu:///system net-dumpxml --inactive default | grep -q 192.168.123.1",
            momentary=True,
        ),
        Step(
            id="network-start",
            command="virsh net-start default",
            title=Text(es="Arrancar la red", en="Start the network"),
            why=Text(
                es="Crea el puente virbr0 y arranca su DHCP.",
                en="Makes the bridge virbr0 and starts its DHCP.",
            ),
            expect=(r"default",),
            check="ip link show virbr0 >/dev/null",
            undo="virsh net-destroy default",
        ),
        Step(
            id="network-autostart",
            command="virsh net-autostart default",
            title=Text(es="Que arranque sola", en="Let it start by itself"),
            why=Text(
                es="Sin esto, la red falta después de reiniciar.",
                en="Without this, the network is missing after a reboot.",
            ),
            expect=(r"default",),
            check="LC_ALL=C virsh -c qemu:///system net-info default | grep -Eq '^Autostart: +yes'",
            undo="virsh net-autostart default --disable",
        ),
        Step(
            id="network-after",
            command="virsh net-list --all",
            title=Text(es="Ver la red en marcha", en="See the network running"),
            why=Text(es="Activa y con inicio automático.", en="Active, and starting by itself."),
            expect=(Text(es=r"^\s*default\s+activo\s+(si|sí)\b", en=r"^\s*default\s+active\s+yes\b"),),
            check="LC_ALL=C virsh -c qemu:///system net-list | grep -Eq '^ default +active'",
        ),
        Step(
            id="bridge",
            command="ip -br address show virbr0",
            title=Text(es="Ver el puente", en="See the bridge"),
            why=Text(
                es="192.168.122.1 es la dirección del anfitrión en esa red; DOWN es normal sin huéspedes.",
                en="192.168.122.1 is the host's address on that network; DOWN is normal with no guests.",
            ),
            expect=(r"192\.168\.122\.1/24",),
            # Whoever had to give the network other addresses has done the step as well
            check="ip -4 address show virbr0 | grep -q 'inet .*/24'",
        ),
        # Validate
        Step(
            id="validate",
            command="virt-host-validate qemu",
            title=Text(es="Validar el anfitrión", en="Validate the host"),
            why=Text(
                es="Repasa todo lo que KVM necesita; tres advertencias son normales: devices, IOMMU y huésped seguro.",
                en="Goes through all that KVM needs; three warnings are normal: devices, IOMMU and secure guest.",
            ),
            expect=(
                Text(
                    es=r"virtualizaci.n por hardware.*: (PASA|PASS)|hardware virtualization.*: (PASA|PASS)",
                    en=r"hardware virtualization.*: PASS",
                ),
                r"/dev/kvm.*: (PASS|PASA)",
            ),
            check="virt-host-validate qemu >/dev/null",
        ),
        # virt-manager
        Step(
            id="virt-manager",
            command="virt-manager",
            title=Text(es="Abrir virt-manager", en="Open virt-manager"),
            why=Text(
                es="La ventana muestra la conexión QEMU/KVM: la instalación está lista.",
                en="The window shows the connection QEMU/KVM: the install is ready.",
            ),
            work=Work.WINDOW,
            at_screen=True,
            window=Text(es=r"Gestor de m.quinas virtuales|Virtual Machine Manager", en=r"Virtual Machine Manager"),
            # Until then its list says "Connecting..."; the log has the state in the reader's language
            ready="grep -q 'conn=qemu:///system changed to state=Activ[eo]' ~/.cache/virt-manager/virt-manager.log",
            check="virsh -c qemu:///system uri",
        ),
        # A guest
        Step(
            id="guest-start",
            command=(
                f"virt-install --name {_GUEST} --virt-type kvm --memory 1024 --vcpus 1 --osinfo linux2022 \\\n"
                "  --import --disk none --network none --graphics none --autoconsole text \\\n"
                '  --boot kernel=/vmlinuz,initrd=/initrd.img,kernel_args="console=ttyS0 loglevel=6 break=top"'
            ),
            unattended=(
                f"virt-install --name {_GUEST} --virt-type kvm --memory 1024 --vcpus 1 --osinfo linux2022 \\\n"
                "  --import --disk none --network none --graphics none --autoconsole none \\\n"
                '  --boot kernel=/vmlinuz,initrd=/initrd.img,kernel_args="console=ttyS0 loglevel=6 break=top"'
            ),
            title=Text(es="Arrancar un huésped", en="Start a guest"),
            why=Text(
                es="Crea un huésped con el núcleo de tu Debian y te lleva a su consola: lo ves arrancar con KVM.",
                en="Makes a guest with your Debian's kernel and takes you to its console: you see it boot with KVM.",
            ),
            work=Work.GUEST,
            console=Console(shows=r"\(initramfs\)"),
            expect=(r"Linux version 6\.", r"\(initramfs\)"),
            volatile=(volatile.KERNEL_LOG,),
            check=f"LC_ALL=C virsh -c qemu:///system domstate {_GUEST} | grep -qx running",
            removed_by="guest-remove",
            momentary=True,
        ),
        Step(
            id="guest-list",
            command="virsh list",
            title=Text(es="Ver el huésped en marcha", en="See the guest running"),
            why=Text(
                es="Salir de la consola no lo para: sigue en marcha.",
                en="Leaving the console does not stop it: it goes on running.",
            ),
            expect=(Text(es=rf"^\s*\d+\s+{_GUEST}\s+ejecutando", en=rf"^\s*\d+\s+{_GUEST}\s+running"),),
            check=f"LC_ALL=C virsh -c qemu:///system domstate {_GUEST} | grep -qx running",
            momentary=True,
        ),
        Step(
            id="guest-remove",
            command=f"virsh destroy {_GUEST} && virsh undefine {_GUEST}",
            unattended=f"virsh destroy {_GUEST} && virsh undefine {_GUEST}",
            title=Text(es="Apagar y quitar el huésped", en="Stop and remove the guest"),
            why=Text(
                es="destroy lo apaga de golpe; undefine borra su definición. Solo queda su perfil de AppArmor.",
                en="destroy switches it off at once; undefine deletes its definition. Only its AppArmor profile stays.",
            ),
            expect=(_GUEST,),
            check=f"! virsh -c qemu:///system dominfo {_GUEST} >/dev/null 2>&1",
            momentary=True,
        ),
    ),
)
