# The two commands: `make serve` and `make test`. Both set everything up in .venv first.
# `make bench BEIR="folder folder"` measures; without BEIR it measures only what needs no benchmark.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: serve test lint bench setup clean

serve: $(VENV)/.ready
	$(BIN)/askresolution serve

test: $(VENV)/.ready-test
	$(BIN)/python scripts/ensure_chromium.py
	$(BIN)/python -m pytest

lint: $(VENV)/.ready-test
	$(BIN)/ruff check src tests scripts
	$(BIN)/mypy

bench: $(VENV)/.ready
	$(BIN)/python bench/parsing.py
	$(BIN)/askresolution bench
ifneq ($(strip $(BEIR)),)
	$(BIN)/askresolution bench --against $(foreach folder,$(BEIR),--beir $(folder))
	$(BIN)/askresolution bench --against --typos .333 $(foreach folder,$(BEIR),--beir $(folder))
	$(BIN)/askresolution bench --against --undiacritised $(foreach folder,$(BEIR),--beir $(folder))
	$(BIN)/askresolution bench --scale 10000 --scale 100000 --beir $(firstword $(BEIR))
endif

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
