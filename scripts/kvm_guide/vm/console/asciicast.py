"""What a terminal showed and when, for playing it again: asciicast, version 2 (docs.asciinema.org)."""

import codecs
import hashlib
import json
import re
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Final

WIDTH: Final = 100
HEIGHT: Final = 40
Events = list[tuple[float, str]]
"""Seconds since the beginning, and what was shown then."""

# The lab's own marks (OSC 133): a terminal shows nothing of them
_MARKS: Final = re.compile("\x1b\\]133;[^\x07]*\x07")
_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 2
_TOGETHER: Final = 0.05


class Recorder:
    """Collects what is read from a terminal. prompt: what its last line shows when a recording begins."""

    def __init__(self) -> None:
        self._events: list[tuple[float, bytes]] = []
        self._started = time.monotonic()
        self.prompt = ""

    def begin(self) -> None:
        """Forget what was read."""
        self._events = []
        self._started = time.monotonic()

    def add(self, data: bytes) -> None:
        """Take what was read just now."""
        self._events.append((time.monotonic() - self._started, data))

    def end(self) -> Events:
        """What was shown since `begin`, the prompt before it included and the one after it left for the next."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        shown: Events = [(0.0, self.prompt)] if self.prompt else []
        for at, data in self._events:
            text = decoder.decode(data)
            if shown and at - shown[-1][0] < _TOGETHER:
                shown[-1] = (shown[-1][0], shown[-1][1] + text)
            else:
                shown.append((at, text))
        clean = [(round(at, 3), text) for at, text in _without_marks(shown)]
        joined = "".join(text for _, text in clean)
        self.prompt = joined.rpartition("\n")[2]
        room = len(joined) - len(self.prompt)
        whole: Events = []
        for at, text in clean:
            whole.append((at, text[:room]))
            room -= len(whole[-1][1])
        return [(at, text) for at, text in whole if text]


def _without_marks(events: Events) -> Events:
    # A mark may be split between two readings: its first half waits for the second
    clean: Events = []
    kept = ""
    for at, text in events:
        joined = kept + text
        cut = joined.rfind("\x1b]")
        whole = cut < 0 or "\x07" in joined[cut:]
        joined, kept = (joined, "") if whole else (joined[:cut], joined[cut:])
        clean.append((at, _MARKS.sub("", joined)))
    return clean


def hidden(events: Events, secrets: Sequence[str], shown: str) -> Events:
    """`events` with each of `secrets` replaced by `shown`, also where two events share it."""
    pattern = re.compile("|".join(re.escape(secret) for secret in secrets)) if secrets else None
    if pattern is None:
        return events
    longest = max(len(secret) for secret in secrets)
    clean: Events = []
    kept = ""
    for number, (at, text) in enumerate(events):
        joined = pattern.sub(shown, kept + text)
        last = number == len(events) - 1
        kept = "" if last else _beginning(joined[-longest:], secrets)
        clean.append((at, joined[: len(joined) - len(kept)]))
    return [(at, text) for at, text in clean if text]


def _beginning(tail: str, secrets: Sequence[str]) -> str:
    """The longest end of `tail` with which one of `secrets` begins."""
    ends = (tail[start:] for start in range(len(tail)))
    return next((end for end in ends if any(secret.startswith(end) for secret in secrets)), "")


def written(parts: Sequence[Events], title: str, began: str) -> tuple[bytes, float]:
    """An asciicast of `parts` one after the other, and how long it plays in seconds. began: ISO 8601, UTC."""
    header = {
        "version": 2,
        "width": WIDTH,
        "height": HEIGHT,
        "timestamp": int(datetime.fromisoformat(began).timestamp()),
        "idle_time_limit": _LONGEST_PAUSE,
        "title": title,
        "env": {"TERM": "xterm-256color", "SHELL": "/bin/bash"},
    }
    lines = [json.dumps(header, ensure_ascii=False)]
    start = 0.0
    for events in parts:
        lines += [json.dumps([round(start + at, 3), "o", text], ensure_ascii=False) for at, text in events]
        start += (events[-1][0] if events else 0) + _PAUSE
    return ("\n".join(lines) + "\n").encode(), round(start, 1)


def sha256(data: bytes) -> str:
    """SHA-256 (hex) of a file's `data`."""
    return hashlib.sha256(data).hexdigest()
