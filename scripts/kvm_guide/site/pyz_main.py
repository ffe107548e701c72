# coding: ascii
"""What kvm-guide.pyz runs first: it becomes the `__main__.py` of that file.

Old syntax on purpose, and no import of ours at the top: whatever Python a machine has must be able to read this
file, to say in one sentence which one is needed.
"""

import os
import sys

OLDEST = (3, 11)
BROKEN = 3


def main():  # type: () -> int
    """Run the helper, or say in both languages why it cannot run here. Returns the exit code."""
    if sys.version_info < OLDEST:
        sys.stderr.write(
            "kvm-guide necesita Python %d.%d o posterior, y este es el %d.%d: "  # noqa: UP031
            "en Debian 12, usa python3. / "
            "kvm-guide needs Python %d.%d or newer, and this is %d.%d: on Debian 12, use python3.\n"
            % ((OLDEST + tuple(sys.version_info[:2])) * 2)
        )
        return BROKEN
    if os.name != "posix":
        sys.stderr.write(
            "kvm-guide se ejecuta dentro de tu Debian, no en Windows: copia el fichero en Debian. / "
            "kvm-guide runs inside your Debian, not on Windows: copy the file into Debian.\n"
        )
        return BROKEN
    from kvm_guide.helper.cli.main import main as helper

    return helper()


if __name__ == "__main__":
    sys.exit(main())
