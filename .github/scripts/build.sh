#!/usr/bin/env bash
# The site, strictly, into site/, for publishing: the workflow says where it will be and where its source is.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
scripts/build --publish --all
