"""Lesson 6: the first virtual machine with a disk of its own."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

STUDY: Final = Study(
    lesson="first-vm",
    opening=Opening(
        able=(
            Text(
                es="Crear un huésped con disco y red, y entrar en él por su consola.",
                en="Make a guest with a disk and a network, and log in to it by its console.",
            ),
            Text(
                es="Leer su estado, su dirección y su definición en XML.",
                en="Read its state, its address and its definition in XML.",
            ),
            Text(
                es="Apagarlo bien, encenderlo y hacer que arranque con tu Debian.",
                en="Shut it down properly, start it, and have it start with your Debian.",
            ),
            Text(
                es="Borrarlo con su disco, sin dejar restos.",
                en="Remove it with its disk, leaving nothing behind.",
            ),
        ),
        needs=(
            Text(
                es="El [capítulo 5](instalacion.md) terminado: tu usuario en el grupo `libvirt` y la red `default` en "
                "marcha.",
                en="[Chapter 5](instalacion.md) done: your user in the group `libvirt`, and the network `default` "
                "running.",
            ),
            Text(
                es="Un escritorio, para la ventana de `virt-manager`. Lo demás se puede hacer por `ssh`.",
                en="A desktop, for the window of `virt-manager`. All the rest can be done by `ssh`.",
            ),
        ),
        minutes=45,
    ),
    questions=(
        Question(
            id="what-destroy-does",
            ask=Text(
                es="Escribes la orden `destroy` para un huésped en marcha. ¿Qué le pasa?",
                en="You type the command `destroy` for a guest that is running. What happens to it?",
            ),
            see="remove",
            choices=(
                Choice(
                    Text(
                        es="Se borran su definición y su disco.",
                        en="Its definition and its disk are deleted.",
                    ),
                    Text(
                        es="No borra nada, pese a su nombre. Eso lo hace `undefine`.",
                        en="It deletes nothing, whatever its name says. `undefine` does.",
                    ),
                ),
                Choice(
                    Text(
                        es="Se apaga con orden, después de guardar lo suyo.",
                        en="It shuts down in good order, after saving its things.",
                    ),
                    Text(
                        es="Eso es `shutdown`, que se lo pide.",
                        en="That is `shutdown`, which asks it to.",
                    ),
                ),
                Choice(
                    Text(
                        es="Se apaga de golpe, como si lo desenchufaras.",
                        en="It goes off at once, as if you pulled its plug.",
                    ),
                ),
            ),
            because=Text(
                es="El huésped no tiene tiempo de guardar nada. Úsalo cuando `shutdown` no haga efecto.",
                en="The guest has no time to save anything. Use it when `shutdown` has no effect.",
            ),
            rests_on=(Evidence(step="vm-destroy"),),
        ),
        Question(
            id="shutdown-without-effect",
            ask=Text(
                es="`virsh` contesta que sí a tu `shutdown`, y el huésped sigue encendido. ¿Por qué puede ser?",
                en="`virsh` says yes to your `shutdown`, and the guest stays on. Why may that be?",
            ),
            see="off-and-on",
            choices=(
                Choice(
                    Text(
                        es="Porque solo se lo pide, y dentro nadie atiende al botón de apagado.",
                        en="Because it only asks, and nobody inside heeds the power button.",
                    ),
                ),
                Choice(
                    Text(
                        es="Porque antes hay que quitarle el arranque automático.",
                        en="Because its automatic start has to be taken away first.",
                    ),
                    Text(
                        es="El arranque automático solo cuenta cuando arranca tu Debian.",
                        en="The automatic start only counts when your Debian boots.",
                    ),
                ),
                Choice(
                    Text(
                        es="Porque la consola sigue abierta.",
                        en="Because its console is still open.",
                    ),
                    Text(
                        es="La consola no lo mantiene encendido: al salir de ella, el huésped sigue igual.",
                        en="The console does not keep it running: when you leave it, the guest goes on as before.",
                    ),
                ),
            ),
            because=Text(
                es="`shutdown` es como pulsar el botón de un ordenador. En este huésped lo atiende `acpid`.",
                en="`shutdown` is like pressing a computer's button. In this guest `acpid` heeds it.",
            ),
        ),
        Question(
            id="word-for-off",
            ask=Text(
                es="Pides la lista de todos los huéspedes en un sistema en español. ¿Qué estado sale en el que no "
                "está en marcha?",
                en="You ask for the list of all guests on a system in English. Which state does it show for the one "
                "that is not running?",
            ),
            see="vm-list-all",
            accepted=(Text(es="apagado", en="shut off"),),
            because=Text(
                es="Y en lugar del número sale un guion: solo tiene número el que está en marcha.",
                en="And instead of the number there is a dash: only one that is running has a number.",
            ),
            rests_on=(Evidence(step="vm-list-all", shows=(Text(es="apagado", en="shut off"),)),),
        ),
        Question(
            id="what-undefine-removes",
            ask=Text(
                es="Borras un huésped con `undefine` y su opción `--remove-all-storage`. ¿Qué desaparece?",
                en="You remove a guest with `undefine` and its option `--remove-all-storage`. What is gone?",
            ),
            see="remove",
            choices=(
                Choice(
                    Text(
                        es="Solo la definición: los discos se quedan.",
                        en="Only the definition: the disks stay.",
                    ),
                    Text(
                        es="Eso pasa sin la opción.",
                        en="That is what happens without the option.",
                    ),
                ),
                Choice(
                    Text(
                        es="La definición, y sus discos si están en un almacén de libvirt.",
                        en="The definition, and its disks if they are in a pool of libvirt.",
                    ),
                ),
                Choice(
                    Text(
                        es="La definición, los discos y el almacén `default`.",
                        en="The definition, the disks and the pool `default`.",
                    ),
                    Text(
                        es="El almacén se queda: servirá para los próximos huéspedes.",
                        en="The pool stays: it will serve the next guests.",
                    ),
                ),
            ),
            because=Text(
                es="No pregunta. Un disco que guardaste fuera de un almacén no lo toca.",
                en="It does not ask. A disk that you kept outside a pool is not touched.",
            ),
            rests_on=(Evidence(step="vm-undefine", shows=("undefine", "--remove-all-storage")),),
        ),
        Question(
            id="owner-of-the-process",
            ask=Text(
                es="En el anfitrión, tu huésped es un proceso de QEMU. ¿Qué usuario es su dueño?",
                en="On the host, your guest is a QEMU process. Which user owns it?",
            ),
            see="create",
            accepted=("libvirt-qemu",),
            because=Text(
                es="No eres tú, ni root. Por eso el disco está en `/var/lib/libvirt/images`, donde ese usuario puede "
                "leerlo.",
                en="It is not you, and not root. That is why the disk is in `/var/lib/libvirt/images`, where that "
                "user can read it.",
            ),
            rests_on=(Evidence(fact="vm-qemu-user", shows=("libvirt-qemu",)),),
        ),
        Question(
            id="when-autostart-counts",
            ask=Text(
                es="Marcas un huésped apagado para que arranque solo. ¿Cuándo se enciende?",
                en="You mark a guest that is off to start by itself. When does it go on?",
            ),
            see="autostart",
            choices=(
                Choice(
                    Text(es="Ahora mismo.", en="Right now."),
                    Text(
                        es="Marcarlo no lo enciende: eso lo hace `start`.",
                        en="Marking it does not start it: `start` does.",
                    ),
                ),
                Choice(
                    Text(
                        es="La próxima vez que abras `virt-manager`.",
                        en="The next time you open `virt-manager`.",
                    ),
                    Text(
                        es="De esto se ocupa libvirt, sin ninguna ventana.",
                        en="This is libvirt's work, and takes no window.",
                    ),
                ),
                Choice(
                    Text(
                        es="Cuando vuelva a arrancar tu Debian.",
                        en="The next time your Debian boots.",
                    ),
                ),
            ),
            because=Text(
                es="libvirt lo apunta con un enlace en una carpeta suya, y la mira al arrancar.",
                en="libvirt notes it down with a link in a folder of its own, and looks there at boot.",
            ),
            rests_on=(Evidence(fact="vm-autostart-link"),),
        ),
    ),
)
