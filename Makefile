# Two commands: `make run` shows the program with a sample meeting, `make test` runs every test.
# Both set up their own environment in .venv first; nothing else on the machine is touched.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check sample golden docs ranker conformance licences lock audit sbom setup setup-tests clean

run: setup
	$(BIN)/dccg serve --sample

test: setup-tests
	$(BIN)/pytest

check: setup-tests
	$(BIN)/ruff check .
	$(BIN)/mypy

setup: $(VENV)/.run
setup-tests: $(VENV)/.test

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer was found; install it and say make again" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	echo "make: $(PYTHON) cannot make environments; on Debian: apt install python3-venv" >&2; exit 1; }

# Every file that pip takes must have one of the checksums in the lock; the program itself is built from what is here.
$(VENV)/.run: $(VENV)/pyvenv.cfg pyproject.toml constraints.lock
	@echo "Setting up in $(VENV); the first time this takes a minute or two."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run tests/constraints.lock tests/package.json tests/package-lock.json
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/constraints.lock
	@if command -v npm >/dev/null; then cd tests && npm ci --no-audit --no-fund --silent; \
	else echo "make: npm was not found, so the browser tests will be skipped"; fi
	@touch $@

sample: setup
	$(BIN)/python -m dccg.demo.make

golden: setup-tests
	$(BIN)/python tests/golden.py

docs: setup
	$(BIN)/python docs/make.py
	$(BIN)/python docs/asvs.py

ranker: setup-tests
	$(BIN)/python benchmarks/train_ranker.py

conformance: setup-tests
	$(BIN)/pytest --conformance docs/conformance.md

licences: setup-tests
	$(BIN)/python docs/licences.py

# After a change to constraints.txt: the checksums of every file of the pinned versions, for every kind of machine.
LOCK = $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --upgrade -c constraints.txt
lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	echo "hatchling editables" | tr ' ' '\n' > $(VENV)/lock/build.in
	$(LOCK) pyproject.toml $(VENV)/lock/build.in -o constraints.lock
	$(LOCK) pyproject.toml $(VENV)/lock/build.in tests/requirements.txt -o tests/constraints.lock

# Needs a network: asks the public database of known faults; --strict, because else it passes over what it can't look up.
audit: setup
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(VENV)/audit/bin/pip-audit --strict --no-deps --disable-pip -r constraints.txt || { echo "make: the audit says no, or \
	the database of known faults could not be asked (see above); floors.toml is checked by make test, without a network" >&2; \
	exit 1; }

# What the installed program is made of, as CycloneDX JSON. The tool has an environment of its own.
sbom: setup
	$(PYTHON) -m venv $(VENV)/sbom
	$(VENV)/sbom/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom
	@mkdir -p build
	$(VENV)/sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --of JSON -o build/sbom.json $(BIN)/python

clean:
	rm -rf $(VENV) tests/node_modules build dist
