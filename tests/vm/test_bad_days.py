"""What is missing around the lab gets one sentence with the next thing to do, and nothing is known of the guide."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from kvm_guide.errors import Broken, Exit
from kvm_guide.vm import accelerator, image
from kvm_guide.vm.image import Image

IMAGE = Image(Path("/nowhere"), "f" * 64, ())
Usage = namedtuple("Usage", "total used free")


def test_without_qemu_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Broken, match="sudo apt install qemu-system-x86") as caught:
        accelerator.qemu_version()
    assert caught.value.exit is Exit.BROKEN


def test_without_mmdebstrap_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_args, **_kwargs: None)
    with pytest.raises(Broken, match="sudo apt install mmdebstrap"):
        image.get(tmp_path)


def test_a_nearly_full_disk_is_told_before_an_hour_is_spent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_args, **_kwargs: "/bin/true")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(100, 99, 1))
    with pytest.raises(Broken, match=r"0\.0 GiB are free .* KVM_GUIDE_CACHE"):
        image.get(tmp_path)
    assert [path.name for path in (tmp_path / "images").iterdir()] == []


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("E: Failed to fetch http://x  Temporary failure resolving 'x'", "check the network"),
        ("dpkg: error: No space left on device", "disk ran full"),
        ("E: mmdebstrap failed to run", "could not be built: E: mmdebstrap"),
    ],
)
def test_a_failed_build_says_why(log: str, said: str) -> None:
    assert said in image.why(log)


def test_an_accelerator_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KVM_GUIDE_ACCELERATOR", "hvf")
    with pytest.raises(Broken, match="set it to kvm or tcg"):
        accelerator.choose(IMAGE, tmp_path)


def test_without_a_kvm_device_the_lab_emulates_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KVM_GUIDE_ACCELERATOR", raising=False)
    monkeypatch.setattr(accelerator, "qemu_version", lambda: "7.2")
    assert accelerator.choose(IMAGE, tmp_path, tmp_path / "kvm") is accelerator.TCG
    assert "does not exist" in capsys.readouterr().err
