# One way to do each thing; CI, the Dockerfile and the README use the same commands.

PYTHON ?= python3
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
BENCH_ARGS ?=

PIP := $(VENV)/bin/python -m pip
LOCK_VENV := build/lock-venv
FREEZE := $(LOCK_VENV)/bin/python -m pip freeze --all --exclude-editable --exclude pip

.PHONY: help serve ask eval eval-baseline gate bench bench-service bench-ingest test lint format lock clean

help:  ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

serve: $(VENV)/.serve  ## set everything up, read notices/ into the library, serve at http://127.0.0.1:8000
	$(VENV)/bin/campaign ingest notices
	$(VENV)/bin/campaign serve --host $(HOST) --port $(PORT)

ask: export QUESTION = $(value Q)
ask: $(VENV)/.serve  ## one answer: make ask Q="…"
	@if [ -z "$$QUESTION" ]; then echo 'ask: no question given; try: make ask Q="第六届双品网购节什么时候举办？"' >&2; exit 2; fi
	@$(VENV)/bin/campaign ask "$$QUESTION" || [ $$? -eq 3 ]  # 3: nothing in the notices supports an answer

EVAL := $(VENV)/bin/campaign eval $(wildcard eval/sets/*.yaml)

eval: $(VENV)/.serve  ## ask all questions of eval/sets/; fails on what is worse than eval/baseline.json
	$(EVAL) --baseline eval/baseline.json --html build/eval/report.html --junit build/eval/junit.xml

eval-baseline: $(VENV)/.serve  ## take what the sets score now as what later runs are compared with
	$(EVAL) --fail-on nothing --save-baseline eval/baseline.json

gate: $(VENV)/.serve  ## measure: what a language model could get past the gate, and what of its true words passes
	$(VENV)/bin/python -m eval.gate

bench: $(VENV)/.test  ## measure everything beside LlamaIndex, write BENCHMARKS.md; BENCH_ARGS=--large for half an hour
	$(VENV)/bin/python -m eval.bench $(BENCH_ARGS)

bench-service: $(VENV)/.serve  ## measure: answer over HTTP, cold start, memory
	$(VENV)/bin/python -m eval.bench.service

bench-ingest: $(VENV)/.test  ## measure: reading 1,000 and 10,000 generated notices, beside LlamaIndex; several minutes
	$(VENV)/bin/python -m eval.bench.ingest

test: lint  ## lint, types, tests
	$(VENV)/bin/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/.test  ## style and types only
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy

format: $(VENV)/.test  ## let ruff rewrite what it can
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format

# The stamps make a second run free; a new lock or pyproject.toml makes pip look again.
# The lock is the complete closure, so pip resolves nothing (--no-deps); setuptools comes first, at its locked
# version, because jieba and this project are built with it.
$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo 'Python 3.11 or newer is needed and "$(PYTHON)" is not; name one: make PYTHON=python3.12 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint requirements.lock setuptools
	@touch $@

$(VENV)/.serve: $(VENV)/.created requirements.lock pyproject.toml
	$(PIP) install --no-build-isolation --no-deps --requirement requirements.lock --editable .
	$(PIP) check
	@touch $@

$(VENV)/.test: $(VENV)/.created requirements-test.lock pyproject.toml
	$(PIP) install --no-build-isolation --no-deps --requirement requirements-test.lock --editable .
	$(PIP) check
	@touch $@

# To add a package and keep the versions of all others: PIP_CONSTRAINT=requirements-test.lock make lock
lock:  ## resolve pyproject.toml anew into the two locks (run it with the oldest Python we support)
	rm -rf $(LOCK_VENV)
	$(PYTHON) -m venv $(LOCK_VENV)
	$(LOCK_VENV)/bin/python -m pip install --upgrade setuptools
	$(LOCK_VENV)/bin/python -m pip install --no-build-isolation --editable .
	{ echo '# Everything the service needs, exact versions. Made by: make lock'; $(FREEZE); } > build/requirements.lock
	$(LOCK_VENV)/bin/python -m pip install --no-build-isolation --constraint build/requirements.lock \
		--editable '.[bench,ocr,postgres,test]'
	{ echo '# The same with all extras and the test tools. Made by: make lock'; $(FREEZE); } > build/requirements-test.lock
	mv build/requirements.lock build/requirements-test.lock .

clean:  ## remove the environment and everything that can be rebuilt; the library in data/ stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
