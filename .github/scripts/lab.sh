#!/usr/bin/env bash
# Types a lesson into a new virtual machine of a release of Debian in one language, and fails where it does not do what
# its record says. Then docs/records/ holds what it did: an author without a lab commits that.
# RELEASE, LESSON, LANGUAGE: which; of LESSON "itself" the tests of the lab.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
if [ "${LESSON:?}" = itself ]; then
  export KVM_GUIDE_LEAVE_OUT=nothing
  exec scripts/test -- -m "vm and not guide"
fi
code=0
run=("$LESSON" --language "${LANGUAGE:?}" --release "${RELEASE:?}")
scripts/verify "${run[@]}" --check || code=$?
if [ "$code" = 1 ]; then
  # From what was kept just now: nothing is typed again
  scripts/verify "${run[@]}" || true
fi
exit "$code"
