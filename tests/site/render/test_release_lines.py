"""What of two releases' output is another in more than versions, sizes and times."""

from collections.abc import Iterator

import pytest
from tests.site import releases

from kvm_guide.site.render.release.difference import only, plain


@pytest.fixture(autouse=True)
def _one_more() -> Iterator[None]:
    with releases.imagined():
        yield


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Setting up virt-manager (1:4.1.0-2) ...", "Setting up virt-manager (1:5.0.0-5) ..."),
        ("Unpacking dns-root-data (2024071801~deb12u1) ...", "Unpacking dns-root-data (2025080400~deb13u1) ..."),
        ("Debian GNU/Linux 12 (bookworm)", "Debian GNU/Linux 13 (trixie)"),
        ("bookworm-security/main", "forky-security/main"),
        ("Preparing to unpack .../07-x_1.0-2_amd64.deb ...", "Preparing to unpack .../11-x_2-1+b1_amd64.deb ..."),
        ("Se usarán 1.234 MB de espacio", "Se usarán 988 MB de espacio"),
        ("libvirt 9.0.0,  API 9.0", "libvirt 11.3.0, API 11.3"),
        ("Debian 6.1.192-2 (2026-11-16)", "Debian 6.12.118-1 (2026-11-20)"),
        ("_Bookworm_ - Official", "_Trixie_ - Official"),
        ("Invocation: a46af90a80bd439d840cb8c3a79ead8d", "Invocation: 0123456789abcdef0123456789abcdef"),
    ],
)
def test_what_only_a_version_makes_another_is_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("active (running)", "inactive (dead)"),
        ("192.168.122.1", "192.168.123.1"),
        ("/lib/systemd/system/x.service", "/usr/lib/systemd/system/x.service"),
        ("0 upgraded, 96 newly installed", "0 upgraded, 120 newly installed"),
        ("libvirtd.service", "virtqemud.service"),
    ],
)
def test_what_a_reader_sees_differ_differs(one: str, other: str) -> None:
    assert plain(one) != plain(other)
    assert only([one, "x 1.2"], ["x 1.3", other]) == ([one], [other])
