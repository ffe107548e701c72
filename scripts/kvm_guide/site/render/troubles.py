"""What goes wrong, on a page: the entries of an area with their messages, and a short box with the fix of one.

The page of messages is the only one with entries: each is an anchor. A box on another page has no id and links there.
"""

import re
from collections.abc import Iterable
from typing import Final

from kvm_guide.model.step import LANGUAGES, Guide, Language, Place, Text
from kvm_guide.site.render.html import breakable, element, escape
from kvm_guide.site.render.places import page_url, step_url, trouble_url
from kvm_guide.site.render.step import command
from kvm_guide.site.render.words import WORDS
from kvm_guide.troubles.model import Message, Trouble

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
_UNTRANSLATED: Final = Text(es="en inglés, también en un sistema en español", en="in English, on a Spanish system too")
_SILENT: Final = Text(es="No sale ningún mensaje.", en="No message appears.")
_CAUSE: Final = Text(es="Causa:", en="Cause:")
_CURE: Final = Text(es="Solución:", en="Fix:")
_STEP: Final = Text(es="Paso de la guía:", en="Step of the guide:")
_MORE: Final = Text(es="La guía lo explica", en="The guide explains it")
_ENTRY: Final = Text(es="El mensaje entero y su fuente", en="The whole message and its source")
_ANCHOR: Final = Text(es="Enlace a este mensaje", en="Link to this message")
_BROUGHT_ABOUT: Final = Text(
    es="El laboratorio lo provocó en un Debian 12, vio el mensaje y lo solucionó así.",
    en="The lab brought it about on a Debian 12, saw the message and fixed it this way.",
)
_TOLD: Final = Text(es="No provocado en el laboratorio.", en="Not brought about in the lab.")
_SOURCE: Final = Text(es="Fuente:", en="Source:")


def entries(troubles: Iterable[Trouble], guide: Guide, language: Language) -> str:
    """`troubles` one below the other, each with its anchor. Raises KeyError for a step that `guide` lacks."""
    return "".join(_entry(one, guide, language) for one in troubles)


def fix(trouble: Trouble, guide: Guide, language: Language) -> str:
    """The cause and the fix of `trouble` in a box without an id, with a link to its entry. Raises KeyError as above."""
    title = trouble.title.in_(language)
    link = element("a", {"class": "kg-fix-entry", "href": trouble_url(trouble.id)}, escape(_ENTRY.in_(language)))
    attributes: dict[str, str | None] = {
        "class": "kg-fix",
        "role": "group",
        "aria-label": title,
        "data-fix": trouble.id,
    }
    head = element("p", {"class": "kg-fix-title"}, escape(title))
    return element("div", attributes, head, *_mended(trouble, guide, language), element("p", {}, link))


def _entry(trouble: Trouble, guide: Guide, language: Language) -> str:
    outcome = "brought-about" if trouble.brought_about else "told"
    heading = f"{trouble.id}-title"
    attributes: dict[str, str | None] = {
        "class": f"kg-trouble kg-trouble--{outcome}",
        "id": trouble.id,
        "role": "group",
        "aria-labelledby": heading,
        "data-trouble": trouble.id,
        "data-outcome": outcome,
    }
    anchor = element(
        "a",
        {
            "class": "kg-anchor",
            "href": f"#{trouble.id}",
            "title": _ANCHOR.in_(language),
            "data-search-exclude": "",
        },
        "¶",
    )
    title = element("h3", {"id": heading}, escape(trouble.title.in_(language)), " ", anchor)
    return element(
        "div",
        attributes,
        title,
        _messages(trouble.messages, language),
        *_mended(trouble, guide, language),
        _seen(trouble, language),
    )


def _messages(messages: tuple[Message, ...], language: Language) -> str:
    if not messages:
        return element("p", {"class": "kg-silent"}, escape(_SILENT.in_(language)))
    return "".join(_message(message, language) for message in messages)


def _message(message: Message, language: Language) -> str:
    """What a program says in each language, the page's own first."""
    says = element("p", {"class": "kg-says"}, escape(_SAYS.in_(language).format(program=message.program)))
    own_first = sorted(LANGUAGES, key=lambda spoken: spoken != language)
    lines = [_line(message, spoken, language) for spoken in own_first if spoken == "en" or message.es is not None]
    return element("div", {"class": "kg-messages"}, says, *lines)


def _line(message: Message, spoken: Language, language: Language) -> str:
    only = spoken == "en" and message.es is None
    tongue = _UNTRANSLATED if only else _TONGUES[spoken]
    words = element("code", {"data-message": "", "lang": spoken}, readable(message.in_(spoken), spoken))
    note = element("span", {"class": "kg-tongue", "data-search-exclude": ""}, escape(tongue.in_(language)))
    return element("p", {"class": "kg-message"}, words, " ", note)


def readable(message: str, spoken: Language) -> str:
    """`message` as HTML, each of its placeholders as a word of the language it is `spoken` in."""

    def shown(name: str) -> str:
        return element("var", {}, escape(PARTS[name].in_(spoken) if name in PARTS else name))

    texts = _PART.split(message)
    return "".join(shown(part) if number % 2 else escape(part) for number, part in enumerate(texts))


def placeholders(message: str) -> list[str]:
    """The names of the placeholders of `message`, in their order."""
    return _PART.findall(message)


def _mended(trouble: Trouble, guide: Guide, language: Language) -> list[str]:
    """The cause, what to do, and the command or the step that does it."""
    parts = [_said(_CAUSE, trouble.cause, language), _said(_CURE, trouble.cure, language)]
    if trouble.command:
        parts.append(_typed(trouble.command, trouble.place, language))
    if trouble.step:
        step, chapter = guide.step(trouble.step), guide.chapter_of(trouble.step)
        link = element("a", {"href": step_url(chapter.page, step.id)}, escape(step.title.in_(language)))
        parts.append(element("p", {"class": "kg-fix-step"}, escape(_STEP.in_(language)), " ", link))
    if trouble.page:
        link = element("a", {"href": page_url(trouble.page)}, escape(_MORE.in_(language)))
        parts.append(element("p", {"class": "kg-fix-more"}, link))
    return parts


def _said(label: Text, text: Text, language: Language) -> str:
    return element("p", {}, element("strong", {}, escape(label.in_(language))), " ", escape(text.in_(language)))


def _typed(typed: str, place: Place, language: Language) -> str:
    where = element("p", {"class": "kg-place", "data-search-exclude": ""}, escape(WORDS[language].places[place]))
    return element("div", {"class": "kg-fix-command"}, where, command.block(typed, place))


def _seen(trouble: Trouble, language: Language) -> str:
    said = escape((_BROUGHT_ABOUT if trouble.brought_about else _TOLD).in_(language))
    if trouble.source:
        said += f" {escape(_SOURCE.in_(language))} {_source(trouble.source)}"
    mark = "✔" if trouble.brought_about else "–"
    return element("p", {"class": "kg-proof", "data-search-exclude": ""}, f"{mark} {said}")


def _source(source: str) -> str:
    if source.startswith(("https://", "http://")):
        return element("a", {"href": source}, breakable(source.partition("://")[2].rstrip("/")))
    return element("code", {}, breakable(source))
