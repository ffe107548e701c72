"""What is marked so is left to the weekly run by a run of all tests, and by no other; and it is printed."""

import pytest
from tests import conftest
from tests.left_out import LEFT_OUT


@pytest.mark.parametrize(
    ("all_tests", "leave_out", "marked", "left"),
    [
        ("1", None, True, True),
        ("1", None, False, False),
        ("1", "nothing", True, False),
        ("", None, True, False),
    ],
)
def test_a_marked_test_is_left_out_and_told_where_all_are_run_in_the_time_there_is(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    *,
    all_tests: str,
    leave_out: str | None,
    marked: bool,
    left: bool,
) -> None:
    monkeypatch.setenv("KVM_GUIDE_ALL_TESTS", all_tests)
    monkeypatch.delenv("KVM_GUIDE_LEAVE_OUT", raising=False)
    if leave_out is not None:
        monkeypatch.setenv("KVM_GUIDE_LEAVE_OUT", leave_out)
    if marked:
        request.node.add_marker("weekly")
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
