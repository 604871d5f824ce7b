# Two commands do everything: `make run` opens the dashboard, `make test` runs every check. Both install what they need.
# docs/develop.md has a table of all targets.
.DELETE_ON_ERROR:
.PHONY: run clinic dev test quick steady lint format faults bench mutate figures pictures wheel pins browser clean

VENV := .venv
BIN := $(VENV)/bin
# Three stamps, one environment: what the dashboard needs; also what a clinic needs; also what the checks need.
DASHBOARD := $(VENV)/dashboard-installed
CLINIC := $(VENV)/clinic-installed
INSTALLED := $(VENV)/installed
PYTHON ?= python3
CORES := $(shell getconf _NPROCESSORS_ONLN)
WORKERS ?= $(shell expr $(CORES) + 1)

run: $(DASHBOARD)
	$(BIN)/backcare

clinic: $(CLINIC)
	@echo "Installed in $(VENV), with sign-in and PostgreSQL. docs/clinic.md says how to go on."

# Whole tracebacks, reload on save and Streamlit's toolbar, on a sample log.
dev: $(INSTALLED)
	BACKCARE_DEV=1 $(BIN)/backcare

# In the order of collection: the browser tests take longest, and would else come last, on one core. They wait as often as
# they work, so there is one worker more than there are cores. Nothing is left out, and nothing is tried twice.
PYTEST = $(BIN)/python -m pytest --numprocesses $(WORKERS)
COMPLETE = $(PYTEST) --complete --dist loadfile --no-loadscope-reorder

test: $(INSTALLED) browser lint
	$(COMPLETE)

# The inner loop: under a minute on two cores. No browser, no PostgreSQL, no killed servers, fewer random examples.
quick: $(INSTALLED)
	HYPOTHESIS_PROFILE=quick $(PYTEST) --dist worksteal --maxprocesses $(CORES) -m "not browser and not postgresql and not slow"

# Whether the tests themselves are steady: five times all, and once with the servers' clocks at two minutes to midnight.
steady: $(INSTALLED) browser
	for round in 1 2 3 4 5; do $(COMPLETE) || exit 1; done
	TESTS_CLOCK=23:58 $(COMPLETE)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/deno lint --quiet
	$(BIN)/deno fmt --quiet --check

format: $(INSTALLED)
	$(BIN)/ruff format .
	$(BIN)/deno fmt --quiet

# The long versions of the fault tests; `make test` runs a short version of each.
faults: $(INSTALLED) browser
	BACKCARE_FAULTS=long $(BIN)/python -m pytest -s tests/faults tests/browser/test_killed.py \
		tests/browser/test_presses.py tests/unit/test_access_to_other_people.py

bench: $(INSTALLED) browser
	PYTHONPATH=tests $(BIN)/python -m bench

mutate: $(INSTALLED)
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/mutmut results

# The drawings of the exercises in data/drawings, anew, after a change in tools/figures.
figures: $(INSTALLED)
	$(BIN)/python -m tools.figures

# The pictures of README.md in docs/pictures, anew, after a change of how a page looks.
pictures: $(INSTALLED) browser
	PYTHONPATH=tests $(BIN)/python -m tools.pictures

wheel: $(INSTALLED)
	$(BIN)/python -m build --wheel --outdir dist .

# uv where it is to be had, else what Python itself brings; the same exact versions either way.
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
VENV_CREATE := $(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
else
VENV_CREATE := $(PYTHON) -m venv $(VENV)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

$(DASHBOARD): requirements.txt pyproject.toml
	@$(VENV_CREATE)
	@$(INSTALL) -r requirements.txt --editable .
	@touch $@

$(CLINIC): requirements-clinic.txt $(DASHBOARD)
	@$(INSTALL) -r requirements-clinic.txt
	@touch $@

$(INSTALLED): requirements-dev.txt $(DASHBOARD)
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

# What the tests need of the system: a browser first of all.
browser: $(INSTALLED)
	@sh tests/install.sh $(BIN)/playwright

COMPILE := uv pip compile --quiet --no-header --no-annotate --python-version 3.11 --universal
# The exact versions, anew, after pyproject.toml has changed.
pins:
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --extra clinic pyproject.toml -c requirements.txt -o requirements-clinic.txt
	$(COMPILE) --group dev -c requirements-clinic.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) dist build mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
