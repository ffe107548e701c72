"""A small project to break, for the site's tests: the real settings, theme and assets, made-up pages and records."""

import hashlib
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.errors import Exit, NotSo
from kvm_guide.helper.cli.commands import COMMANDS
from kvm_guide.helper.cli.examples import EXAMPLES
from kvm_guide.model.fact import Fact
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import LANGUAGES, LOCALES, Language, Place, Step, Text
from kvm_guide.records import store
from kvm_guide.records.store import Known
from kvm_guide.records.times import RecordTimes, StepTimes, UndoTimes
from kvm_guide.records.types import (
    Changes,
    Entry,
    FactEntry,
    Outcome,
    Picture,
    Record,
    Repeat,
    Session,
    System,
    Undo,
    Undone,
)
from kvm_guide.site import search
from kvm_guide.site.build import build
from kvm_guide.site.render.fact.extension import KEYWORDS
from kvm_guide.site.render.helper import NAMES

REASON = Text(es="se escribe en el anfitrión", en="it is typed on the host")
FACT = Fact(id="kernel-series", after="refused", probe="uname -r", expect=(r"^6\.1\.0-",))
GUIDE = Guide(
    (
        Lesson("what-is-kvm", 1, "que-es-kvm", Text(es="Qué es KVM", en="What KVM is")),
        Lesson(
            "requirements",
            4,
            "requisitos",
            Text(es="Requisitos", en="Requirements"),
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
        ),
        Lesson(
            "install",
            5,
            "instalacion",
            Text(es="Instalación", en="Installation"),
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
        ),
    )
)
PAGES = (
    "index",
    "que-es-kvm",
    "ventajas",
    "componentes",
    "requisitos",
    "instalacion",
    "mensajes",
    "ayudante",
    "glosario",
    "verificacion",
)
# What the navigation in mkdocs.yml numbers, and no chapter of GUIDE is
NUMBERS = {"ventajas": "2. ", "componentes": "3. "}
RUN = "2026-11-22T19:40:00Z"
ADDRESS = "https://example.org/kvm-guide/"
CAST = b'{"version": 2, "width": 100, "height": 30}\n[0.5, "o", "$ "]\n'
PICTURE = (paths.ROOT / "tests" / "picture.png").read_bytes()
OUTPUTS = {
    "cpu-flags": "2",
    "refused": "error: failed to connect to the hypervisor\nerror: Failed to connect socket: Permission denied",
    "install": "\n".join([f"Unpacking {n}" for n in range(60)] + ["Setting up virt-manager (1:4.1.0-2) …", "Done"]),
    "window": "",
}


@dataclass(frozen=True)
class Project:
    """A copy of the project in `root`, whose chapters are `guide`."""

    root: Path
    guide: Guide = GUIDE

    @property
    def docs(self) -> Path:
        """Its pages."""
        return self.root / "docs"

    @property
    def site(self) -> Path:
        """Where `build` puts its site."""
        return self.root / "site"

    def build(self, *, strict: bool = True, allow_failing: bool = False) -> Path:
        """Build it, to be served at ADDRESS; returns the site's folder."""
        build(strict, self.site, self.root, guide=self.guide, site_url=ADDRESS, allow_failing=allow_failing)
        return self.site

    def refused(self, *named: str, allow_failing: bool = False) -> str:
        """The refusal of a strict build, which must name all of `named`; the old site stays, nothing else does."""
        before = {file: file.stat().st_mtime_ns for file in self.site.rglob("*") if file.is_file()}
        with pytest.MonkeyPatch.context() as patch:
            # What is refused is searched by nobody: the checks find the index that was there
            patch.setattr(search, "write", self._search_as_before)
            with pytest.raises(NotSo) as refusal:
                self.build(allow_failing=allow_failing)
        message = str(refusal.value)
        for name in named:
            assert name in message, f"{name!r} is not said in: {message}"
        assert {file: file.stat().st_mtime_ns for file in self.site.rglob("*") if file.is_file()} == before
        assert not [path for path in self.root.iterdir() if path.name.startswith(".site")], "a folder was left behind"
        return message

    def _search_as_before(self, site: Path) -> None:
        for name in (search.INDEX, Path(search.MESSAGES).parent):
            shutil.copytree(self.site / name, site / name, dirs_exist_ok=True)

    def edit(self, page: str, old: str, new: str) -> None:
        """Replace `old`, which must be there, by `new` in `page`."""
        file = self.docs / page
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {page}"
        file.write_text(text.replace(old, new), encoding="utf-8")


