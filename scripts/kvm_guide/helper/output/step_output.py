"""What `list` and `show` say of the guide: its chapters, and one step with all that is known of it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from kvm_guide.helper.cli.selection import runnable
from kvm_guide.helper.output.screen import Mark, Screen
from kvm_guide.helper.source import ProofSummary, Source
from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Language, Place, Step, Text
from kvm_guide.records.types import Changes, Outcome

_CHAPTER: Final = Text(es="{number}. {title}", en="{number}. {title}")
_TO_READ: Final = Text(es="   (para leer)", en="   (for reading)")
PLACES: Final = {
    Place.DEBIAN: Text(es="En tu Debian.", en="On your Debian."),
    Place.LINUX_HOST: Text(es="En el anfitrión, en una terminal.", en="On the host, in a terminal."),
    Place.WINDOWS_HOST: Text(es="En el anfitrión, en PowerShell.", en="On the host, in PowerShell."),
}
_ON_HOST: Final = Text(es=" (en el anfitrión)", en=" (on the host)")
_MOMENTARY: Final = Text(es=" (pasajero)", en=" (momentary)")
_NEW_LOGIN: Final = Text(es="Antes, cierra la sesión y vuelve a entrar.", en="Before it, log out and log in again.")
_REBOOTS: Final = Text(
    es="Reinicia la máquina: el ayudante no lo hace por ti.",
    en="It reboots the machine: the helper does not do that for you.",
)
_AT_SCREEN: Final = Text(
    es="Con la sesión abierta en la pantalla de la máquina, no solo por ssh.",
    en="With a session open at the machine's own screen, not only over ssh.",
)
_AT_DESKTOP: Final = Text(
    es="En el escritorio de la máquina, en una ventana de terminal.",
    en="At the machine's desktop, in a terminal window.",
)
_NOT_OURS: Final = Text(
    es="El ayudante ni lo comprueba ni lo hace: lo que enseña solo es así en un momento de la guía.",
    en="The helper neither checks nor does it: what it shows is so only at one moment of the guide.",
)
_ONCE: Final = Text(
    es="El ayudante lo hace una sola vez, sin nadie delante de la consola: con esta orden.",
    en="The helper does it only once, with nobody at the console: with this command.",
)
_FOR_SOME: Final = Text(
    es="Solo para quien lo necesita: el ayudante lo hace si lo llamas por su nombre.",
    en="Only for whom it concerns: the helper does it when called by its name.",
)
_IF_NEEDED: Final = Text(es=" (solo si hace falta)", en=" (only if needed)")
_KINDS: Final[dict[str, tuple[Text, Text]]] = {
    "packages": (Text(es="paquete", en="package"), Text(es="paquetes", en="packages")),
    "units": (
        Text(es="unidad de systemd", en="systemd unit"),
        Text(es="unidades de systemd", en="systemd units"),
    ),
    "accounts": (Text(es="usuario o grupo", en="user or group"), Text(es="usuarios y grupos", en="users and groups")),
    "networks": (
        Text(es="red o interfaz", en="network or interface"),
        Text(es="redes e interfaces", en="networks and interfaces"),
    ),
    "sockets": (
        Text(es="puerto a la escucha", en="listening port"),
        Text(es="puertos a la escucha", en="listening ports"),
    ),
    "files": (Text(es="fichero", en="file"), Text(es="ficheros", en="files")),
}
_CHANGES: Final = Text(es="En el laboratorio cambió: {what}.", en="In the lab it changed: {what}.")
_NOTHING: Final = Text(es="No cambia nada en la máquina.", en="It changes nothing on the machine.")
_SAFE: Final = Text(
    es="Se puede repetir: al escribirlo otra vez no cambió nada.", en="Safe to repeat: typed again, it changed nothing."
)
_UNSAFE: Final = Text(
    es="Mejor no repetirlo: la segunda vez no dejó todo igual.",
    en="Better not repeated: the second time left something different.",
)
_UNDO: Final = Text(es="Cómo se deshace:", en="How to undo it:")
_PASSED: Final = Text(
    es="Comprobado el {day} en Debian {debian}, {time}.", en="Verified on {day} on Debian {debian}, {time}."
)
_REFUSED: Final = Text(
    es="Falla como se espera: comprobado el {day} en Debian {debian}, {time}.",
    en="Fails as expected: verified on {day} on Debian {debian}, {time}.",
)
_NOT_RUN: Final = Text(es="No se ha ejecutado: {reason}.", en="Not run: {reason}.")
_UNPROVEN: Final = Text(es="Sin comprobar tal como está ahora.", en="Not verified as it is now.")
_EMULATED: Final = Text(es="emulado", en="emulated")


def listing(source: Source, screen: Screen) -> None:
    """Say the chapters, and the steps of each."""
    width = max(len(step.id) for step in source.guide.steps())
    for lesson in source.guide.lessons:
        screen.say(_CHAPTER, number=lesson.number, title=lesson.title)
        if not lesson.steps:
            screen.say(_TO_READ)
        for step in lesson.steps:
            screen.say(f"   {step.id:{width}}  {step.title.in_(screen.language)}{_aside(step, screen.language)}")


def lesson_object(lesson: Lesson, source: Source, language: Language) -> dict[str, object]:
    """`chapter` as one JSON object. doable: whether the helper does the step."""
    return {
        "chapter": lesson.number,
        "page": source.address(f"{lesson.page}/", language),
        "title": lesson.title.in_(language),
        "steps": [
            {"step": step.id, "title": step.title.in_(language), "place": step.place.value, "doable": runnable(step)}
            for step in lesson.steps
        ],
    }


def step(shown: Step, source: Source, screen: Screen) -> None:
    """Say all that is known of the step `shown`."""
    language = screen.language
    proof = source.proof(shown, language)
    screen.say(f"{shown.id} – {shown.title.in_(language)}")
    screen.say(" ".join(text.in_(language) for text in _where(shown)))
    screen.say(shown.why)
    screen.command(shown.command)
    if shown.unattended:
        screen.say(_ONCE)
        screen.command(shown.unattended)
    if proof and proof.changes is not None:
        what = _counted(proof.changes, language)
        screen.say(_CHANGES if what else _NOTHING, what=what)
    if proof and proof.repeat_safe is not None:
        screen.say(_SAFE if proof.repeat_safe else _UNSAFE)
    if shown.undo:
        screen.say(_UNDO)
        screen.command(shown.undo)
    _proven(shown, proof, screen)
    screen.say(source.page(shown, language))


def step_object(shown: Step, source: Source, language: Language) -> dict[str, object]:
    """The step `shown` as one JSON object. Times are ISO 8601 in UTC; durations in seconds."""
    proof = source.proof(shown, language)
    return {
        "step": shown.id,
        "chapter": source.guide.lesson_of(shown.id).number,
        "title": shown.title.in_(language),
        "why": shown.why.in_(language),
        "place": shown.place.value,
        "doable": runnable(shown),
        "new_login": shown.new_login,
        "reboots": shown.reboots,
        "command": shown.command,
        "undo": shown.undo,
        "proof": asdict(proof) if proof else None,
        "page": source.page(shown, language),
    }


def _aside(step: Step, language: Language) -> str:
    if step.not_run is not None:
        return _ON_HOST.in_(language)
    if step.aside:
        return _IF_NEEDED.in_(language)
    return _MOMENTARY.in_(language) if step.momentary else ""


def _where(shown: Step) -> Iterator[Text]:
    yield PLACES[shown.place]
    if shown.new_login:
        yield _NEW_LOGIN
    if shown.reboots:
        yield _REBOOTS
    if shown.at_screen:
        yield _AT_SCREEN
    if shown.seat:
        yield _AT_DESKTOP
    if shown.momentary and not shown.unattended:
        yield _NOT_OURS
    if shown.aside:
        yield _FOR_SOME


def _counted(changes: Changes, language: Language) -> str:
    """How many of each kind: "+96 paquetes, ~1 unidad de systemd"; empty where nothing changed."""
    said = []
    for kind, lines in asdict(changes).items():
        counts = [f"{sign}{number}" for sign in "+-~" if (number := sum(line.startswith(sign) for line in lines))]
        if counts:
            said.append(f"{' '.join(counts)} {_KINDS[kind][len(lines) != 1].in_(language)}")
    return ", ".join(said)


def _proven(shown: Step, proof: ProofSummary | None, screen: Screen) -> None:
    if shown.not_run is not None:
        screen.mark(Mark.SKIPPED, _NOT_RUN, reason=shown.not_run)
    elif proof is None or proof.verified_at is None:
        screen.mark(Mark.UNKNOWN, _UNPROVEN)
    else:
        text = _REFUSED if proof.outcome is Outcome.EXPECTED_FAILURE else _PASSED
        day = proof.verified_at.partition("T")[0]
        screen.mark(Mark.DONE, text, day=day, debian=proof.debian, time=_time(proof, screen.language))


def _time(proof: ProofSummary, language: Language) -> str:
    seconds = proof.seconds or 0.0
    minutes, rest = divmod(round(seconds), 60)
    clock = f"{minutes} min {rest} s" if minutes else f"{rest} s" if rest else "< 1 s"
    accelerator = _EMULATED.in_(language) if proof.accelerator == "tcg" else "KVM"
    return f"{clock} ({accelerator})"
