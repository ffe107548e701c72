"""What is done with the finished install: a guest is started on it, and everything is taken back.

Both say something of the machine as the last step left it, so they are kept by what that machine is like. Neither needs
the other, so each has a machine of its own and they go on at once.
"""

import asyncio
import contextlib
import json
import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Final, cast

from kvm_guide import recordfile
from kvm_guide.console import say
from kvm_guide.lab import told, trail
from kvm_guide.lab.finale import start_a_guest
from kvm_guide.lab.machine import Machine
from kvm_guide.lab.qemu import MachineLost
from kvm_guide.lab.run import Story
from kvm_guide.lab.state import State
from kvm_guide.lab.states import Kept
from kvm_guide.lab.takeback import take_back, to_take_back
from kvm_guide.lab.trail import Lab
from kvm_guide.record import Finale, Undo
from kvm_guide.recordfile import undo_of
from kvm_guide.step import Guide, Language, sha256_of

_RANDOM: Final = re.compile(r"/etc/libvirt/storage/.*\.xml\Z")
_THERE: Final = "there"
GUEST: Final = "the guest at the end"
BACK: Final = "taking back"
AT_ONCE: Final = "both of these at once"


class Ends:
    """The ends of runs of `guide` in `language`, kept in `cache`."""

    def __init__(self, guide: Guide, language: Language, lab: Lab, cache: Path) -> None:
        self._language: Language = language
        self._lab = lab
        self._since, self._steps = to_take_back(guide)
        self._folder = cache / "ends"
        self._folder.mkdir(parents=True, exist_ok=True)

    def known(self, last: Kept) -> tuple[Finale, Undo | None] | None:
        """Both for the machine of `last`, where they are kept; else None."""
        finale = self._read(self._finale_key(last))
        undo = self._read(self._undo_key(last))
        if finale is None or undo is None:
            return None
        return Finale(**cast(dict[str, str], finale)), undo_of(undo) if undo else None  # type: ignore[arg-type]

    def make(self, story: Story, machine: Machine) -> tuple[Finale, Undo | None]:
        """Both, made where they are not kept: everything is taken back on `machine`, the guest starts on a copy of it.

        Raises NotSo where either does not come out well.
        """
        known = self._read(self._finale_key(story.last))
        with story.spent.on(AT_ONCE):
            if known is not None:
                return Finale(**known), self._take_back(story, machine)  # type: ignore[arg-type]
            # Taking back takes longer
            copy = Machine(self._lab.image, self._lab.accelerator, self._lab.states.folder, story.last.saved)
            there = threading.Event()
            with ThreadPoolExecutor(1) as beside:
                finale = beside.submit(self._start_a_guest, story, copy, there)
                try:
                    there.wait(copy.limits.boot)
                    undo = self._take_back(story, machine)
                except BaseException:
                    # Without its machine the thread ends at once, and is not waited for
                    with contextlib.suppress(MachineLost):
                        os.kill(copy.qemu.pid, signal.SIGKILL)
                    raise
                return finale.result(), undo

    def _start_a_guest(self, story: Story, copy: Machine, there: threading.Event) -> Finale:
        started = time.monotonic()
        say("… Starting a guest on the finished install, on a copy of it")
        # QEMU's own library talks by the event loop of the thread
        asyncio.set_event_loop(asyncio.new_event_loop())
        try:
            with copy:
                there.set()
                finale = start_a_guest(copy)
        finally:
            there.set()
            asyncio.get_event_loop().close()
        taken = time.monotonic() - started
        story.spent.add(GUEST, taken)
        say(f"✔ A guest started on the finished install (done after {taken:.0f} s)")
        self._write(self._finale_key(story.last), asdict(finale))
        return finale

    def _take_back(self, story: Story, machine: Machine) -> Undo | None:
        key = self._undo_key(story.last)
        kept = self._read(key)
        if kept is not None:
            return undo_of(kept) if kept else None
        undo = None
        if self._steps:
            base = told.snapshot_after(story.last, self._since)
            with story.spent.on(BACK):
                undo = take_back(machine, self._language, self._since, self._steps, base)
        self._write(key, asdict(undo) if undo else {})
        return undo

    def _key(self, last: Kept, what: str, *more: object) -> str:
        names = ("finale", "takeback", "trial")
        code = [(Path(__file__).parent / f"{name}.py").read_text() for name in names]
        machine = [lasting(told.snapshot(last)), last.told["system"], last.indexes]
        return sha256_of([what, self._language, machine, trail.code(), code, *more])

    def _finale_key(self, last: Kept) -> str:
        return self._key(last, "finale")

    def _undo_key(self, last: Kept) -> str:
        base = lasting(told.snapshot_after(last, self._since))
        return self._key(last, "undo", [[step.id, step.undo] for step in self._steps], base)

    def _read(self, key: str) -> dict[str, object] | None:
        try:
            kept = json.loads((self._folder / f"{key[:32]}.json").read_text())
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict) or kept.get("key") != key or kept.get("digest") != sha256_of(kept.get("value")):
            return None
        if not self._lab.states.young(float(kept["made_at"])):
            return None
        return {str(name): value for name, value in kept["value"].items()}

    def _write(self, key: str, value: dict[str, object]) -> None:
        kept = {"key": key, "made_at": time.time(), "digest": sha256_of(value), "value": value}
        recordfile.replace(self._folder / f"{key[:32]}.json", json.dumps(kept).encode())


def lasting(machine: State) -> State:
    """`machine` without what differs from one run to the next: libvirt gives a pool that it defines a random UUID."""
    files = {name: _THERE if _RANDOM.match(name) else value for name, value in machine["files"].items()}
    return {**machine, "files": files}
