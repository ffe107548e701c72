"""What goes wrong, on a page: the entries of an area with their messages, a list of their titles, and a short box with
the fix of one.

Each entry is an anchor of its area's page. In the list each title is one, too, and leads there; a box has no id.
"""

import re
from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape

from kvm_guide.model.lesson import Guide
from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import LANGUAGES, Language, Text
from kvm_guide.site.render.places import link, page_url, step_url, trouble_url
from kvm_guide.site.render.release import lines
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.step import command
from kvm_guide.site.render.templates import breakable, filled, render
from kvm_guide.site.render.wording import time_element
from kvm_guide.site.render.words import WORDS
from kvm_guide.troubles.model import Message, Trouble
from kvm_guide.troubles.proof import BROUGHT_ABOUT, TroubleProof

_PART: Final = re.compile(r"\{([a-z][a-z-]*)\}")

# A placeholder as a reader of that language's message reads it; one that is missing here reads alike in both.
PARTS: Final = {
    "action": Text(es="acción", en="action"),
    "address": Text(es="dirección", en="address"),
    "architecture": Text(es="arquitectura", en="architecture"),
    "command": Text(es="orden", en="command"),
    "controller": Text(es="controlador", en="controller"),
    "device": Text(es="dispositivo", en="device"),
    "disk": Text(es="disco", en="disk"),
    "display": Text(es="pantalla", en="display"),
    "distribution": Text(es="distribución", en="distribution"),
    "domain": Text(es="huésped", en="guest"),
    "en": Text(es="en inglés", en="in English"),
    "es": Text(es="en un sistema en español", en="on a Spanish system"),
    "features": Text(es="capacidades", en="features"),
    "file": Text(es="fichero", en="file"),
    "firmware": Text(es="firmware", en="firmware"),
    "folder": Text(es="carpeta", en="folder"),
    "format": Text(es="formato", en="format"),
    "gid": Text(es="gid", en="gid"),
    "group": Text(es="grupo", en="group"),
    "guest": Text(es="huésped", en="guest"),
    "host": Text(es="equipo", en="host"),
    "interface": Text(es="interfaz", en="interface"),
    "machine": Text(es="máquina", en="machine"),
    "message": Text(es="mensaje", en="message"),
    "module": Text(es="módulo", en="module"),
    "name": Text(es="nombre", en="name"),
    "network": Text(es="red", en="network"),
    "number": Text(es="número", en="number"),
    "option": Text(es="opción", en="option"),
    "package": Text(es="paquete", en="package"),
    "path": Text(es="ruta", en="path"),
    "pool": Text(es="almacén", en="pool"),
    "profile": Text(es="perfil", en="profile"),
    "program": Text(es="programa", en="program"),
    "release": Text(es="versión", en="release"),
    "service": Text(es="servicio", en="service"),
    "size": Text(es="tamaño", en="size"),
    "snapshot": Text(es="instantánea", en="snapshot"),
    "system": Text(es="sistema", en="system"),
    "time": Text(es="hora", en="time"),
    "type": Text(es="tipo", en="type"),
    "uid": Text(es="uid", en="uid"),
    "unit": Text(es="unidad", en="unit"),
    "user": Text(es="usuario", en="user"),
    "uuid": Text(es="uuid", en="uuid"),
    "version": Text(es="versión", en="version"),
    "virttype": Text(es="tipo", en="type"),
    "volume": Text(es="volumen", en="volume"),
}

_SAYS: Final = Text(es="{program} dice:", en="{program} says:")
_TONGUES: Final[dict[Language, Text]] = {
    "es": Text(es="en un sistema en español", en="on a Spanish system"),
    "en": Text(es="en inglés", en="in English"),
}
_LATER: Final = Text(es="en español, en Debian 13", en="in Spanish, on Debian 13")
_UNTRANSLATED: Final = Text(es="en inglés, también en un sistema en español", en="in English, on a Spanish system too")
_MORE: Final = Text(es="La guía lo explica", en="The guide explains it")
_SEEN: Final = Text(
    es="El laboratorio lo provocó en un {system}, vio el mensaje y lo solucionó. Última vez: {date}.",
    en="The lab brought it about on a {system}, saw the message and fixed it. Last time: {date}.",
)
_STATE_SEEN: Final = Text(
    es="El laboratorio lo provocó en un {system}, vio qué falla entonces y lo solucionó. Última vez: {date}.",
    en="The lab brought it about on a {system}, saw what fails then and fixed it. Last time: {date}.",
)
_ELSEWHERE_SEEN: Final = Text(
    es="El laboratorio lo provocó en un {system} y vio qué falla entonces, y que en otra máquina no falla. Última vez: "
    "{date}.",
    en="The lab brought it about on a {system} and saw what fails then, and that on another machine it does not. Last "
    "time: {date}.",
)
_FAILED: Final = Text(
    es="La última vez, el {date}, no pasó en el laboratorio como dice aquí.",
    en="The last time, on {date}, it did not go in the lab as is said here.",
)
_UNPROVEN: Final = Text(
    es="El laboratorio todavía no lo ha provocado tal como está escrito ahora.",
    en="The lab has not brought it about yet as it is written now.",
)
_TOLD: Final = Text(es="No provocado en el laboratorio.", en="Not brought about in the lab.")
_LABELS: Final = {
    "silent": Text(es="No sale ningún mensaje.", en="No message appears."),
    "cause": Text(es="Causa:", en="Cause:"),
    "cure": Text(es="Solución:", en="Fix:"),
    "step": Text(es="Paso de la guía:", en="Step of the guide:"),
    "entry": Text(es="El mensaje entero y su fuente", en="The whole message and its source"),
    "source": Text(es="Fuente:", en="Source:"),
}


