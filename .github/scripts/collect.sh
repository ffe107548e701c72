#!/usr/bin/env bash
# Brings the records of all jobs, a folder each below collected/, into docs/records/, and what changed into changes.txt.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec </dev/null
scripts/verify --collect collected/* | tee changes.txt
