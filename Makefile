# The two commands a newcomer needs: `make run` and `make test`. Everything else is convenience.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export OMP_NUM_THREADS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test install fetch index lint check evaluate bench bench-ui clean

run: install fetch index            ## install, bring the report in when the network allows, index it, open the app
	$(BIN)/boussole serve

test: install                       ## style, types, import directions, then every test
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

fetch: install                      ## never fails: without the report, answers come from the committed digest
	@$(BIN)/boussole fetch || echo "Le rapport officiel n'a pas pu être téléchargé : l'application répondra à partir du résumé committé."

index: install
	$(BIN)/boussole index

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

check: install                      ## prove the committed facts against the official files
	$(BIN)/boussole check

evaluate: install
	$(BIN)/boussole evaluate

bench: install                      ## where the time of a question and of an index goes
	$(BIN)/python benchmarks/run.py

bench-ui: install
	$(BIN)/python benchmarks/interface.py

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache
