# Every command sets up what it needs first: environment, packages, assets. See README.md.
PYTHON ?= python3
TOOLS := $(PYTHON) -m tools

.DEFAULT_GOAL := help
.PHONY: help run test check bench screenshot assets setup setup-dev lock clean python

help:
	@echo "make run      set up and serve on http://127.0.0.1:8000 (PORT=8001 make run: another port)"
	@echo "make test     run all tests (make test ARGS=\"tests/plans -x\": some of them)"
	@echo "make check    style, types, floors, migrations, templates"
	@echo "make bench    measure, as ratios (docs/performance.md)"
	@echo "make screenshot  take the picture of README.md anew"
	@echo "make assets   build styles, scripts and fonts"
	@echo "make setup    environment, packages and assets alone; setup-dev: with those of the tests"
	@echo "make lock     compile the pinned requirements anew from requirements*.in"
	@echo "make clean    remove what was set up; your data stays"

python:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "There is no $(PYTHON) on this machine; the project needs Python 3.11 or newer."; \
	  echo "What to do: sudo apt-get install python3 python3-venv      (Debian, Ubuntu)"; exit 1; }

run test check bench screenshot assets setup setup-dev lock clean: python
	@exec $(TOOLS) $@ $(ARGS)
