"""Serve the site to its authors, with live reload. A page without a proof is shown, and says so."""

import errno
import logging
import shutil
import tempfile
from pathlib import Path
from typing import Final

from mkdocs.livereload import LiveReloadServer

from kvm_guide import paths
from kvm_guide.console import say
from kvm_guide.errors import Broken, GuideError
from kvm_guide.site.build import render
from kvm_guide.site.checks.built import NOT_FOUND
from kvm_guide.site.render import templates
from kvm_guide.site.render.sources import reload_lessons

HOST: Final = "127.0.0.1"
MOST_SHOWN: Final = 12


class _Server(LiveReloadServer):
    allow_reuse_address = True


def serve(port: int) -> None:
    """Serve both languages on 127.0.0.1:`port` until Ctrl-C, and build anew at every change.

    Raises Broken where the port is taken, NotSo where the first build cannot be rendered, KeyboardInterrupt at Ctrl-C.
    """
    logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
    home = f"http://{HOST}:{port}/"
    folder = Path(tempfile.mkdtemp(prefix="kvm-guide-serve-"))
    site = folder / "site"

    def rebuild() -> None:
        try:
            _build(site, home)
        except GuideError as error:
            say(f"✘ {error}")
        except Exception as error:  # noqa: BLE001 - a chapter that is being edited may raise anything; keep serving
            say(f"✘ {type(error).__name__}: {error}. The pages stay as they were until it is corrected")

    server = _Server(builder=rebuild, host=HOST, port=port, root=str(site))
    server.error_handler = lambda _code: _not_found(site)
    try:
        _claim(server, port)
        _build(site, home)
        for path in (paths.DOCS, paths.ROOT / "mkdocs.yml", *_code()):
            server.watch(str(path))
        say(f"Español: {home}\nEnglish: {home}en/\nCtrl-C stops it")
        server.serve()  # type: ignore[no-untyped-call]
    finally:
        server.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def _code() -> list[Path]:
    package = paths.ROOT / "scripts" / "kvm_guide"
    folders = (package / folder for folder in ("helper", "lessons", "questions", "troubles"))
    return [*folders, package / "site" / "theme", templates.FOLDER]


def _claim(server: LiveReloadServer, port: int) -> None:
    # The server binds only after the first build; asking now tells of a taken port at once.
    try:
        server.server_bind()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Broken(
                f"port {port} of {HOST} is taken: stop what uses it, or choose another with --port {port + 1}"
            ) from error
        raise Broken(f"port {port} of {HOST} cannot be used ({error.strerror}): choose another with --port") from error
    server.server_bind = lambda: None  # type: ignore[method-assign]


def _build(site: Path, home: str) -> None:
    found = render(site, paths.ROOT, strict=False, guide=reload_lessons(), site_url=home)
    for problem in found[:MOST_SHOWN]:
        say(f"⚠ {problem}")
    if len(found) > MOST_SHOWN:
        say(f"⚠ … and {len(found) - MOST_SHOWN} more: scripts/build lists them all")


def _not_found(site: Path) -> bytes | None:
    page = site / NOT_FOUND
    return page.read_bytes() if page.is_file() else None
