"""Lesson 7: one download for the whole class."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

STUDY: Final = Study(
    lesson="class-cache",
    opening=Opening(
        able=(
            Text(
                es="Poner en tu máquina una caché de paquetes para toda la clase.",
                en="Put a cache of packages for the whole class on your machine.",
            ),
            Text(
                es="Hacer que el `apt` de cada estudiante pase por ella, y deshacerlo.",
                en="Have each student's `apt` go through it, and take that back.",
            ),
            Text(
                es="Comprobar qué vino de Internet y a quién se entregó.",
                en="Check what came from the Internet, and who was given it.",
            ),
        ),
        needs=(
            Text(
                es="Tu Debian 12 y los de la clase en la misma red, con [sudo](preparar-maquina.md#sudo) en todos.",
                en="Your Debian 12 and the class's on one network, with [sudo](preparar-maquina.md#sudo) on all.",
            ),
        ),
        minutes=20,
    ),
    questions=(
        Question(
            id="cache-port",
            ask=Text(
                es="¿En qué puerto escucha `apt-cacher-ng` si no le dices otra cosa?",
                en="Which port does `apt-cacher-ng` listen on unless you tell it otherwise?",
            ),
            see="teacher",
            accepted=("3142",),
            because=Text(
                es="Es el que lleva la línea que pones en la máquina de cada estudiante.",
                en="It is the one in the line that you put on each student's machine.",
            ),
            rests_on=(Evidence(fact="cache-listens-everywhere", shows=("3142",)),),
        ),
        Question(
            id="cache-lines",
            ask=Text(
                es="Treinta máquinas instalan el mismo paquete. ¿Qué líneas suyas hay en el registro de la caché?",
                en="Thirty machines install the same package. Which lines about it are in the cache's log?",
            ),
            see="shared",
            choices=(
                Choice(
                    Text(es="Treinta con `I` y treinta con `O`.", en="Thirty with `I` and thirty with `O`."),
                    Text(
                        es="Eso sería una descarga por máquina, que es lo que la caché evita.",
                        en="That would be a download per machine, which is what the cache avoids.",
                    ),
                ),
                Choice(Text(es="Una con `I` y treinta con `O`.", en="One with `I` and thirty with `O`.")),
                Choice(
                    Text(es="Una con `O` y treinta con `I`.", en="One with `O` and thirty with `I`."),
                    Text(es="Al revés: la `I` es lo que entra de Internet.", en="The other way: `I` is what comes in."),
                ),
            ),
            because=Text(
                es="El paquete entra una vez y se entrega a cada una.",
                en="The package comes in once and is given to each.",
            ),
            rests_on=(Evidence(step="cache-log"),),
        ),
        Question(
            id="cache-at-home",
            ask=Text(
                es="Un estudiante se lleva su portátil a casa, y `apt` falla. ¿Qué ha olvidado?",
                en="A student takes the laptop home, and `apt` fails. What was forgotten?",
            ),
            see="afterwards",
            choices=(
                Choice(
                    Text(es="Instalar `apt-cacher-ng` en el portátil.", en="Installing `apt-cacher-ng` on the laptop."),
                    Text(
                        es="La caché solo hace falta en una máquina, la tuya.",
                        en="The cache is needed on one machine only, yours.",
                    ),
                ),
                Choice(
                    Text(
                        es="Borrar el fichero que manda a `apt` a la caché.",
                        en="Removing the file that sends `apt` to the cache.",
                    )
                ),
                Choice(
                    Text(es="Volver a traer las claves de Debian.", en="Fetching Debian's keys again."),
                    Text(
                        es="Las claves no cambian: la firma es la de Debian, venga de donde venga.",
                        en="The keys do not change: the signature is Debian's, wherever the package comes from.",
                    ),
                ),
            ),
            because=Text(
                es="Mientras esté ahí, `apt` busca una máquina que en casa no existe.",
                en="While it is there, `apt` looks for a machine that is not there at home.",
            ),
        ),
    ),
)
