"""The terminal on the page: what is typed is compared with the command, word by word, and answered from the record."""

import json

import pytest
from playwright.sync_api import Page, expect
from tests.recorded_guide import GUIDE, OUTPUTS
from tests.site.browsing import FOLDERS, Site, Watched

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render.student.words import WORDS

pytestmark = pytest.mark.browser
_COMPARE = """async ([base, typed, wanted]) => {
  const { differences } = await import(base + "assets/js/student/typing/compare.js")
  return JSON.stringify(differences(typed, wanted))
}"""
APT = "sudo apt install -y qemu-system-x86"


@pytest.mark.parametrize(
    ("typed", "wanted", "found"),
    [
        (f"  {APT}\t", APT, []),
        ("apt install -y qemu-system-x86", APT, [{"kind": "first", "word": "sudo"}]),
        ("sudo apt install qemu-system-x86", APT, [{"kind": "missing", "word": "-y", "before": "install"}]),
        (f"{APT} gnome", APT, [{"kind": "extra", "typed": "gnome"}]),
        ("sudo Apt install -y qemu-system-x86", APT, [{"kind": "case", "typed": "Apt", "word": "apt"}]),
        (
            "sudo apt install -y qemu-system-X64",
            APT,
            [{"kind": "other", "typed": "qemu-system-X64", "word": "qemu-system-x86"}],
        ),
        ("sudo install apt -y qemu-system-x86", APT, [{"kind": "order", "typed": "install", "word": "apt"}]),
        ("sudo apt install-y qemu-system-x86", APT, [{"kind": "space", "word": "apt install -y"}]),
        ("sudo  apt install -y qemu-system-x86", APT, [{"kind": "space", "word": "sudo apt install"}]),
        ("sudo apt install -y\u00a0qemu-system-x86", APT, [{"kind": "space", "word": "install -y qemu-system-x86"}]),
        ("echo “a”", 'echo "a"', [{"kind": "quote", "typed": "“a”", "word": '"a"'}]),
        ("echo ‘a’", "echo 'a'", [{"kind": "quote", "typed": "‘a’", "word": "'a'"}]),
        ("echo 'a'", 'echo "a"', [{"kind": "other", "typed": "'a'", "word": '"a"'}]),
        ("virsh list —all", "virsh list --all", [{"kind": "dash", "typed": "—all", "word": "--all"}]),
        ("virsh list –all", "virsh list --all", [{"kind": "dash", "typed": "–all", "word": "--all"}]),
        ("virsh list -all", "virsh list --all", [{"kind": "other", "typed": "-all", "word": "--all"}]),
        ("ls — “a” b", 'ls -- "a b"', None),
        (
            "sudo apt put -y",
            APT,
            [
                {"kind": "other", "typed": "put", "word": "install"},
                {"kind": "missing", "word": "qemu-system-x86", "before": "-y"},
            ],
        ),
    ],
)
def test_what_differs_is_found(
    small: Site, tab: Watched, typed: str, wanted: str, found: list[dict[str, str]] | None
) -> None:
    page = tab.go(f"{small.url}404.html")
    there = json.loads(page.evaluate(_COMPARE, [small.url, typed, wanted]))
    assert there == found if found is not None else there
    kinds = {one["kind"] for one in there}
    assert all(kinds <= set(words.typing) for words in WORDS.values())


def _opened(page: Page, step: str) -> None:
    page.locator(f"#{step} [data-kg-type]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{step} .kg-tty-field")).to_be_focused()


def _typed(page: Page, line: str) -> None:
    page.keyboard.type(line)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_is_practised_by_keys_alone(small: Site, tab: Watched, language: Language) -> None:
    fetched: list[str] = []
    tab.page.on("request", lambda request: fetched.append(request.url))
    page = tab.go(f"{small.url}{FOLDERS[language]}requisitos/", until="networkidle")
    assert not [url for url in fetched if "typing" in url or "verificacion" in url]
    _opened(page, "cpu-flags")
    button, terminal = page.locator("#cpu-flags [data-kg-type]"), page.locator(".kg-tty")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("region", name=WORDS[language].typing["terminal"])).to_be_visible()
    field = page.get_by_role("textbox", name=WORDS[language].typing["command"])
    expect(field).to_be_visible()
    _typed(page, "grep -ec '(vmx|svm)' /proc/cpuinfo")
    told = terminal.locator("[role=status]")
    said = WORDS[language].typing["case"].format(typed="-ec", word="-Ec")
    expect(told).to_have_text(said)
    expect(told.locator("code")).to_have_text(["-ec", "-Ec"])
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(terminal.locator(".kg-tty-said")).to_have_count(0)
    page.keyboard.press("Control+A")
    _typed(page, GUIDE.step("cpu-flags").command)
    replay = terminal.locator(".kg-tty-said")
    day = {"es": "22 nov 2026", "en": "22 Nov 2026"}[language]
    expect(replay).to_have_text(WORDS[language].typing["replay"].format(debian="12.13", date=day))
    assert terminal.locator(".kg-tty-text").inner_text().strip() == OUTPUTS["cpu-flags"]
    again = page.get_by_role("button", name=WORDS[language].typing["again"])
    expect(again).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(replay).to_have_count(0)
    page.keyboard.press("Escape")
    expect(terminal).to_have_count(0)
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    assert not tab.wrong


