"""A server for built sites, below any path, and a headless browser that looks at them."""

import gzip
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Playwright
from tests.site import firefox

_PACKED: Final = (".html", ".css", ".js", ".json", ".svg", ".txt", ".xml")


@contextmanager
def served(site: Path, below: str = "/", *, packed: bool = False) -> Iterator[str]:
    """Serve `site` below the path `below`, as a host of static pages would; gives its URL, with a slash at the end.

    packed: with gzip, as hosts do, what is text.
    """

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            file = Path(self.translate_path(self.path))
            file = file / "index.html" if file.is_dir() else file
            if not packed or file.suffix not in _PACKED or not file.is_file():
                super().do_GET()
                return
            body = gzip.compress(file.read_bytes(), 6)
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(str(file)))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def translate_path(self, path: str) -> str:
            inside = unquote(urlsplit(path).path)
            return str(site / inside.removeprefix(below).lstrip("/")) + ("/" if inside.endswith("/") else "")

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            body = (site / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            # A browser that leaves a page drops what it was fetching.
            pass

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{below}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def launch_firefox(playwright: Playwright, folder: Path) -> Browser:
    """A headless Firefox: Debian's as it is, over WebDriver BiDi, where there is one, else Playwright's own.

    folder: for a program that stands for Debian's.
    """
    if shutil.which(firefox.FIREFOX) is None:
        return playwright.firefox.launch()
    return playwright.firefox.launch(channel="moz-firefox", executable_path=firefox.program(folder))
