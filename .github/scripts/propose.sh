#!/usr/bin/env bash
# Proposes the new records in docs/records/ by a pull request, with changes.txt (collect.sh) in it. RUN_URL: the run that made and checked them. GH_TOKEN: for gh.
set -euo pipefail
cd "$(dirname "$0")/../.."
branch=records-refresh
if [ -z "$(git status --porcelain -- docs/records)" ]; then
  echo "the records are as they were: nothing to propose"
  exit 0
fi
title="Records of the guide, run anew on $(date -u +%F)"
changes="$(cat changes.txt)"
body="What changed in Debian:

$changes

Every step was typed into a new Debian machine, and the checks passed on these records, in ${RUN_URL:?}.
A pull request made by a workflow starts no workflow: that run is its check."
git switch --quiet --force-create "$branch"
git add -- docs/records
git -c user.name="github-actions[bot]" -c user.email="41898282+github-actions[bot]@users.noreply.github.com" \
  commit --quiet -m "$title"
gh auth setup-git
git push --quiet --force origin "HEAD:refs/heads/$branch"
if [ "$(gh pr list --head "$branch" --state open --json number --jq length)" = 0 ]; then
  gh pr create --head "$branch" --base main --title "$title" --body "$body"
else
  gh pr edit "$branch" --title "$title" --body "$body"
fi
