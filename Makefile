# make run           open the window (makes the virtual environment the first time)
# make test          everything CI checks: ruff, mypy, the import contracts, pytest without a screen
# make bench         the figures of speed; its last line is one JSON object
# make bench-science the theory's numbers and the figures of learning: every preset over several
#                    seeds, and tables of cures and of f-GANs; hours
# make screenshots   the README's pictures, docs/theory.md and docs/objectives.md, made by the program
# make clean         remove what these made

SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run test bench bench-science screenshots clean libraries

# The first Python here that is new enough; PYTHON=... chooses another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

BIN := .venv/bin
READY := .venv/.installed
OFFSCREEN := QT_QPA_PLATFORM=offscreen

run: $(READY) libraries
	$(BIN)/ganlab $(ARGS)

test: $(READY) libraries
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(OFFSCREEN) $(BIN)/python -m pytest -n auto --dist worksteal

bench: $(READY) libraries
	$(BIN)/python -m tests.benchmarks.bench

bench-science: $(READY)
	$(BIN)/python -m tests.benchmarks.science

screenshots: $(READY) libraries
	mkdir -p docs
	$(OFFSCREEN) $(BIN)/ganlab screenshot ring-8 --steps 6000 --theme light docs/playground-light.png
	$(OFFSCREEN) $(BIN)/ganlab screenshot ring-8 --steps 6000 --theme dark docs/playground-dark.png
	$(OFFSCREEN) $(BIN)/ganlab screenshot pretrained:mnist-dcgan-conditional --steps 0 --theme light docs/images-light.png
	$(OFFSCREEN) $(BIN)/ganlab screenshot ring-8 --bench criterion --theme light docs/theory-light.png
	$(BIN)/python -m ganlab.theory.texts docs/theory.md
	$(BIN)/python -m ganlab.gan.texts docs/objectives.md

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find ganlab tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

# What Qt needs from the system; silent when it is there.
libraries: $(READY)
	@packaging/linux/install-system-libraries.sh $(BIN)/python

$(READY): pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "ganlab needs Python 3.11 or newer, and found none; \
	say which with make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "ganlab needs Python 3.11 or newer; $(PYTHON) is older" >&2; exit 1; }
	@packaging/linux/install-venv-module.sh $(PYTHON)
	$(PYTHON) -m venv .venv
