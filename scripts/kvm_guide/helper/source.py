"""What the helper knows of the guide: the steps, where their pages are, and the proofs of the record."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Final, cast

from kvm_guide.errors import Broken
from kvm_guide.lessons import GUIDE
from kvm_guide.model.lesson import Guide
from kvm_guide.model.release import DEFAULT, NUMBERS, Release
from kvm_guide.model.step import LANGUAGES, Language, Step
from kvm_guide.records import proof as records_proof
from kvm_guide.records import store
from kvm_guide.records.codec import decode
from kvm_guide.records.proof import judge
from kvm_guide.records.store import RecordError
from kvm_guide.records.types import Changes, Outcome, StepEntry

FORMAT: Final = 2
_DATA: Final = "data.json"
# The folders of the repository are three above this module's.
_REPOSITORY: Final = Path(__file__).parents[3]
# As in mkdocs.yml.
_SITE_URL: Final = "KVM_GUIDE_SITE_URL"


@dataclass(frozen=True)
class ProofSummary:
    """What the record proves of a step. verified_at: ISO 8601, UTC; None where it was not run, as is what follows it.

    seconds: how long it took on `accelerator`. changes: on the lab's machine. repeat_safe: typed twice, all stayed.
    """

    outcome: Outcome
    verified_at: str | None
    debian: str | None
    accelerator: str | None
    seconds: float | None
    changes: Changes | None
    repeat_safe: bool | None


@dataclass(frozen=True)
class Source:
    """The guide, as it is on `debian`, a release, and what is known of it there.

    site: its address, ends with "/"; "" where it may be served anywhere, and the pages are named by their path on it.
    version: of the helper.
    proofs: by language and step id, of steps that the record proves as they are now.
    """

    guide: Guide
    site: str
    version: str
    proofs: Mapping[Language, Mapping[str, ProofSummary]]
    debian: Release = DEFAULT

    def page(self, step: Step, language: Language) -> str:
        """The address of `step` on its page in `language`."""
        return self.address(f"{self.guide.lesson_of(step.id).page}/#{step.id}", language)

    def address(self, anchor: str, language: Language) -> str:
        """The address of `anchor` (`page/#anchor`) in `language`."""
        return self.site + ("" if language == "es" else f"{language}/") + anchor

    def proof(self, step: Step, language: Language) -> ProofSummary | None:
        """What the record proves of `step`, or None."""
        return self.proofs[language].get(step.id)


def plain(records: Path, site: str, version: str) -> dict[str, object]:
    """What `data.json` in the built helper says, ready for JSON; from the records in the folder `records`.

    site, version: as in Source. Raises RecordError where a record cannot be used; one that is missing proves nothing.
    """
    proofs = {
        number: {
            language: {step_id: asdict(proof) for step_id, proof in _proofs(records, language, number).items()}
            for language in LANGUAGES
        }
        for number in NUMBERS
    }
    return {"format": FORMAT, "site": site, "version": version, "proofs": proofs}


def release() -> str:
    """The release of the project that this repository holds: "0.1.0". Raises OSError, ValueError or KeyError."""
    return str(tomllib.loads((_REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def load(debian: Release = DEFAULT) -> Source:
    """What the helper was built with of the release `debian`; in the repository, what lies there.

    Raises Broken, in both languages.
    """
    built = resources.files(__package__).joinpath(_DATA)
    try:
        if built.is_file():
            return _source(json.loads(built.read_text(encoding="utf-8")), debian)
        return _source(plain(_REPOSITORY / "docs" / "records", _site(), f"{release()}+source"), debian)
    except (OSError, RecordError, ValueError, KeyError, TypeError) as error:
        raise Broken(
            f"a este kvm-guide le falta algo ({error}): descárgalo otra vez de la página de la guía. / "
            f"this kvm-guide is not whole ({error}): download it again from the guide's site."
        ) from error


def _proofs(records: Path, language: Language, number: str) -> dict[str, ProofSummary]:
    proofs: dict[str, ProofSummary] = {}
    guide = GUIDE.on_release(number)
    for lesson in guide.lessons:
        known = store.read(records, lesson.id, language, number)
        for step in lesson.steps:
            judged = judge(step, guide.chains[step.id], known)
            if judged.proves and judged.entry:
                proofs[step.id] = _proof(judged, judged.entry)
    return proofs


def _proof(judged: records_proof.Proof, entry: StepEntry) -> ProofSummary:
    return ProofSummary(
        outcome=entry.outcome,
        verified_at=judged.times.verified_at if judged.times else None,
        debian=judged.system.debian if judged.system else None,
        accelerator=judged.times.accelerator if judged.times else None,
        seconds=judged.times.seconds if judged.times else None,
        changes=entry.changes,
        repeat_safe=entry.repeat.safe if entry.repeat else None,
    )


def _source(content: object, debian: Release = DEFAULT) -> Source:
    whole = cast(dict[str, object], content)
    proofs = cast(dict[str, dict[Language, dict[str, dict[str, object]]]], whole["proofs"])[debian.number]
    return Source(
        guide=GUIDE.on_release(debian.number),
        site=str(whole["site"]),
        version=str(whole["version"]),
        proofs={
            lang: {step_id: decode(ProofSummary, one) for step_id, one in proofs[lang].items()} for lang in LANGUAGES
        },
        debian=debian,
    )


def _site() -> str:
    address = os.environ.get(_SITE_URL, "").rstrip("/")
    return f"{address}/" if address else ""