def entries(troubles: Iterable[Trouble], sources: Sources, language: Language) -> Markup:
    """`troubles` one below the other, each with its anchor. Raises KeyError for a step that the guide lacks."""
    return Markup("\n").join(_entry(one, sources, language) for one in troubles)


def titles(troubles: Iterable[Trouble], language: Language) -> Markup:
    """What `troubles` are called, each with its anchor and a link to its entry."""
    return render("titles", listed=[(one.id, trouble_url(one), one.title.in_(language)) for one in troubles])


def attributes(trouble: Trouble, proof: TroubleProof) -> dict[str, str]:
    """What the element of `trouble` says of it: the page's contract. What is not known is left out."""
    told = {"data-trouble": trouble.id, "data-outcome": proof.outcome}
    if proof.outcome == BROUGHT_ABOUT:
        known = {"data-verified-at": proof.verified_at, "data-debian": proof.debian}
        told |= {name: value for name, value in known.items() if value is not None}
    return told


def fix(trouble: Trouble, guide: Guide, language: Language) -> Markup:
    """The cause and the fix of `trouble` in a box without an id, with a link to its entry. Raises KeyError as above."""
    return render(
        "fix",
        id=trouble.id,
        title=trouble.title.in_(language),
        labels=_labels(language),
        mended=_mended(trouble, guide, language),
        entry_url=trouble_url(trouble),
    )


def _entry(trouble: Trouble, sources: Sources, language: Language) -> Markup:
    proof = sources.trouble(trouble, language)
    return render(
        "trouble",
        id=trouble.id,
        title=trouble.title.in_(language),
        labels=_labels(language),
        outcome=proof.outcome,
        attributes=attributes(trouble, proof),
        messages=[
            (_SAYS.in_(language).format(program=message.program), _lines(message, language))
            for message in trouble.messages
        ],
        mended=_mended(trouble, sources.guide, language),
        mark="✔" if proof.outcome == BROUGHT_ABOUT else "–",
        seen=_seen(trouble, proof, language),
        source=_source(trouble.source) if trouble.source else None,
        others=list(lines.troubles(sources, trouble, language)),
    )


def _seen(trouble: Trouble, proof: TroubleProof, language: Language) -> Markup:
    """Whether the lab brought `trouble` about, and when it last did."""
    brought = trouble.brought
    if brought is None:
        return escape(_TOLD.in_(language))
    if proof.entry is None:
        return escape(_UNPROVEN.in_(language))
    said = (
        _FAILED if proof.failed else _SEEN if brought.shown else _ELSEWHERE_SEEN if brought.elsewhere else _STATE_SEEN
    )
    date = time_element(proof.verified_at, WORDS[language]) if proof.verified_at else "?"
    return filled(said.in_(language), date=date, system=f"Debian {proof.debian or DEFAULT.number}")


def _labels(language: Language) -> dict[str, str]:
    return {name: text.in_(language) for name, text in _LABELS.items()}


def _lines(message: Message, language: Language) -> list[tuple[Language, list[str], str]]:
    """What a program says in each language, the page's own first: the language, its parts, where it is seen."""
    own_first = sorted(LANGUAGES, key=lambda spoken: spoken != language)
    tongues = {"en": _UNTRANSLATED} if message.es is None else _TONGUES
    lines = [
        (spoken, _parts(message.in_(spoken), spoken), tongues[spoken].in_(language))
        for spoken in own_first
        if spoken in tongues
    ]
    later = message.reworded()
    return [*lines, ("es", _parts(later, "es"), _LATER.in_(language))] if later else lines


def _parts(message: str, spoken: Language) -> list[str]:
    """`message` in parts: every second is a placeholder, as a word of the language it is `spoken` in."""
    texts = _PART.split(message)
    texts[1::2] = [PARTS[name].in_(spoken) if name in PARTS else name for name in texts[1::2]]
    return texts


def placeholders(message: str) -> list[str]:
    """The names of the placeholders of `message`, in their order."""
    return _PART.findall(message)


def _mended(trouble: Trouble, guide: Guide, language: Language) -> Markup:
    """The cause, what to do, and the command or the step that does it."""
    step = guide.step(trouble.step) if trouble.step else None
    return render(
        "mended",
        labels=_labels(language),
        cause=trouble.cause.in_(language),
        cure=trouble.cure.in_(language),
        where=WORDS[language].places[trouble.place],
        command=command.block(trouble.command, trouble.place) if trouble.command else None,
        step=link(step_url(guide.lesson_of(step.id).page, step.id), step.title.in_(language)) if step else None,
        more=link(page_url(trouble.page), _MORE.in_(language)) if trouble.page else None,
    )


def _source(source: str) -> Markup:
    if source.startswith(("https://", "http://")):
        return link(source, breakable(source.partition("://")[2].rstrip("/")))
    return link(None, breakable(source))
