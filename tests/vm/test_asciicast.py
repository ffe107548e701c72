"""A session plays as it was: prompts where they belong, no marks, no mirror's name, one after the other."""

import json

from kvm_guide.vm.console import asciicast
from kvm_guide.vm.console.asciicast import Recorder, hidden, written


def recorded(recorder: Recorder, *parts: tuple[float, bytes]) -> asciicast.Events:
    recorder.begin()
    recorder._events = list(parts)
    return recorder.end()


def test_the_prompt_after_a_command_is_shown_before_the_next() -> None:
    recorder = Recorder()
    recorder.prompt = "ana@debian:~$ "
    first = recorded(recorder, (0.5, b"ls\r\n"), (1.0, b"a b\r\n\x1b]133;D;0\x07ana@deb"), (1.2, b"ian:~$ "))
    assert first == [(0.0, "ana@debian:~$ "), (0.5, "ls\r\n"), (1.0, "a b\r\n")]
    assert recorder.prompt == "ana@debian:~$ "


def test_a_mark_split_between_two_readings_leaves_no_trace() -> None:
    shown = recorded(Recorder(), (0.1, b"one\r\n\x1b]133"), (0.9, b";C\x07two\r\n"))
    assert "".join(text for _, text in shown) == "one\r\ntwo\r\n"


def test_a_character_split_between_two_readings_is_whole() -> None:
    shown = recorded(Recorder(), (0.1, "a\u00f1o".encode()[:2]), (0.9, "a\u00f1o\r\n".encode()[2:]))
    assert "".join(text for _, text in shown) == "a\u00f1o\r\n"


def test_the_mirrors_name_is_hidden_also_where_two_readings_share_it() -> None:
    events = [(0.0, "Get http://mirror.exa"), (0.5, "mple/debian and mirror.exa"), (1.0, "ct")]
    shown = hidden(events, ["mirror.example"], "X")
    assert "".join(text for _, text in shown) == "Get http://X/debian and mirror.exact"
    assert hidden(events, [], "X") == events


def test_an_asciicast_has_its_header_and_plays_its_parts_one_after_the_other() -> None:
    data, seconds = written([[(0.0, "$ "), (2.0, "ls\r\n")], [(0.5, "$ id\r\n")]], "Título", "2026-11-23T15:00:00Z")
    header, *events = [json.loads(line) for line in data.decode().splitlines()]
    assert (header["version"], header["width"], header["height"], header["title"]) == (2, 100, 40, "Título")
    assert header["timestamp"] == 1795446000
    assert events == [[0.0, "o", "$ "], [2.0, "o", "ls\r\n"], [3.5, "o", "$ id\r\n"]]
    assert seconds == 4.5
