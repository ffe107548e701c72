"""The helper's fences, as Markdown: a command with its copy button, the file, and the slips that stop a build."""

from dataclasses import replace
from pathlib import Path

import markdown
import pytest
from markupsafe import escape
from pymdownx.superfences import SuperFencesException  # type: ignore[import-untyped]
from tests.recorded_guide import GUIDE

from kvm_guide.helper.cli.examples import EXAMPLES
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render import fences
from kvm_guide.site.render.helper import Download
from kvm_guide.site.render.sources import Sources, use

FILE = Download("https://example.org/guide/", "0.1.0+0123456789ab", "ab" * 32, 123_456)
CUSTOM = [
    {"name": name, "class": "x", "format": function}
    for name, function in [("ayudante", fences.ayudante), ("helper", fences.helper)]
]


def _html(text: str, file: Download | None = FILE) -> str:
    with use(Sources(GUIDE, Path("nowhere"), file)):
        return markdown.markdown(
            text,
            extensions=["pymdownx.superfences"],
            extension_configs={"pymdownx.superfences": {"custom_fences": CUSTOM}},
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_command_has_one_copy_button_that_yields_it_and_is_no_step(name: str, language: Language) -> None:
    shown = _html(f"```{fences.HELPER_FENCES[language]}\n{name}\n```")
    example = EXAMPLES[name]
    command = example.command.replace("{site}", "https://example.org/guide/")
    assert "{site}" not in command
    assert shown.count("data-copy=") == 1
    assert f'data-copy="{str(escape(command)).replace(chr(10), "&#10;")}"' in shown
    assert f'data-helper="{name}"' in shown
    assert escape(example.title.in_(language)) in shown
    for part_of_a_step in ("data-step", "data-outcome", "kg-proof", ' id="'):
        assert part_of_a_step not in shown


@pytest.mark.parametrize(("fence", "up", "said"), [("ayudante", "../", "Descargar"), ("helper", "../../", "Download")])
def test_the_file_is_linked_relatively_with_its_version_size_and_checksum(fence: str, up: str, said: str) -> None:
    shown = _html(f"```{fence}\ndownload\n```")
    assert f'href="{up}kvm-guide.pyz"' in shown
    assert f'href="{up}kvm-guide.pyz.sha256"' in shown
    assert f"{said} kvm-guide.pyz" in shown
    assert "0.1.0+0123456789ab, 123 kB" in shown
    assert f"<code>{'ab' * 32}</code>" in shown
    assert "data-copy" not in shown


@pytest.mark.parametrize("body", ["chek", "check 4", "python3 kvm-guide.pyz check", "", "sudo rm -r /"])
def test_a_slip_stops_the_build(body: str) -> None:
    with pytest.raises(SuperFencesException, match=r"write one of get, intact, check, .*examples\.py"):
        _html(f"```ayudante\n{body}\n```")


@pytest.mark.parametrize(("fence", "said"), [("ayudante", "no se ha construido"), ("helper", "was not built")])
@pytest.mark.parametrize("body", ["get", "download"])
def test_without_the_file_no_command_is_made_up(fence: str, said: str, body: str) -> None:
    shown = _html(f"```{fence}\n{body}\n```", None)
    assert said in shown
    assert "data-copy" not in shown
    assert "href" not in shown


def test_an_address_cannot_become_markup() -> None:
    shown = _html("```helper\nget\n```", replace(FILE, site='https://x/"><script>'))
    assert "<script>" not in shown
