#!/usr/bin/env bash
# Writes the jobs there are, a lesson in a language on a release each, for the workflow to run: made from the guide.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
plan="$(scripts/verify --plan)"
echo "runs=$plan" >>"${GITHUB_OUTPUT:-/dev/stdout}"
