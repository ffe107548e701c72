"""A page's scripts begin once it is seen, after its load event: what opens a page in a test waits for them."""

from functools import partial
from typing import Final
from weakref import WeakSet

import pytest
from playwright.sync_api import Page, Response

# The last thing that a page's start does is the theme's event (start.html), which is not the browser's own
_NOTE: Final = "document.addEventListener('DOMContentLoaded', event => { window.kgBegun ||= !event.isTrusted })"
_MAY: Final = "document.querySelector('body > link[rel=preload]') && !document.querySelector('noscript *')"
_noting = WeakSet[Page]()


def wait_for_scripts(patch: pytest.MonkeyPatch) -> None:
    """From now on a page that is opened is there once its scripts are, where it has any and may run them."""
    goto, reload = Page.goto, Page.reload

    def opened(page: Page, url: str, **options: object) -> Response | None:
        if page not in _noting:
            _noting.add(page)
            page.add_init_script(_NOTE)
        return _waited(page, partial(goto, page, url, **options))  # type: ignore[arg-type]

    def again(page: Page, **options: object) -> Response | None:
        return _waited(page, partial(reload, page, **options))  # type: ignore[arg-type]

    patch.setattr(Page, "goto", opened)
    patch.setattr(Page, "reload", again)


def _waited(page: Page, load: "partial[Response | None]") -> Response | None:
    answer = load()
    if page.evaluate(f"Boolean({_MAY})"):
        page.wait_for_function("window.kgBegun")
    return answer
