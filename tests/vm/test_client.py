"""The witness's wire: what it must not take for an answer, and how silence is told."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kvm_guide.errors import Broken
from kvm_guide.vm.guest.client import GuestClient
from kvm_guide.vm.qemu import MachineLost

Reply = Callable[[dict[str, object]], bytes]


@contextmanager
def answering(reply: Reply) -> Iterator[GuestClient]:
    """A witness whose other end sends what `reply` gives for each question."""
    ours, theirs = socket.socketpair()

    def serve() -> None:
        with theirs, theirs.makefile("rb") as questions:
            for line in questions:
                theirs.sendall(reply(json.loads(line)))

    thread = threading.Thread(target=serve)
    thread.start()
    witness = GuestClient(ours)
    try:
        yield witness
    finally:
        witness.close()
        thread.join()


def line(number: object, **more: object) -> bytes:
    return json.dumps({"number": number, **more}).encode() + b"\n"


def test_an_answer_to_who_asked_before_the_machine_was_saved_is_passed_over() -> None:
    def reply(question: dict[str, object]) -> bytes:
        old = b'": "half an answer"}}\n' + line(1, answer={"status": 0, "output": "old"})
        return old + line(question["number"], answer={"status": 3, "output": "new"})

    with answering(reply) as witness:
        assert witness.as_user("ana", "exit 3", 10) == (3, "new")


def test_an_answer_may_come_in_pieces_of_any_size() -> None:
    many = {str(number): "x" * 100 for number in range(20_000)}
    with answering(lambda question: line(question["number"], answer={"files": many})) as witness:
        assert witness.like(10) == {"files": many}


def test_what_could_not_be_told_is_said_and_is_not_a_lost_machine() -> None:
    with (
        answering(lambda question: line(question["number"], error="KeyError('bob')")) as witness,
        pytest.raises(Broken, match=r"could not tell 'true': KeyError\('bob'\)") as caught,
    ):
        witness.as_user("bob", "true", 10)
    assert not isinstance(caught.value, MachineLost)


@pytest.mark.parametrize("said", [b"", b'{"number": 0}\n'], ids=["silence", "another's answer"])
def test_no_answer_in_time_is_a_lost_machine(said: bytes) -> None:
    with answering(lambda _: said) as witness, pytest.raises(MachineLost, match=r"did not tell 'id' within 0 s"):
        witness.as_user("ana", "id", 0.2)


def test_a_closed_port_is_a_lost_machine() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    witness = GuestClient(ours)
    with pytest.raises(MachineLost, match="did not tell 'what it is like'"):
        witness.like(10)
    witness.close()
