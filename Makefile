# The two commands a newcomer needs: `make run` and `make test`. Everything else is convenience; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# On Linux, PyPI's torch brings the GPU libraries along, some 3 GB that nothing here uses. To leave them out:
# make run TORCH="torch --index-url https://download.pytorch.org/whl/cpu"
TORCH ?= torch
export OMP_NUM_THREADS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help run test test-interface test-answers install fetch index lint check evaluate gate tune vectors fit bench bench-ui clean

help:
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 16

run: install fetch index            ## install, bring the report in where the network allows, index it, open the app
	$(BIN)/boussole serve --port $(PORT)

# The tests run in two halves at once, on the two cores of a small machine: these, and the others.
HALF = tests/ui tests/answer/test_fitted.py tests/export tests/pdf tests/test_api.py tests/test_cli.py tests/test_outside.py tests/test_other_reports.py
TESTED = $(BIN)/python -W "ignore:Unable to activate pytest branch coverage" -m slipcover --source assistant --branch --json

test: lint                          ## style, types, import directions, then every test, and what they cover
	@mkdir -p .cache
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target test-interface test-answers
	@$(BIN)/python -m slipcover --json --out .cache/coverage.json --merge .cache/coverage-interface.json .cache/coverage-answers.json
	@$(BIN)/python -m tools.worst_covered .cache/coverage.json

test-interface: install
	$(TESTED) --out .cache/coverage-interface.json -m pytest -W ignore::pytest.PytestAssertRewriteWarning $(HALF)

test-answers: install
	BOUSSOLE_TESTS=tests-answers $(TESTED) --out .cache/coverage-answers.json -m pytest \
		-W ignore::pytest.PytestAssertRewriteWarning $(addprefix --ignore=,$(HALF)) tests

install: $(VENV)/.installed         ## the virtual environment, at the locked versions

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 ou plus récent est nécessaire." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt $(TORCH)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

fetch: install                      ## the official files; never fails: without them, answers come from the digest
	@$(BIN)/boussole fetch || echo "Les fichiers officiels n'ont pas pu être téléchargés : les réponses viendront du résumé committé."

index: install                      ## prepare the search; at once when nothing changed
	$(BIN)/boussole index

lint: install                       ## ruff, pyright, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

check: install                      ## prove the committed facts against the official files
	$(BIN)/boussole check

evaluate: install                   ## marks on the exam of tests/exam.toml, and of the persona model
	$(BIN)/boussole evaluate
	$(BIN)/boussole evaluate --profiles

gate: install                       ## fail where the marks kept in docs/quality.json fall by more than the noise
	$(BIN)/boussole evaluate --gate

tune: install                       ## tune the encoder's last layers on corpus/bank (about 20 minutes, goes on where it stopped)
	OMP_NUM_THREADS=2 $(BIN)/python -m tools.tune
	$(BIN)/python -m tools.keep_vectors

vectors: install                    ## encode the lines that were added to corpus/bank or to the corpus
	$(BIN)/python -m tools.keep_vectors

fit: vectors                        ## fit corpus/kinds.safetensors and assistant/answer/fitted.toml again, on corpus/bank
	$(BIN)/python -m tools.fit

bench: install                      ## where the time of a question and of an index goes
	$(BIN)/python -m benchmarks.run

bench-ui: install                   ## the times of the interface in a real browser
	$(BIN)/python -m benchmarks.interface

clean:                              ## remove the environment and caches; corpus/official, index and feedback stay
	rm -rf $(VENV) .pytest_cache .ruff_cache .import_linter_cache .hypothesis
