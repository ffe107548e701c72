"""The words of the guide: what a teacher from Spain and a technical editor would not write stands nowhere in it.

Read are the pages, the README, mkdocs.yml and every sentence of the steps, the helper, the troubles, the questions and
the cards. In a module, only what a reader sees: a Text's own languages, and the strings of a table in one language.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from kvm_guide import paths
from kvm_guide.model.step import LANGUAGES, Language

PACKAGE: Final = paths.ROOT / "scripts" / "kvm_guide"
MODULES: Final = ("site/render", "helper", "troubles", "lessons", "questions")
# What is no prose: code, addresses, anchors.
_NO_PROSE: Final = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|\{[^}\n]*\}|https?://\S+|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Word:
    """A word or phrase that is not written. pattern: of it, whatever its case; instead: what to write, and why."""

    pattern: str
    instead: str


_OTHER_BARS: Final = "invertida|inclinada|vertical|lateral|espaciadora|de (tareas|título|menús|herramientas|progreso)"
UNWANTED: Final[dict[Language, tuple[Word, ...]]] = {
    "es": (
        Word(rf"(la|una|otra) barra(?! ({_OTHER_BARS}))", "la barra invertida"),
        Word(r"(que|quien) (lo|la|los|las) cumplen?|paquetes? cumplen?", "proporciona: un paquete no cumple otro"),
        Word(r"normas?", "directiva, si es de un centro o de un sistema"),
        Word(r"curas?|curar\w*|curad[oa]s?", "solución, arreglar: un ordenador no está enfermo"),
        Word(r"remedios?", "solución"),
        Word(r"rengl(ón|ones)", "línea"),
        Word(r"buenas? respuestas?|deber?(ía)? verse", "Debe salir"),
        Word(r"error(es)? que se copian?", "un error muy repetido"),
        Word(r"no insistas", "déjalo, o pregunta a quien lo administra"),
        Word(r"fotografi(ad[oa]s?|ar\w*)", "capturada: de una pantalla se hace una captura"),
        Word(r"(teclea|tipea)r?", "escribe"),
        Word(r"archivos?(?! de (Debian|seguridad|paquetes))", "fichero, como en toda la guía"),
        Word(r"(?<!se dice )comandos?", "orden, como en toda la guía"),
    ),
    "en": (
        Word(r"(take[ns]?|taking|took)(?! you)( \w+){0,3} back", "undo"),
        Word(r"(do(es)? not|don't) insist", "leave it, or ask whoever administers it"),
        Word(r"(was|were) really run|really ran", "has been run"),
        Word(r"good answers?", "Expected output"),
        Word(r"copied errors?", "Common mistake"),
        Word(r"to know more", "Further reading"),
        Word(r"cure[sd]?|curing|remed(y|ies)", "fix: a computer is not ill"),
        Word(r"(one|file|record|session|line|step|page) a (language|line|chapter|week|step|page)", "per"),
        Word(r"throw-away|thrown away", "disposable, discarded"),
        Word(r"fulfil(s|led|ling)?", "provides"),
        Word(r"in all\.", "in total"),
        Word(r"photographed", "captured: of a screen one makes screenshots"),
        Word(r"(built|written|made|starts?) anew", "again, or rebuilt"),
    ),
}


@dataclass(frozen=True)
class Said:
    """A piece of what readers see. place: file and line, as an author names it."""

    place: str
    text: str


def unwanted(said: Sequence[Said], language: Language) -> list[str]:
    """A sentence for each unwanted word in `said`: where, which, and what to write."""
    found = []
    for one in said:
        # In place of what is no prose stands a sign, so that no phrase is found across it.
        prose = " ".join(_NO_PROSE.sub(" ⁂ ", one.text).split())
        for word in UNWANTED[language]:
            hits = re.finditer(rf"\b(?:{word.pattern})(?!\w)", prose, re.IGNORECASE)
            found += [f"{one.place}: “{hit[0]}”: write: {word.instead}" for hit in hits]
    return found


def pages(root: Path, language: Language) -> list[Said]:
    """Every page in `language`, paragraph by paragraph."""
    return [one for file in sorted((root / "docs" / language).glob("*.md")) for one in _paragraphs(file, root)]


def _paragraphs(file: Path, root: Path) -> Iterator[Said]:
    line = 1
    for part in re.split(r"(\n\s*\n)", file.read_text(encoding="utf-8")):
        if part.strip():
            yield Said(f"{file.relative_to(root)}:{line}", part)
        line += part.count("\n")


def modules(root: Path, language: Language) -> list[Said]:
    """Every sentence in `language` of the modules that speak to readers, below `root`."""
    files = sorted(file for folder in MODULES for file in (root / folder).rglob("*.py"))
    return [one for file in files for one in _module(file, root, language)]


def _module(file: Path, root: Path, language: Language) -> Iterator[Said]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        parts: list[ast.expr] = []
        # A Message is what a program prints: its words are not ours.
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id == "Message"):
            parts = [given.value for given in node.keywords if given.arg == language]
        elif isinstance(node, ast.Dict):
            keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            parts = [value for key, value in zip(keys, node.values, strict=True) if key == language]
        for part in parts:
            for string in ast.walk(part):
                if isinstance(string, ast.Constant) and isinstance(string.value, str):
                    yield Said(f"{file.relative_to(root)}:{string.lineno}", string.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_word_that_its_language_would_not(language: Language) -> None:
    read = pages(paths.ROOT, language)
    assert len(read) > 200
    assert not (found := unwanted(read, language)), "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_programs_has_one(language: Language) -> None:
    read = modules(PACKAGE, language)
    assert len(read) > 200
    assert not (found := unwanted(read, language)), "\n".join(found)


@pytest.mark.parametrize("name", ["README.md", "mkdocs.yml"])
def test_neither_has_what_stands_beside_the_pages(name: str) -> None:
    read = list(_paragraphs(paths.ROOT / name, paths.ROOT))
    # Both languages stand in each of them, and no unwanted word of one is a word of the other.
    found = [problem for language in LANGUAGES for problem in unwanted(read, language)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La barra del final dice que sigue."),
        ("es", "Contesta qemu-system-x86, que es quien lo cumple."),
        ("es", "Es una norma de tu centro. En ese caso, no insistas."),
        ("es", "Te dice la causa, el\nremedio y la página."),
        ("es", "Cada fallo tiene cura."),
        ("es", "El primer renglón vale."),
        ("es", "**Buena respuesta:** un número."),
        ("es", "Un error que se copia: «usa egrep»"),
        ("es", "La ventana, fotografiada en el laboratorio."),
        ("en", "It tells how it is taken back."),
        ("en", "Take all of it back."),
        ("en", "In that case, do not\ninsist."),
        ("en", "Every command was really run."),
        ("en", "**Good answer:** a number."),
        ("en", "A copied error: “use egrep”"),
        ("en", "## To know more {#sources}"),
        ("en", "| If it fails | Cause | The cure |"),
        ("en", "One JSON file a language."),
    ],
)
def test_each_is_seen(language: Language, sentence: str) -> None:
    (first, *_) = unwanted([Said("x.md:1", sentence)], language)
    assert first.startswith("x.md:1: “")
    assert ": write: " in first


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La barra invertida `\\` dice que la orden sigue. Mira la barra de tareas."),
        ("es", "El requisito se cumple. Es normal. También se dice comando. Está en el archivo de Debian."),
        ("es", "`norma` y [solución](remedio.md) no son prosa."),
        ("en", "You can go back to the snapshot. This takes you back to the shell."),
        ("en", "The real CPU runs it. A procured file, in all cases."),
        ("en", "`take it back` is code, [here](take-it-back.md)."),
    ],
)
def test_good_words_pass(language: Language, sentence: str) -> None:
    assert not unwanted([Said("x.md:1", sentence)], language)


def test_a_modules_sentences_are_found_by_their_language(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "render"
    folder.mkdir(parents=True)
    (folder / "words.py").write_text(
        '"""Takes it back: a docstring is no reader\'s."""\n'
        'A = Text(es="Un renglón.", en="Take it back.")\n'
        'M = Message("apt", en="take it back", es="un archivo")\n'
        'B = {"es": W(undo="El remedio"), "en": W(undo=("Good", "How to take it back"))}\n'
    )
    assert [problem.partition(": ")[0] for problem in unwanted(modules(tmp_path, "es"), "es")] == [
        "site/render/words.py:2",
        "site/render/words.py:4",
    ]
    assert len(unwanted(modules(tmp_path, "en"), "en")) == 2
