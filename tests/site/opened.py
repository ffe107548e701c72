"""What a reader opens on a page, by a key, and leaves by Escape."""

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page, expect


@dataclass(frozen=True)
class Opened:
    """What opens on the page `path` when `key` is pressed on `opener`; `part` is then seen. All but the key: selectors.

    back: what has the focus once it is left; where none is named, what had it before. width: of the screen, in CSS px.
    then: what is pressed once it is open.
    """

    path: str
    opener: str
    part: str
    key: str = "Enter"
    back: str | None = None
    width: int = 1280
    then: tuple[str, ...] = ()

    def open(self, page: Page, url: str) -> None:
        """Open its page, of the site at `url`, and on it what this is."""
        page.set_viewport_size({"width": self.width, "height": 800})
        page.goto(url + self.path, wait_until="networkidle")
        self.again(page)

    def again(self, page: Page) -> None:
        """Open it on the page that is open."""
        page.locator(self.opener).focus()
        page.keyboard.press(self.key)
        expect(page.locator(self.part)).to_be_visible()
        for key in self.then:
            page.keyboard.press(key)


OPENED: Final = {
    "search": Opened("requisitos/", "[data-search-open]", "[data-kg-search]"),
    "presentation": Opened("instalacion/", "[data-kg-present]", "dialog.kg-present", back="[data-step]"),
    "terminal": Opened("requisitos/", "#cpu-flags [data-kg-type]", ".kg-tty"),
    "player": Opened("instalacion/", "[data-kg-play]", ".kg-player", then=(" ", " ")),
    "fact": Opened(
        "requisitos/", "[data-fact=kernel-series] .kg-fact-sign", "[data-fact=kernel-series] .kg-fact-proof"
    ),
    "drawer": Opened("instalacion/", ".kg-drawer", ".md-sidebar--primary", width=390),
    "drawer at 200 %": Opened("requisitos/", ".kg-drawer", ".md-sidebar--primary", width=640),
}
"""All of it is on the small site, in both languages."""
