"""The lab's images, built beside the tests that need none: dpkg keeps one processor busy at most."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from tempfile import TemporaryFile

from kvm_guide.vm.processes import die_with_parent


@contextmanager
def building() -> Iterator[Callable[[], None]]:
    """Have the images that the cache lacks built while the body runs; gives what waits for them, and prints then what
    the building said. At the end of the body it is stopped.

    Where it fails nothing is raised: the lab tries again, and says why then. Where it would have to ask for a
    password, the lab builds them itself, when they are needed.
    """
    if os.geteuid() != 0 and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        yield lambda: None
        return
    with TemporaryFile() as said:
        builder = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent,
        )

        def wait() -> None:
            builder.wait()
            said.seek(0)
            print(said.read().decode(errors="replace"), end="", flush=True)
            said.truncate(0)

        try:
            yield wait
        finally:
            builder.terminate()  # what it has started ends with it
            builder.wait()


def main() -> None:
    """Build each image that a machine of the lab is made of, two at a time, where the cache lacks it. Raises Broken."""
    from kvm_guide import paths
    from kvm_guide.model.machine import MACHINES
    from kvm_guide.vm import image

    with ThreadPoolExecutor(max_workers=2) as builders:
        names = dict.fromkeys(spec.image for spec in MACHINES.values())
        for building in [builders.submit(image.get, paths.cache(), name) for name in names]:
            building.result()


if __name__ == "__main__":
    from kvm_guide.errors import Broken

    try:
        main()
    except Broken as broken:
        sys.exit(str(broken))
