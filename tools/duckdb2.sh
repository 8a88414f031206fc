#!/bin/sh
# Runs the tests of reporting that exercise SQL on the newest DuckDB 2 (two minutes of a processor): the warehouse is written in what 1.5 and 2 share (docs/decisions/0004).
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
cd tests/reporting
set -- "$@" test_asking.py test_as_of_any_moment.py test_projection.py test_dimensions.py test_stars_*.py test_*_questions.py \
    test_published_figures.py test_serving_locked.py test_serving_damage.py test_warehouse_file.py
"../../$python" -m pytest --rootdir ../.. -c ../../pyproject.toml -n 2 --dist loadgroup "$@"
