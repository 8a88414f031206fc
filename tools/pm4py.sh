#!/bin/bash
# Reads the files for process analysis with pm4py, which analysts use. pm4py is AGPL and no part of Varde: it lies in an environment
# of its own, .venv/pm4py, with what it needs beside what is seen in .venv.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/pm4py/bin/python

if [ ! -x "$python" ]; then
    .venv/bin/python -m venv --without-pip .venv/pm4py
fi
site() { "$1" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }
site .venv/bin/python > "$(site "$python")/project.pth"
.venv/bin/python -m pip --python "$python" install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-pm4py.lock
PYTHONPATH=.:tests exec "$python" -W ignore tests/process_export/reading_with_pm4py.py
