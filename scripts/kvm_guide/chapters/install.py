"""Chapter 5: installing KVM on Debian 12."""

from typing import Final

from kvm_guide.step import Chapter, Place, Step, Text, Work

_ON_A_WINDOWS_HOST: Final = Text(
    es="se escribe en un anfitrión Windows, y el laboratorio solo tiene máquinas Debian",
    en="it is typed on a Windows host, and the lab has only Debian machines",
)
_ON_A_LINUX_HOST: Final = Text(
    es="se escribe en el anfitrión donde corre VirtualBox, y el laboratorio no lo tiene",
    en="it is typed on the host that runs VirtualBox, and the lab has none",
)

CHAPTER: Final = Chapter(
    number=5,
    page="instalacion",
    title=Text(es="Instalación de KVM en Debian 12", en="Installing KVM on Debian 12"),
    steps=(
        # The machine
        Step(
            id="snapshot",
            command='VBoxManage snapshot "Debian 12" take "pre-kvm"',
            title=Text(es="Tomar una instantánea (Linux)", en="Take a snapshot (Linux)"),
            why=Text(
                es="Con la instantánea vuelves al punto de partida si algo sale mal.",
                en="With the snapshot you can go back to the start if something goes wrong.",
            ),
            place=Place.LINUX_HOST,
            not_run=_ON_A_LINUX_HOST,
        ),
        Step(
            id="snapshot-windows",
            command=r'& "C:\Program Files\Oracle\VirtualBox\VBoxManage.exe" snapshot "Debian 12" take "pre-kvm"',
            title=Text(es="Tomar una instantánea (Windows)", en="Take a snapshot (Windows)"),
            why=Text(
                es="Lo mismo en PowerShell, con la ruta del programa.",
                en="The same in PowerShell, with the program's path.",
            ),
            place=Place.WINDOWS_HOST,
            not_run=_ON_A_WINDOWS_HOST,
        ),
        Step(
            id="nested-virtualbox-linux",
            command='VBoxManage modifyvm "Debian 12" --nested-hw-virt on',
            title=Text(es="Activar la virtualización anidada (Linux)", en="Turn nested virtualisation on (Linux)"),
            why=Text(
                es="Así la máquina virtual ve VT-x o AMD-V; tiene que estar apagada.",
                en="So the virtual machine sees VT-x or AMD-V; it has to be powered off.",
            ),
            place=Place.LINUX_HOST,
            not_run=_ON_A_LINUX_HOST,
        ),
        Step(
            id="nested-virtualbox-windows",
            command=r'& "C:\Program Files\Oracle\VirtualBox\VBoxManage.exe" modifyvm "Debian 12" --nested-hw-virt on',
            title=Text(es="Activar la virtualización anidada (Windows)", en="Turn nested virtualisation on (Windows)"),
            why=Text(
                es="Lo mismo en PowerShell, con la ruta del programa.",
                en="The same in PowerShell, with the program's path.",
            ),
            place=Place.WINDOWS_HOST,
            not_run=_ON_A_WINDOWS_HOST,
        ),
        Step(
            id="windows-hypervisor-off",
            command="bcdedit /set hypervisorlaunchtype off",
            title=Text(es="Apagar el hipervisor de Windows", en="Switch Windows' hypervisor off"),
            why=Text(
                es="Si Hyper-V tiene la CPU, VirtualBox no puede pasar VT-x a la máquina virtual.",
                en="While Hyper-V holds the CPU, VirtualBox cannot pass VT-x on to the virtual machine.",
            ),
            place=Place.WINDOWS_HOST,
            not_run=_ON_A_WINDOWS_HOST,
        ),
        Step(
            id="windows-hypervisor-on",
            command="bcdedit /set hypervisorlaunchtype auto",
            title=Text(es="Volver a encender el hipervisor de Windows", en="Switch Windows' hypervisor back on"),
            why=Text(
                es="Devuelve WSL2, Docker Desktop y la integridad de memoria a como estaban.",
                en="Gives WSL2, Docker Desktop and memory integrity back.",
            ),
            place=Place.WINDOWS_HOST,
            not_run=_ON_A_WINDOWS_HOST,
        ),
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
            check="dpkg-query -W -f='${Status}\\n' qemu-system-x86 libvirt-daemon-system libvirt-clients dnsmasq-base"
            " virtinst virt-manager | grep -c 'ok installed' | grep -qx 6",
            undo="sudo apt autoremove --purge -y qemu-system-x86 libvirt-daemon-system libvirt-clients dnsmasq-base"
            " virtinst virt-manager",
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
            check="dpkg-query -W -f='${Status}\\n' bridge-utils libguestfs-tools genisoimage libosinfo-bin"
            " | grep -c 'ok installed' | grep -qx 4",
            undo="sudo apt autoremove --purge -y bridge-utils libguestfs-tools genisoimage libosinfo-bin",
        ),
        Step(
            id="installed-versions",
            command=(
                "dpkg-query -W qemu-system-x86 libvirt-daemon-system libvirt-clients dnsmasq-base \\\n"
                "  virtinst virt-manager bridge-utils libguestfs-tools genisoimage libosinfo-bin"
            ),
            title=Text(es="Ver qué ha quedado instalado", en="See what got installed"),
            why=Text(
                es="Un renglón por paquete con su versión: la lista clásica entera.",
                en="One line a package with its version: the whole classic list.",
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
                es="Lo arranca ahora y en cada inicio; Debian ya lo deja así al instalar, y repetirlo no daña.",
                en="Starts it now and at every boot; Debian's install does so already, and repeating it does no harm.",
            ),
            check="systemctl is-enabled --quiet libvirtd.service && systemctl is-active --quiet libvirtd.socket",
            undo="sudo systemctl disable --now libvirtd.service",
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
            id="add-groups",
            command='sudo usermod -aG libvirt,kvm "$USER"',
            title=Text(es="Entrar en los grupos libvirt y kvm", en="Join the groups libvirt and kvm"),
            why=Text(
                es="libvirt deja gestionar huéspedes (equivale a ser root); kvm deja usar /dev/kvm.",
                en="libvirt lets you manage guests (as good as root); kvm lets you use /dev/kvm.",
            ),
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
                es="El primer renglón vale desde el siguiente inicio de sesión; el segundo, para esta terminal.",
                en="The first line counts from the next login on; the second, for this terminal.",
            ),
            check="grep -qx 'export LIBVIRT_DEFAULT_URI=qemu:///system' ~/.bashrc",
            undo="sed -i '/LIBVIRT_DEFAULT_URI/d' ~/.bashrc; unset LIBVIRT_DEFAULT_URI",
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
                es="Repasa todo lo que KVM necesita; los avisos de IOMMU y huésped seguro no son fallos.",
                en="Goes through all that KVM needs; the warnings about IOMMU and secure guests are no faults.",
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
    ),
)
