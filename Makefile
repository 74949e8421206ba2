# The two commands: `make serve` and `make test`. Both set everything up in .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: serve test lint setup clean

serve: $(VENV)/.ready
	$(BIN)/askresolution serve

test: $(VENV)/.ready-test
	$(BIN)/python scripts/ensure_chromium.py
	$(BIN)/python -m pytest

lint: $(VENV)/.ready-test
	$(BIN)/ruff check src tests scripts
	$(BIN)/mypy

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test,lint]"
	@touch $@

clean:
	rm -rf $(VENV) index
