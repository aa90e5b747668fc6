# Targets for development and operation; `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MEMBERS := shared gateway inventory-svc forecast-svc segmentation-svc strategy-svc genai-svc campaign-svc refresh-svc smartretail
PACKAGES := $(foreach member,$(MEMBERS),$(member)/$(if $(filter shared,$(member)),,$(subst -,_,$(member))))
LEDGER ?= sample
DEV_PORT := 5173
DEV_ORIGINS := http://127.0.0.1:$(DEV_PORT),http://localhost:$(DEV_PORT)
# All extras except `benchmark`, which has its own environment.
EXTRAS := tables documents jobs sample processes providers
BENCHMARK := .venv-benchmark
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
# Tests run make themselves and must not inherit the variables of this make. Bytecode is stored
# between runs: otherwise every run spends seconds compiling it again.
PYTEST = env -u MAKELEVEL -u MAKEFLAGS -u MFLAGS -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest
# Parallel test processes. Each file runs in one of them, so that its fixtures are built once.
# One process more than there are cores, because some tests mostly wait.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 1)))
# The longest files run first (support.slow), so that none delays the end of the run.
PARALLEL = --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder
TESTARGS ?=
# Makes the targets $(1) while $(2) runs, and shows their output afterwards; both must succeed.
define in_parallel
	@mkdir -p var; echo "== $(1), shown at the end"; \
	$(MAKE) --no-print-directory --jobs=1 $(1) >var/parallel.log 2>&1 & others=$$!; \
	$(2); status=$$?; \
	wait $$others || status=$$?; cat var/parallel.log; exit $$status
endef

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is required: make PYTHON=python3.11")'
	@echo "== virtual environment in $(VENV)"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.installed: $(BIN)/uv requirements.lock $(MEMBERS:%=%/pyproject.toml) tests/pyproject.toml
	@echo "== Python packages of requirements.lock: a few minutes the first time, seconds after that"
	$(BIN)/uv pip install --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@echo "== packages of this repository, editable"
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
install: $(VENV)/.installed $(PAGES) ## create the virtual environment, install packages and build the dashboard

$(BENCHMARK)/.installed: $(BIN)/uv requirements-benchmark.lock $(MEMBERS:%=%/pyproject.toml)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(BENCHMARK)
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BENCHMARK)/bin/python --require-hashes -r requirements-benchmark.lock
	$(BIN)/uv pip install --quiet --python $(BENCHMARK)/bin/python --no-deps --no-sources $(MEMBERS:%=-e ./%) -e ./tests
	@touch $@

.PHONY: benchmark
benchmark: $(BENCHMARK)/.installed ## create .venv-benchmark, which adds statsforecast and pandas for comparison

.PHONY: run
run: install ## serve everything in one process on HOST:PORT; builds a snapshot of the sample if there is none
	@$(BIN)/smartretail ensure-state
	@exec $(BIN)/smartretail run

.PHONY: fleet
fleet: install ## serve everything as eight processes; logs in var/log
	@$(BIN)/smartretail ensure-state
	@exec $(BIN)/smartretail fleet

.PHONY: refresh
refresh: install ## make a new snapshot from the sample, or from LEDGER=file
	@exec $(BIN)/smartretail refresh --ledger $(LEDGER)

.PHONY: doctor
doctor: install ## check settings, state, MongoDB, Gemini and ports
	@exec $(BIN)/smartretail doctor

.PHONY: dev
dev: $(VENV)/.installed dashboard/node_modules/.installed ## serve the page on 127.0.0.1:5173/app/ and the services, and reload them on changes
	@$(BIN)/smartretail ensure-state
	@set -m; export CORS_ORIGINS="$${CORS_ORIGINS:+$$CORS_ORIGINS,}$(DEV_ORIGINS)"; \
	  $(BIN)/watchfiles --filter python "$(BIN)/smartretail run" $(PACKAGES) </dev/null & services=$$!; \
	  $(NPM) run dev -- --host 127.0.0.1 --port $(DEV_PORT) --strictPort </dev/null & page=$$!; \
	  trap 'kill -- -$$services -$$page; wait' EXIT; trap 'exit 130' INT TERM; wait -n

.PHONY: shell
shell: $(VENV)/.installed ## start IPython with the settings and the live snapshot loaded
	@exec $(BIN)/ipython --no-banner -i tests/support/shell.py

