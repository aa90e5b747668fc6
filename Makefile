# Every target a person needs. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MEMBERS := shared gateway inventory-svc forecast-svc segmentation-svc strategy-svc genai-svc campaign-svc refresh-svc smartretail
LEDGER ?= sample
# All optional parts but `benchmark`, which has an environment of its own.
EXTRAS := upstream tables documents jobs sample processes providers
BENCHMARK := .venv-benchmark
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
# Tests call make themselves, as a person would: they must not look like a part of this one.
PYTEST = env -u MAKELEVEL -u MAKEFLAGS -u MFLAGS $(BIN)/pytest

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.installed: $(BIN)/uv requirements.lock $(MEMBERS:%=%/pyproject.toml)
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-sources $(MEMBERS:%=-e ./%)
	@touch $@

PAGES := gateway/gateway/pages/built/index.html
NPM := sh dashboard/node.sh

dashboard/node_modules/.installed: dashboard/package-lock.json $(VENV)/.installed
	$(NPM) ci --silent
	@touch $@

$(PAGES): dashboard/node_modules/.installed $(shell find dashboard/src dashboard/public -type f) dashboard/index.html dashboard/vite.config.ts
	$(NPM) run --silent build -- --logLevel error
	@touch $@

.PHONY: install
install: $(VENV)/.installed $(PAGES) ## virtual environment, packages and the built dashboard

$(BENCHMARK)/.installed: $(BIN)/uv requirements-benchmark.lock $(MEMBERS:%=%/pyproject.toml)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(BENCHMARK)
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BENCHMARK)/bin/python --require-hashes -r requirements-benchmark.lock
	$(BIN)/uv pip install --quiet --python $(BENCHMARK)/bin/python --no-deps --no-sources $(MEMBERS:%=-e ./%)
	@touch $@

.PHONY: benchmark
benchmark: $(BENCHMARK)/.installed ## .venv-benchmark: the same with statsforecast and pandas, to compare with

.PHONY: run
run: install ## serve everything in one process on HOST:PORT, with the sample where there is no state
	@$(BIN)/smartretail ensure-state
	@exec $(BIN)/smartretail run

.PHONY: fleet
fleet: install ## the same as eight processes; logs in var/log
	@$(BIN)/smartretail ensure-state
	@exec $(BIN)/smartretail fleet

.PHONY: refresh
refresh: install ## a new snapshot of the sample; LEDGER=file for one of your own
	@exec $(BIN)/smartretail refresh --ledger $(LEDGER)

.PHONY: doctor
doctor: install ## check settings, state, MongoDB, Gemini and ports
	@exec $(BIN)/smartretail doctor

.PHONY: test
test: install lint ## what a contributor runs before every commit
	$(NPM) run --silent test
	$(PYTEST) -m "not long"

.PHONY: test-long
test-long: install ## crash, fault, browser and container tests
	$(PYTEST) -m long

.PHONY: lint
lint: install ## formatting, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(NPM) run --silent lint

.PHONY: format
format: install ## format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NPM) run --silent format

.PHONY: openapi
openapi: install ## collect the fleet's OpenAPI documents into the gateway's one
	@$(BIN)/smartretail openapi
	$(NPM) run --silent types

.PHONY: screenshots
screenshots: install ## every page of the dashboard as pictures, into var/screenshots; needs Chromium
	@$(BIN)/smartretail ensure-state
	$(BIN)/python bench/screenshots.py

.PHONY: budget
budget: install ## what the dashboard costs a slow computer, beside its bars; needs Chromium
	@$(BIN)/smartretail ensure-state
	$(BIN)/python bench/dashboard_budget.py

.PHONY: clean
clean: ## remove caches and build results; state and campaigns in var/ stay
	rm -rf .pytest_cache .ruff_cache .import_linter_cache .hypothesis var/ci
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

.PHONY: lock
lock: $(BIN)/uv ## resolve requirements.lock again from the pyproject files
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header $(EXTRAS:%=--extra %) --group dev $(MEMBERS:%=%/pyproject.toml) \
	  --no-emit-package smartretail $(patsubst %,--no-emit-package smartretail-%,fleet gateway inventory-svc \
	  forecast-svc segmentation-svc strategy-svc genai-svc campaign-svc refresh-svc) --output-file requirements.lock
	# The sample names a pandas that statsforecast does not take; it is never imported, so any will do.
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header $(EXTRAS:%=--extra %) --extra benchmark \
	  --constraints <(sed -n "s/ *\\\\\$$//; /^pandas==/d; /^[a-z].*==/p" requirements.lock) --overrides <(echo "pandas<3") \
	  $(MEMBERS:%=%/pyproject.toml) --no-emit-package smartretail \
	  $(patsubst %,--no-emit-package smartretail-%,fleet gateway inventory-svc forecast-svc segmentation-svc \
	  strategy-svc genai-svc campaign-svc refresh-svc) --output-file requirements-benchmark.lock
