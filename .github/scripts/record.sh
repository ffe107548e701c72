#!/usr/bin/env bash
# A cold run of the guide in one language: writes its record, and how it ended to reports/LANGUAGE.json.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
language="${1:?usage: record.sh LANGUAGE}"
mkdir -p reports
scripts/verify --cold --language "$language" --report "reports/$language.json"
