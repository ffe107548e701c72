"""A made-up guide, and made-up records that prove it: for tests that break one or the other."""

import hashlib
from dataclasses import replace
from pathlib import Path

from kvm_guide import paths
from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LOCALES, Language, Place, Step, Text
from kvm_guide.records import store
from kvm_guide.records.store import Known
from kvm_guide.records.times import RecordTimes, StepTimes, UndoTimes
from kvm_guide.records.types import (
    Changes,
    FactEntry,
    Outcome,
    Picture,
    Record,
    Repeat,
    Session,
    StepEntry,
    System,
    Undo,
    Undone,
)

RUN = "2026-11-22T19:40:00Z"
CAST = rb"""{"version": 2, "width": 100, "height": 30, "timestamp": 1795376700, "idle_time_limit": 2}
[0.5, "o", "ana@debian:~$ sudo apt install -y qemu-system-x86 \\\r\n>   virt-manager\r\n"]
[31.0, "o", "Setting up virt-manager (1:4.1.0-2)\r\n"]
[32.0, "o", "ana@debian:~$ "]
[32.3, "o", "virt-manager\r\n"]
[36.0, "o", "\r\n"]
"""
PICTURE = (paths.ROOT / "tests" / "picture.png").read_bytes()
OUTPUTS = {
    "cpu-flags": "2",
    "refused": "error: failed to connect to the hypervisor\nerror: Failed to connect socket: Permission denied",
    "install": "\n".join([f"Unpacking {n}" for n in range(60)] + ["Setting up virt-manager (1:4.1.0-2) …", "Done"]),
    "window": "",
}


REASON = Text(es="se escribe en el anfitrión", en="it is typed on the host")
FACT = Fact(id="kernel-series", after="refused", probe="uname -r", expect=(r"^6\.1\.0-",))


def _heading(page: str) -> Text:
    """What the made-up page called `page` is headed by."""
    return Text(es=f"La página {page}", en=f"The page {page}")


GUIDE = Guide(
    (
        Lesson(
            "what-is-kvm",
            1,
            "que-es-kvm",
            _heading("que-es-kvm"),
            short=Text(es="Qué es KVM", en="What KVM is"),
        ),
        Lesson(
            "requirements",
            4,
            "requisitos",
            _heading("requisitos"),
            (
                Step(
                    id="cpu-flags",
                    command="grep -Ec '(vmx|svm)' /proc/cpuinfo",
                    title=Text(es="Comprobar la CPU", en="Check the CPU"),
                    why=Text(es="Cuenta las CPU.", en="Counts the CPUs."),
                    expect=(r"^[1-9]\d*$",),
                    check="true",
                ),
                Step(
                    id="refused",
                    command="virsh -c qemu:///system list",
                    title=Text(es="Sin permiso", en="Without permission"),
                    why=Text(es="No puede.", en="It cannot."),
                    exit_status=1,
                    failure_wanted=True,
                    expect=(r"^error:",),
                    check="true",
                ),
            ),
            facts=(FACT,),
            short=Text(es="Requisitos", en="Requirements"),
        ),
        Lesson(
            "install",
            5,
            "instalacion",
            _heading("instalacion"),
            (
                Step(
                    id="nested",
                    command='& "C:\\VBoxManage.exe" modifyvm "Debian 12" --nested-hw-virt on',
                    title=Text(es="Anidar", en="Nest"),
                    why=Text(es="Para anidar.", en="To nest."),
                    place=Place.WINDOWS_HOST,
                    not_run=REASON,
                ),
                Step(
                    id="install",
                    command="sudo apt install -y qemu-system-x86 \\\n  virt-manager",
                    title=Text(es="Instalar", en="Install"),
                    why=Text(es="Lo necesario.", en="What is needed."),
                    expect=(r"virt-manager \(",),
                    check="true",
                    undo="true",
                ),
                Step(
                    id="window",
                    command="virt-manager",
                    title=Text(es="Abrir", en="Open"),
                    why=Text(es="Se ve la conexión.", en="The connection shows."),
                    at_screen=True,
                    new_login=True,
                    window="Virtual Machine Manager",
                    check="true",
                ),
            ),
            starts="requirements",
            short=Text(es="Instalación", en="Installation"),
        ),
    )
)
ASKED = "2026-11-22T20:55:00Z"
ANSWER = "6.1.0-41-amd64\n"
SAID = {
    "kernel-series": Text(es="El núcleo de Debian 12 es de la serie `6.1`", en="Debian 12 has a kernel of series `6.1`")
}


