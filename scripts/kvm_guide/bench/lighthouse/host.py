"""A host of static pages as most are: it compresses, keeps the connection open, and knows each file's kind."""

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

_COMPRESSED: Final = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")
_KINDS: Final = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".cast": "text/plain",
    ".wasm": "application/wasm",
}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve what is in `folder` when it is asked for; gives the address, with a slash at the end."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            # A browser drops a connection that it needs no more
            with suppress(ConnectionError):
                super().handle()

        def do_GET(self) -> None:
            inside = unquote(urlsplit(self.path).path).lstrip("/")
            file = folder / inside / "index.html" if not inside or inside.endswith("/") else folder / inside
            # Files only, and only those below: what is asked for comes from a page that is measured
            status = 200 if file.is_file() and file.resolve().is_relative_to(folder.resolve()) else 404
            if status == 404:
                file = folder / "404.html"
            body, kind, encoding = _answer(file) if file.is_file() else (b"", "text/plain", None)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if encoding:
                self.send_header("Content-Encoding", encoding)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@lru_cache(maxsize=4096)
def _answer(file: Path) -> tuple[bytes, str, str | None]:
    """The body of `file`, its kind, and how it is compressed."""
    body = file.read_bytes()
    kind = _KINDS.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if not kind.startswith(_COMPRESSED):
        return body, kind, None
    return gzip.compress(body, mtime=0), f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, "gzip"
