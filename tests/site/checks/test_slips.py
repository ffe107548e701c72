"""Slips in what a page says, each on a small page in memory: the guard of its kind tells it, with place and cure."""

from pathlib import Path

import pytest
from tests.fabricated import Project
from tests.site.pages import EN, ES, Check, site

from kvm_guide.site.checks.structure import headings, links, markup, pictures, scripts
from kvm_guide.site.checks.text import commands, language, said, shape
from kvm_guide.site.checks.text.commands import REASONS
from kvm_guide.site.checks.whole import versions

ON_PAGE = (
    commands.problems,
    headings.problems,
    language.problems,
    links.problems,
    markup.problems,
    pictures.problems,
    scripts.problems,
    shape.problems,
    versions.problems,
)
BOTH = "docs/es/ventajas.md and docs/en/ventajas.md"


def told(check: Check, tmp_path: Path, built: Project, es: str = ES, en: str = EN, **more: str) -> list[str]:
    """What `check` says of a page that is `es` in Spanish and `en` in English. more: the lists, by their names."""
    lists = {f"{name.replace('_', '-')}.toml": text for name, text in more.items()}
    return list(check(site(tmp_path, built.docs / "records", es, en, lists=lists)))


def edited(text: str, old: str, new: str) -> str:
    """`text` with `old`, which must be in it, replaced."""
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("check", ON_PAGE)
def test_a_healthy_page_is_accepted(check: Check, tmp_path: Path, built: Project) -> None:
    assert told(check, tmp_path, built) == []


MISSING = {
    "paragraph": (
        "## Another part {#part}",
        "A paragraph more.\n\n## Another part {#part}",
        "a paragraph (“A paragraph mo",
    ),
    "last paragraph": (
        "A paragraph with `virsh`, the [requirements](requisitos.md#cpu-flags) and 25 GB of disk, in the same\n"
        "**sentence**. Another one follows.\n\n",
        "",
        "a paragraph (“Un párrafo con virsh",
    ),
    "box": (
        '!!! note "A note"\n    What the note says.\n',
        "",
        "a box note (“Una nota Lo que dice la nota.”) and 2 more",
    ),
    "box's kind": ("!!! note", "!!! warning", "a box note (“Una nota Lo que dice la nota.”) in Spanish, a box warning"),
    "row": (
        "| The second cell | The last |\n",
        "",
        "a row of 2 cells (“La segunda celda La última”) and 2 more in Spanish",
    ),
    "item": ("- The first point.\n", "", "a list's item (“El primer punto.”) in Spanish, nothing in English"),
    "kind of list": ("- The first point.\n- The", "1. The first point.\n2. The", "a bulleted list"),
    "term": ("Host (*anfitrión*)\n:   The system that lends its CPU.\n", "", "a list of definitions"),
    "step": ("```step\ncpu-flags\n```\n", "", "what a fence makes data-step=cpu-flags"),
}


@pytest.mark.parametrize("name", MISSING)
def test_what_one_language_lacks(name: str, tmp_path: Path, built: Project) -> None:
    old, new, said_of_it = MISSING[name]
    message = "\n".join(told(shape.problems, tmp_path, built, en=edited(EN, old, new)))
    assert said_of_it in message
    assert f"{BOTH} differ under {{#" in message
    assert "write it in both languages, or in none" in message


INSIDE = {
    "link": (
        "[requirements](requisitos.md#cpu-flags)",
        "requirements",
        "links to /requisitos#cpu-flags in Spanish and nothing in English",
    ),
    "target": (
        "requisitos.md#cpu-flags",
        "requisitos.md#refused",
        "links to /requisitos#cpu-flags in Spanish and /requisitos#refused in English",
    ),
    "code": ("`virsh`", "virsh", "shows as code virsh in Spanish and nothing in English"),
    "other code": ("`virsh`", "`virt-manager`", "shows as code virsh in Spanish and virt-manager in English"),
    "number": ("25 GB", "20 GB", "names the number 25 in Spanish and 20 in English"),
    "key": ("<kbd>Enter</kbd>", "Enter", "holds the element kbd in Spanish and nothing in English"),
    "emphasis": ("**sentence**", "sentence", "holds the element strong in Spanish and nothing in English"),
    "sentence": (
        " and 25 GB of disk, in the same\n**sentence**. Another one follows.",
        " 25 **GB**.",
        " characters in Spanish",
    ),
}


