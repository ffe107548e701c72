"""What all tests share."""

import signal


def pytest_configure() -> None:
    """Hear Ctrl-C even where a shell has started the tests in the background, which leaves it ignored.

    What tests start inherits that, and would never end at their SIGINT.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
