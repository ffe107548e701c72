"""Before chapter 4: a Debian 12 as its installer leaves it, made ready."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

STUDY: Final = Study(
    lesson="prepare",
    opening=Opening(
        able=(
            Text(
                es="Dar a tu usuario permiso para usar `sudo`, y entender de dónde sale ese permiso.",
                en="Give your user permission to use `sudo`, and understand where that permission comes from.",
            ),
            Text(
                es="Dejar las fuentes de `apt`, los paquetes y el núcleo al día.",
                en="Bring the sources of `apt`, the packages and the kernel up to date.",
            ),
            Text(
                es="Poner tu Debian en español, con su manual.",
                en="Put your Debian into Spanish, its manual included.",
            ),
            Text(
                es="Dar nombre y dirección a la máquina, y entrar en ella por `ssh`.",
                en="Give the machine a name and an address, and log in to it by `ssh`.",
            ),
        ),
        needs=(
            Text(
                es="Un Debian 12 recién instalado, con conexión a Internet.",
                en="A freshly installed Debian 12, connected to the Internet.",
            ),
            Text(
                es="La contraseña de tu usuario y, si root tiene una, también la suya.",
                en="Your user's password and, if root has one, root's too.",
            ),
        ),
        minutes=60,
    ),
    questions=(
        Question(
            id="no-sudo-after-install",
            ask=Text(
                es="Al instalar Debian diste una contraseña a root. Ahora `sudo` no te deja. ¿Por qué?",
                en="When you installed Debian you gave root a password. Now `sudo` refuses you. Why?",
            ),
            see="two-states",
            choices=(
                Choice(
                    Text(
                        es="Porque `sudo` pide la contraseña de root, y escribes la tuya.",
                        en="Because `sudo` asks for root's password, and you type yours.",
                    ),
                    Text(
                        es="`sudo` pide la tuya. Quien pide la de root es `su`.",
                        en="`sudo` asks for yours. It is `su` that asks for root's.",
                    ),
                ),
                Choice(
                    Text(
                        es="Porque entonces el instalador no mete a tu usuario en el grupo `sudo`.",
                        en="Because then the installer does not put your user into the group `sudo`.",
                    ),
                ),
                Choice(
                    Text(
                        es="Porque antes hay que bloquear a root.",
                        en="Because root has to be locked first.",
                    ),
                    Text(
                        es="Bloquear a root no da permisos a nadie. Hazlo al final, si quieres.",
                        en="Locking root gives nobody permissions. Do it at the end, if you want to.",
                    ),
                ),
            ),
            because=Text(
                es="El permiso lo da el grupo: una línea de `/etc/sudoers` deja hacerlo todo a quien está en él.",
                en="The group gives the permission: a line of `/etc/sudoers` lets whoever is in it do everything.",
            ),
            rests_on=(Evidence(fact="sudo-is-a-group", shows=("sudo",)),),
        ),
        Question(
            id="without-the-a",
            ask=Text(
                es="En `usermod -aG sudo`, ¿qué pasaría si quitas la `a`?",
                en="In `usermod -aG sudo`, what would happen if you leave out the `a`?",
            ),
            see="join",
            choices=(
                Choice(
                    Text(
                        es="Que no te añadiría al grupo `sudo`.",
                        en="It would not add you to the group `sudo`.",
                    ),
                    Text(
                        es="A ese sí te añade. Lo malo son los otros.",
                        en="To that one it does. The trouble is the others.",
                    ),
                ),
                Choice(
                    Text(
                        es="Que el cambio valdría solo para esta sesión.",
                        en="The change would hold for this session only.",
                    ),
                    Text(
                        es="El cambio queda escrito. Cuenta desde la próxima vez que entres.",
                        en="The change is written down. It counts from your next login.",
                    ),
                ),
                Choice(
                    Text(
                        es="Que te sacaría de todos los demás grupos.",
                        en="It would take you out of all other groups.",
                    ),
                ),
            ),
            because=Text(
                es="La `a` significa añadir. Sin ella, la lista que escribes sustituye a la que tenías.",
                en="The `a` means append. Without it, the list you type takes the place of the one you had.",
            ),
        ),
        Question(
            id="source-of-fixes",
            ask=Text(
                es="Actualizas cada semana, y los arreglos de seguridad no llegan. ¿Qué palabra falta en tus fuentes "
                "de `apt`?",
                en="You upgrade every week, and no security fixes arrive. Which word is missing from your sources of "
                "`apt`?",
            ),
            see="sources-of-apt",
            accepted=("bookworm-security",),
            because=Text(
                es="*Bookworm* es el nombre de Debian 12, y los arreglos vienen de una fuente aparte.",
                en="*Bookworm* is the name of Debian 12, and the fixes come from a source of their own.",
            ),
            rests_on=(Evidence(fact="security-source", shows=("bookworm-security",)),),
        ),
        Question(
            id="new-kernel-counts",
            ask=Text(
                es="Acabas de actualizar y ha entrado un núcleo nuevo. ¿Cuál está usando tu máquina?",
                en="You have just upgraded, and a new kernel came in. Which one is your machine using?",
            ),
            see="kernel",
            choices=(
                Choice(
                    Text(
                        es="El de antes, hasta que reinicies.",
                        en="The one from before, until you reboot.",
                    ),
                ),
                Choice(
                    Text(
                        es="El nuevo: al instalarse sustituye al otro.",
                        en="The new one: it takes the other's place when it is installed.",
                    ),
                    Text(
                        es="Se instala al lado del otro, sin quitarlo.",
                        en="It is installed beside the other, which stays.",
                    ),
                ),
                Choice(
                    Text(
                        es="El nuevo, en cuanto cierras la sesión y vuelves a entrar.",
                        en="The new one, as soon as you log out and in again.",
                    ),
                    Text(
                        es="Eso vale para un grupo nuevo. Un núcleo necesita que la máquina arranque otra vez.",
                        en="That will do for a new group. A kernel needs the machine to boot again.",
                    ),
                ),
            ),
            because=Text(
                es="El paquete `linux-image-amd64` pide siempre el último, pero solo cuenta el que ha arrancado.",
                en="The package `linux-image-amd64` always asks for the newest, but only the one that has booted "
                "counts.",
            ),
            rests_on=(Evidence(fact="newest-kernel-pulled"),),
        ),
        Question(
            id="root-by-ssh",
            ask=Text(
                es="Root tiene contraseña en tu máquina. ¿Puede entrar con ella por `ssh`?",
                en="Root has a password on your machine. Can it log in with it by `ssh`?",
            ),
            see="ssh",
            choices=(
                Choice(
                    Text(
                        es="Sí, como cualquier usuario.",
                        en="Yes, like any user.",
                    ),
                    Text(
                        es="El servidor de Debian trata a root aparte.",
                        en="Debian's server treats root differently.",
                    ),
                ),
                Choice(
                    Text(
                        es="No: entra con tu usuario y usa `sudo`.",
                        en="No: log in as your user and use `sudo`.",
                    ),
                ),
                Choice(
                    Text(
                        es="Sí, pero solo desde la propia máquina.",
                        en="Yes, but only from the machine itself.",
                    ),
                    Text(
                        es="Desde dentro tampoco: el servidor es el mismo.",
                        en="Not from inside either: the server is the same.",
                    ),
                ),
            ),
            because=Text(
                es="Por defecto, el servidor de `ssh` no acepta la contraseña de root. La de tu usuario, sí.",
                en="By default the `ssh` server does not accept root's password. It does accept your user's.",
            ),
            rests_on=(Evidence(fact="root-not-by-password"),),
        ),
    ),
)
