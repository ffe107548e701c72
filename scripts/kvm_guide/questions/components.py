"""Chapter 3: QEMU, libvirt, libvirtd, virsh and virt-manager."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

STUDY: Final = Study(
    lesson="components",
    opening=Opening(
        able=(
            Text(
                es="Decir qué hace cada pieza: QEMU, libvirt, libvirtd, `virsh` y `virt-manager`.",
                en="Say what each part does: QEMU, libvirt, libvirtd, `virsh` and `virt-manager`.",
            ),
            Text(
                es="Saber en qué paquete de Debian 12 está cada una.",
                en="Know which package of Debian 12 each one is in.",
            ),
            Text(
                es="Reconocer una guía que habla de otra distribución.",
                en="Recognise a guide that is about another distribution.",
            ),
            Text(
                es="Distinguir un libvirtd dormido de uno averiado.",
                en="Tell a libvirtd that sleeps from one that is broken.",
            ),
        ),
        needs=(
            Text(
                es="Saber qué hacen KVM y QEMU: lo cuenta [el capítulo 1](que-es-kvm.md#two-parts).",
                en="To know what KVM and QEMU do: [chapter 1](que-es-kvm.md#two-parts) tells.",
            ),
        ),
        minutes=15,
    ),
    questions=(
        Question(
            id="who-starts-qemu",
            ask=Text(
                es="Arrancas un huésped con un clic en `virt-manager`. ¿Quién pone en marcha su proceso de QEMU?",
                en="You start a guest with a click in `virt-manager`. What sets its QEMU process going?",
            ),
            see="diagram",
            choices=(
                Choice(
                    Text(es="El propio `virt-manager`.", en="`virt-manager` itself."),
                    Text(
                        es="La ventana solo se lo pide a otro.",
                        en="The window only asks something else for it.",
                    ),
                ),
                Choice(
                    Text(es="`virsh`, por debajo.", en="`virsh`, underneath."),
                    Text(
                        es="`virsh` es otro programa que pide: los dos hablan con el mismo libvirtd.",
                        en="`virsh` is another program that asks: both talk to the same libvirtd.",
                    ),
                ),
                Choice(Text(es="libvirtd, el servicio.", en="libvirtd, the service.")),
                Choice(
                    Text(es="El módulo `kvm` del núcleo.", en="The module `kvm` of the kernel."),
                    Text(
                        es="KVM espera a que QEMU lo llame: no arranca programas.",
                        en="KVM waits for QEMU to call it: it starts no programs.",
                    ),
                ),
            ),
            because=Text(
                es="libvirtd recibe los encargos de los dos programas y arranca un proceso de QEMU por cada huésped.",
                en="libvirtd takes the requests of both programs and starts a QEMU process for each guest.",
            ),
            rests_on=(Evidence(fact="process-per-guest"),),
        ),
        Question(
            id="package-of-virt-install",
            ask=Text(
                es="¿En qué paquete de Debian 12 está la orden `virt-install`?",
                en="Which package of Debian 12 is the command `virt-install` in?",
            ),
            see="other-names",
            accepted=("virtinst",),
            because=Text(
                es="Muchas guías dicen que está en `libvirt-clients`, pero ahí están `virsh` y `virt-host-validate`.",
                en="Many guides say that it is in `libvirt-clients`, but what is there are `virsh` and "
                "`virt-host-validate`.",
            ),
            rests_on=(
                Evidence(fact="virt-install-package", shows=("virtinst",)),
                Evidence(fact="clients-package", shows=("libvirt-clients",)),
            ),
        ),
        Question(
            id="inactive-libvirtd",
            ask=Text(
                es="El servicio libvirtd sale como `inactive (dead)`. ¿Qué miras antes de darlo por averiado?",
                en="The service libvirtd shows as `inactive (dead)`. What do you look at before you call it broken?",
            ),
            see="libvirtd",
            choices=(
                Choice(
                    Text(
                        es="Si `libvirtd.socket` está activo: él lo despierta.",
                        en="Whether `libvirtd.socket` is active: it wakes it up.",
                    ),
                ),
                Choice(
                    Text(
                        es="Nada: hay que reinstalar `libvirt-daemon`.",
                        en="Nothing: `libvirt-daemon` has to be installed again.",
                    ),
                    Text(
                        es="No hay nada roto que reinstalar.",
                        en="Nothing is broken that would need it.",
                    ),
                ),
                Choice(
                    Text(
                        es="Si `virtlogd` y `virtlockd` están en marcha.",
                        en="Whether `virtlogd` and `virtlockd` are running.",
                    ),
                    Text(
                        es="Son dos ayudantes suyos: no lo despiertan a él.",
                        en="They are two helpers of its: they do not wake it up.",
                    ),
                ),
            ),
            because=Text(
                es="libvirtd se para él solo a los 120 segundos sin clientes ni huéspedes. Vuelve en cuanto alguien lo "
                "llama por su *socket*.",
                en="libvirtd stops by itself after 120 seconds without clients and guests. It is back as soon as "
                "somebody calls it by its *socket*.",
            ),
            rests_on=(
                Evidence(fact="libvirtd-by-socket", shows=("libvirtd.socket",)),
                Evidence(fact="libvirtd-timeout", shows=("120",)),
            ),
        ),
        Question(
            id="guide-with-virtqemud",
            ask=Text(
                es="Una guía te pide arrancar `virtqemud`. ¿Qué haces en Debian 12?",
                en="A guide tells you to start `virtqemud`. What do you do on Debian 12?",
            ),
            see="libvirtd",
            choices=(
                Choice(
                    Text(
                        es="Instalar el paquete que lo contiene.",
                        en="Install the package that has it.",
                    ),
                    Text(
                        es="Debian 12 no lo trae: libvirtd hace ese trabajo.",
                        en="Debian 12 does not have it: libvirtd does that work.",
                    ),
                ),
                Choice(
                    Text(
                        es="Dejar esa guía: aquí no existe, y todo lo hace libvirtd.",
                        en="Leave that guide: it does not exist here, and libvirtd does it all.",
                    ),
                ),
                Choice(
                    Text(
                        es="Parar libvirtd antes, para que no choquen.",
                        en="Stop libvirtd first, so that they do not clash.",
                    ),
                    Text(
                        es="Te quedarías sin ninguno de los dos.",
                        en="You would be left with neither.",
                    ),
                ),
            ),
            because=Text(
                es="Otras distribuciones han repartido el trabajo de libvirtd entre varios demonios. Debian 12 lo "
                "trae de una pieza.",
                en="Other distributions have split libvirtd's work among several daemons. Debian 12 has it in one "
                "piece.",
            ),
            rests_on=(Evidence(fact="no-virtqemud"), Evidence(fact="libvirtd-version")),
        ),
        Question(
            id="meaning-of-domain",
            ask=Text(
                es="Un mensaje de libvirt habla de un *domain*. ¿De qué habla?",
                en="A message of libvirt speaks of a *domain*. What is it about?",
            ),
            see="libvirt",
            choices=(
                Choice(
                    Text(es="De un nombre de Internet.", en="A name on the Internet."),
                    Text(
                        es="La palabra es la misma, pero aquí no tiene que ver con Internet.",
                        en="The word is the same, but here it has nothing to do with the Internet.",
                    ),
                ),
                Choice(
                    Text(es="De la red de los huéspedes.", en="The guests' network."),
                    Text(
                        es="A una red, libvirt la llama red.",
                        en="A network is called a network by libvirt.",
                    ),
                ),
                Choice(Text(es="De un huésped.", en="A guest.")),
            ),
            because=Text(
                es="Así llama libvirt a cada huésped, y así lo leerás en sus manuales y en sus mensajes.",
                en="That is what libvirt calls each guest, and what you will read in its manuals and messages.",
            ),
        ),
    ),
)
