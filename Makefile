# Two commands do everything on a fresh machine: make run, make test. Both may be repeated at any time and are then quick.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run check fmt lint types imports test cover forms bench fault coverage-of-rules lock manual migration pictures

export LANG ?= C.UTF-8
export PYTHONUTF8 := 1
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# make test T=tests/people runs one place; DEMO=0 make run starts with an empty library
T ?=
DEMO ?= 1

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## system packages (apt), virtual environment, locked wheels
	@python3 tools/system_packages.py run
	@python3 tools/environment.py run

setup-test:
	@python3 tools/system_packages.py test
	@python3 tools/environment.py test

run: setup ## set up whatever is missing, then serve on http://127.0.0.1:8000 (DEMO=0: an empty library)
	@if [ "$(DEMO)" = 0 ]; then $(BIN)/docsys init --administrator admin; else $(BIN)/docsys init && $(BIN)/docsys demo; fi
	@exec $(BIN)/docsys serve

check: setup-test lint types imports forms ## everything that needs no running: lint, types, layers, forms

fmt: setup-test ## write the code as ruff would
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .

lint: setup-test ## style and spelling
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@git ls-files -z -- . ':!*/vendor/*' ':!*.lock' ':!*.svg' ':!LICENSE' | xargs -0 $(BIN)/codespell

types: setup-test ## mypy, strict
	@$(BIN)/mypy --no-error-summary

imports: setup-test ## who may import whom
	@$(BIN)/lint-imports --no-cache >.venv/imports.log || { cat .venv/imports.log; exit 1; }

forms: setup-test ## every form definition: strictly loaded, its sample accepted and printed
	@$(BIN)/docsys form check --prints var/forms

test: setup-test ## check, the suite on SQLite, then the tests marked db again on PostgreSQL (T=path: only there)
ifeq ($(T),)
	@$(MAKE) --no-print-directory -j2 --output-sync=target check
	@$(PYTEST) -n 2 -q -m "not bench and not fault"
	@$(BIN)/python tests/postgres.py -n 2 -q
else
	@$(PYTEST) -q $(T)
endif

cover: setup-test ## branch coverage: rules 100 %, actions 95 %, overall 90 %
	@$(PYTEST) -n 2 -q -m "not bench and not fault" --cov --cov-report=
	@$(BIN)/coverage json -q -o .venv/coverage.json
	@$(BIN)/python tools/coverage_gate.py .venv/coverage.json

bench: setup-test ## measure; asserts no times
	@$(PYTEST) -q -s -m bench

fault: setup-test ## kill processes, fill disks, and look at what is left
	@$(PYTEST) -q -m fault

coverage-of-rules: setup-test ## each requirement of the rulebook and the tests that show it
	@$(BIN)/python tools/rules_covered.py

lock: setup-test ## resolve both locks anew (hashes, no index address)
	@$(BIN)/python tools/lock.py

manual: setup-test ## the pages of the manual that are made from the code
	@$(BIN)/python tools/permissions_page.py
	@PYTHONPATH=. $(BIN)/python tools/forms_page.py
	@PYTHONPATH=. $(BIN)/python tools/changes_page.py

pictures: setup-test ## screenshots of the sample library for manual and README
	@PYTHONPATH=. $(BIN)/python tools/pictures.py

migration: setup-test ## M="what changed": a migration from what models have and the database has not
	@$(BIN)/python -m docsys.migrations "$(M)"
