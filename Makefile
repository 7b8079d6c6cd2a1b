# Everything a newcomer or CI needs; uv when it is there, else venv and pip.
PYTHON ?= python3
BIN := .venv/bin
XDIST ?= auto
.DEFAULT_GOAL := help
.PHONY: help run demo test check bench clean

help: ## what one can make
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

.venv/.run: pyproject.toml $(wildcard src/sahelreader/locales/*/LC_MESSAGES/*.po)
	@if command -v uv >/dev/null 2>&1; then \
	  test -d .venv || uv venv -q --python ">=3.11" .venv; \
	  VIRTUAL_ENV=.venv uv pip install -q --compile-bytecode -e .; \
	else \
	  test -d .venv || $(PYTHON) -m venv .venv; \
	  $(BIN)/python -m pip install -q --disable-pip-version-check -e .; \
	fi
	@touch $@

.venv/.dev: .venv/.run
	@if command -v uv >/dev/null 2>&1; then \
	  VIRTUAL_ENV=.venv uv pip install -q --compile-bytecode -e '.[test,check]'; \
	else \
	  $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[test,check]'; \
	fi
	@touch $@

run: .venv/.run ## open the reader
	@$(BIN)/sahelreader

demo: .venv/.run ## open the reader on a throw-away library and a sample site
	@$(BIN)/sahelreader demo

test: .venv/.dev ## the tests
	$(BIN)/python -m pytest -q -n $(XDIST) --dist loadgroup

check: .venv/.dev ## what CI runs: style, types, layers, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

.venv/.bench: .venv/.dev
	@if command -v uv >/dev/null 2>&1; then \
	  VIRTUAL_ENV=.venv uv pip install -q --compile-bytecode -e '.[bench]'; \
	else \
	  $(BIN)/python -m pip install -q --disable-pip-version-check -e '.[bench]'; \
	fi
	@touch $@

bench: .venv/.bench ## one table of figures: ours, floor or peer, ratio
	$(BIN)/python -m tests.benchmarks

clean: ## remove what make made
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache
