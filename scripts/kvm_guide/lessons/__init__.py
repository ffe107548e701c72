"""What the reader types: one module a lesson, data only."""

from typing import Final

from kvm_guide.lessons import install, reading, requirements
from kvm_guide.model.lesson import Guide

GUIDE: Final = Guide((*reading.LESSONS, requirements.LESSON, install.LESSON))