@pytest.mark.parametrize("name", INSIDE)
def test_a_block_that_says_less_in_one_language(name: str, tmp_path: Path, built: Project) -> None:
    old, new, said_of_it = INSIDE[name]
    found = told(shape.problems, tmp_path, built, en=edited(EN, old, new))
    assert [said_of_it in problem for problem in found] == [True]
    assert f"{BOTH}: a " in found[0]
    assert "under {#top} (“" in found[0]


def test_a_picture_in_one_language_and_of_another_name(tmp_path: Path, built: Project) -> None:
    picture = "![Una ventana con una lista](../records/x.es.png)"
    found = told(shape.problems, tmp_path, built, edited(ES, "`virsh`", f"`virsh` {picture}"))
    assert ["shows the picture x..png in Spanish and nothing" in problem for problem in found] == [True]


def test_code_that_differs_is_listed_in_pairs_and_an_unused_pair_fails(tmp_path: Path, built: Project) -> None:
    es, en = edited(ES, "`kvm`", "`activo`"), edited(EN, "`kvm`", "`active`")
    pair = '[[differs]]\nes = "activo"\nen = "active"\n'
    assert told(shape.problems, tmp_path, built, es, en, translated_code=pair) == []
    assert told(shape.problems, tmp_path, built, translated_code=pair) == [
        "scripts/kvm_guide/site/lists/translated-code.toml: activo · active is listed, and no block shows this in "
        "Spanish where the other shows that in English: remove it"
    ]


COMMANDS = (
    ("Escribe `sudo rm -r /etc`.", "sudo rm -r /etc"),
    ("Mira con `virsh net-list --inactive`.", "virsh net-list --inactive"),
    ("Prueba `LC_ALL=C lsmod | grep kvm`.", "LC_ALL=C lsmod | grep kvm"),
    ("Con `$ ls /dev/kvm` se ve.", "$ ls /dev/kvm"),
    ("Usa `unknown-tool --force`.", "unknown-tool --force"),
    ("En Windows, `Set-VMProcessor -Count 2`.", "Set-VMProcessor -Count 2"),
    ('Allí, `& "C:\\VBoxManage.exe" list vms`.', '& "C:\\VBoxManage.exe" list vms'),
    ("Ejecuta `dmesg`.", "dmesg"),
    ("Ejecuta `scripts/verify`.", "scripts/verify"),
    ("Sin marcas: sudo apt install qemu-kvm, por ejemplo.", "sudo apt"),
    ("Sin marcas: virsh start prueba, por ejemplo.", "virsh start"),
    ("Usa `echo hola > /tmp/x`.", "echo hola > /tmp/x"),
)


@pytest.mark.parametrize(("sentence", "command"), COMMANDS)
def test_a_command_in_running_text(sentence: str, command: str, tmp_path: Path, built: Project) -> None:
    found = told(commands.problems, tmp_path, built, edited(ES, "Lo que dice la nota.", sentence))
    assert found[0].startswith(
        f"docs/es/ventajas.md: a paragraph under {{#top}} has the command {command!r} in running text, and no step has "
        "it: show it as a step, or list it in scripts/kvm_guide/site/lists/mentions.toml"
    )


def test_what_is_no_command_or_is_a_steps(tmp_path: Path, built: Project) -> None:
    sentence = (
        "Sale `active (running)` o `access denied by policy`; `virsh` y `-y` se nombran. En `/dev/kvm`, `kvm_intel`. "
        "Es `grep -Ec '(vmx|svm)' /proc/cpuinfo`, o `python3 kvm-guide.pyz check`; virsh y sudo, sin más. "
        "No escribas `sudo`."
    )
    assert told(commands.problems, tmp_path, built, edited(ES, "Lo que dice la nota.", sentence)) == []


