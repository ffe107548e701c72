"""`python -m kvm_guide.helper`."""

import sys

from kvm_guide.helper.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
