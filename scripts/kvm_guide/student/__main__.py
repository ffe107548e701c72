"""`python -m kvm_guide.student`."""

import sys

from kvm_guide.student.cli import main

if __name__ == "__main__":
    sys.exit(main())
