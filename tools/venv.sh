#!/bin/sh
# Makes .venv and installs exactly what a lock file names: tools/venv.sh requirements.lock
set -eu
lock="$1"
python="${PYTHON:-python3}"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Varde needs Python 3.11 or newer; $("$python" --version) was found." >&2
    exit 1
}
if [ ! -x .venv/bin/python ]; then
    # Debian and Ubuntu ship venv as a package of its own.
    "$python" -c 'import ensurepip' 2>/dev/null || { as_root apt-get update -qq; as_root apt-get install -y -qq python3-venv; }
    "$python" -m venv .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
