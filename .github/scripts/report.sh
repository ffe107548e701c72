#!/usr/bin/env bash
# Opens an issue for each run that failed this week; it names the step. reports/ holds what the runs wrote, which is
# nothing where one did not come to its end. RUN_URL: the run. GH_TOKEN: for gh. RUNS: as plan.sh writes them.
set -euo pipefail
cd "$(dirname "$0")/../.."

open_issue() { # title, message
  if gh issue list --state open --limit 200 --json title --jq '.[].title' | grep -Fxq -- "$1"; then
    echo "already open: $1"
  else
    gh issue create --title "$1" --body "$2

Seen in ${RUN_URL:?}."
  fi
}

field() { # name, file: nothing where it is null
  python3 -c 'import json, sys; value = json.load(open(sys.argv[2]))[sys.argv[1]]; print("" if value is None else value)' "$@"
}

runs() {
  python3 -c 'import json, os; print(*(".".join((run["release"], run["lesson"], run["language"])) for run in json.loads(os.environ["RUNS"])))'
}

failed=0
for run in $(runs); do
  file="reports/$run.json"
  called="Debian ${run%%.*}, ${run#*.}"
  if [ ! -e "$file" ]; then
    failed=1
    open_issue "Weekly run ($called): it broke before it could say how" "The job left no report: read its log."
    continue
  fi
  code="$(field exit "$file")"
  step="$(field failed_step "$file")"
  message="$(field message "$file")"
  if [ "$code" = 0 ]; then
    continue
  fi
  failed=1
  if [ -n "$step" ]; then
    open_issue "Weekly run ($called): the step $step fails" "$message"
  else
    open_issue "Weekly run ($called): the lab broke, so nothing is known about the guide" "$message"
  fi
done
if [ "$failed" = 0 ]; then
  open_issue "Weekly run: the new records do not pass the checks" "Every step did what the guide says; a later job failed."
fi
