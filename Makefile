# Two commands on a fresh machine: `make demo` and `make test`. Both set up .venv on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?= 2

.PHONY: help demo test check format bench prove screenshots constraints clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed (PYTHON=... names one)'; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 \
	  || $(PYTHON) -m venv $(VENV) 2>/dev/null \
	  || { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install -q pip; }
	$(BIN)/python -m pip install -q --require-hashes -r constraints.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q events tracker tui migrations
	@touch $@

demo: $(READY) ## a whole simulated year on the published plan, then the screens (on a terminal)
	$(BIN)/tracker demo

test: $(READY) ## every test that belongs to the ordinary run
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

check: $(READY) ## format, lint, strict types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(READY) ## put the code in its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## every benchmark, as ratios to a control of the same run
	$(BIN)/python -m benchmarks

prove: $(READY) ## the slow proofs: many kills, long fuzzing, two years of lists, random keys
	KILLS=1000 EFFORT=20 LIST_LINES=50000 $(BIN)/python -m pytest -n $(JOBS) --dist loadgroup tests/faults tests/properties tests/contract tests/events tests/tracker
	MONKEY_MINUTES=30 $(BIN)/python -m pytest tests/tui/test_monkey.py

screenshots: $(READY) ## the pictures of README and manual, from the demo's ledger
	$(BIN)/python -m docs.screenshots

constraints: ## pin and hash every dependency anew
	$(BIN)/python -m pip install -q uv
	$(BIN)/python -m uv pip compile pyproject.toml --extra parquet --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate -q -o constraints.txt

clean: ## take away what can be made again
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
