"""Chapter 1: what KVM is."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

STUDY: Final = Study(
    lesson="what-is-kvm",
    opening=Opening(
        able=(
            Text(
                es="Explicar qué hace KVM y qué hace QEMU en una máquina virtual.",
                en="Explain what KVM does in a virtual machine, and what QEMU does.",
            ),
            Text(
                es="Distinguir un anfitrión de un huésped, y una máquina virtual de un contenedor.",
                en="Tell a host from a guest, and a virtual machine from a container.",
            ),
            Text(
                es="Seguir un encargo tuyo desde `virsh` hasta la CPU.",
                en="Follow a request of yours from `virsh` down to the CPU.",
            ),
        ),
        needs=(
            Text(
                es="Nada: aquí no se escribe ninguna orden.",
                en="Nothing: no command is typed here.",
            ),
        ),
        minutes=10,
    ),
    questions=(
        Question(
            id="kvm-and-qemu",
            ask=Text(
                es="¿Cómo se reparten el trabajo KVM y QEMU en una máquina virtual?",
                en="How do KVM and QEMU share the work in a virtual machine?",
            ),
            see="two-parts",
            choices=(
                Choice(
                    Text(
                        es="QEMU está en el núcleo, y KVM es el programa que pone la pantalla y los discos.",
                        en="QEMU is in the kernel, and KVM is the program that provides the screen and the disks.",
                    ),
                    Text(
                        es="Es al revés: el módulo del núcleo es KVM.",
                        en="It is the other way round: the kernel module is KVM.",
                    ),
                ),
                Choice(
                    Text(
                        es="Son dos nombres del mismo programa, uno antiguo y otro nuevo.",
                        en="They are two names of the same program, an old one and a new one.",
                    ),
                    Text(
                        es="KVM es una parte del núcleo. QEMU es un programa corriente.",
                        en="KVM is a part of the kernel. QEMU is an ordinary program.",
                    ),
                ),
                Choice(
                    Text(
                        es="KVM deja que la CPU ejecute las instrucciones del huésped, y QEMU le pone el resto del "
                        "ordenador.",
                        en="KVM lets the CPU execute the guest's instructions, and QEMU gives it the rest of the "
                        "computer.",
                    ),
                ),
                Choice(
                    Text(
                        es="KVM sirve para huéspedes con Linux, y QEMU, para huéspedes con Windows.",
                        en="KVM is for guests with Linux, and QEMU for guests with Windows.",
                    ),
                    Text(
                        es="Un huésped usa los dos a la vez, sea cual sea su sistema.",
                        en="A guest uses both at once, whichever system it has.",
                    ),
                ),
            ),
            because=Text(
                es="KVM es un módulo del núcleo y se ocupa de la CPU. Los discos, la red, la pantalla y el teclado los "
                "pone QEMU.",
                en="KVM is a kernel module and takes care of the CPU. The disks, the network, the screen and the "
                "keyboard come from QEMU.",
            ),
        ),
        Question(
            id="guest-without-kvm",
            ask=Text(
                es="Tu ordenador no puede usar KVM. ¿Arrancará QEMU un huésped?",
                en="Your computer cannot use KVM. Will QEMU start a guest?",
            ),
            see="two-parts",
            choices=(
                Choice(
                    Text(
                        es="Sí: imita la CPU con un programa, y todo va mucho más despacio.",
                        en="Yes: it imitates the CPU with a program, and everything is much slower.",
                    ),
                ),
                Choice(
                    Text(
                        es="No: sin KVM, QEMU se niega a arrancar.",
                        en="No: without KVM, QEMU refuses to start.",
                    ),
                    Text(
                        es="QEMU no depende de KVM: lo usa para ir más rápido.",
                        en="QEMU does not depend on KVM: it uses it to be faster.",
                    ),
                ),
                Choice(
                    Text(
                        es="Sí, y a la misma velocidad: KVM solo facilita la instalación.",
                        en="Yes, and at the same speed: KVM only makes the installation easier.",
                    ),
                    Text(
                        es="La velocidad es justo lo que se pierde.",
                        en="Speed is exactly what is lost.",
                    ),
                ),
            ),
            because=Text(
                es="Imitar la CPU con un programa se llama emular. QEMU sabe hacerlo, pero con KVM las instrucciones "
                "del huésped las ejecuta la CPU real.",
                en="To imitate the CPU with a program is to emulate it. QEMU can do that, but with KVM the real CPU "
                "executes the guest's instructions.",
            ),
            rests_on=(Evidence(fact="qemu-without-kvm"),),
        ),
        Question(
            id="module-file-name",
            ask=Text(
                es="Con una CPU de AMD verás cargado el módulo `kvm_amd`. ¿Cómo se llama su fichero en el disco de "
                "Debian?",
                en="With a CPU of AMD you will see the module `kvm_amd` loaded. What is its file called on Debian's "
                "disk?",
            ),
            see="two-parts",
            accepted=("kvm-amd.ko",),
            because=Text(
                es="En el disco lleva guion, y cargado, guion bajo. Si buscas uno con el nombre del otro, no lo "
                "encuentras.",
                en="It has a hyphen on the disk, and an underscore once loaded. If you look for one by the name of the "
                "other, you do not find it.",
            ),
            rests_on=(Evidence(fact="module-names", shows=("kvm-amd.ko",)),),
        ),
        Question(
            id="device-kvm",
            ask=Text(es="¿Qué es `/dev/kvm`?", en="What is `/dev/kvm`?"),
            see="two-parts",
            choices=(
                Choice(
                    Text(
                        es="La carpeta en la que se guardan los discos de los huéspedes.",
                        en="The folder in which the guests' disks are kept.",
                    ),
                    Text(
                        es="No es una carpeta, y no guarda nada.",
                        en="It is not a folder, and it keeps nothing.",
                    ),
                ),
                Choice(
                    Text(
                        es="Un fichero especial: QEMU lo abre para encargar trabajo a KVM.",
                        en="A special file: QEMU opens it to hand work to KVM.",
                    ),
                ),
                Choice(
                    Text(
                        es="El programa que arranca los huéspedes.",
                        en="The program that starts the guests.",
                    ),
                    Text(
                        es="Ese programa es QEMU, y quien lo pone en marcha es libvirtd.",
                        en="That program is QEMU, and what sets it going is libvirtd.",
                    ),
                ),
            ),
            because=Text(
                es="Es la puerta entre un programa, QEMU, y el núcleo, donde está KVM.",
                en="It is the door between a program, QEMU, and the kernel, where KVM is.",
            ),
            rests_on=(Evidence(fact="qemu-opens-kvm"),),
        ),
        Question(
            id="guest-or-container",
            ask=Text(
                es="Un huésped de KVM y un contenedor se parecen, pero no son lo mismo. ¿Qué tiene el huésped que no "
                "tiene el contenedor?",
                en="A guest of KVM and a container look alike, but are not the same. What does the guest have that the "
                "container does not?",
            ),
            see="full-virtualisation",
            choices=(
                Choice(
                    Text(es="Acceso a la red.", en="Access to the network."),
                    Text(
                        es="Los dos pueden tener red: no es lo que los distingue.",
                        en="Both may have a network: that is not what tells them apart.",
                    ),
                ),
                Choice(
                    Text(
                        es="Un sistema operativo entero, con su propio núcleo.",
                        en="A whole operating system, with a kernel of its own.",
                    ),
                ),
                Choice(
                    Text(
                        es="Programas adaptados para saber que están dentro de una máquina virtual.",
                        en="Programs adapted to know that they are inside a virtual machine.",
                    ),
                    Text(
                        es="Sirve un sistema sin modificar. Colaborar es optativo, y se llama paravirtualización.",
                        en="An unmodified system will do. Cooperating is optional, and is called paravirtualisation.",
                    ),
                ),
            ),
            because=Text(
                es="Con virtualización completa, el huésped es un ordenador entero. Un contenedor usa el núcleo de su "
                "anfitrión.",
                en="With full virtualisation the guest is a whole computer. A container uses the kernel of its host.",
            ),
        ),
    ),
)
