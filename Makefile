# `make` prints the handouts; `make help` lists the rest. COURSE=, CLASS=, SECTION= and EDITION= narrow what is built.

.DEFAULT_GOAL := all
.PHONY: all setup dev test test-all check watch lint format golden lock bench clean help

PYTHON ?= python3
STUDYGUIDE := .venv/bin/studyguide
ONLY := $(COURSE) $(CLASS:%=--class %) $(SECTION:%=--section %) $(EDITION:%=--edition %)
TESTED := builder bench tools hatch_build.py tests
COMPILE = .venv/bin/pip-compile $(UPGRADE) --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header

all: setup ## the PDFs, into output/
	@$(STUDYGUIDE) build $(ONLY)

setup: ## what `make` needs: .venv, the locked packages, the fonts (nothing when nothing changed)
	@$(PYTHON) tools/setup.py

dev: ## and what tests and lint need
	@$(PYTHON) tools/setup.py --dev

test: dev ## the tests but the slow ones, with the coverage of the pure modules
	.venv/bin/python -m pytest -m "not slow" --cov -n auto --dist loadfile

test-all: dev ## all tests
	.venv/bin/python -m pytest --cov -n auto --dist loadfile

check: setup ## what is wrong in content/, without making PDFs
	@$(STUDYGUIDE) check $(COURSE) $(CLASS:%=--class %)

watch: setup ## rebuild what a saved file changes
	@$(STUDYGUIDE) watch $(ONLY)

lint: dev ## ruff and mypy
	.venv/bin/ruff check $(TESTED)
	.venv/bin/ruff format --check $(TESTED)
	.venv/bin/mypy

format: dev ## ruff's format and its safe corrections
	.venv/bin/ruff format $(TESTED)
	.venv/bin/ruff check --fix $(TESTED)

golden: dev ## write anew what the golden tests expect: read the difference before committing it
	.venv/bin/python -m pytest -m "not slow" --update-golden

lock: ## what pyproject.toml asks for, into the lock files (newer: UPGRADE=--upgrade)
	$(COMPILE) -o requirements.lock pyproject.toml
	$(COMPILE) -o requirements-build.lock -c requirements.lock --only-build-deps --build-deps-for editable pyproject.toml
	$(COMPILE) -o requirements-dev.lock -c requirements.lock -c requirements-build.lock --extra dev pyproject.toml
	$(COMPILE) -o requirements-bench.lock -c requirements-dev.lock --extra bench pyproject.toml

bench: dev ## what it costs, as ratios, into docs/performance.md (long ones: FULL=1; for CI: QUICK=1)
	@$(if $(QUICK),,.venv/bin/python -m pip install -qq --no-deps --require-hashes --requirement requirements-bench.lock || echo "bench: goes on without Typst")
	.venv/bin/python -m bench $(FULL:%=--full) $(QUICK:%=--quick)

clean: ## no PDFs and no caches; .venv and the fonts stay
	find output -mindepth 1 ! -path output/.gitignore -delete
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage build dist

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
