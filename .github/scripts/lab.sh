#!/usr/bin/env bash
# Types a lesson into a new virtual machine in one language, and fails where it does not do what its record says. Then
# docs/records/ holds what it did: an author without a lab commits that.
# LESSON, LANGUAGE: which; of LESSON "itself" the tests of the lab.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
if [ "${LESSON:?}" = itself ]; then
  export KVM_GUIDE_LEAVE_OUT=nothing
  exec scripts/test -- -m "vm and not guide"
fi
code=0
scripts/verify "$LESSON" --language "${LANGUAGE:?}" --check || code=$?
if [ "$code" = 1 ]; then
  # From what was kept just now: nothing is typed again
  scripts/verify "$LESSON" --language "$LANGUAGE" || true
fi
exit "$code"
