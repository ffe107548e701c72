#!/usr/bin/env bash
# Every test but those that boot a virtual machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
scripts/test -- -m "not vm"
