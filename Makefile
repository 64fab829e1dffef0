# `make run` and `make test` do all the set-up, on a fresh machine with Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE := build/store
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST ?= -n 2

.PHONY: run serve test lint editor browser docs clean

run: $(VENV)/run  ## Build the graph of the bundled reports, validate it, and say what to try next.
	@mkdir -p $(dir $(STORE))
	@$(BIN)/casegraph build --store $(STORE)

serve: $(VENV)/run  ## Serve the store on this machine: pages, a SPARQL endpoint and an API.
	@test -e $(STORE) || $(MAKE) run
	@$(BIN)/casegraph serve --store $(STORE)

test: $(VENV)/dev  ## Run all tests. PYTEST="-k evidence" gives pytest other options.
	$(BIN)/pytest $(PYTEST)

lint: $(VENV)/dev  ## Check style, format and types.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

editor: $(VENV)/dev  ## Make the editor of the SPARQL page again, after a change of its source; needs npm.
	CASEGRAPH_EDITOR=required $(BIN)/python -m hatchling build --target wheel --hooks-only

browser: tests/browser/node_modules/.made  ## Install what checks the pages of the site, from npm.

tests/browser/node_modules/.made: tests/browser/package.json
	npm install --prefix tests/browser --no-package-lock --no-audit --no-fund --silent \
	  --fetch-retries 1 --fetch-timeout 60000
	@touch $@

docs: $(VENV)/dev  ## Write again the pages that are generated from the files they describe.
	$(BIN)/python docs/generate.py

clean:  ## Remove the environment and everything that was built.
	rm -rf $(VENV) build dist

# An environment is made anew by nothing, and filled again when the dependencies change.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  "casegraph needs Python 3.11 or newer; name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: pyproject.toml | $(BIN)/python
	$(INSTALL) --editable .
	@touch $@

$(VENV)/dev: pyproject.toml | $(BIN)/python
	$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/run
