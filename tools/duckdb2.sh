#!/bin/bash
# Runs the tests of reporting that exercise SQL on the newest DuckDB 2: the warehouse is written in what 1.5 and 2 share (docs/decisions/0004).
# An environment of its own, .venv/duckdb2, has that one package; everything else is seen in .venv.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/duckdb2/bin/python

if [ ! -x "$python" ]; then
    .venv/bin/python -m venv --without-pip .venv/duckdb2
fi
site() { "$1" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }
site .venv/bin/python > "$(site "$python")/project.pth"
.venv/bin/python -m pip --python "$python" install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-duckdb2.lock
"$python" -c 'import duckdb, sys; sys.exit(not duckdb.__version__.startswith("2."))'
TEST_PYTHON=$python tools/test.sh -n "${WORKERS:-2}" --no-loadscope-reorder "$@" \
    tests/reporting/test_{asking,asking_together,as_of_any_moment,projection,dimensions,shut_out_of_a_case,months_plainly}.py \
    tests/reporting/test_{stars_*,*_questions,published_figures,serving_locked,serving_damage,warehouse_file}.py
