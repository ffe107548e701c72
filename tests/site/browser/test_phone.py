"""A phone's narrow screen: every word in one piece, and nothing that scrolls sideways but what may."""

import pytest
from playwright.sync_api import Browser
from tests.site.axe import OWN_BOX
from tests.site.browsing import Site, own

pytestmark = pytest.mark.browser
WIDTHS = (390, 320)
_ON_A_PHONE = """
([width, ownBox]) => {
  const wrong = []
  const page = document.documentElement.scrollWidth
  if (page > width) wrong.push(`the page is ${page} px wide`)
  for (const element of document.querySelectorAll("article, article *")) {
    if (element.closest("svg, .headerlink")) continue
    const name = `${element.tagName} “${(element.textContent ?? "").trim().slice(0, 40)}”`
    const overflow = getComputedStyle(element).overflowX
    const scrolls = element.scrollWidth > element.clientWidth && /auto|scroll/.test(overflow)
    if (scrolls && !element.matches(ownBox)) wrong.push(`it scrolls sideways: ${name}`)
    const parent = element.parentElement.closest(ownBox)
    if (!parent && element.getBoundingClientRect().right > width + 1) wrong.push(`it is cut at the edge: ${name}`)
  }
  const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT)
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    // A failing record's own complaint names a file of the author's; a list of changes has no prose.
    if (text.parentElement.closest("pre, svg, .kg-nothing, .kg-list")) continue
    // An address or a checksum may be wider than the screen; it holds no words.
    const data = text.data.replace(/\\S{30,}/g, (address) => " ".repeat(address.length))
    for (const word of data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      const range = document.createRange()
      range.setStart(text, word.index)
      range.setEnd(text, word.index + word[0].length)
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0)
      const lines = new Set(boxes.map((box) => Math.round(box.top)))
      if (lines.size > 1) wrong.push(`it is broken: “${word[0]}” in “${text.data.trim().slice(0, 40)}”`)
    }
  }
  return wrong
}
"""


@pytest.mark.parametrize("site", ["small", pytest.param("guide", marks=pytest.mark.whole)], indirect=True)
def test_on_a_phone_no_word_is_broken_and_nothing_but_its_own_boxes_scrolls(site: Site, browser: Browser) -> None:
    wrong = []
    context = browser.new_context(has_touch=True, is_mobile=True)
    page = context.new_page()
    for url in own(site):
        page.goto(site.url + url)
        page.evaluate("for (const folded of document.querySelectorAll('article details')) folded.open = true")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wrong += [f"{url} at {width} px: {one}" for one in page.evaluate(_ON_A_PHONE, [width, OWN_BOX])]
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "style",
    [
        "p { word-break: break-all }",
        ".md-typeset table.kg-table td:first-child { flex: 0 0 2rem; word-break: break-all }",
    ],
)
def test_a_broken_word_and_a_wide_page_on_a_phone_are_seen(small: Site, browser: Browser, style: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{small.url}verificacion/")
    assert page.evaluate(_ON_A_PHONE, [320, OWN_BOX]) == []
    page.add_style_tag(content=style)
    assert any("it is broken" in one for one in page.evaluate(_ON_A_PHONE, [320, OWN_BOX]))
    page.add_style_tag(content="h1 { min-width: 30rem }")
    assert any("cut at the edge: H1" in one for one in page.evaluate(_ON_A_PHONE, [320, OWN_BOX]))
    context.close()