def test_a_command_in_english(tmp_path: Path, built: Project) -> None:
    found = told(commands.problems, tmp_path, built, en=edited(EN, "The first cell", "Type `sudo poweroff`"))
    assert [problem.partition(" in running")[0] for problem in found] == [
        "docs/en/ventajas.md: a cell under {#top} has the command 'sudo poweroff'"
    ]


def _mention(text: str = "sudo dmesg", reason: str = "named", page: str = "ventajas") -> str:
    return f'[[mention]]\npage = "{page}"\ntext = "{text}"\nreason = "{reason}"\n'


@pytest.mark.parametrize("reason", REASONS)
def test_a_command_that_is_listed_with_a_reason(reason: str, tmp_path: Path, built: Project) -> None:
    es = edited(ES, "Lo que dice la nota.", "Mira `sudo dmesg`.")
    assert told(commands.problems, tmp_path, built, es, mentions=_mention(reason=reason)) == []


@pytest.mark.parametrize(
    ("listed", "said_of_it"),
    [
        (_mention("sudo .*"), "sudo .* is listed, and no page has it"),
        (_mention(page="index"), "index · sudo dmesg is listed, and no page has it"),
        (_mention() + _mention("ls /"), "ventajas · ls / is listed, and no page has it"),
        (_mention(reason="because"), "has a reason of its own: use one of named, wrong, elsewhere, part, shown"),
        (_mention(reason=""), "[[mention]] number 1 must have page, text, reason, and nothing else"),
        ('[[mention]]\npage = "ventajas"\n', "number 1 must have page, text, reason"),
        ("[[mention", "mentions.toml does not parse"),
    ],
)
def test_a_list_of_mentions_that_is_wrong(listed: str, said_of_it: str, tmp_path: Path, built: Project) -> None:
    es = edited(ES, "Lo que dice la nota.", "Mira `sudo dmesg`.")
    assert said_of_it in "\n".join(told(commands.problems, tmp_path, built, es, mentions=listed))


VERSIONS = (
    ("libvirt 9.0", "libvirt 9.0"),
    ("Debian 15", "Debian 15"),
    ("Debian 12.12", "Debian 12.12"),
    ("el núcleo 6.12", "núcleo 6.12"),
    ("VirtualBox 7", "VirtualBox 7"),
    ("VirtualBox 7.1.4", "VirtualBox 7.1.4"),
    ("la versión 5 del programa", "versión 5"),
    ("Windows 11", "Windows 11"),
    ("la 24H2", "24H2"),
    ("linux 6.1.177-1", "linux 6.1.177-1"),
    ("QEMU: debe ser la 8.2", "8.2"),
    ("otro programa: debe ser la 12.13", "12.13"),
    ("virt-manager 12.13", "virt-manager 12.13"),
    ("Python 3.11+", "Python 3.11+"),
)


@pytest.mark.parametrize(("prose", "version"), VERSIONS)
def test_a_version_that_no_record_bears_out(prose: str, version: str, tmp_path: Path, built: Project) -> None:
    found = told(versions.problems, tmp_path, built, edited(ES, "Lo que dice la nota.", f"Es {prose}."))
    assert [problem.partition(", and no record")[0] for problem in found] == [
        f"docs/es/ventajas.md: a paragraph under {{#top}} names the version {version!r}"
    ]


def test_a_version_that_the_records_bear_out_or_that_is_none(tmp_path: Path, built: Project) -> None:
    prose = (
        "Debian 12, Debian 12.13, el núcleo 6.1, Linux 6.1.0, un Debian con la 6.1 del núcleo, 192.168.122.1, 2.5 GB, "
        "1.5 s, 90.5 %, la parte 3 y 2025."
    )
    assert told(versions.problems, tmp_path, built, edited(ES, "Lo que dice la nota.", prose)) == []


