#!/usr/bin/env bash
# The site, strictly, into site/.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
scripts/build
