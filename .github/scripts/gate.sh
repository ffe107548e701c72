#!/usr/bin/env bash
# The one check to require of a pull request: every job before it succeeded. RESULTS: how they ended, by spaces.
set -euo pipefail
read -ra results <<<"${RESULTS:-}"
if [ "${#results[@]}" -eq 0 ]; then
  echo "RESULTS is empty: no job says how it ended" >&2
  exit 1
fi
for result in "${results[@]}"; do
  if [ "$result" != success ]; then
    echo "a job ended with: $result" >&2
    exit 1
  fi
done
echo "all ${#results[@]} jobs succeeded"
