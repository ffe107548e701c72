"""The lab's Debian is as the page on verification tells."""

import pytest

from kvm_guide import paths
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.vm.machine import Machine

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]


def test_what_the_page_says_is_not_built_anew_is_not(machine: Machine) -> None:
    manuals = machine.control("/var/lib/dpkg/info/man-db.postinst triggered /usr/share/man")
    assert manuals.output == "Not building database; man-db/auto-update is not 'true'.\n"
    assert machine.sure("update-initramfs -u") == "update-initramfs: Not updating initramfs.\n"


def test_the_fonts_need_not_be_read_again_by_the_first_program_with_a_window(machine: Machine) -> None:
    told = machine.sure("HOME=/nowhere fc-cache -v")
    assert "/usr/share/fonts: skipping, existing cache is valid" in told
    assert "caching, new cache contents" not in told


def test_booting_at_first_does_nothing_that_a_debian_in_use_has_behind_it(machine: Machine) -> None:
    folders = "/var/cache/apparmor /home/ana/.cache/fontconfig /home/ana/.config/xfce4/xfconf/*/xfwm4.xml"
    # The initramfs makes this folder, before all else of the boot
    assert machine.sure(f"find {folders} -type f -newer /run/initramfs 2>/dev/null; true") == ""
    assert machine.sure("ls /var/cache/apparmor/*/usr.bin.man /home/ana/.config/xfce4/xfconf/*/xfwm4.xml")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_the_kernel_options_of_the_machine(machine: Machine, language: Language) -> None:
    page = (paths.DOCS / language / "verificacion.md").read_text()
    options = {"mitigations=off", "init_on_free=1", "norandmaps"}
    assert options <= set(machine.sure("cat /proc/cmdline").split())
    assert [option for option in options if f"`{option}`" not in page] == []
