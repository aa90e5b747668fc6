# Every target a person needs. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MEMBERS := shared gateway inventory-svc forecast-svc segmentation-svc strategy-svc genai-svc campaign-svc refresh-svc smartretail
PACKAGES := $(foreach member,$(MEMBERS),$(member)/$(if $(filter shared,$(member)),,$(subst -,_,$(member))))
LEDGER ?= sample
DEV_PORT := 5173
DEV_ORIGINS := http://127.0.0.1:$(DEV_PORT),http://localhost:$(DEV_PORT)
# All optional parts but `benchmark`, which has an environment of its own.
EXTRAS := tables documents jobs sample processes providers
BENCHMARK := .venv-benchmark
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
# Tests call make themselves, as a person would: they must not look like a part of this one. What
# Python compiled is stored between runs: without it every run spends seconds compiling again.
PYTEST = env -u MAKELEVEL -u MAKEFLAGS -u MFLAGS -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest
# Test processes side by side; a file stays in one of them, so that what it prepares is made once.
# One more than there are cores: a test that waits leaves its core to another.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
# The longest files come first (support.slow), so that no process is left alone with one at the end.
PARALLEL = --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
TESTARGS ?=
# $(1): targets that are made while $(2) runs, and whose output follows it; both have to succeed.
define beside
	@mkdir -p var; echo "== $(1), shown at the end"; \
	$(MAKE) --no-print-directory --jobs=1 $(1) >var/beside.log 2>&1 & others=$$!; \
	$(2); status=$$?; \
	wait $$others || status=$$?; cat var/beside.log; exit $$status
endef

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@echo "== virtual environment in $(VENV)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.installed: $(BIN)/uv requirements.lock $(MEMBERS:%=%/pyproject.toml) tests/pyproject.toml
	@echo "== Python packages of requirements.lock: a few minutes the first time, seconds after that"
	$(BIN)/uv pip install --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@echo "== the members of this repository, editable"
	$(BIN)/uv pip install --python $(BIN)/python --no-deps --no-sources $(MEMBERS:%=-e ./%) -e ./tests
	@touch $@

PAGES := gateway/gateway/pages/built/index.html
NPM := sh dashboard/node.sh

dashboard/node_modules/.installed: dashboard/package-lock.json $(VENV)/.installed
	@echo "== the dashboard's packages"
	$(NPM) ci --no-audit --no-fund
	@touch $@

$(PAGES): dashboard/node_modules/.installed $(shell find dashboard/src dashboard/public dashboard/build -type f) dashboard/index.html dashboard/vite.config.ts dashboard/lingui.config.ts $(wildcard shared/contract/sentences/*.json)
	@echo "== the dashboard's pages"
	$(NPM) run --silent build -- --logLevel warn
	@touch $@

.PHONY: install
install: $(VENV)/.installed $(PAGES) ## virtual environment, packages and the built dashboard

$(BENCHMARK)/.installed: $(BIN)/uv requirements-benchmark.lock $(MEMBERS:%=%/pyproject.toml)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(BENCHMARK)
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BENCHMARK)/bin/python --require-hashes -r requirements-benchmark.lock
	$(BIN)/uv pip install --quiet --python $(BENCHMARK)/bin/python --no-deps --no-sources $(MEMBERS:%=-e ./%) -e ./tests
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

.PHONY: dev
dev: $(VENV)/.installed dashboard/node_modules/.installed ## serve and reload what changes: the page on 127.0.0.1:5173/app/, the services behind it
	@$(BIN)/smartretail ensure-state
	@set -m; export CORS_ORIGINS="$${CORS_ORIGINS:+$$CORS_ORIGINS,}$(DEV_ORIGINS)"; \
	  $(BIN)/watchfiles --filter python "$(BIN)/smartretail run" $(PACKAGES) </dev/null & services=$$!; \
	  $(NPM) run dev -- --host 127.0.0.1 --port $(DEV_PORT) --strictPort </dev/null & page=$$!; \
	  trap 'kill -- -$$services -$$page; wait' EXIT; trap 'exit 130' INT TERM; wait -n

.PHONY: shell
shell: $(VENV)/.installed ## IPython with the settings and the live snapshot at hand
	@exec $(BIN)/ipython --no-banner -i tests/support/shell.py

.PHONY: t
t: $(VENV)/.installed ## test what you work on: T=path (a file, a folder, a test) or SVC=strategy-svc; TESTARGS=-x
ifdef T
	$(PYTEST) $(T) $(TESTARGS)
else ifdef SVC
	$(PYTEST) -m "not long" $(PARALLEL) $(SVC)/tests $(TESTARGS)
else
	$(error say what to test: make t T=gateway/tests/test_access.py or make t SVC=gateway)
endif

.PHONY: debug
debug: $(VENV)/.installed ## the same with a debugger where a test fails or says breakpoint(): T=path
	$(PYTEST) --pdb --pdbcls IPython.terminal.debugger:TerminalPdb $(or $(T),$(error say what to debug: make debug T=path)) $(TESTARGS)

.PHONY: test-fast
test-fast: $(VENV)/.installed dashboard/node_modules/.installed ## formatting, lint, types, and the tests that need no model and no process: two minutes
	$(call beside,lint,EXAMPLES=25 $(PYTEST) -m "not long and not slow" $(PARALLEL) $(TESTARGS))

.PHONY: test
test: install ## what a contributor runs before every commit
	$(call beside,lint test-page,$(PYTEST) -m "not long" $(PARALLEL) $(TESTARGS))

.PHONY: test-page
test-page: dashboard/node_modules/.installed ## the tests of the page that need no browser
	$(NPM) run --silent test

.PHONY: test-long
test-long: install ## crash, fault, timing, browser and container tests, one at a time
	$(PYTEST) -m long $(TESTARGS)

.PHONY: lint
lint: $(VENV)/.installed dashboard/node_modules/.installed ## formatting, lint, types, import contracts; changes no file
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going lint-types lint-python lint-page

.PHONY: lint-types
lint-types: $(VENV)/.installed ## types of the Python code
	$(BIN)/pyright

.PHONY: lint-python
lint-python: $(VENV)/.installed ## formatting, lint and import contracts of the Python code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

.PHONY: lint-page
lint-page: dashboard/node_modules/.installed ## formatting, lint, types and texts of the dashboard
	$(NPM) run --silent lint

.PHONY: format
format: install ## format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NPM) run --silent format

.PHONY: hooks
hooks: install ## install the git hook that runs the quick checks before each commit
	$(BIN)/pre-commit install

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
