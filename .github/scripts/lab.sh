#!/usr/bin/env bash
# Types the guide into a new virtual machine in one language, and fails where it does not do what its record says.
# Usage: lab.sh es|en, or lab.sh itself for the tests of the lab.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
case "${1:-}" in
  es | en) scripts/verify --check --language "$1" ;;
  itself) scripts/test -- -m vm --ignore=tests/lab/test_guide_vm.py ;;
  *)
    echo "usage: lab.sh es|en|itself" >&2
    exit 2
    ;;
esac