def fabricated(lesson: Lesson, language: Language, guide: Guide = GUIDE) -> Known:
    """A record that proves every step of `lesson` of `guide` and bears out what is asked after them, and its times."""
    steps = tuple(entry(step, guide, language) for step in lesson.steps)
    done = tuple(Undone(step.id, step.undo, 0, "") for step in lesson.steps if step.undo)
    residue = Changes(files=["~ /etc/mtab", "+ /etc/libvirt/left"], accounts=["+ group libvirt"])
    asked = guide.facts_after(lesson)
    before = guide.before(lesson)
    cast = f"{lesson.id}.{language}.cast"
    record = Record(
        lesson.id,
        language,
        steps,
        system=System("12.13", "6.1.0-41-amd64", LOCALES[language], "0" * 64, {"virt-manager": "1:4.1.0-2"}),
        undo=Undo(before.id if before else None, Outcome.PASSED, done, residue) if done else None,
        facts=tuple(fact_entry(fact, guide) for fact in asked),
        session=Session(cast, hashlib.sha256(CAST).hexdigest(), 400.0) if done else None,
    )
    times = RecordTimes(
        RUN,
        "7.2",
        "0" * 64,
        {step.id: moment(step) for step in lesson.run()},
        UndoTimes("2026-11-22T21:30:00Z", 95.0, {one.id: 41.2 for one in done}) if done else None,
        {fact.id: ASKED for fact in asked},
    )
    return Known(record, times)


def on_release(known: Known, number: str, point: str, **printed: str) -> Known:
    """What is `known` of a lesson, as a later run on the release `number` saw it.

    point: the point release; printed: what steps print there, by their ids with `_` for `-`.
    """
    said = {step_id.replace("_", "-"): text for step_id, text in printed.items()}
    record, times = known.record, known.times
    assert record.system is not None
    there = replace(
        record,
        debian=number,
        steps=tuple(replace(one, output=said[one.id]) if one.id in said else one for one in record.steps),
        system=replace(record.system, debian=point),
    )
    later = {step_id: replace(one, verified_at="2026-11-28T09:10:11Z") for step_id, one in times.steps.items()}
    return Known(there, replace(times, steps=later))


def write(records: Path, known: Known) -> Path:
    """Write what is `known` of a lesson, with the files that it names."""
    return store.write(records, known.record, known.times, files(known.record))


def files(record: Record) -> dict[str, bytes]:
    """What `record` names, by file name."""
    return {one.file: PICTURE if isinstance(one, Picture) else CAST for one in record.files()}


def failing(known: Known, step_id: str) -> Known:
    """What is `known`, after a later run that saw the step called `step_id` fail."""
    later = "2026-11-29T20:15:30Z"
    times = replace(
        known.times.steps[step_id],
        verified_at=later,
        seen_at=later,
        run="2026-11-29T19:40:00Z",
        failing_since="2026-11-25T20:15:30Z",
    )
    steps = tuple(failed(one) if one.id == step_id else one for one in known.record.steps)
    return Known(replace(known.record, steps=steps), replace(known.times, steps={**known.times.steps, step_id: times}))


def failed(good: StepEntry) -> StepEntry:
    """`good` as a later run would have it that saw its step fail."""
    return replace(
        good, outcome=Outcome.FAILED, exit_status=100, output="E: Unable to locate package", repeat=None, passed=good
    )


def entry(step: Step, guide: Guide, language: Language) -> StepEntry:
    """An entry that proves `step` of `guide`."""
    plain = StepEntry(step.id, step.action(), step.claim(), guide.chains[step.id], step.command, Outcome.NOT_RUN)
    if step.not_run:
        return replace(plain, reason=step.not_run.in_(language))
    installed = Changes(packages=["+ qemu-system-x86: 1:7.2", "+ virt-manager: 1:4.1"], accounts=["+ group libvirt: x"])
    picture = f"virt-manager.{language}.png"
    return replace(
        plain,
        outcome=Outcome.EXPECTED_FAILURE if step.failure_wanted else Outcome.PASSED,
        exit_status=step.exit_status,
        output=OUTPUTS.get(step.id, "hecho"),
        changes=installed if step.undo else Changes(),
        repeat=Repeat(safe=True, exit_status=step.exit_status, changes=Changes()),
        picture=Picture(picture, hashlib.sha256(PICTURE).hexdigest(), 2, 2) if step.window else None,
    )


def moment(step: Step) -> StepTimes:
    """When, and how fast, the made-up run typed `step`."""
    at = "2026-11-22T20:15:30Z"
    return StepTimes(at, at, RUN, "tcg", 252.4 if step.id == "install" else 3.2, at)


def fact_entry(fact: Fact, guide: Guide) -> FactEntry:
    """An entry that bears `fact` of `guide` out."""
    recorded = paths.ROOT / "tests" / "recorded" / "facts" / f"{fact.id}.txt"
    output = recorded.read_text(encoding="utf-8") if recorded.is_file() else ANSWER
    chain = guide.chains[fact.after]
    return FactEntry(fact.id, fact.fingerprint(), chain, Outcome.PASSED, fact.exit_status, output)


def wrong(known: Known, fact_id: str) -> Known:
    """What is `known`, after a later run in which the fact called `fact_id` got another answer."""
    facts = tuple(
        replace(one, outcome=Outcome.FAILED, output="6.12.1-amd64\n") if one.id == fact_id else one
        for one in known.record.facts
    )
    times = replace(known.times, facts={**known.times.facts, fact_id: "2026-11-29T20:15:30Z"})
    return Known(replace(known.record, facts=facts), times)
