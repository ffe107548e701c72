"""From the guide to its records: run what has to be run, write or compare."""

from dataclasses import dataclass
from pathlib import Path

from kvm_guide import recordfile
from kvm_guide.chapters import GUIDE
from kvm_guide.console import say
from kvm_guide.errors import NotSo
from kvm_guide.lab import accelerator, image, store
from kvm_guide.lab.run import Result, run
from kvm_guide.record import Record
from kvm_guide.recordfile import RecordError
from kvm_guide.step import Guide, Language


@dataclass(frozen=True)
class Freshness:
    """What of the cache may be used. runs: an earlier run of the same content; images: a built Debian."""

    runs: bool = True
    images: bool = True


def prepare(cache: Path, fresh: Freshness) -> None:
    """Have the image and the choice of accelerator ready, before several runs share them. Raises Broken."""
    accelerator.choose(image.get(cache, anew=not fresh.images), cache)


def result_of(guide: Guide, language: Language, cache: Path, fresh: Freshness) -> tuple[Result, bool]:
    """The run of `guide` in `language`, and whether it was run now (else it is one the cache had).

    Raises StepFailed, NotSo or Broken.
    """
    debian = image.get(cache, anew=not fresh.images)
    chosen = accelerator.choose(debian, cache)
    key = store.key(guide, language, debian, chosen)
    kept = store.get(cache, key, language) if fresh.runs and fresh.images else None
    if kept is not None:
        return kept, False
    say(f"Running {sum(1 for s in guide.steps() if not s.not_run)} steps in {language}, on {chosen.name}")
    result = run(guide, language, debian, chosen)
    store.put(cache, key, result)
    return result, True


def write(language: Language, cache: Path, records: Path, fresh: Freshness) -> str:
    """Run the guide and write its record and pictures into `records`; returns a sentence about it.

    A record that already says the same is left as it is.
    """
    result, ran_now = result_of(GUIDE, language, cache, fresh)
    try:
        existing = recordfile.read(records, language)
    except RecordError as error:
        say(str(error))
        existing = None
    proven = sum(1 for entry in result.record.steps if entry.verified_at)
    if existing == result.record and _pictures_whole(records, existing):
        return f"{language}: nothing changed; {proven} steps proven {_when(result.record)}"
    path = recordfile.write(records, result.record, result.pictures)
    return (
        f"{language}: {proven} steps proven {_when(result.record)} {'now' if ran_now else 'earlier'}; wrote {path.name}"
    )


def compare(language: Language, cache: Path, records: Path, fresh: Freshness) -> str:
    """Run the guide, write nothing, and hold the committed record against what happened; returns a sentence.

    Raises NotSo where an outcome differs; a version, a date or a duration may.
    """
    existing = recordfile.read(records, language)
    if existing is None:
        raise NotSo(f"There is no record for {language} in {records}. Run scripts/verify to write it.")
    result, ran_now = result_of(GUIDE, language, cache, fresh)
    problems = differences(existing, result.record)
    if problems:
        raise NotSo(f"The record for {language} is not what happens: {'; '.join(problems)}. Run scripts/verify.")
    return f"{language}: the record's outcomes are what happened {'now' if ran_now else 'in the cached run'}"


def differences(recorded: Record, seen: Record) -> list[str]:
    """Where the outcomes of two records differ, a sentence each."""
    problems = []
    for entry in seen.steps:
        old = recorded.entry(entry.id)
        if old is None:
            problems.append(f"step {entry.id} is not in the record")
        elif old.chain != entry.chain:
            problems.append(f"step {entry.id}, or one before it, was changed since it was recorded")
        elif (old.outcome, old.exit_status) != (entry.outcome, entry.exit_status):
            was, now = (f"{e.outcome.value} ({e.exit_status})" for e in (old, entry))
            problems.append(f"step {entry.id} is recorded as {was} and now is {now}")
    known = {entry.id for entry in seen.steps}
    problems += [
        f"the record has step {old.id}, which the guide has not" for old in recorded.steps if old.id not in known
    ]
    if (recorded.finale is None) != (seen.finale is None):
        problems.append("the guest at the end was started in only one of both")
    return problems


def _pictures_whole(records: Path, existing: Record) -> bool:
    return not any(e.picture and recordfile.file_problem(records, e.picture) for e in existing.steps)


def _when(seen: Record) -> str:
    times = sorted(entry.verified_at for entry in seen.steps if entry.verified_at)
    accelerators = sorted({entry.system.accelerator for entry in seen.steps if entry.system})
    return f"between {times[0]} and {times[-1]} on {', '.join(accelerators)}" if times else "never"
