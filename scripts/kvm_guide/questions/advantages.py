"""Chapter 2: advantages and drawbacks."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

STUDY: Final = Study(
    lesson="advantages",
    opening=Opening(
        able=(
            Text(
                es="Decidir cuándo te conviene KVM y cuándo otro programa.",
                en="Decide when KVM suits you, and when another program does.",
            ),
            Text(
                es="Nombrar seis ventajas y seis inconvenientes, y explicar qué significa cada uno.",
                en="Name six advantages and six drawbacks, and explain what each means.",
            ),
            Text(
                es="Decir qué separa a los huéspedes de su anfitrión, y qué máquina hay que mantener al día.",
                en="Say what separates guests from their host, and which machine has to be kept up to date.",
            ),
        ),
        needs=(
            Text(
                es="Saber qué hacen KVM y QEMU: lo cuenta [el capítulo 1](que-es-kvm.md#two-parts).",
                en="To know what KVM and QEMU do: [chapter 1](que-es-kvm.md#two-parts) tells.",
            ),
        ),
        minutes=10,
    ),
    questions=(
        Question(
            id="almost-full-speed",
            ask=Text(
                es="Los cálculos de un huésped de KVM van casi a la velocidad del anfitrión. ¿Por qué?",
                en="In a guest of KVM, computations run almost at the host's speed. Why?",
            ),
            see="efficiency",
            choices=(
                Choice(
                    Text(
                        es="Porque QEMU traduce las instrucciones del huésped de antemano.",
                        en="Because QEMU translates the guest's instructions beforehand.",
                    ),
                    Text(
                        es="Traducirlas es emular, y es lo lento.",
                        en="To translate them is to emulate, and that is the slow way.",
                    ),
                ),
                Choice(
                    Text(
                        es="Porque el huésped usa los discos y la red de virtio.",
                        en="Because the guest uses the disks and the network of virtio.",
                    ),
                    Text(
                        es="Virtio mejora los discos y la red, no los cálculos.",
                        en="Virtio improves disks and network, not computations.",
                    ),
                ),
                Choice(
                    Text(
                        es="Porque la CPU ejecuta directamente casi todas sus instrucciones.",
                        en="Because the CPU executes almost all of its instructions directly.",
                    ),
                ),
            ),
            because=Text(
                es="Nadie traduce nada por el camino: para eso hacen falta Intel VT-x o AMD-V.",
                en="Nobody translates anything on the way: that is what Intel VT-x or AMD-V is needed for.",
            ),
        ),
        Question(
            id="two-barriers",
            ask=Text(
                es="Un huésped consigue escaparse y manda en su proceso de QEMU. ¿Qué le sigue frenando en Debian?",
                en="A guest manages to break out and controls its QEMU process. What still holds it back on Debian?",
            ),
            see="security",
            choices=(
                Choice(
                    Text(
                        es="Que ese proceso corre con un usuario sin privilegios y encerrado por AppArmor.",
                        en="That the process runs as a user without privileges, and confined by AppArmor.",
                    ),
                ),
                Choice(
                    Text(
                        es="Nada: los procesos de QEMU son de root.",
                        en="Nothing: QEMU processes belong to root.",
                    ),
                    Text(
                        es="En Debian no lo son: los ejecuta un usuario sin privilegios.",
                        en="On Debian they do not: a user without privileges runs them.",
                    ),
                ),
                Choice(
                    Text(
                        es="La contraseña del usuario que creó el huésped.",
                        en="The password of the user who made the guest.",
                    ),
                    Text(
                        es="El proceso ya está en marcha: no pide ninguna contraseña.",
                        en="The process is running already: it asks for no password.",
                    ),
                ),
            ),
            because=Text(
                es="Son dos barreras distintas. El usuario decide qué puede hacer, y AppArmor, qué ficheros puede "
                "tocar.",
                en="They are two different barriers. The user decides what it may do, AppArmor which files it may "
                "touch.",
            ),
            rests_on=(Evidence(fact="qemu-unprivileged"), Evidence(fact="qemu-confined")),
        ),
        Question(
            id="which-to-patch",
            ask=Text(
                es="El servidor del centro ofrece virtualización anidada a tu clase. ¿Qué protege al servidor de los "
                "dos fallos de 2026?",
                en="The school's server offers nested virtualisation to your class. What protects the server against "
                "the two faults of 2026?",
            ),
            see="security",
            choices=(
                Choice(
                    Text(
                        es="Actualizar las máquinas virtuales de la clase.",
                        en="Updating the virtual machines of the class.",
                    ),
                    Text(
                        es="Eso no basta: el fallo está en quien ofrece la anidación.",
                        en="That is not enough: the fault is in whoever offers the nesting.",
                    ),
                ),
                Choice(
                    Text(es="Actualizar el núcleo del servidor.", en="Updating the server's kernel."),
                ),
                Choice(
                    Text(
                        es="Usar QEMU sin libvirt en el servidor.",
                        en="Using QEMU without libvirt on the server.",
                    ),
                    Text(
                        es="El fallo no está en libvirt: está en KVM, en el núcleo.",
                        en="The fault is not in libvirt: it is in KVM, in the kernel.",
                    ),
                ),
            ),
            because=Text(
                es="La corrección la necesita la máquina que **ofrece** la virtualización anidada. Las de dentro se "
                "actualizan también, pero no la protegen.",
                en="The fix is needed on the machine that **offers** nested virtualisation. Those inside are updated "
                "too, but they do not protect it.",
            ),
            rests_on=(Evidence(fact="cve-2026-53359"), Evidence(fact="cve-2026-64561")),
        ),
        Question(
            id="disk-of-virtualbox",
            ask=Text(
                es="Tienes el disco de una máquina de VirtualBox, en formato VDI. ¿Qué puedes hacer con él en KVM?",
                en="You have the disk of a VirtualBox machine, in the format VDI. What can you do with it in KVM?",
            ),
            see="compatibility",
            choices=(
                Choice(
                    Text(
                        es="Nada: hay que instalar el sistema otra vez.",
                        en="Nothing: the system has to be installed again.",
                    ),
                    Text(es="El disco se aprovecha entero.", en="All of the disk can be used."),
                ),
                Choice(
                    Text(
                        es="Copiarlo, y con él pasa también la definición de la máquina.",
                        en="Copy it, and the machine's definition comes along.",
                    ),
                    Text(
                        es="La definición no está en el disco: hay que crearla otra vez.",
                        en="The definition is not in the disk: it has to be made again.",
                    ),
                ),
                Choice(
                    Text(
                        es="Solo convertirlo: QEMU no abre más formato que el suyo.",
                        en="Only convert it: QEMU opens no format but its own.",
                    ),
                    Text(
                        es="QEMU abre también los de VMware y los de VirtualBox.",
                        en="QEMU opens those of VMware and of VirtualBox, too.",
                    ),
                ),
                Choice(
                    Text(
                        es="Usarlo: QEMU abre un VDI tal como está. Si va a durar, conviene convertirlo.",
                        en="Use it: QEMU opens a VDI as it is. If it is to last, it is better converted.",
                    ),
                ),
            ),
            because=Text(
                es="El formato propio de QEMU, **qcow2**, es más rápido y permite instantáneas.",
                en="QEMU's own format, **qcow2**, is faster and allows snapshots.",
            ),
            rests_on=(Evidence(fact="foreign-disks", shows=("vdi",)),),
        ),
    ),
)
