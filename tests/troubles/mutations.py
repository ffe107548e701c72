"""A message as readers have it: with other names than the table's, half of it, and among ten lines of a terminal."""

import re
import textwrap
from typing import Final

from kvm_guide.model.step import Language
from kvm_guide.troubles.matching.common import SYSTEM
from kvm_guide.troubles.matching.match import words_of
from kvm_guide.troubles.model import Message, Trouble

# Messages of programs that the guide does not use. Some share words with those of the table.
FOREIGN: Final = (
    "fatal: not a git repository (or any of the parent directories): .git",
    "error: failed to push some refs to 'origin'",
    "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.",
    "fatal: unable to access 'https://example.org/a.git/': Could not resolve host: example.org",
    "ERROR: Could not find a version that satisfies the requirement flask==99 (from versions: none)",
    "Traceback (most recent call last):\n  File \"a.py\", line 3, ModuleNotFoundError: No module named 'numpy'",
    "PermissionError: [Errno 13] Permission denied: '/etc/shadow'",
    "FileNotFoundError: [Errno 2] No such file or directory: 'data.csv'",
    "main.c:3:10: fatal error: foo.h: No such file or directory\ncompilation terminated.",
    "/usr/bin/ld: cannot find -lssl: No such file or directory\ncollect2: error: ld returned 1 exit status",
    "make: *** No rule to make target 'install'.  Stop.",
    "nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)",
    'nginx: [emerg] cannot load certificate "/etc/ssl/a.pem": BIO_new_file() failed',
    "docker: Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
    'docker: Error response from daemon: Conflict. The container name "/web" is already in use by container "ab12".',
    "npm ERR! code ENOENT\nnpm ERR! enoent ENOENT: no such file or directory, open 'package.json'",
    'rsync: [sender] link_stat "/srv/a" failed: No such file or directory (2)',
    "ls: cannot access 'foo': No such file or directory",
    "bash: ./run.sh: Permission denied",
    "bash: docker: command not found",
    "bash: docker: orden no encontrada",
    "ls: no se puede acceder a 'foo': No existe el fichero o el directorio",
    "cp: no se puede abrir 'a' para lectura: Permiso denegado",
    'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory',
    "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/run/mysqld/mysqld.sock' (2)",
    "curl: (6) Could not resolve host: example.org",
    "wget: unable to resolve host address 'example.org'",
    "Segmentation fault (core dumped)",
    "error: linker `cc` not found",
    'java.lang.NullPointerException: Cannot invoke "String.length()" because "s" is null',
    "mount: /mnt: unknown filesystem type 'ntfs'.",
    "tar: archive.tgz: Cannot open: No such file or directory",
    "redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.",
    "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using 127.0.1.1",
    "chmod: cannot access 'run.sh': No such file or directory",
    'snap "code" not found',
)

_HOLE: Final = re.compile(r"\{([^{}]+)\}")
_NAMES: Final = ("lucia", "clase-b", "servidor2", "otra", "beta")
_NAMES_SAID: Final = frozenset(word.text for name in _NAMES for word in words_of(name))
_QUOTES: Final = re.compile(r"""(?<!\w)(['"`‘“«])([^'"`’”»]+)(['"’”»`])(?!\w)""")
_BEFORE: Final = (
    "Leyendo lista de paquetes... Hecho",
    "Last login: Sat Nov 21 10:12:01 2026 from 192.168.1.20",
    "ana@debian:~$ cd proyectos && ls -l",
    "total 12",
    "-rw-r--r-- 1 ana ana 812 nov 21 10:12 notas.txt",
    "ana@debian:~$ uptime",
    " 10:14:22 up 3 min,  1 user,  load average: 0,12, 0,30, 0,15",
)
_AFTER: Final = ("ana@debian:~$ echo $?", "1", "ana@debian:~$ ")


def said(message: Message, language: Language) -> str | None:
    """`message` as the table has it in `language`; None where Debian has it in English only."""
    return message.es if language == "es" else message.en


def filled(template: str) -> str:
    """`template` with something in its placeholders."""
    names = iter(_NAMES * 9)

    def fill(hole: re.Match[str]) -> str:
        name = hole[1].lower()
        if re.search("path|file|socket|device|image|url|ruta|fichero", name):
            return "/srv/vm/examen.qcow2"
        if re.search("number|count|pid|line|size|port|code|mib|seconds|version|n$", name):
            return "4711"
        return next(names)

    return _HOLE.sub(fill, template)


def mutated(template: str) -> str:
    """`template` filled, with other numbers and other quotation marks than the page's, and other names within those."""
    quotes = iter([("“", "”"), ('"', '"'), ("«", "»"), ("'", "'")] * 9)

    def quote(found: re.Match[str]) -> str:
        first, last = next(quotes)
        return f"{first}{found[2]}{last}"

    text = _QUOTES.sub(quote, filled(template))
    return re.sub(r"(?<![\w.])\d+(?![\w.])", lambda number: str(int(number[0]) * 7 + 3), text)


def halves(text: str) -> tuple[str, str]:
    """The first and the second half of the words of `text`."""
    words = text.split()
    middle = (len(words) + 1) // 2
    return " ".join(words[:middle]), " ".join(words[-middle:])


def telling(half: str) -> bool:
    """Whether `half` has three words of its own: "command not found" and "Connection" are any program's."""
    own = " ".join(word.text for word in words_of(half) if not word.free and word.text not in _NAMES_SAID)
    for system in SYSTEM:
        own = own.replace(system, " ")
    return len(own.split()) > 2


def fits(half: str, trouble: Trouble) -> bool:
    """Whether a message of `trouble` has the words of `half` in their order: then `half` is one of it, too."""
    wanted = [word.text for word in words_of(half) if not word.free]
    return any(
        _in_order(wanted, [word.text for word in words_of(text)])
        for message in trouble.messages
        for text in (message.en, message.es or "")
    )


def _in_order(wanted: list[str], words: list[str]) -> bool:
    rest = iter(words)
    return all(word in rest for word in wanted if word not in _NAMES_SAID)


def in_terminal(text: str, columns: int, *, hard: bool) -> str:
    """`text` among ten lines of a terminal, broken at `columns`: between words, or hard, as a terminal does."""
    lines = list[str]()
    for line in text.split("\n"):
        if hard:
            lines += [line[start : start + columns] for start in range(0, len(line), columns)]
        else:
            lines += textwrap.wrap(line, columns) or [""]
    return "\n".join([*_BEFORE, *lines, *_AFTER])
