"""What each page promises and asks: a module a lesson, data only. Each `STUDY` in one is the guide's."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kvm_guide.questions.model import Study


def _studies() -> Iterator[Study]:
    for module in pkgutil.iter_modules(__path__):
        found = vars(importlib.import_module(f"{__name__}.{module.name}")).get("STUDY")
        if isinstance(found, Study):
            yield found


def unique(studies: tuple[Study, ...]) -> tuple[Study, ...]:
    """`studies`, where no two are of one lesson and no two questions have one id. Raises ValueError."""
    names = [study.lesson for study in studies] + [f"#{one.id}" for study in studies for one in study.questions]
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ValueError(f"two studies or questions are called {twice[0]}: links and Moodle know them by it")
    return studies


STUDIES: Final = unique(tuple(_studies()))
