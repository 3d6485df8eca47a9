# `make help` lists the targets. PYTHON names another interpreter (3.11 or newer), ARGS is passed on:
#   make run ARGS="compare resources/cases/sample-02.yaml"      make test ARGS="-k child_pugh"
PYTHON ?= python3
VENV := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check static bench fuzz kill audit screenshots test-office format clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r target text; do \
		printf '%-20s %s\n' "$$target" "$$text"; done

run: ## set up what is missing, then open the window (or review in text where there is no display)
	@$(PYTHON) set_up.py
	@$(VENV)/python main.py $(ARGS)

test: ## all tests, offscreen, in three processes: windows wait for much (ARGS="-n 0" for one)
	@$(PYTHON) set_up.py --dev
	@QT_QPA_PLATFORM=offscreen $(VENV)/python -m pytest -n 3 --dist worksteal $(ARGS)

static: ## format, lint, types and import contracts, without the tests
	@$(PYTHON) set_up.py --dev
	$(VENV)/python -m ruff format --check .
	$(VENV)/python -m ruff check .
	$(VENV)/python -m mypy
	$(VENV)/lint-imports --no-logo

check: static test ## everything that must be green before a change is handed in

bench: ## benchmarks, into docs/performance.md
	@$(PYTHON) set_up.py --dev
	@QT_QPA_PLATFORM=offscreen $(VENV)/python -m tests.bench $(ARGS)

kill: ## writers killed, stores damaged, disks filled at random, at full size
	@$(PYTHON) set_up.py --dev
	@$(VENV)/python -m tests.db.kills
	@$(VENV)/python -m tests.db.flips
	@$(VENV)/python -m tests.db.disks

fuzz: ## malformed input for every reader, 21,000 in all (ARGS="--inputs 5000 --seed 7")
	@$(PYTHON) set_up.py --dev
	@$(VENV)/python -m tests.fuzz $(ARGS)

audit: ## known vulnerabilities of what is pinned, asked of the network; never part of the tests
	@$(PYTHON) -m tests.audit

screenshots: ## pictures of the real window, into docs/screenshots
	@$(PYTHON) set_up.py --dev --xvfb
	@QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1920x1200x24" $(VENV)/python -m tests.screenshots $(ARGS)

test-office: ## read the workbook back through LibreOffice
	@$(PYTHON) set_up.py --dev --office
	@QT_QPA_PLATFORM=offscreen $(VENV)/python -m pytest tests/office -m office $(ARGS)

format: ## format the sources and mend what the linter can
	@$(PYTHON) set_up.py --dev
	@$(VENV)/python -m ruff check --fix --exit-zero --quiet .
	@$(VENV)/python -m ruff format .

clean: ## remove the environment and everything that was made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
