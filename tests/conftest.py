"""What all tests share."""

import signal
from itertools import chain

import pytest
from tests.left_out import LEFT_OUT, LONG, SHORT, in_time, of_all, whole


def pytest_configure() -> None:
    """Hear Ctrl-C even where a shell has started the tests in the background, which leaves it ignored.

    What tests start inherits that, and would never end at their SIGINT.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; leave to the whole run the commands that are started as a process again, with
    other arguments.

    A command's test runs in this process with all of its arguments, and as a process of its own with the first ones:
    the way from there to the same function is one, whatever the arguments are.
    """
    begun = set[tuple[str, str]]()
    for item in items:
        cases = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        if cases.get("script_launch_mode") == "subprocess":
            case = item.nodeid.partition("[")[0], str(cases.get("program", ""))
            if case in begun:
                item.add_marker("whole")
            begun.add(case)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where all tests are run, leave to the weekly run what is marked so, and what of the lab's own would end too late:
    it comes last.
    """
    marked = item.get_closest_marker("weekly") and of_all() and not whole()
    of_the_lab = item.get_closest_marker("vm") and not item.get_closest_marker("guide")
    late = of_the_lab and not in_time(LONG if item.get_closest_marker("long") else SHORT)
    if marked or late:
        item.user_properties.append((LEFT_OUT, item.nodeid))
        pytest.skip("left to the weekly run")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was left out, of tests side by side too."""
    reports = chain.from_iterable(terminalreporter.stats.values())
    told = chain.from_iterable(getattr(report, "user_properties", ()) for report in reports)
    if left := [f"{said}\n" for name, said in dict.fromkeys(told) if name == LEFT_OUT]:
        terminalreporter.section("left out, for want of time (KVM_GUIDE_LEAVE_OUT=nothing leaves nothing out)")
        terminalreporter.write("".join(left))
