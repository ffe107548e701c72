"""The authors' server, on a copy of the project: both languages, live reload, and an end that leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.shared import free_port

from kvm_guide import paths
from kvm_guide.errors import Broken, Exit
from kvm_guide.site.serve import serve

PATIENCE = 300.0


@dataclass(frozen=True)
class Running:
    """A running server: of the copy in `root`, its temporary files in `scratch`, what it says in `log`."""

    process: "subprocess.Popen[bytes]"
    url: str
    root: Path
    scratch: Path
    log: Path

    def get(self, path: str) -> tuple[int, str]:
        """The status and the text of `path`; 0 where nothing answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        """Wait until `holds`."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert self.process.poll() is None, f"the server ended: {self.log.read_text()}"
            assert time.monotonic() < end, f"{what} did not come to be: {self.log.read_text()}"
            time.sleep(0.2)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    root, scratch, log = tmp_path / "copy", tmp_path / "scratch", tmp_path / "log"
    scratch.mkdir()
    shutil.copytree(paths.ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(paths.DOCS, root / "docs")
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(paths.ROOT / name, root)
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts"), "TMPDIR": str(scratch)}
    code = "import sys; from kvm_guide.cli.serve import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "--port", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=file, stderr=file)
    server = Running(process, f"http://127.0.0.1:{port}/", root, scratch, log)
    try:
        server.until("the first page", lambda: server.get("")[0] == 200)
        yield server
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_it_serves_both_languages_reloads_what_changes_and_ends_cleanly(running: Running) -> None:
    assert running.get("en/instalacion/")[0] == 200
    status, text = running.get("nada/")
    assert status == 404
    assert "Esta página no existe" in text
    assert "This page does not exist" in text
    said = running.log.read_text()
    assert f"Español: {running.url}\n" in said
    assert f"English: {running.url}en/\n" in said

    status, digest = running.get("kvm-guide.pyz.sha256")
    assert status == 200

    page = running.root / "docs" / "es" / "ventajas.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nUna frase nueva.\n", encoding="utf-8")
    running.until("the new sentence", lambda: "Una frase nueva." in running.get("ventajas/")[1])

    lesson = running.root / "scripts" / "kvm_guide" / "lessons" / "requirements.py"
    whole = lesson.read_text(encoding="utf-8")
    lesson.write_text(whole.replace('command="free -h"', 'command="free -m"'), encoding="utf-8")
    running.until("the new command", lambda: 'data-copy="free -m"' in running.get("requisitos/")[1])

    assert running.get("kvm-guide.pyz.sha256")[1] != digest, "the student's helper has the old command"

    lesson.write_text(whole + "\n(", encoding="utf-8")
    running.until("the complaint", lambda: "SyntaxError" in running.log.read_text())
    assert 'data-copy="free -m"' in running.get("requisitos/")[1], "the pages are gone while a chapter is being edited"

    lesson.write_text(whole.replace('command="free -h"', 'command="free -g"'), encoding="utf-8")
    running.until("the corrected command", lambda: 'data-copy="free -g"' in running.get("requisitos/")[1])

    template = running.root / "scripts" / "kvm_guide" / "site" / "render" / "templates" / "card.j2"
    template.write_text(template.read_text(encoding="utf-8").replace("kg-head", "kg-new-head"), encoding="utf-8")
    running.until("the new markup", lambda: "kg-new-head" in running.get("requisitos/")[1])

    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=PATIENCE) == Exit.STOPPED
    assert running.log.read_text().splitlines()[-1] == "scripts/serve: stopped."
    assert not list(running.scratch.iterdir()), "a temporary folder was left behind"


def test_a_taken_port_is_told_with_its_cure() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Broken, match=rf"port {port} of 127\.0\.0\.1 is taken.*--port"):
            serve(port)
