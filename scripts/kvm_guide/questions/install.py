"""Chapter 5: the install."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

STUDY: Final = Study(
    lesson="install",
    opening=Opening(
        able=(
            Text(
                es="Instalar KVM y decir para qué sirve cada paquete.",
                en="Install KVM and say what each package is for.",
            ),
            Text(
                es="Dar permiso a un usuario y elegir con qué libvirt habla.",
                en="Give a user permission, and choose which libvirt they talk to.",
            ),
            Text(
                es="Poner en marcha la red `default`, ahora y en cada arranque.",
                en="Set the network `default` going, now and at each boot.",
            ),
            Text(
                es="Leer cada línea de `virt-host-validate` y saber cuál importa.",
                en="Read each line of `virt-host-validate` and know which matters.",
            ),
            Text(
                es="Arrancar un primer huésped y quitarlo.",
                en="Start a first guest, and remove it.",
            ),
        ),
        needs=(
            Text(
                es="Haber pasado las comprobaciones del [capítulo 4](requisitos.md), en una máquina con "
                "[estas medidas](instalacion.md#machine-needs).",
                en="To have passed the checks of [chapter 4](requisitos.md), on a machine with "
                "[these sizes](instalacion.md#machine-needs).",
            ),
            Text(
                es="Una [instantánea](requisitos.md#take-snapshot), si tu Debian es una máquina virtual.",
                en="A [snapshot](requisitos.md#take-snapshot), if your Debian is a virtual machine.",
            ),
        ),
        minutes=90,
    ),
    questions=(
        Question(
            id="empty-list",
            ask=Text(
                es="Hay huéspedes en marcha en tu ordenador, pero tu lista sale vacía y sin ningún error. ¿Qué pasa?",
                en="There are guests running on your computer, but your list is empty, without any error. What is "
                "going on?",
            ),
            see="session-trap",
            choices=(
                Choice(
                    Text(
                        es="Que libvirtd está parado.",
                        en="libvirtd has stopped.",
                    ),
                    Text(
                        es="Si no contestara nadie, verías un error. Y su *socket* lo despierta.",
                        en="If nobody answered, you would see an error. And its *socket* wakes it up.",
                    ),
                ),
                Choice(
                    Text(
                        es="Que `virsh` le pregunta al libvirt de tu sesión, `qemu:///session`.",
                        en="`virsh` asks the libvirt of your session, `qemu:///session`.",
                    ),
                ),
                Choice(
                    Text(
                        es="Que los huéspedes de otro usuario no se ven nunca.",
                        en="Another user's guests are never seen.",
                    ),
                    Text(
                        es="Los huéspedes del sistema son del ordenador: los ve root, y los ve el grupo `libvirt`.",
                        en="The system's guests are the computer's: root sees them, and so does the group `libvirt`.",
                    ),
                ),
            ),
            because=Text(
                es="Cuando no eres root, ese es el libvirt con el que hablas si no dices otra cosa. El de esta guía es "
                "`qemu:///system`.",
                en="When you are not root, that is the libvirt you talk to unless you say otherwise. This guide's is "
                "`qemu:///system`.",
            ),
            rests_on=(
                Evidence(fact="session-by-default", shows=("qemu:///session",)),
                Evidence(fact="libvirt-group-allowed", shows=("libvirt",)),
            ),
        ),
        Question(
            id="group-not-yet",
            ask=Text(
                es="Acabas de añadirte a los grupos, pero en esa misma terminal sigues sin permiso. "
                "¿Qué te falta por hacer?",
                en="You have added yourself to the groups, and in the same terminal you still have no permission. "
                "What is missing?",
            ),
            see="join-groups",
            choices=(
                Choice(
                    Text(
                        es="Añadirte también a `libvirt-qemu`.",
                        en="Adding yourself to `libvirt-qemu` as well.",
                    ),
                    Text(
                        es="Con ese grupo corren los procesos de QEMU: no es para personas.",
                        en="QEMU processes run with that group: it is not for people.",
                    ),
                ),
                Choice(
                    Text(
                        es="Reiniciar libvirtd, para que lea los grupos.",
                        en="Restarting libvirtd, so that it reads the groups.",
                    ),
                    Text(
                        es="Quien tiene la lista vieja es tu sesión, no libvirtd.",
                        en="It is your session that has the old list, not libvirtd.",
                    ),
                ),
                Choice(
                    Text(
                        es="Abrir otra ventana de terminal.",
                        en="Opening another terminal window.",
                    ),
                    Text(
                        es="La ventana nueva es de la misma sesión.",
                        en="The new window belongs to the same session.",
                    ),
                ),
                Choice(
                    Text(
                        es="Cerrar la sesión entera y volver a entrar.",
                        en="Logging out entirely, and in again.",
                    ),
                ),
            ),
            because=Text(
                es="Un grupo nuevo cuenta desde el siguiente inicio de sesión. Compruébalo con tu lista de grupos.",
                en="A new group counts from the next login. Check it with your list of groups.",
            ),
            rests_on=(Evidence(fact="group-of-qemu", shows=("libvirt-qemu",)),),
        ),
        Question(
            id="group-of-the-device",
            ask=Text(
                es="Has entrado por `ssh` y no puedes abrir `/dev/kvm`. ¿Qué grupo te abriría esa puerta?",
                en="You came in by `ssh` and cannot open `/dev/kvm`. Which group would open that door for you?",
            ),
            see="over-ssh",
            accepted=("kvm",),
            because=Text(
                es="El grupo `libvirt` sirve para otra cosa: gestionar los huéspedes del sistema. En el escritorio no "
                "lo notas, porque systemd te presta el dispositivo.",
                en="The group `libvirt` is for something else: managing the system's guests. At a desktop you do not "
                "notice, because systemd lends you the device.",
            ),
            rests_on=(
                Evidence(step="kvm-device", shows=("kvm",)),
                Evidence(fact="libvirt-group-allowed", shows=("libvirt",)),
            ),
        ),
        Question(
            id="default-network-state",
            ask=Text(
                es="Acabas de instalar los paquetes. ¿Cómo está la red `default`?",
                en="You have just installed the packages. What is the state of the network `default`?",
            ),
            see="default-network",
            choices=(
                Choice(
                    Text(
                        es="En marcha, y arrancará sola la próxima vez.",
                        en="Running, and it will start by itself next time.",
                    ),
                    Text(
                        es="En Debian no: tienes que pedirlo tú.",
                        en="Not on Debian: you have to ask for it yourself.",
                    ),
                ),
                Choice(
                    Text(
                        es="No existe: hay que crearla.",
                        en="It does not exist: it has to be made.",
                    ),
                    Text(
                        es="Ya viene definida. Solo falta arrancarla.",
                        en="It comes defined. It only has to be started.",
                    ),
                ),
                Choice(
                    Text(
                        es="Existe, pero ni está en marcha ni arranca sola.",
                        en="It exists, but it neither runs nor starts by itself.",
                    ),
                ),
            ),
            because=Text(
                es="Son dos cosas distintas: arrancarla ahora, y que arranque con el ordenador. Cada una tiene su "
                "paso.",
                en="They are two things: starting it now, and having it start with the computer. Each has its step.",
            ),
            rests_on=(Evidence(fact="network-off"),),
        ),
        Question(
            id="without-recommends",
            ask=Text(
                es="Instalas libvirt con `--no-install-recommends` y la red no arranca. ¿Qué paquete te falta?",
                en="You install libvirt with `--no-install-recommends` and the network does not start. Which package "
                "do you lack?",
            ),
            see="packages-needed",
            accepted=("dnsmasq-base",),
            because=Text(
                es="Reparte las direcciones de la red predeterminada, y libvirt solo lo recomienda.",
                en="It hands out the default network's addresses, and libvirt only recommends it.",
            ),
            rests_on=(Evidence(fact="dnsmasq-recommended", shows=("dnsmasq-base",)),),
        ),
        Question(
            id="warning-about-iommu",
            ask=Text(
                es="`virt-host-validate` te avisa de que no hay IOMMU, y todo lo demás pasa. ¿Qué haces?",
                en="`virt-host-validate` warns you that there is no IOMMU, and all the rest passes. What do you do?",
            ),
            see="validate-lines",
            choices=(
                Choice(
                    Text(
                        es="Seguir: para usar KVM no hace falta.",
                        en="Go on: KVM does not need it.",
                    ),
                ),
                Choice(
                    Text(
                        es="Parar: sin IOMMU no arrancará ningún huésped.",
                        en="Stop: without an IOMMU no guest will start.",
                    ),
                    Text(
                        es="Solo hace falta para prestar a un huésped una tarjeta de verdad.",
                        en="It is only needed to lend a guest a real card.",
                    ),
                ),
                Choice(
                    Text(
                        es="Repetir la orden con `sudo`, que lo arregla.",
                        en="Repeat the command with `sudo`, which mends it.",
                    ),
                    Text(
                        es="Con `sudo` cambia la línea de los dispositivos, no esta.",
                        en="With `sudo` the line about devices changes, not this one.",
                    ),
                ),
            ),
            because=Text(
                es="Los fallos hay que arreglarlos. Las advertencias, solo entenderlas.",
                en="Failures have to be mended. Warnings only have to be understood.",
            ),
            rests_on=(Evidence(fact="devices-as-root"),),
        ),
    ),
)
