"""What is left to the weekly run by a run of all tests, and by no other; and it is printed."""

import time

import pytest
from tests import conftest
from tests.lab.run import test_guide_vm as guide_vm
from tests.left_out import LEFT_OUT, LIMIT, LONG, SHORT

from kvm_guide.model.release import DEFAULT, RELEASES

JUST_BEGUN = 60.0


@pytest.mark.parametrize(
    ("marks", "ago", "leave_out", "left"),
    [
        pytest.param(["weekly"], JUST_BEGUN, None, True, id="marked"),
        pytest.param(["weekly"], JUST_BEGUN, "nothing", False, id="marked-and-nothing-is-left"),
        pytest.param(["weekly"], None, None, False, id="marked-and-asked-for"),
        pytest.param([], JUST_BEGUN, None, False, id="no-mark"),
        pytest.param(["vm"], JUST_BEGUN, None, False, id="the-labs-in-time"),
        pytest.param(["vm"], LIMIT - SHORT + 30, None, True, id="the-labs-too-late"),
        pytest.param(["vm"], LIMIT - SHORT + 30, "nothing", False, id="the-labs-late-and-nothing-is-left"),
        pytest.param(["vm", "long"], LIMIT - LONG - 30, None, False, id="a-long-one-in-time"),
        pytest.param(["vm", "long"], LIMIT - LONG + 30, None, True, id="a-long-one-too-late"),
        pytest.param(["vm", "guide"], LIMIT, None, False, id="the-guides-late"),
        pytest.param([], LIMIT, None, False, id="without-a-machine-late"),
    ],
)
def test_what_has_no_time_is_left_out_and_told_where_all_are_run(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    *,
    marks: list[str],
    ago: float | None,
    leave_out: str | None,
    left: bool,
) -> None:
    """ago: how many seconds before a run of all tests began; None: this is another one."""
    monkeypatch.setenv("KVM_GUIDE_ALL_TESTS", "" if ago is None else str(time.time() - ago))
    monkeypatch.delenv("KVM_GUIDE_LEAVE_OUT", raising=False)
    if leave_out is not None:
        monkeypatch.setenv("KVM_GUIDE_LEAVE_OUT", leave_out)
    for mark in marks:
        request.node.add_marker(mark)
    told = request.node.user_properties
    if left:
        with pytest.raises(pytest.skip.Exception, match="left to the weekly run"):
            conftest.pytest_runtest_setup(request.node)
        assert told == [(LEFT_OUT, request.node.nodeid)]
        # This one was not left out
        told.clear()
    else:
        conftest.pytest_runtest_setup(request.node)
        assert told == []


@pytest.mark.parametrize(
    ("ago", "leave_out", "fits"),
    [
        (JUST_BEGUN, None, sorted(guide_vm.FITS)),
        (LIMIT - guide_vm.THE_REST + 30, None, []),
        (LIMIT, "nothing", [job.name for job in guide_vm.JOBS]),
    ],
)
def test_of_another_release_what_fits_is_run_and_all_of_the_guides_own(
    monkeypatch: pytest.MonkeyPatch, ago: float, leave_out: str | None, fits: list[str]
) -> None:
    monkeypatch.setenv("KVM_GUIDE_ALL_TESTS", str(time.time() - ago))
    monkeypatch.setenv("KVM_GUIDE_LEAVE_OUT", leave_out or "")
    other = next(release for release in RELEASES if release != DEFAULT)
    assert sorted(job.name for job in guide_vm.wanted(other)) == sorted(fits)
    own = [job.name for job in guide_vm.wanted(DEFAULT)]
    assert {f"{lesson}.{language}" for lesson in ("requirements", "install") for language in ("es", "en")} <= set(own)
