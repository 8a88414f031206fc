# The one command surface. `make run` runs Varde, `make test` tests it; both install what they need into .venv.
.PHONY: run test duckdb2 pm4py api check lint types imports docs lock verifier bench clean
.DEFAULT_GOAL := run

BIN := .venv/bin

# Processes that run tests side by side: two more than processors, since many tests wait for others more than they compute.
export WORKERS ?= $(shell expr $$(nproc) + 2)

FRONTEND := services/case_service/http/static/vendor/.made

run: .venv/.run $(FRONTEND)
	$(BIN)/varde up --demo

test: .venv/.dev $(FRONTEND)
	tools/browser.sh
	tools/test.sh -n $(WORKERS) --no-loadscope-reorder

# The tests of the warehouse that exercise SQL once more, on the newest DuckDB 2.
duckdb2: .venv/.dev
	tools/duckdb2.sh

# The files for process analysis, read with a program that analysts use: AGPL, in an environment of its own.
pm4py: .venv/.dev
	tools/pm4py.sh

api: .venv/.dev
	API_EXAMPLES=110 $(BIN)/pytest tests/api/test_any_request.py -n 0 -s

check: lint types imports docs

lint: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.dev
	$(BIN)/mypy

imports: .venv/.dev
	$(BIN)/lint-imports

docs: .venv/.dev
	$(BIN)/varde reference --check

# The offline verifier as it is released: one file and a zipapp, in dist/.
verifier: .venv/.run
	$(BIN)/python tools/verifier.py dist

bench: .venv/.dev
	$(BIN)/python benchmarks/all.py

# Needs uv; the lock files name versions and hashes and no address.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q -o requirements-dev.lock
	echo 'duckdb>=2' | uv pip compile - --no-deps --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q -o requirements-duckdb2.lock
	printf 'pm4py\npandas\nnetworkx<3.7\npytz\n' | uv pip compile - --no-deps --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q -o requirements-pm4py.lock

.venv/.run: requirements.lock pyproject.toml tools/venv.sh
	tools/venv.sh requirements.lock
	touch $@

.venv/.dev: requirements-dev.lock pyproject.toml tools/venv.sh
	tools/venv.sh requirements-dev.lock
	touch $@

$(FRONTEND): package-lock.json requirements-node.lock tools/frontend.sh
	tools/frontend.sh

clean:
	rm -rf .venv node_modules $(dir $(FRONTEND)) .varde build dist *.egg-info
