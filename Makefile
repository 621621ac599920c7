# Three commands do everything on a machine that has only Python and make:
#   make demo    the main job: a workbook written, read back, checked
#   make test    every test
#   make unit    half a minute of them: no LibreOffice, no cluster, no fleet, nothing installed
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

.PHONY: demo test unit lint templates catalogues samples benchmark clean

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

demo: $(VENV)/ready
	@mkdir -p demo
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/demo.sh

test: $(VENV)/ready
	$(BIN)/python -m pytest -n auto --dist worksteal

unit: $(VENV)/ready
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not engine and not slow"

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The blank workbooks for people without Python.
templates: $(VENV)/ready
	for name in classic funnel pipeline persona; do $(BIN)/slasheet new -t $$name -o templates/$$name.xlsx --force || exit 1; done

# The translations: texts of the code into slasheet/texts/locale, and what gettext reads.
catalogues: $(VENV)/ready
	$(BIN)/python -m tools.catalogues

# Needs LibreOffice.
samples: $(VENV)/ready
	$(BIN)/python -m samples.make_crm
	$(BIN)/python -m samples.make

benchmark: $(VENV)/ready
	$(BIN)/python -m benchmarks.run

clean:
	rm -rf $(VENV) demo
