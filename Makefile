# Everything runs in .venv, which `setup` builds from requirements/dev.txt (exact versions, checked hashes).
SHELL := /bin/sh
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; exit; }; done; echo python3)
RUN := .venv/bin/python
# Much of what the tests do is waiting, so three of them share two cores well.
PROCESSES ?= 3
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help setup run up down status test check lint types architecture dependencies templates bench lock format deploy clean

help:  ## say what can be made (this list)
	@echo "Tillhook. Usage: make TARGET"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' Makefile

setup:  ## build .venv and node_modules from the locks; nothing to do when they have not changed
	@command -v $(PYTHON) >/dev/null || { echo "Tillhook needs Python 3.11 or newer: install it, or say where it is with make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) infra/local/prepare.py

run: setup  ## start the local world, then show what happens in it; Ctrl-C stops it
	@$(RUN) -m infra.local.world run

up: setup  ## start the local world in the background
	@$(RUN) -m infra.local.world up

down: setup  ## stop the local world that `make up` started
	@$(RUN) -m infra.local.world down

status: setup  ## say whether the local world is running, and where
	@$(RUN) -m infra.local.world status

test: setup  ## run the whole test suite
	@$(RUN) -m infra.local.browser
	@$(RUN) -m pytest --numprocesses $(PROCESSES) --no-loadscope-reorder

check: setup lint types architecture dependencies test  ## all that CI runs: format, lint, types, architecture, templates, tests

lint: setup  ## check format and style
	@.venv/bin/ruff format --check
	@.venv/bin/ruff check

types: setup  ## check types, strictly
	@.venv/bin/mypy

architecture: setup  ## check who may import whom
	@.venv/bin/lint-imports --no-logo

dependencies: setup  ## check that each part imports only what its dependency group declares
	@.venv/bin/deptry functions shared --non-dev-dependency-groups runtime
	@.venv/bin/deptry infra --non-dev-dependency-groups runtime,infra --ignore DEP002

templates: setup  ## check the CDK templates alone (part of `test`)
	@$(RUN) -m pytest tests/infra

bench: setup  ## print the benchmark table
	@$(RUN) -m tests.bench

lock: setup  ## resolve the newest versions and write requirements/*.txt
	@$(RUN) -m infra.local.lock

format: setup  ## format the code and mend what can be mended
	@.venv/bin/ruff check --fix-only --quiet
	@.venv/bin/ruff format

deploy: setup  ## deploy the platform and every store to AWS, with your credentials; asks before it widens permissions
	@$(RUN) -m infra.local.node exec -- cdk deploy --all

clean: setup  ## stop the world and remove what can be made again (not .venv)
	@$(RUN) -m infra.local.world down
	@rm -rf .local cdk.out build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -not -path './.venv/*' -not -path './node_modules/*' -prune -exec rm -rf {} +
