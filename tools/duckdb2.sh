#!/bin/sh
# Runs the tests of reporting on the newest DuckDB 2: the warehouse is written in what 1.5 and 2 share (docs/decisions/0004).
# An environment of its own, .venv/duckdb2, has that one package; everything else is seen in .venv.
set -eu
python=".venv/duckdb2/bin/python"

if [ ! -x "$python" ]; then
    .venv/bin/python -m venv --without-pip .venv/duckdb2
fi
site() { "$1" -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }
site .venv/bin/python > "$(site "$python")/project.pth"
.venv/bin/python -m pip --python "$python" install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-duckdb2.lock
"$python" -c 'import duckdb, sys; sys.exit(not duckdb.__version__.startswith("2."))'
"$python" -m pytest -n 2 --dist loadgroup tests/reporting "$@"
