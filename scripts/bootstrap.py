"""Where scripts/serve, build, test and verify begin: find a Python that is new enough, then set up and run.

Old syntax on purpose, and no import of ours at the top: whatever Python a machine has must be able to read this
file, to say in one sentence which one is needed.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
NEWEST_TRIED = 19
TRIED = "KVM_GUIDE_PYTHON_FOUND"


def main(name):  # type: (str) -> int
    """Set up what the command `name` needs and become it. Returns an exit code only where that was not possible."""
    if sys.version_info < OLDEST:
        newer = None if os.environ.get(TRIED) else newer_python()
        if newer:
            os.environ[TRIED] = newer
            os.execv(newer, [newer] + sys.argv)
        sys.stderr.write(
            "scripts/%s needs Python %d.%d or newer, and this is %d.%d (%s): install a newer one (python.org, or your "
            "system's package python3.%d), then run it again.\n"
            % ((name,) + OLDEST + (sys.version_info[0], sys.version_info[1], sys.executable, OLDEST[1]))
        )
        return 3
    os.environ.pop(TRIED, None)
    if os.name != "posix":
        sys.stderr.write("scripts/%s runs on Linux and macOS: on Windows, run it in WSL with Debian.\n" % name)
        return 3
    from kvm_guide.setup.launch import launch

    return launch(name, sys.argv[1:])


def newer_python():  # type: () -> str | None
    """The path of a Python on PATH that is new enough, the newest first; None where there is none."""
    test = "import sys; sys.exit(sys.version_info < (%d, %d))" % OLDEST
    for minor in range(NEWEST_TRIED, OLDEST[1] - 1, -1):
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            path = os.path.join(folder, "python3.%d" % minor)
            # A name is no proof: version managers leave stand-ins that only print an error.
            if os.access(path, os.X_OK) and not os.path.isdir(path) and _succeeds([path, "-c", test]):
                return path
    return None


def _succeeds(command):  # type: (list[str]) -> bool
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call(command, stdout=nowhere, stderr=nowhere) == 0
        except OSError:
            return False
