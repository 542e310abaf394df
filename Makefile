# Everything is made in .venv/<version of Python>/ by `python3 -m venv` and pip, and made again only when what it
# is made of has changed. Another interpreter: `make test PYTHON=python3.13`.

PYTHON ?= python3
WORKERS ?= 2
COVERAGE_FLOOR ?= 95
LONGEST_FILE ?= 420
QUIET ?= -qq

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

# A package found by PYTHONPATH would be tested in place of the wheel.
unexport PYTHONPATH PYTHONHOME
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONNOUSERSITE := 1

VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2] if sys.version_info >= (3, 11) else "")')
ifeq ($(VERSION),)
$(error $(PYTHON) is no Python of 3.11 or later; name one: make PYTHON=…)
endif

HOME_DIR := .venv/$(VERSION)
ENV := $(HOME_DIR)/test
NEWER := $(HOME_DIR)/newer
DEMO := $(HOME_DIR)/demo
DIST := $(HOME_DIR)/dist
WHEEL := $(HOME_DIR)/wheel.stamp
TOOLS := $(HOME_DIR)/tools.stamp
INSTALLED := $(HOME_DIR)/installed.stamp

# Folders count too: their time changes when a file goes.
SOURCES := pyproject.toml README.md LICENSE $(shell find src rules -not -name '__pycache__' -not -name '*.pyc')

.PHONY: help demo test test-deep check lint types layers lengths doctests bench calibrate format golden claims clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

demo: $(HOME_DIR)/demo.stamp  ## install the package and diagnose the examples
	@echo "== husaca diagnose examples/blue.yaml"
	@$(DEMO)/bin/husaca diagnose examples/blue.yaml
	@echo
	@echo "== python examples/civil_service/diagnose.py"
	@$(DEMO)/bin/python examples/civil_service/diagnose.py

test: $(INSTALLED)  ## test the wheel as installed, with branch coverage
	HUSACA_WHEEL=1 $(ENV)/bin/pytest -n $(WORKERS) --cov --cov-report=term --cov-fail-under=$(COVERAGE_FLOOR)

test-deep: $(INSTALLED) $(HOME_DIR)/newer.stamp  ## test with many more examples, and beside newer dependencies
	HUSACA_WHEEL=1 $(NEWER)/bin/pytest -n $(WORKERS)
	HUSACA_WHEEL=1 HUSACA_DEPTH=deep $(ENV)/bin/pytest -n $(WORKERS) --cov --cov-report=term \
		--cov-fail-under=$(COVERAGE_FLOOR)

check: lint types layers lengths doctests  ## check style, types, layers, and every example in the docs

lint: $(TOOLS)
	$(ENV)/bin/ruff check
	$(ENV)/bin/ruff format --check

types: $(INSTALLED)
	$(ENV)/bin/mypy

layers: $(INSTALLED)
	PYTHONPATH=src $(ENV)/bin/lint-imports --no-logo

lengths:
	@find src tests examples benchmarks calibration -name '*.py' -exec awk -v most=$(LONGEST_FILE) \
		'END {if (NR > most) {print FILENAME ": " NR " lines, where " most " are allowed"; exit 1}}' {} \;  \
		2>/dev/null | awk '{print} END {exit NR > 0}'

doctests: $(INSTALLED)
	HUSACA_WHEEL=1 $(ENV)/bin/pytest --doctest-modules --pyargs husaca_rules tests/docs

bench: $(INSTALLED)  ## run the benchmarks
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(ENV)/bin/python "$$script" || exit 1; done

calibrate: $(INSTALLED)  ## put a public survey and random organisations through the rules; fills docs/calibration.md
	$(ENV)/bin/python calibration/calibrate.py --write

format: $(TOOLS)  ## set the code straight
	$(ENV)/bin/ruff check --fix
	$(ENV)/bin/ruff format

golden: $(INSTALLED)  ## record the messages that the bad cases expect; read the difference before you commit it
	HUSACA_WHEEL=1 HUSACA_RECORD=1 $(ENV)/bin/pytest tests/cases

claims: $(INSTALLED)  ## write docs/claims.md from the rules
	$(ENV)/bin/husaca claims --format markdown --lang en > docs/claims.md

clean:  ## remove everything that was made
	rm -rf .venv dist .coverage .coverage.* htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests examples benchmarks calibration -name '__pycache__' -prune -exec rm -rf {} + 2>/dev/null || true

# The tools, exactly as pyproject.toml names them. `pip install --group` would read them too, but only since pip 25.1.
$(TOOLS): pyproject.toml
	rm -rf $(ENV) $(INSTALLED)
	$(PYTHON) -m venv $(ENV)
	$(ENV)/bin/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")' \
		> $(HOME_DIR)/tools.txt
	$(ENV)/bin/pip install $(QUIET) -r $(HOME_DIR)/tools.txt
	touch $@

# The wheel is built from the sdist, so that a file missing from the sdist shows.
$(WHEEL): $(TOOLS) $(SOURCES)
	rm -rf $(DIST)
	$(ENV)/bin/python -m build --no-isolation --outdir $(DIST) > $(HOME_DIR)/build.log || { cat $(HOME_DIR)/build.log; exit 1; }
	touch $@

# First with what it depends on, then by force, as pip keeps a package whose version it already has.
$(INSTALLED): $(WHEEL)
	$(ENV)/bin/pip install $(QUIET) $(DIST)/*.whl
	$(ENV)/bin/pip install $(QUIET) --no-deps --force-reinstall $(DIST)/*.whl
	touch $@

# experta pins frozendict and schema; a host may force newer ones in, and that must work too.
$(HOME_DIR)/newer.stamp: $(WHEEL)
	rm -rf $(NEWER)
	$(PYTHON) -m venv $(NEWER)
	$(NEWER)/bin/pip install $(QUIET) -r $(HOME_DIR)/tools.txt $(DIST)/*.whl
	$(NEWER)/bin/pip install $(QUIET) --no-deps 'frozendict>=2' 'schema>=0.7.8'
	touch $@

$(HOME_DIR)/demo.stamp: $(SOURCES)
	rm -rf $(DEMO)
	$(PYTHON) -m venv $(DEMO)
	$(DEMO)/bin/pip install $(QUIET) .
	touch $@
