# Two commands set everything up on a fresh machine: `make demo` and `make test`. They need Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint types bench soak drawing clean

demo: $(VENV)/.run
	$(BIN)/python -m tests.demo

test: $(VENV)/.tests .venv-pywb/.done lint types
	$(BIN)/python -m pytest -n auto $(ARGS)

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tests
	$(BIN)/mypy

bench: $(VENV)/.bench .venv-readers/.done
	$(BIN)/python -m tests.bench $(NAMES)

soak: $(VENV)/.tests
	$(BIN)/python -m tests.bench.soak $(ARGS)

drawing: $(VENV)/.run
	$(BIN)/python -m tests.architecture

clean:
	rm -rf $(VENV) .venv-pywb .venv-readers .mypy_cache .ruff_cache data/demo

$(VENV)/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Palimpsest needs Python 3.11 or newer: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python $(PIP) -r requirements.txt
	touch $@

$(VENV)/.tests: tests/requirements.txt $(VENV)/.run
	$(BIN)/python $(PIP) -r tests/requirements.txt
	touch $@

$(VENV)/.bench: tests/bench/requirements.txt $(VENV)/.tests
	$(BIN)/python $(PIP) -r tests/bench/requirements.txt
	touch $@

.venv-readers/.done: tests/bench/readers-requirements.txt
	test -x .venv-readers/bin/python || $(PYTHON) -m venv .venv-readers
	.venv-readers/bin/python $(PIP) -r tests/bench/readers-requirements.txt
	touch $@

# pywb pins old libraries, so it lives by itself; it is GPL-3 and serves the tests alone. Where it cannot be had, its
# tests say that they were skipped.
.venv-pywb/.done: tests/pywb-requirements.txt
	test -x .venv-pywb/bin/python || $(PYTHON) -m venv .venv-pywb
	.venv-pywb/bin/python $(PIP) -r tests/pywb-requirements.txt || echo "pywb is not to be had: its tests will be skipped"
	touch $@