def test_a_told_version_needs_its_page_and_its_source_and_is_needed(tmp_path: Path, built: Project) -> None:
    es = edited(ES, "Lo que dice la nota.", "Es Debian 15.")
    entry = '[[told]]\npage = "ventajas"\ntext = "Debian 15"\nsource = "{}"\n'
    assert told(versions.problems, tmp_path, built, es, versions=entry.format("https://www.debian.org/")) == []
    assert "needs its source" in told(versions.problems, tmp_path, built, es, versions=entry.format("yes"))[0]
    assert "Debian 15 is listed, and" in told(versions.problems, tmp_path, built, versions=entry.format("a: b"))[0]


LANGUAGE = (
    ("The first point.", "El primer punto.", "both have 'El primer punto.' under {#top}: translate it"),
    ("The last", "La última", "both have 'La última' under {#top}: translate it"),
    ("What the note says.", "Es lo que dice la nota de la guía.", "is not in the page's language: translate it"),
    ("Another one follows.", "Otra frase que sigue a la primera.", "is not in the page's language: translate it"),
    ("Another part", "Otra parte", "both have 'Otra parte' under {#part}: translate it"),
)


@pytest.mark.parametrize(("old", "new", "said_of_it"), LANGUAGE)
def test_what_is_in_the_other_language(old: str, new: str, said_of_it: str, tmp_path: Path, built: Project) -> None:
    found = told(language.problems, tmp_path, built, en=edited(EN, old, new))
    assert any(said_of_it in problem for problem in found), found


def test_what_is_the_same_in_both_languages_is_a_name_or_is_listed(tmp_path: Path, built: Project) -> None:
    es, en = edited(ES, "La última", "Coreboot"), edited(EN, "The last", "Coreboot")
    assert "both have 'Coreboot'" in told(language.problems, tmp_path, built, es, en)[0]
    listed = '[[same]]\ntext = "Coreboot"\n'
    assert told(language.problems, tmp_path, built, es, en, same_in_both=listed) == []
    assert "it is not the same in both" in told(language.problems, tmp_path, built, same_in_both=listed)[0]
    es, en = edited(ES, "La última", "VirtualBox"), edited(EN, "The last", "VirtualBox")
    assert told(language.problems, tmp_path / "names", built, es, en) == []


@pytest.mark.parametrize("attribute", language.ATTRIBUTES)
def test_an_attribute_in_the_other_language(attribute: str, tmp_path: Path, built: Project) -> None:
    said_twice = f'<span {attribute}="Enlace permanente">x</span>'
    es, en = (edited(text, "`virsh`", f"`virsh` {said_twice}") for text in (ES, EN))
    assert f"both have 'Enlace permanente' as {attribute}" in told(language.problems, tmp_path, built, es, en)[0]
    foreign = f'<span {attribute}="the list of the steps">x</span>'
    found = told(language.problems, tmp_path, built, edited(ES, "`virsh`", f"`virsh` {foreign}"))
    assert found == [f"docs/es/ventajas.md: the {attribute} 'the list of the steps' is not in the language of its page"]


HELPER = (
    ("`kvm-guide repair`", "has no command repair"),
    ("`kvm-guide check --force`", "has no option --force with check"),
    ("`kvm-guide list --yes`", "has no option --yes with list"),
    ("`python3 kvm-guide.pyz check 9`", "knows no step and no chapter 9"),
    ("`kvm-guide show cpu-flagz`", "knows no step and no chapter cpu-flagz"),
    ("`run 9`", "knows no step and no chapter 9"),
    ("`undo --all`", "has no option --all with undo"),
    ("`kvm-guide --lang fr`", "has no fr for --lang"),
)


@pytest.mark.parametrize(("text", "said_of_it"), HELPER)
def test_what_a_page_says_of_the_helper(text: str, said_of_it: str, tmp_path: Path, built: Project) -> None:
    found = told(said.problems, tmp_path, built, edited(ES, "`virsh`", text))
    assert [said_of_it in problem for problem in found] == [True]


def test_what_a_page_may_say_of_the_helper(tmp_path: Path, built: Project) -> None:
    text = (
        "`kvm-guide` `kvm-guide check 4` `kvm-guide.pyz` `kvm-guide show cpu-flags --json` `kvm-guide check --lang en`"
    )
    assert told(said.problems, tmp_path, built, edited(ES, "`virsh`", text)) == []
