"""Each picture is there as WebP too, and is the same to the last pixel."""

from pathlib import Path

from PIL import Image, ImageChops

from kvm_guide import paths
from kvm_guide.site.output import pictures


def test_the_smaller_file_shows_the_same(tmp_path: Path) -> None:
    saved = 0
    for file in sorted(paths.RECORDS.rglob("*.png")):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "broken.png").write_bytes(b"no picture")
    pictures.write(tmp_path)
    for file in sorted(tmp_path.glob("*.webp")):
        whole = file.with_suffix(".png")
        with Image.open(file) as ours, Image.open(whole) as theirs:
            assert ImageChops.difference(ours.convert("RGB"), theirs.convert("RGB")).getbbox() is None, file.name
        saved += whole.stat().st_size - file.stat().st_size
    assert len(list(tmp_path.glob("*.webp"))) == len(list(tmp_path.glob("*.png"))) - 1
    assert saved > 0


def test_its_address_is_that_of_the_picture() -> None:
    assert pictures.small("../records/debian-12/window.es.png") == "../records/debian-12/window.es.webp"
