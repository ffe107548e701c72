"""What the reader types: a module a lesson, data only. Each `LESSON` and each of `LESSONS` in one is in the guide."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Final

from kvm_guide.model.lesson import Guide, Lesson


def _lessons() -> Iterator[Lesson]:
    for module in pkgutil.iter_modules(__path__):
        loaded = vars(importlib.import_module(f"{__name__}.{module.name}"))
        for found in (loaded.get("LESSON"), *loaded.get("LESSONS", ())):
            if isinstance(found, Lesson):
                yield found


GUIDE: Final = Guide(tuple(sorted(_lessons(), key=lambda lesson: lesson.number)))
