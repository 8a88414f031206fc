#!/bin/bash
# Runs the tests, with the Python that TEST_PYTHON names. What they write lies in memory where there is room for it (a whole run
# writes 5 GB), the PostgreSQL servers with it: a real database waits for its disk at every commit, and no test asks what a power cut
# leaves behind. Processes that are killed lose nothing there either.
set -euo pipefail
cd "$(dirname "$0")/.."
room=$(df --output=avail --block-size=G /dev/shm 2>/dev/null | tail -n 1 | tr -dc 0-9 || true)
memory=$(awk '/^MemAvailable:/ { print int($2 / 1024 / 1024) }' /proc/meminfo 2>/dev/null || true)
if ((${room:-0} >= 8 && ${memory:-0} >= 12)); then
    folder=$(mktemp --directory /dev/shm/varde-tests-XXXXXX)
    trap 'rm -rf "$folder"' EXIT
    chmod 711 "$folder" # PostgreSQL runs as an OS user of its own when root tests
    export TMPDIR=$folder
fi
# Every worker and each of the hundreds of processes that tests start would compile the same modules again.
unset PYTHONDONTWRITEBYTECODE
"${TEST_PYTHON:-.venv/bin/python}" -m pytest "$@"
