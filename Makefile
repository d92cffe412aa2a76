# Five targets. Each makes .venv at its first use, and installs again only when the requirements change.
#   make run     the assistant with the sample paper, at http://127.0.0.1:7860
#   make check   ruff and mypy
#   make test    check, then the tests
#   make eval    measures answers and retrieval, and runs the long proofs whole
#   make audit   asks an advisory database about the locked packages; it fails where that cannot be reached
# `make run PYTHON=python3.12` uses another Python; pip's own variables (PIP_INDEX_URL …) are honoured.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run check test eval audit

run: $(VENV)/run.stamp
	$(BIN)/python -m ingest add ingest/sample --paper 栖川日报
	exec $(BIN)/python app.py

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile

eval: $(VENV)/dev.stamp
	$(BIN)/python -m eval all

audit: $(VENV)/dev.stamp
	$(BIN)/python -m pip_audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements.lock

$(VENV)/run.stamp: requirements.txt | $(VENV)/made.stamp
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements.txt requirements-scale.txt requirements-dev.txt | $(VENV)/made.stamp
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

# A venv that failed half-way has no stamp, and is made anew.
$(VENV)/made.stamp:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "Wenda needs Python 3.11 or newer, and $(PYTHON) is not on the PATH: install it, or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Wenda needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	@touch $@
