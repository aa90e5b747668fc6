# Every target a person needs. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MEMBERS := shared gateway inventory-svc forecast-svc segmentation-svc strategy-svc genai-svc campaign-svc deploy/local
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.installed: $(BIN)/uv requirements.lock $(MEMBERS:%=%/pyproject.toml)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-sources $(MEMBERS:%=-e ./%)
	@touch $@

.PHONY: install
install: $(VENV)/.installed ## virtual environment and packages

.PHONY: lock
lock: $(BIN)/uv ## resolve requirements.lock again from the pyproject files
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --all-extras --group dev $(MEMBERS:%=%/pyproject.toml) \
	  --no-emit-package smartretail $(patsubst %,--no-emit-package smartretail-%,fleet gateway inventory-svc \
	  forecast-svc segmentation-svc strategy-svc genai-svc campaign-svc) --output-file requirements.lock
