#!/bin/bash
# Runs the tests, with the Python that TEST_PYTHON names. What they write lies in memory where there is room for it (a whole run
# writes 5 GB): a real database waits for its disk at every commit, and no test asks what a power cut leaves behind. Processes that
# are killed lose nothing there either.
set -euo pipefail
cd "$(dirname "$0")/.."
room=$(df --output=avail --block-size=G /dev/shm 2>/dev/null | tail -n 1 | tr -dc 0-9 || true)
memory=$(awk '/^MemAvailable:/ { print int($2 / 1024 / 1024) }' /proc/meminfo 2>/dev/null || true)
if ((${room:-0} >= 8 && ${memory:-0} >= 12)); then
    folder=$(mktemp --directory /dev/shm/varde-tests-XXXXXX)
    trap 'rm -rf "$folder"' EXIT
    export PYTEST_DEBUG_TEMPROOT=$folder
fi
"${TEST_PYTHON:-.venv/bin/python}" -m pytest "$@"
