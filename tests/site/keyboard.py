"""A reader who has only keys: where Tab leads, and whether what has the focus is seen, and seen to have it."""

from typing import Final, TypedDict

from playwright.sync_api import FloatRect, Page
from tests.site.seen import picture, told_apart

_MOST: Final = 600
_MARGIN: Final = 8
"""CSS px around what has the focus in which its sign may be."""

# What stands on the screen for an input that has no size: a label of it, or beside it, as the theme has them.
_SHOWN: Final = """
const shownOf = one => {
  const box = one.getBoundingClientRect()
  if (Math.min(box.width, box.height) >= 2 && getComputedStyle(one).opacity !== "0") return one
  const labels = [...one.labels ?? [], one.nextElementSibling].filter(label => label?.matches("label"))
  const large = label => Math.min(label.offsetWidth, label.offsetHeight) >= 2
  const seen = labels.filter(label => label.checkVisibility({ visibilityProperty: true }) && large(label))
  return seen.find(label => label.closest(".md-header, .md-nav__item, form")) ?? one
}
"""
_STOP: Final = f"""
within => {{
  {_SHOWN}
  const one = document.activeElement
  if (!one || one === document.body || one === document.documentElement) return null
  const again = kgWalked.includes(one)
  kgWalked.push(one)
  const shown = shownOf(one)
  const boxes = [...shown.getClientRects()].filter(box => box.width >= 1 && box.height >= 1)
  const all = shown.getBoundingClientRect()
  const points = boxes.flatMap(({{ left, right, top, bottom }}) => [
    [(left + right) / 2, (top + bottom) / 2],
    [left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2],
  ]).filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight)
  const hits = points.map(([x, y]) => document.elementFromPoint(x, y)).filter(Boolean)
  const there = hits.some(hit => shown.contains(hit) || one.contains(hit))
  let opacity = 1
  for (let up = shown; up; up = up.parentElement) opacity *= Number(getComputedStyle(up).opacity)
  const place = one.closest("dialog, .md-header, .md-sidebar, .md-footer, article, body")
  const kind = [place, shown.parentElement, shown, one].map(e => `${{e.tagName}}.${{e.className}}`).join(" ")
  return {{
    name: `${{one.outerHTML.slice(0, 120)}} (in ${{place.tagName}}.${{place.className}})`,
    kind, again, inside: Boolean(one.closest(within)),
    wrong: !boxes.length ? "nothing of it is on the page"
      : !points.length ? "it is off the screen"
      : !there ? `something else covers it, ${{hits[0]?.outerHTML.slice(0, 40)}}`
      : opacity < 0.1 ? "it is transparent" : "",
    box: {{ x: all.x, y: all.y, width: all.width, height: all.height }},
  }}
}}
"""
# What Tab ought to reach as the walk begins: of radio buttons the chosen one; not the way back to the top, which is
# away while the focus is in the text.
_BEGIN: Final = """
within => {
  window.kgWalked = []
  window.kgWanted = [...document.querySelectorAll(within)].flatMap(part => [...part.querySelectorAll(
    "a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]",
  )]).filter(one => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden" && !one.closest("[inert], .md-top")
    && (one.type !== "radio" || one.checked) && one.checkVisibility({ visibilityProperty: true }))
}
"""
_MISSED: Final = """
() => kgWanted.filter(one => !kgWalked.includes(one) && one.isConnected && one.tabIndex >= 0,
).map(one => one.outerHTML.slice(0, 160))
"""


class _Stop(TypedDict):
    name: str
    kind: str
    again: bool
    inside: bool
    wrong: str
    box: FloatRect


def walk(page: Page, key: str = "Tab", within: str = "body", known: set[str] | None = None) -> list[str]:
    """Press `key` until the focus comes round, or leaves `within`; returns what is wrong there, a line each.

    within: a selector; everything in it that can have the focus must have had it. known: the kinds of things
    whose sign of the focus was looked at before; those of this walk are added. None: it is not looked at.
    """
    page.evaluate(_BEGIN, within)
    wrong = []
    entered, blank = False, 0
    for _ in range(_MOST):
        stop: _Stop | None = page.evaluate(_STOP, within)
        if stop is None or not stop["inside"]:
            blank += 1
            if entered or blank > 3:
                break
        elif stop["again"]:
            break
        else:
            entered = True
            if stop["wrong"]:
                wrong.append(f"{stop['wrong']}: {stop['name']}")
            elif known is not None and stop["kind"] not in known:
                known.add(stop["kind"])
                if not _marked(page, stop["box"]):
                    wrong.append(f"its focus is not seen: {stop['name']}")
        page.keyboard.press(key)
    else:
        wrong.append(f"the focus does not come round in {_MOST} steps")
    return wrong + [f"{key} does not reach it: {one}" for one in page.evaluate(_MISSED)]


def _marked(page: Page, box: FloatRect) -> bool:
    """Whether what has the focus, in `box`, looks otherwise without it: by half a line around it, in another tone."""
    screen = page.viewport_size
    assert screen is not None
    left, top = max(0, box["x"] - _MARGIN), max(0, box["y"] - _MARGIN)
    right = min(screen["width"], box["x"] + box["width"] + _MARGIN)
    bottom = min(screen["height"], box["y"] + box["height"] + _MARGIN)
    clip: FloatRect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    focused = picture(page, clip)
    page.evaluate("() => { window.kgFocused = document.activeElement; document.activeElement.blur() }")
    blurred = picture(page, clip)
    page.evaluate("window.kgFocused.focus({ focusVisible: true, preventScroll: true })")
    scale = focused.width / clip["width"]
    return told_apart(focused, blurred) >= scale * min(box["width"] + box["height"], right - left + bottom - top)