def make(root: Path) -> Project:
    """A whole, healthy project in the new folder `root`."""
    shutil.copytree(paths.DOCS / "assets", root / "docs" / "assets")
    theme = Path("scripts/kvm_guide/site/theme")
    shutil.copytree(paths.ROOT / theme, root / theme)
    (root / "mkdocs.yml").write_text(_settings(), encoding="utf-8")
    for language in LANGUAGES:
        for page in PAGES:
            file = root / "docs" / language / f"{page}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_page(page, language), encoding="utf-8")
        for lesson in GUIDE.lessons:
            if lesson.steps:
                write(root / "docs" / "records", fabricated(lesson, language))
    return Project(root)


def _settings() -> str:
    """The project's mkdocs.yml, in whose navigation those stand that have a number and are no lesson of GUIDE."""
    text = (paths.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    names = {
        "ventajas": ("Ventajas e inconvenientes", "Advantages and drawbacks"),
        "componentes": ("QEMU, libvirt y compañía", "QEMU, libvirt and friends"),
    }
    for page, (es, en) in names.items():
        entry = f"  - {NUMBERS[page]}{es}: {page}.md\n"
        text = text.replace("  - Mensajes y soluciones:", f"{entry}  - Mensajes y soluciones:")
        text = text.replace(
            "            Inicio: Home\n",
            f"            Inicio: Home\n            {NUMBERS[page]}{es}: {NUMBERS[page]}{en}\n",
        )
    return text


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


def failed(good: Entry) -> Entry:
    """`good` as a later run would have it that saw its step fail."""
    return replace(
        good, outcome=Outcome.FAILED, exit_status=100, output="E: Unable to locate package", repeat=None, passed=good
    )


def entry(step: Step, guide: Guide, language: Language) -> Entry:
    """An entry that proves `step` of `guide`."""
    plain = Entry(step.id, step.action(), step.claim(), guide.chains[step.id], step.command, Outcome.NOT_RUN)
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


ASKED = "2026-11-22T20:55:00Z"
ANSWER = "6.1.0-41-amd64\n"
SAID = {
    "kernel-series": Text(es="El núcleo de Debian 12 es de la serie `6.1`", en="Debian 12 has a kernel of series `6.1`")
}
SHOWN = {
    "steps": Text(es="Los pasos", en="The steps"),
    "undo": Text(es="Lo que queda", en="What remains"),
    "downloads": Text(es="Los ficheros", en="The files"),
}


def _page(page: str, language: Language) -> str:
    fence, summary, helper = {"es": ("paso", "resumen", "ayudante"), "en": ("step", "summary", "helper")}[language]
    number = {lesson.page: f"{lesson.number}. " for lesson in GUIDE.lessons} | NUMBERS
    name = number.get(page, "") + {"es": f"La página {page}", "en": f"The page {page}"}[language]
    said = {"es": f"Lo que hay en la página {page}.", "en": f"What there is on the page {page}."}[language]
    lines = ["---", f"title: {name}", f"description: {said}", "---"]
    lines += [f"# {name} {{#top-{page}}}", "", {"es": "Texto de instalación.", "en": "Text."}[language], ""]
    if page == "index":
        lines += ["[1](que-es-kvm.md) [CPU](requisitos.md#cpu-flags)", ""]
    if page == "verificacion":
        for body, shown in SHOWN.items():
            lines += [f"## {shown.in_(language)} {{#show-{body}}}", "", f"```{summary}", body, "```", ""]
    if page == "ayudante":
        for body in NAMES:
            named = (
                EXAMPLES[body].title.in_(language)
                if body in EXAMPLES
                else {"es": "El fichero", "en": "The file"}[language]
            )
            lines += [f"## {named} {{#use-{body}}}", "", f"```{helper}", body, "```", ""]
        lines += _all_of_the_helper(language)
    for lesson in GUIDE.lessons:
        for step in lesson.steps if lesson.page == page else ():
            title = step.title.in_(language)
            lines += [f"## {title} {{#about-{step.id}}}", "", f"```{fence}", step.id, "```", ""]
        for fact in lesson.facts if lesson.page == page else ():
            lines += [f"[{SAID[fact.id].in_(language)}]{{{KEYWORDS[language]}: {fact.id}}}.", ""]
    return "\n".join(lines)


def _all_of_the_helper(language: Language) -> list[str]:
    """What the helper's page must tell: every command with its options, and the exit codes."""
    lines = [{"es": "## Las opciones {#options}", "en": "## The options {#options}"}[language], ""]
    lines += [" ".join(f"`{name}`" for name in (one.name, *(o.flag for o in one.options))) + "\n" for one in COMMANDS]
    lines += [{"es": "## Los códigos {#exit-codes}", "en": "## The codes {#exit-codes}"}[language], ""]
    lines += [{"es": "| Código | Significa |", "en": "| Code | Means |"}[language], "|---|---|"]
    lines += [f"| {code.value} | {({'es': 'Algo', 'en': 'Something'})[language]} |" for code in Exit]
    return [*lines, ""]
