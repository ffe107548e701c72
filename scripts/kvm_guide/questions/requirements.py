"""Chapter 4: the requirements."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

STUDY: Final = Study(
    lesson="requirements",
    opening=Opening(
        able=(
            Text(
                es="Preparar la máquina en la que corre tu Debian, sea real o virtual.",
                en="Prepare the machine your Debian runs on, real or virtual.",
            ),
            Text(
                es="Comprobar la CPU, la memoria, el disco y el módulo del núcleo, y entender cada respuesta.",
                en="Check the CPU, the memory, the disk and the kernel module, and understand each answer.",
            ),
            Text(
                es="Saber si tu núcleo tiene corregidos los dos fallos de 2026.",
                en="Know whether your kernel has the fixes of the two faults of 2026.",
            ),
            Text(
                es="Hacer una instantánea antes de cambiar nada.",
                en="Take a snapshot before you change anything.",
            ),
        ),
        needs=(
            Text(
                es="Un Debian 12 en un PC de 64 bits, y un usuario que pueda usar `sudo`. Si acabas de instalarlo, "
                "empieza por [Prepara la máquina](preparar-maquina.md).",
                en="A Debian 12 on a 64-bit PC, and a user who may use `sudo`. If you have just installed it, begin "
                "with [Prepare the machine](preparar-maquina.md).",
            ),
            Text(
                es="Si es una máquina virtual, poder apagarla y cambiar sus ajustes.",
                en="If it is a virtual machine, to be able to power it off and change its settings.",
            ),
        ),
        minutes=45,
    ),
    questions=(
        Question(
            id="zero-cpus",
            ask=Text(
                es="En tu Debian de VirtualBox, el recuento de CPU da 0. ¿Qué sabes ya?",
                en="In your Debian in VirtualBox, the count of CPUs is 0. What do you know by now?",
            ),
            see="cpu",
            choices=(
                Choice(
                    Text(
                        es="Que tu procesador no tiene VT-x ni AMD-V.",
                        en="That your processor has neither VT-x nor AMD-V.",
                    ),
                    Text(
                        es="Eso no se ve desde dentro de una máquina virtual.",
                        en="That cannot be seen from inside a virtual machine.",
                    ),
                ),
                Choice(
                    Text(
                        es="Que la virtualización no llega hasta ahí: falta activarla fuera, o Windows la está usando.",
                        en="That virtualisation does not get that far: it is off outside, or Windows uses it.",
                    ),
                ),
                Choice(
                    Text(
                        es="Que falta instalar `kvm-ok`.",
                        en="That `kvm-ok` is not installed.",
                    ),
                    Text(
                        es="`kvm-ok` mira lo mismo que tú: no arregla nada.",
                        en="`kvm-ok` looks at what you looked at: it mends nothing.",
                    ),
                ),
                Choice(
                    Text(
                        es="Que la máquina virtual necesita más CPU.",
                        en="That the virtual machine needs more CPUs.",
                    ),
                    Text(
                        es="Con más CPU, el recuento seguiría igual.",
                        en="With more CPUs the count would stay as it is.",
                    ),
                ),
            ),
            because=Text(
                es="La virtualización no es visible *desde aquí*. En VirtualBox se activa con la máquina apagada.",
                en="Virtualisation is not visible *from here*. In VirtualBox it is turned on with the machine powered "
                "off.",
            ),
        ),
        Question(
            id="who-turns-nesting-on",
            ask=Text(
                es="Tu Debian es una máquina virtual. ¿Dónde se activa la virtualización anidada que necesita?",
                en="Your Debian is a virtual machine. Where is the nested virtualisation that it needs turned on?",
            ),
            see="where",
            choices=(
                Choice(
                    Text(
                        es="Fuera de ella: en el programa que la ejecuta.",
                        en="Outside it: in the program that runs it.",
                    ),
                ),
                Choice(
                    Text(
                        es="Dentro de ella: al instalar KVM.",
                        en="Inside it: when KVM is installed.",
                    ),
                    Text(
                        es="Desde dentro no puedes cambiar la CPU que te enseñan.",
                        en="From inside you cannot change the CPU that you are shown.",
                    ),
                ),
                Choice(
                    Text(
                        es="En los ajustes de la máquina, con la casilla PAE/NX.",
                        en="In the machine's settings, with the box PAE/NX.",
                    ),
                    Text(
                        es="PAE/NX trata de memoria. No tiene nada que ver.",
                        en="PAE/NX is about memory. It has nothing to do with it.",
                    ),
                ),
            ),
            because=Text(
                es="Quien ejecuta tu máquina virtual tiene que pasarle VT-x o AMD-V. Es una máquina virtual dentro de "
                "otra.",
                en="Whatever runs your virtual machine has to pass VT-x or AMD-V on to it. It is a virtual machine "
                "inside another.",
            ),
        ),
        Question(
            id="why-not-uname",
            ask=Text(
                es="Quieres saber si tu núcleo está corregido. ¿Por qué no basta con `uname -r`?",
                en="You want to know whether your kernel is fixed. Why is `uname -r` not enough?",
            ),
            see="kernel-security",
            choices=(
                Choice(
                    Text(
                        es="Porque muestra el núcleo instalado, y no el que está en marcha.",
                        en="Because it shows the installed kernel, not the one that is running.",
                    ),
                    Text(
                        es="Al contrario: habla del que está en marcha.",
                        en="On the contrary: it is about the one that is running.",
                    ),
                ),
                Choice(
                    Text(
                        es="Porque solo root ve el número entero.",
                        en="Because only root sees the whole number.",
                    ),
                    Text(
                        es="Cualquier usuario ve lo mismo.",
                        en="Any user sees the same.",
                    ),
                ),
                Choice(
                    Text(
                        es="Porque el número que muestra no es la versión del paquete.",
                        en="Because the number it shows is not the package's version.",
                    ),
                ),
            ),
            because=Text(
                es="Los arreglos se cuentan por la versión del paquete de Debian, y esa se mira con otra orden.",
                en="Fixes go by the version of Debian's package, and that one is seen with another command.",
            ),
            rests_on=(Evidence(fact="uname-is-no-version"),),
        ),
        Question(
            id="fixed-kernel",
            ask=Text(
                es="¿Cuál es la primera versión del núcleo de Debian 12 que tiene corregidos los dos fallos de 2026?",
                en="Which is the first version of Debian 12's kernel that has both faults of 2026 fixed?",
            ),
            see="kernel-security",
            accepted=("6.1.187-1",),
            because=Text(
                es="Uno estaba corregido antes, en la 6.1.177-1. Cuenta el segundo.",
                en="One was fixed before, in 6.1.177-1. What counts is the second.",
            ),
            rests_on=(Evidence(fact="fixed-kernels", shows=("6.1.187-1", "6.1.177-1")),),
        ),
        Question(
            id="one-cpu",
            ask=Text(
                es="El recuento de CPU da 1. ¿Puedes usar KVM?",
                en="The count of CPUs is 1. Can you use KVM?",
            ),
            see="cpu",
            choices=(
                Choice(
                    Text(
                        es="No: hace falta más de un núcleo.",
                        en="No: it takes more than one core.",
                    ),
                    Text(
                        es="Es un error muy repetido. No es un requisito de KVM.",
                        en="It is a common mistake. KVM does not require it.",
                    ),
                ),
                Choice(
                    Text(
                        es="Sí: basta una CPU que muestre la extensión.",
                        en="Yes: one CPU that shows the extension is enough.",
                    ),
                ),
                Choice(
                    Text(
                        es="Sí, pero solo con huéspedes sin disco.",
                        en="Yes, but only with guests that have no disk.",
                    ),
                    Text(
                        es="El disco no depende del número de CPU.",
                        en="The disk does not depend on the number of CPUs.",
                    ),
                ),
            ),
            because=Text(
                es="La orden cuenta una línea por cada CPU que muestra `vmx` o `svm`. Con más de una, anfitrión y "
                "huésped van más desahogados.",
                en="The command counts a line for each CPU that shows `vmx` or `svm`. With more than one, host and "
                "guest have more room.",
            ),
            rests_on=(Evidence(fact="a-line-per-cpu"), Evidence(step="cpu-flags", shows=("vmx", "svm"))),
        ),
        Question(
            id="device-is-no-proof",
            ask=Text(
                es="`/dev/kvm` existe. ¿Es seguro que los huéspedes funcionarán?",
                en="`/dev/kvm` exists. Is it certain that guests will work?",
            ),
            see="module",
            choices=(
                Choice(
                    Text(
                        es="Sí: si existe, KVM funciona.",
                        en="Yes: if it exists, KVM works.",
                    ),
                    Text(
                        es="Dentro de algunas máquinas virtuales existe, y los huéspedes se cuelgan.",
                        en="Inside some virtual machines it exists, and the guests hang.",
                    ),
                ),
                Choice(
                    Text(
                        es="Sí, si además el recuento de CPU es mayor que 1.",
                        en="Yes, if the count of CPUs is more than 1, too.",
                    ),
                    Text(
                        es="El número de CPU no cambia nada aquí.",
                        en="The number of CPUs changes nothing here.",
                    ),
                ),
                Choice(
                    Text(
                        es="No: solo se sabe arrancando uno.",
                        en="No: only starting one tells.",
                    ),
                ),
            ),
            because=Text(
                es="Es buena señal, pero no una prueba. La prueba es el huésped que arrancas al final del capítulo 5.",
                en="It is a good sign, but no proof. The proof is the guest that you start at the end of chapter 5.",
            ),
        ),
    ),
)
