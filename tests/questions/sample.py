"""A made-up study of the made-up guide's chapter 4: every kind of question, and all that an answer may rest on."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

WHY_NOT: Final = Text(es="No es eso.", en="That is not it.")
CHOICE: Final = Question(
    id="which-cpu",
    ask=Text(es="¿Qué CPU *sirve*, con `vmx`?", en="Which CPU will *do*, with `vmx`?"),
    see="cpu",
    because=Text(es="Es la **extensión** que usa KVM.", en="It is the **extension** that KVM uses."),
    choices=(
        Choice(Text(es="Cualquiera.", en="Any."), WHY_NOT),
        Choice(Text(es="La que muestra `vmx`.", en="One that shows `vmx`.")),
        Choice(Text(es="La más cara.", en="The most expensive one."), Text(es="El precio no.", en="Not by its price.")),
    ),
    rests_on=(Evidence(step="cpu-flags", shows=("vmx",)),),
)
WORD: Final = Question(
    id="which-kernel",
    ask=Text(es="¿Qué núcleo está en marcha?", en="Which kernel is running?"),
    see="kernel",
    because=Text(es="Lo dice el sistema.", en="The system says so."),
    accepted=("6.1.0-41-amd64",),
    rests_on=(Evidence(fact="kernel-series", shows=("6.1.0-41-amd64",)),),
)
READ: Final = Question(
    id="why-read",
    ask=Text(es="¿Por qué se lee la respuesta?", en="Why is the answer read?"),
    see="cpu",
    because=Text(es="Porque dice qué pasa.", en="Because it says what is going on."),
    choices=(
        Choice(Text(es="Por costumbre.", en="Out of habit."), WHY_NOT),
        Choice(Text(es="Para entenderla.", en="To understand it.")),
        Choice(Text(es="Para pasar el rato.", en="To pass the time."), WHY_NOT),
    ),
)
OPENING: Final = Opening(
    able=(
        Text(es="Contar las CPU con `vmx`.", en="Count the CPUs with `vmx`."),
        Text(es="Entender la respuesta.", en="Understand the answer."),
        Text(es="Ver el núcleo en marcha.", en="See the running kernel."),
    ),
    needs=(Text(es="El [capítulo 1](que-es-kvm.md#name).", en="[Chapter 1](que-es-kvm.md#name)."),),
    minutes=10,
)
STUDY: Final = Study("requirements", OPENING, (CHOICE, WORD, READ))

# Its page, whole, in each language
PAGES: Final = {
    "es": """\
# Título {#top}

```objetivos
requirements
```

## La CPU {#cpu}

Busca `vmx`.

## El núcleo {#kernel}

Mira cuál.

## Preguntas {#questions}

```preguntas
requirements
```
""",
    "en": """\
# Title {#top}

```objectives
requirements
```

## The CPU {#cpu}

Look for `vmx`.

## The kernel {#kernel}

See which.

## Questions {#questions}

```questions
requirements
```
""",
}