.PHONY: t
t: $(VENV)/.installed ## run some tests: T=path (a file, a folder, a test) or SVC=strategy-svc; TESTARGS=-x
ifdef T
	$(PYTEST) $(T) $(TESTARGS)
else ifdef SVC
	$(PYTEST) -m "not long" $(PARALLEL) $(SVC)/tests $(TESTARGS)
else
	$(error T or SVC is required: make t T=gateway/tests/test_access.py or make t SVC=gateway)
endif

.PHONY: debug
debug: $(VENV)/.installed ## run T=path in a debugger that stops at failures and breakpoint()
	$(PYTEST) --pdb --pdbcls IPython.terminal.debugger:TerminalPdb $(or $(T),$(error T is required: make debug T=path)) $(TESTARGS)

.PHONY: test-fast
test-fast: $(VENV)/.installed dashboard/node_modules/.installed ## check formatting, lint and types, and run the tests without models or processes: two minutes
	$(call in_parallel,lint,EXAMPLES=25 $(PYTEST) -m "not long and not slow" $(PARALLEL) $(TESTARGS))

.PHONY: test
test: install ## run all checks and tests except the long ones; run it before every commit
	$(call in_parallel,lint test-page,$(PYTEST) -m "not long" $(PARALLEL) $(TESTARGS))

.PHONY: test-page
test-page: dashboard/node_modules/.installed ## run the dashboard's tests that need no browser
	$(NPM) run --silent test

.PHONY: test-long
test-long: install ## run crash, fault, timing, browser and container tests, one at a time
	$(PYTEST) -m long $(TESTARGS)

.PHONY: lint
lint: $(VENV)/.installed dashboard/node_modules/.installed ## check formatting, lint, types and import contracts; changes no files
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going lint-types lint-python lint-page

.PHONY: lint-types
lint-types: $(VENV)/.installed ## check types of the Python code
	$(BIN)/pyright

.PHONY: lint-python
lint-python: $(VENV)/.installed ## check formatting, lint and import contracts of the Python code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

.PHONY: lint-page
lint-page: dashboard/node_modules/.installed ## check formatting, lint, types and texts of the dashboard
	$(NPM) run --silent lint

.PHONY: format
format: install ## format the code and apply automatic fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NPM) run --silent format

.PHONY: hooks
hooks: install ## install the git hook that runs the quick checks before each commit
	$(BIN)/pre-commit install

.PHONY: openapi
openapi: install ## merge the services' OpenAPI documents into the gateway's
	@$(BIN)/smartretail openapi
	$(NPM) run --silent types

.PHONY: screenshots
screenshots: install ## take screenshots of every dashboard page into var/screenshots; needs Chromium
	@$(BIN)/smartretail ensure-state
	$(BIN)/python bench/screenshots.py

.PHONY: budget
budget: install ## measure dashboard performance on a slow computer against its limits; needs Chromium
	@$(BIN)/smartretail ensure-state
	$(BIN)/python bench/dashboard_budget.py

.PHONY: clean
clean: ## remove caches and build results, but not state and campaigns in var/
	rm -rf .pytest_cache .ruff_cache .import_linter_cache .hypothesis var/ci
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

.PHONY: lock
lock: $(BIN)/uv ## update requirements.lock from the pyproject files
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header $(EXTRAS:%=--extra %) --group dev $(MEMBERS:%=%/pyproject.toml) \
	  --no-emit-package smartretail $(patsubst %,--no-emit-package smartretail-%,fleet gateway inventory-svc \
	  forecast-svc segmentation-svc strategy-svc genai-svc campaign-svc refresh-svc) --output-file requirements.lock
	# The sample requires a pandas that statsforecast does not support; it is never imported, so any version works.
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header $(EXTRAS:%=--extra %) --extra benchmark \
	  --constraints <(sed -n "s/ *\\\\\$$//; /^pandas==/d; /^[a-z].*==/p" requirements.lock) --overrides <(echo "pandas<3") \
	  $(MEMBERS:%=%/pyproject.toml) --no-emit-package smartretail \
	  $(patsubst %,--no-emit-package smartretail-%,fleet gateway inventory-svc forecast-svc segmentation-svc \
	  strategy-svc genai-svc campaign-svc refresh-svc) --output-file requirements-benchmark.lock
