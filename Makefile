# The commands of CONTRIBUTING.md. All of them work from a fresh clone.
PYTHON ?= python3
PY := .venv/bin/python
# The releases that all environments get. `make test CONSTRAINTS=`: the newest of everything.
CONSTRAINTS ?= constraints.txt
INSTALL := -m pip install --quiet --upgrade --upgrade-strategy eager $(if $(CONSTRAINTS),\
  --constraint $(CONSTRAINTS) --build-constraint $(CONSTRAINTS))
BENCH_MAX ?= 100000
BENCH_RUNS ?= 5
# Tests start feedmill hundreds of times: each start would compile it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: feeds test test-lowest lint format check wheel bench bench-peers constraints clean FORCE

feeds: .venv/installed  ## build the feeds of config.yaml
	$(PY) -m feedmill build

check: .venv/installed  ## are the committed feeds what config.yaml makes?
	$(PY) -m feedmill build --check

test: .venv/installed-test  ## all tests
	$(PY) -m pytest -n auto --dist worksteal

test-lowest: .venv-lowest/installed  ## the same with the lowest releases of pyproject.toml
	.venv-lowest/bin/python -m pytest -n auto --dist worksteal

lint: .venv/installed-lint
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy

format: .venv/installed-lint
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

wheel: .venv/installed
	rm -rf dist
	$(PY) -m pip wheel --quiet --no-deps $(if $(CONSTRAINTS),--build-constraint $(CONSTRAINTS)) --wheel-dir dist .

bench: .venv/installed  ## time builds; BENCH_MAX: the largest site, in articles
	$(PY) benchmarks/bench.py --max $(BENCH_MAX) --runs $(BENCH_RUNS)

bench-peers: .venv/installed .venv-peers/installed  ## the same beside Hugo, Pelican and Eleventy
	$(PY) benchmarks/bench.py --max $(BENCH_MAX) --runs $(BENCH_RUNS) --peers .venv-peers

constraints: .venv/uv  ## renew constraints.txt: the newest releases that go together
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --upgrade --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links --all-extras --group build \
	  --group lint --group peers --group test --output-file constraints.txt pyproject.toml

clean:
	rm -rf .venv .venv-lowest .venv-peers .bench .feedmill dist
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(PY):
	$(PYTHON) -m venv .venv

# Changes when CONSTRAINTS does: then everything is installed again.
.venv/constraints: FORCE | $(PY)
	@echo '$(CONSTRAINTS)' | cmp -s - $@ || echo '$(CONSTRAINTS)' >$@

.venv/installed: pyproject.toml $(CONSTRAINTS) .venv/constraints
	$(PY) -m pip install --quiet --upgrade $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS)) pip
	$(PY) $(INSTALL) --editable .
	touch $@

.venv/installed-test: .venv/installed
	$(PY) $(INSTALL) --editable '.[all]' --group test
	touch $@

.venv/installed-lint: .venv/installed
	$(PY) $(INSTALL) --editable '.[all]' --group lint
	touch $@

.venv/uv: | $(PY)
	$(PY) -m pip install --quiet uv
	touch $@

.venv-lowest/installed: pyproject.toml .venv/uv
	.venv/bin/uv venv --quiet --clear --python $(PYTHON) .venv-lowest
	.venv/bin/uv pip install --quiet --python .venv-lowest --resolution lowest-direct \
	  --editable '.[all]' --group test
	touch $@

.venv-peers/installed: pyproject.toml $(CONSTRAINTS)
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --upgrade $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS)) pip
	.venv-peers/bin/python $(INSTALL) --group peers
	touch $@
