#!/usr/bin/env bash
# A cold run of a lesson in one language: writes its record, and how it ended to reports/LESSON.LANGUAGE.json.
# LESSON, LANGUAGE: which.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
mkdir -p reports
scripts/verify "${LESSON:?}" --cold --language "${LANGUAGE:?}" --report "reports/$LESSON.$LANGUAGE.json"
