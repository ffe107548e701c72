"""A small project to break, for the site's tests: the real settings, theme and assets, made-up pages and records."""

import shutil
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.recorded_guide import GUIDE, SAID, fabricated, write

from kvm_guide import paths
from kvm_guide.errors import Exit, NotSo
from kvm_guide.helper.cli.commands import COMMANDS
from kvm_guide.helper.cli.examples import EXAMPLES
from kvm_guide.model.lesson import Guide
from kvm_guide.model.step import LANGUAGES, Language, Text
from kvm_guide.site import search
from kvm_guide.site.build import build
from kvm_guide.site.render.fact.extension import KEYWORDS
from kvm_guide.site.render.helper import NAMES
from kvm_guide.site.render.student.differs import troubles_of
from kvm_guide.troubles import Area

ADDRESS = "https://example.org/kvm-guide/"
PAGES = (
    "index",
    "que-es-kvm",
    "ventajas",
    "componentes",
    "requisitos",
    "instalacion",
    "mensajes",
    *dict.fromkeys(area.page for area in Area),
    "ayudante",
    "clase",
    "informes",
    "glosario",
    "verificacion",
    "debian-13",
)
# What the navigation in mkdocs.yml numbers, and no chapter of GUIDE is
NUMBERS = {"ventajas": "2. ", "componentes": "3. "}


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
            # What is refused is searched by nobody
            patch.setattr(search, "written", lambda *_: nullcontext())
            with pytest.raises(NotSo) as refusal:
                self.build(allow_failing=allow_failing)
        message = str(refusal.value)
        for name in named:
            assert name in message, f"{name!r} is not said in: {message}"
        assert {file: file.stat().st_mtime_ns for file in self.site.rglob("*") if file.is_file()} == before
        assert not [path for path in self.root.iterdir() if path.name.startswith(".site")], "a folder was left behind"
        return message

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


SHOWN = {
    "steps": Text(es="Los pasos", en="The steps"),
    "undo": Text(es="Lo que queda", en="What remains"),
    "downloads": Text(es="Los ficheros", en="The files"),
}
TEACHERS = {
    "planning": Text(es="Las horas", en="The hours"),
    "source": Text(es="El código", en="The code"),
}


def _page(page: str, language: Language) -> str:
    fence, summary, helper = {"es": ("paso", "resumen", "ayudante"), "en": ("step", "summary", "helper")}[language]
    number = {lesson.page: f"{lesson.number}. " for lesson in GUIDE.lessons} | NUMBERS
    name = number.get(page, "") + {"es": f"La página {page}", "en": f"The page {page}"}[language]
    said = {"es": f"Lo que hay en la página {page}.", "en": f"What there is on the page {page}."}[language]
    lines = ["---", f"title: {name}", f"description: {said}", "---"]
    lines += [f"# {name} {{#top-{page}}}", "", {"es": "Texto de instalación.", "en": "Text."}[language], ""]
    if page == "index":
        # By it the build knows which page is home
        lines += ['<div class="kg-hero"></div>', "", f"```{summary}", "releases", "```", ""]
        lines += [f"```{summary}", "progress", "```", ""]
        lines += ["[KVM](que-es-kvm.md) [CPU](requisitos.md#cpu-flags)", ""]
        lines += [f"```{summary}", "lessons", "```", ""]
    # The steps' cards lead there
    named = dict.fromkeys(known for step in GUIDE.steps() for known in troubles_of(step))
    here = [known for known in named if known.area.page == page]
    lines += [f"## {known.title.in_(language)} {{#{known.id}}}\n\n{said}\n" for known in here]
    if page == "verificacion":
        for body, shown in SHOWN.items():
            lines += [f"## {shown.in_(language)} {{#show-{body}}}", "", f"```{summary}", body, "```", ""]
    if page == "clase":
        for body, shown in TEACHERS.items():
            lines += [f"## {shown.in_(language)} {{#show-{body}}}", "", f"```{summary}", body, "```", ""]
    if page == "informes":
        lines += [f"```{summary}", "reports", "```", ""]
    if page == "ayudante":
        for body in NAMES:
            called = (
                EXAMPLES[body].title.in_(language)
                if body in EXAMPLES
                else {"es": "El fichero", "en": "The file"}[language]
            )
            lines += [f"## {called} {{#use-{body}}}", "", f"```{helper}", body, "```", ""]
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
