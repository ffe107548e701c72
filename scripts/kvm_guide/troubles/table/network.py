"""Troubles with libvirt's networks. Data only.

The messages are those of Debian 12's catalogues and programs (libvirt 9.0, virt-manager 4.1, QEMU 7.2, systemd 252).
"""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table.states import READY

TROUBLES: Final[tuple[Trouble, ...]] = (
    Trouble(
        id="network-taken",
        area=Area.NETWORK,
        title=Text(es="Las direcciones de la red ya están en uso", en="The network's addresses are in use already"),
        messages=(
            Message(
                "virsh",
                "internal error: Network is already in use by interface {interface}",
                "error interno: La red ya está siendo utilizada por interfaz {interface}",
            ),
        ),
        cause=Text(
            es="La red default quiere 192.168.122.0/24, y esta máquina ya la tiene en otra interfaz. Pasa sobre "
            "todo cuando tu Debian es, a su vez, huésped de otro libvirt.",
            en="The network default wants 192.168.122.0/24, and this machine has it on another interface already. "
            "It happens above all when your Debian is itself a guest of another libvirt.",
        ),
        cure=Text(
            es="Dale otras direcciones, 192.168.123.x, y arráncala después. Donde la guía dice 192.168.122, tú "
            "verás 192.168.123.",
            en="Give it other addresses, 192.168.123.x, and start it afterwards. Where the guide says 192.168.122, "
            "you will see 192.168.123.",
        ),
        step="network-move",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/network/bridge_driver_linux.c",
        page="instalacion/#network-taken",
        brought=BroughtAbout(
            after=READY,
            spoil="virsh net-destroy default; ip link add lab0 type dummy; ip address add 192.168.122.7/24 dev lab0; "
            "ip link set lab0 up",
            command="virsh net-start default",
            check="network-start",
            run="network-start",
        ),
    ),
    Trouble(
        id="network-off",
        area=Area.NETWORK,
        title=Text(es="La red no está arrancada", en="The network is not started"),
        messages=(
            Message(
                "virsh",
                "Requested operation is not valid: network '{network}' is not active",
                "La información solicitada no es válida: network '{network}' is not active",
            ),
            Message(
                "virt-manager",
                "Virtual Network '{network}' is not active. Would you like to start the network now?",
                "Red Virtual '{network}' no está activa. ¿Quisiera iniciar la red ahora?",
            ),
        ),
        cause=Text(
            es="El huésped se enchufa a una red que está parada. Debian trae la red default sin arrancar.",
            en="The guest plugs into a network that is stopped. Debian ships the network default not started.",
        ),
        cure=Text(
            es="Arráncala, y haz que arranque sola con el paso siguiente.",
            en="Start it, and make it start by itself with the step after this one.",
        ),
        step="network-start",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/network/bridge_driver.c",
        page="instalacion/#default-network",
        brought=BroughtAbout(
            after=READY,
            spoil="virsh net-destroy default",
            command="virsh net-destroy default",
        ),
    ),
    Trouble(
        id="network-missing",
        area=Area.NETWORK,
        title=Text(es="libvirt no tiene esa red", en="libvirt does not have that network"),
        messages=(
            Message(
                "virsh",
                "Network not found: no network with matching name '{network}'",
                "No se ha encontrado la red: No existe una red que coincida con el nombre '{network}'",
            ),
            Message("virsh", "failed to get network '{network}'", "Falló al obtener la red '{network}'"),
        ),
        cause=Text(
            es="La red no está definida: alguien la borró, o estás hablando con el libvirt de tu sesión, que no "
            "tiene redes.",
            en="The network is not defined: somebody removed it, or you are talking to your session's libvirt, "
            "which has no networks.",
        ),
        cure=Text(
            es="Mira primero que virsh uri diga qemu:///system. Si aun así falta, vuelve a definirla con el fichero "
            "de Debian; después, arráncala.",
            en="See first that virsh uri says qemu:///system. If it is still missing, define it again from Debian's "
            "file; then start it.",
        ),
        command="virsh -c qemu:///system net-define /usr/share/libvirt/networks/default.xml",
        source="libvirt-daemon-config-network: /usr/share/libvirt/networks/default.xml",
        page="instalacion/#default-network",
        brought=BroughtAbout(
            after=READY,
            spoil="virsh net-destroy default; virsh net-undefine default",
            command="virsh net-start default",
        ),
    ),
    Trouble(
        id="network-active",
        area=Area.NETWORK,
        title=Text(es="La red ya estaba arrancada", en="The network was started already"),
        messages=(
            Message(
                "virsh",
                "Requested operation is not valid: network is already active",
                "La información solicitada no es válida: La red ya se encuentra activa",
            ),
        ),
        cause=Text(
            es="Alguien la arrancó antes, o arranca sola con el ordenador.",
            en="Somebody started it before, or it starts by itself with the computer.",
        ),
        cure=Text(
            es="No hay nada que arreglar: sigue con el paso siguiente.",
            en="There is nothing to fix: go on with the next step.",
        ),
        step="network-after",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/network/bridge_driver.c",
        brought=BroughtAbout(after=READY, command="virsh net-start default", then="virsh net-info default"),
    ),
    Trouble(
        id="dnsmasq-missing",
        area=Area.NETWORK,
        title=Text(es="Falta dnsmasq", en="dnsmasq is missing"),
        messages=(
            Message(
                "virsh",
                "Unable to find 'dnsmasq' binary in $PATH: No such file or directory",
                "Unable to find 'dnsmasq' binary in $PATH: No existe el fichero o el directorio",
            ),
        ),
        cause=Text(
            es="La red reparte sus direcciones con dnsmasq, del paquete dnsmasq-base. Solo está recomendado, y se "
            "instaló libvirt sin los recomendados.",
            en="The network hands out its addresses with dnsmasq, of the package dnsmasq-base. It is only "
            "recommended, and libvirt was installed without what it recommends.",
        ),
        cure=Text(es="Instálalo y arranca la red.", en="Install it and start the network."),
        command="sudo apt install dnsmasq-base",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/util/virdnsmasq.c",
        page="instalacion/#packages-needed",
    ),
    Trouble(
        id="dns-taken",
        area=Area.NETWORK,
        title=Text(es="Otro servidor DNS o DHCP ocupa el puerto", en="Another DNS or DHCP server has the port"),
        messages=(
            Message("dnsmasq", "dnsmasq: failed to create listening socket for {address}: Address already in use"),
            Message("dnsmasq", "dnsmasq: failed to bind DHCP server socket: Address already in use"),
        ),
        cause=Text(
            es="El dnsmasq de la red quiere los puertos 53 y 67 de su puente, y otro servidor DNS o DHCP los tiene: "
            "el servicio dnsmasq, bind9 o un contenedor.",
            en="The network's dnsmasq wants ports 53 and 67 of its bridge, and another DNS or DHCP server has them: "
            "the service dnsmasq, bind9 or a container.",
        ),
        cure=Text(
            es="Mira quién lo tiene con esta orden. Si es el servicio dnsmasq y no lo usas, quítalo y deja "
            "dnsmasq-base; si lo usas, dile en su configuración que escuche solo en sus interfaces "
            "(bind-interfaces).",
            en="See who has it with this command. If it is the service dnsmasq and you do not use it, remove it and "
            "keep dnsmasq-base; if you use it, tell it in its configuration to listen on its own interfaces only "
            "(bind-interfaces).",
        ),
        command="sudo ss -lntup '( sport = :53 or sport = :67 )'",
        source="dnsmasq-base: /usr/share/doc/dnsmasq-base/FAQ.gz",
    ),
    Trouble(
        id="firewall-rules",
        area=Area.NETWORK,
        title=Text(
            es="libvirt no puede poner las reglas del cortafuegos", en="libvirt cannot set the firewall's rules"
        ),
        messages=(
            Message(
                "virsh",
                "internal error: Failed to apply firewall rules {command}: {message}",
                "error interno: Failed to apply firewall rules {command}: {message}",
            ),
        ),
        cause=Text(
            es="Para dar salida a los huéspedes, libvirt escribe reglas con iptables, y el núcleo no las aceptó. "
            "Suele pasar tras actualizar el núcleo sin reiniciar: los módulos del que funciona ya no están en el "
            "disco. También dentro de un contenedor.",
            en="To let guests out, libvirt writes rules with iptables, and the kernel did not accept them. It "
            "usually happens after the kernel was upgraded without a restart: the running one's modules are no "
            "longer on the disk. Inside a container too.",
        ),
        cure=Text(
            es="Reinicia la máquina y arranca la red otra vez.", en="Restart the machine and start the network again."
        ),
        command="sudo systemctl reboot",
        source="https://libvirt.org/firewall.html",
    ),
    Trouble(
        id="bridge-missing",
        area=Area.NETWORK,
        title=Text(es="El puente no existe", en="The bridge does not exist"),
        messages=(
            Message(
                "virsh",
                "Cannot get interface MTU on '{interface}': No such device",
                "No  se puede obtener interfaz MTU en '{interface}': No existe el dispositivo",
            ),
        ),
        cause=Text(
            es="El huésped se enchufa a un puente que no está: lo copió de otra máquina, o la red que lo crea está "
            "parada.",
            en="The guest plugs into a bridge that is not there: it was copied from another machine, or the network "
            "that makes it is stopped.",
        ),
        cure=Text(
            es="Si el puente es virbr0, arranca la red. Si es otro, mira sus interfaces con virsh domiflist y "
            "cámbiale la red.",
            en="If the bridge is virbr0, start the network. If it is another, look at its interfaces with virsh "
            "domiflist and change its network.",
        ),
        step="network-start",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/util/virnetdev.c",
    ),
    Trouble(
        id="bridge-helper",
        area=Area.NETWORK,
        title=Text(es="Un usuario no puede enchufarse al puente", en="A user may not plug into the bridge"),
        messages=(
            Message("qemu-bridge-helper", "failed to parse default acl file `/etc/qemu/bridge.conf'"),
            Message("qemu-bridge-helper", "access denied by acl file"),
            Message("qemu-bridge-helper", "failed to create tun device: Operation not permitted"),
        ),
        cause=Text(
            es="El huésped corre en el libvirt de tu sesión, que no tiene permiso para enchufarlo al puente del "
            "sistema.",
            en="The guest runs in your session's libvirt, which may not plug it into the system's bridge.",
        ),
        cure=Text(
            es="Crea el huésped en el libvirt del sistema, qemu:///system.",
            en="Create the guest in the system's libvirt, qemu:///system.",
        ),
        step="default-uri",
        source="qemu-system-common: /usr/lib/qemu/qemu-bridge-helper",
        page="instalacion/#choose-uri",
    ),
    Trouble(
        id="network-exists",
        area=Area.NETWORK,
        title=Text(es="Ya hay una red con ese nombre", en="There is a network with that name already"),
        messages=(
            Message(
                "virsh",
                "operation failed: network '{network}' already exists with uuid {uuid}",
                "Falló la operación: la red '{network}' ya existe con el uuid {uuid}",
            ),
            Message(
                "virsh",
                "internal error: bridge name '{interface}' already in use.",
                "error interno: el nombre del puente '{interface}' ya está siendo utilizado.",
            ),
        ),
        cause=Text(
            es="Has definido una red cuyo nombre o cuyo puente ya tiene otra.",
            en="You defined a network whose name or bridge another one has.",
        ),
        cure=Text(
            es="Mira las que hay y ponle otro nombre y otro puente, o cambia la que existe con virsh net-edit.",
            en="Look at those that are there and give it another name and another bridge, or change the existing "
            "one with virsh net-edit.",
        ),
        command="virsh -c qemu:///system net-list --all",
        source="https://gitlab.com/libvirt/libvirt/-/blob/v9.0.0/src/conf/virnetworkobj.c",
    ),
    Trouble(
        id="docker-forward",
        area=Area.NETWORK,
        title=Text(
            es="Con Docker, los huéspedes no salen a Internet", en="With Docker, guests do not reach the Internet"
        ),
        messages=(),
        cause=Text(
            es="Docker cierra el reenvío de paquetes del anfitrión (pone la cadena FORWARD en DROP), y con él el de "
            "los huéspedes. Reciben su dirección, pero no salen.",
            en="Docker closes the host's forwarding of packets (it sets the chain FORWARD to DROP), and with it the "
            "guests'. They get their address, but do not reach out.",
        ),
        cure=Text(
            es="Deja pasar el puente de libvirt en la cadena que Docker reserva para ti. Dura hasta el siguiente "
            "arranque.",
            en="Let libvirt's bridge through in the chain that Docker keeps for you. It lasts until the next boot.",
        ),
        command="sudo iptables -I DOCKER-USER -i virbr0 -j ACCEPT && sudo iptables -I DOCKER-USER -o virbr0 -j ACCEPT",
        source="https://docs.docker.com/engine/network/packet-filtering-firewalls/",
    ),
    Trouble(
        id="ufw-blocks",
        area=Area.NETWORK,
        title=Text(es="Con ufw, los huéspedes no reciben dirección", en="With ufw, guests get no address"),
        messages=(),
        cause=Text(
            es="El cortafuegos ufw corta el DHCP y el DNS que los huéspedes piden al anfitrión, y los paquetes que "
            "pasan por él.",
            en="The firewall ufw stops the DHCP and DNS that guests ask the host for, and the packets that go "
            "through it.",
        ),
        cure=Text(
            es="Permite lo que llega por el puente de libvirt y lo que pasa por él.",
            en="Allow what comes in by libvirt's bridge and what goes through it.",
        ),
        command="sudo ufw allow in on virbr0 && sudo ufw route allow in on virbr0 && sudo ufw route allow out on "
        "virbr0",
        source="https://manpages.debian.org/bookworm/ufw/ufw.8.en.html",
    ),
)
