# What can be made. `make` alone explains.

# The interpreter: the first one on the machine that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/runtime.stamp
DEVELOPMENT := $(VENV)/development.stamp

# Tests run side by side, one worker a core, but no herd of database servers.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses=4
PYTEST_ARGS ?=
SERVE_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgresql lint format bench lock dist messages life-cycle clean

help: ## Explain the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The environment is made anew when its lock file changes, so that a package
# that has left the lock file has left the environment too.
$(RUNTIME): requirements.txt
	@test -n "$(PYTHON)" || { echo "ctrack needs Python 3.11 or newer, and none was found." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV) from requirements.txt ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(DEVELOPMENT): $(RUNTIME) requirements-dev.txt
	@echo "Adding requirements-dev.txt ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: $(RUNTIME) ## Serve the demonstration register (SERVE_ARGS="--port 8080")
	@$(BIN)/ctrack init
	@$(BIN)/ctrack demo --if-empty
	@$(BIN)/ctrack serve $(SERVE_ARGS)

test: lint test-sqlite test-postgresql ## Check everything: style, types, floors, tests on both databases

test-sqlite: $(DEVELOPMENT) ## Run the tests on SQLite (PYTEST_ARGS="-k word")
	CTRACK_TEST_DATABASE=sqlite $(PYTEST) $(PYTEST_ARGS)

test-postgresql: $(DEVELOPMENT) ## Run the tests on PostgreSQL
	CTRACK_TEST_DATABASE=postgresql $(PYTEST) $(PYTEST_ARGS)

lint: $(DEVELOPMENT) ## Check style, types and floors
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEVELOPMENT) ## Put the source in order
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(DEVELOPMENT) ## Measure speed and memory on both databases
	$(BIN)/python -m tests.bench $(BENCH_ARGS)

# Universal: one file for every Python from 3.11 on and every operating system.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--upgrade --custom-compile-command "make lock"
lock: $(DEVELOPMENT) ## Choose the newest versions of all dependencies and write the lock files
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -c requirements.txt -o requirements-dev.txt

dist: $(DEVELOPMENT) ## Build the source archive and, from it, the wheel
	$(BIN)/python -m build

messages: $(DEVELOPMENT) ## Collect the visible strings for the translators
	mkdir -p ctrack/translations
	$(BIN)/pybabel extract -F pyproject.toml -k _l -k lazy_gettext -k N_ -k counted:1,2 -o ctrack/translations/messages.pot .

life-cycle: $(DEVELOPMENT) ## Write docs/life-cycle.md anew from the tables
	$(BIN)/python -m ctrack.domain.lifecycle_document docs/life-cycle.md

clean: ## Remove what was made; leaves instance/ alone
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find ctrack tests -name __pycache__ -prune -exec rm -rf {} +
