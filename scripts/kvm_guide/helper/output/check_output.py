"""What `check`, `explain` and `report --verify` found, as the student reads it and as another program does."""

from collections.abc import Iterable, Iterator, Sequence

from kvm_guide.helper.cli.program_name import program
from kvm_guide.helper.diagnosis.checking import Finding, Verdict
from kvm_guide.helper.diagnosis.obstacle import Obstacle, command, entry
from kvm_guide.helper.output.report import Verified
from kvm_guide.helper.output.screen import Mark, Screen
from kvm_guide.helper.output.step_output import PLACES
from kvm_guide.helper.source import Source
from kvm_guide.model.step import Place, Text
from kvm_guide.troubles.matching.match import Found

_MARKS = {Verdict.THERE: Mark.DONE, Verdict.NOT_THERE: Mark.MISSING, Verdict.CANNOT_TELL: Mark.UNKNOWN}
_CHAPTER = Text(es="Capítulo {number}. {title}", en="Chapter {number}. {title}")
_DONE = Text(es="  {done} de {all} hechos", en="  {done} of {all} done")
_AS_ABOVE = Text(es="    Por lo mismo que {step}.", en="    For the same reason as {step}.")
_NEXT = Text(es="Para hacer lo que falta: {program} run", en="To do what is missing: {program} run")
_ALL_DONE = Text(es="Todo está hecho.", en="All is done.")
_ACCEPTED = Text(
    es="{who}: está como salió de la máquina. {date}, {chapters}, {accelerator}.",
    en="{who}: it is as it left the machine. {date}, {chapters}, {accelerator}.",
)
_REFUSED = Text(
    es="{who}: {slip} Pide que lo copie otra vez, entero.", en="{who}: {slip} Ask for it to be copied again, whole."
)
_NAMELESS = Text(es="sin nombre", en="no name")


def general(obstacles: Iterable[Obstacle], source: Source, screen: Screen) -> Iterator[str]:
    """A line for each of `obstacles` that is told whatever the steps' state."""
    for obstacle in obstacles:
        if obstacle.general:
            address = source.address(obstacle.anchor, screen.language)
            yield " ".join((screen.in_(obstacle.why), screen.in_(obstacle.cure), address))


def findings(found: Sequence[Finding], source: Source, screen: Screen) -> None:
    """Say what was found of each step, by chapter; a cause and its cure once, and then where they stand."""
    told: dict[Obstacle, Finding] = {}
    for lesson in source.guide.lessons:
        own = [finding for finding in found if finding.step in lesson.steps]
        if not own:
            continue
        screen.say(_CHAPTER, number=lesson.number, title=lesson.title)
        for finding in own:
            _finding(finding, told, source, screen)
        done = sum(finding.verdict is Verdict.THERE for finding in own)
        screen.say(_DONE, done=done, all=len(own))
        screen.say()
    if all(finding.verdict is Verdict.THERE for finding in found):
        screen.say(_ALL_DONE)
    else:
        screen.say(_NEXT, program=program())


def finding_object(finding: Finding, source: Source, screen: Screen) -> dict[str, object]:
    """`finding` as one JSON object."""
    return {
        "step": finding.step.id,
        "chapter": source.guide.lesson_of(finding.step.id).number,
        "verdict": finding.verdict.value,
        "why": finding.why.in_(screen.language),
        "cure": finding.cure.in_(screen.language) if finding.cure else None,
        "command": finding.command,
        "page": page(finding, source, screen),
        "obstacle": finding.obstacle.id if finding.obstacle else None,
    }


def page(finding: Finding, source: Source, screen: Screen) -> str:
    """The address of the page that says more of `finding`."""
    if finding.obstacle:
        return source.address(finding.obstacle.anchor, screen.language)
    return source.page(finding.step, screen.language)


def explained(known: Found, source: Source, screen: Screen) -> None:
    """Say what a message means, and what to do."""
    screen.mark(Mark.NOTE, known.trouble.title)
    screen.say(f"    {screen.in_(known.trouble.cause)}")
    screen.say(f"    {screen.in_(known.trouble.cure)}")
    typed = command(known.trouble)
    if typed:
        if known.trouble.place is not Place.DEBIAN:
            screen.say(f"    {screen.in_(PLACES[known.trouble.place])}")
        screen.command(typed)
    screen.say(f"    {source.address(entry(known.trouble), screen.language)}")


def explained_object(known: Found, source: Source, screen: Screen) -> dict[str, object]:
    """`known` as one JSON object. message: as the table has it, with {names} for what differs."""
    language = screen.language
    return {
        "id": known.trouble.id,
        "message": known.message.in_(language),
        "cause": known.trouble.cause.in_(language),
        "cure": known.trouble.cure.in_(language),
        "command": command(known.trouble),
        "page": source.address(entry(known.trouble), language),
    }


def verified(one: Verified, screen: Screen) -> None:
    """Say whether a report is as it left its machine."""
    who = one.fields.get("name") or _NAMELESS
    if one.slip:
        screen.mark(Mark.MISSING, _REFUSED, who=who, slip=one.slip)
    else:
        rest = {key: one.fields[key] for key in ("date", "chapters", "accelerator")}
        screen.mark(Mark.DONE, _ACCEPTED, who=who, **rest)


def verified_object(one: Verified, screen: Screen) -> dict[str, object]:
    """`one` as one JSON object."""
    slip = one.slip.in_(screen.language) if one.slip else None
    return {"accepted": one.slip is None, "slip": slip, "report": dict(one.fields)}


def _finding(finding: Finding, told: dict[Obstacle, Finding], source: Source, screen: Screen) -> None:
    screen.mark(_MARKS[finding.verdict], f"{finding.step.id} – {finding.step.title.in_(screen.language)}")
    if finding.verdict is Verdict.THERE:
        return
    earlier = told.get(finding.obstacle) if finding.obstacle else None
    if earlier:
        screen.say(_AS_ABOVE, step=earlier.step.id)
        return
    for text in (finding.why, finding.cure):
        if text:
            screen.say(f"    {text.in_(screen.language)}")
    if finding.command:
        screen.command(finding.command)
    screen.say(f"    {page(finding, source, screen)}")
    if finding.obstacle:
        told[finding.obstacle] = finding
