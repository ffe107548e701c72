#!/usr/bin/env bash
# A cold run of a lesson in one language, on a release of Debian: writes its record, and how it ended
# to reports/RELEASE.LESSON.LANGUAGE.json.
# RELEASE, LESSON, LANGUAGE: which.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
mkdir -p reports
scripts/verify "${LESSON:?}" --cold --language "${LANGUAGE:?}" --release "${RELEASE:?}" \
  --report "reports/$RELEASE.$LESSON.$LANGUAGE.json"