def test_a_command_of_two_lines_is_typed_or_pasted_line_by_line(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}en/instalacion/")
    first, second = GUIDE.step("install").command.split("\n")
    _opened(page, "install")
    _typed(page, first)
    expect(page.locator(".kg-tty [role=status]")).to_have_text("Good. Now line 2 of 2.")
    expect(page.get_by_role("textbox", name="Line 2 of 2")).to_be_focused()
    assert page.locator(".kg-tty-line .kg-tty-prompt").inner_text() == ">"
    _typed(page, second.strip())
    expect(page.locator(".kg-tty-text")).to_contain_text("Setting up virt-manager")
    page.keyboard.press("Enter")
    page.evaluate("text => navigator.clipboard.writeText(text)", f"{first}\r\n{second}")
    page.keyboard.press("Control+V")
    expect(page.locator(".kg-tty-field")).to_have_value(second)
    page.keyboard.press("Enter")
    expect(page.locator(".kg-tty-said")).to_contain_text("A recording")
    page.keyboard.press("Enter")
    page.evaluate("text => navigator.clipboard.writeText(text)", f"{first.replace('-y', '–y')}\n{second}")
    page.keyboard.press("Control+V")
    expect(page.locator(".kg-tty [role=status]")).to_contain_text("The dash of –y")
    assert not tab.wrong


def test_what_prints_nothing_and_what_no_run_saw_say_so(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}instalacion/")
    _opened(page, "window")
    _typed(page, "virt-manager")
    expect(page.locator("#window .kg-tty-text")).to_have_text("No debe salir nada en la pantalla.")
    _opened(page, "nested")
    assert page.locator("#nested .kg-tty-line .kg-tty-prompt").inner_text() == "PS>"
    _typed(page, GUIDE.step("nested").command)
    expect(page.locator("#nested .kg-tty-said")).to_have_text(WORDS["es"].typing["unrecorded"])
    assert not tab.wrong


def test_a_recording_of_another_day_than_the_proof_tells_its_own(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}requisitos/")
    page.evaluate("document.querySelector('#cpu-flags .kg-details').dataset.kgSeen = '3 nov 2026'")
    _opened(page, "cpu-flags")
    _typed(page, GUIDE.step("cpu-flags").command)
    expect(page.locator(".kg-tty-said")).to_contain_text("Debian 12.13 el 3 nov 2026")


def test_what_a_reader_types_stays_text(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}requisitos/")
    _opened(page, "cpu-flags")
    hostile = "<img src=x onerror=document.body.id='hit'> {word} $& {constructor}"
    _typed(page, hostile)
    expect(page.locator(".kg-tty [role=status]")).to_contain_text("<img")
    assert page.locator(".kg-tty img").count() == 0
    page.locator(".kg-tty-field").fill("  ")
    page.keyboard.press("Enter")
    expect(page.locator(".kg-tty [role=status]")).to_have_text(WORDS["es"].typing["hint"])
    assert page.evaluate("document.body.id") == ""
    assert not tab.wrong


def test_what_cannot_be_fetched_is_told_and_can_be_tried_again(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}en/requisitos/")
    page.route("**/en/verificacion/", lambda route: route.abort())
    button = page.locator("#cpu-flags [data-kg-type]")
    button.click()
    expect(page.locator("#cpu-flags [role=alert]")).to_have_text(WORDS["en"].failed)
    page.unroute("**/en/verificacion/")
    button.click()
    expect(page.locator(".kg-tty-field")).to_be_focused()
