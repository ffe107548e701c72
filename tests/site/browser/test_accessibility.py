"""What a person meets who sees little, uses no mouse or reads on a phone: axe on every page, in two schemes."""

from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page
from tests.site.browsing import SCHEMES, Scheme, Site, own

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.troubles import Area

pytestmark = pytest.mark.browser
OF_COLOURS = ["color-contrast", "link-in-text-block"]
VIOLATIONS = "resultTypes: ['violations']"


# Each rule at both widths and in both schemes, on every page of both languages. Only whether colours stand out, which
# takes most of the time and in which no language differs, is asked of Spanish pages on a phone and of English ones at a
# desk; then in the other scheme too, of what surrounds the text, which the width changes, and of one text.
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "scheme", "other"), [(390, "light", "dark"), (1440, "dark", "light")])
def test_no_accessibility_rule_is_broken(
    site: Site, browser: Browser, width: int, scheme: Scheme, other: Scheme, language: Language
) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    phone, colours = width < 600, (width < 600) is (language == "es")
    context = browser.new_context(viewport={"width": width, "height": 900}, has_touch=phone, is_mobile=phone)
    page = context.new_page()
    broken = []
    for url in own(site):
        if url.startswith("en/") is not (language == "en"):
            continue
        page.emulate_media(color_scheme=scheme)
        page.goto(site.url + url)
        page.evaluate("for (const folded of document.querySelectorAll('article details')) folded.open = true")
        # One function writes all entries of the page of messages; all of them are looked at below
        page.evaluate(
            "for (const entry of document.querySelectorAll('[data-trouble] ~ [data-trouble]')) entry.remove()"
        )
        page.evaluate(axe)
        rules = "" if colours else "rules: {'color-contrast': {enabled: false}}"
        broken += _violations(page, scheme, f"document, {{{VIOLATIONS}, {rules}}}")
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            broken.append(f"{url}: {overflow} px wider than the screen")
        if colours:
            page.emulate_media(color_scheme=other)
            what = "document" if url.endswith("requisitos/") else "{exclude: [['article']]}"
            broken += _violations(page, other, f"{what}, {{{VIOLATIONS}, runOnly: {OF_COLOURS}}}")
    context.close()
    assert not broken, "\n".join(broken)


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_accessibility_rule_is_broken_by_any_message(guide: Site, browser: Browser, language: Language) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.set_default_timeout(240_000)
    found = list[str]()
    for name in dict.fromkeys(area.page for area in Area):
        page.goto(f"{guide.url}{'' if language == 'es' else 'en/'}{name}/")
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        found += _violations(page, "light", f"document, {{{VIOLATIONS}}}")
    page.close()
    assert not found, "\n".join(found)


def _violations(page: Page, scheme: Scheme, arguments: str) -> list[str]:
    """What axe finds on the page in `scheme`, a line each."""
    page.wait_for_function(f"document.body.dataset.mdColorScheme === '{SCHEMES[scheme]}'")
    found = page.evaluate(f"axe.run({arguments})")
    return [
        f"{page.url} ({scheme}): {rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]
