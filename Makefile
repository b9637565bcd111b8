# Every target does all of its own set-up: it fetches and builds what is missing and
# reuses what is there. The work is done by the Python package in scripts/.
.DEFAULT_GOAL := help
PYTHON ?= python3
RUN := $(PYTHON) -m scripts

.PHONY: help setup demo test lint readme bench chaos neighbours upgrades pictures walkthrough wheels shell serve pot lock stop clean

help: ## Show this text
	@echo "make TARGET [NAME=value ...]"; echo
	@sed -nE 's/^([a-z]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14
	@echo
	@sed -nE 's/^#: ?//p' $(MAKEFILE_LIST)

demo: ## Show the main job on Odoo and a simulated QuickBooks, then serve both
	@$(RUN) demo

test: ## Run all tests; T="PATH[::NODE] ..." runs some, ARGS="..." goes to pytest
	@$(RUN) test

lint: ## Check style: ruff, pylint-odoo, the OCA's checks, XML
	@$(RUN) lint

readme: ## Write the add-ons' README.rst from the fragments in readme/
	@$(RUN) readme

bench: ## Print the measurements of benchmarks/
	@$(RUN) bench

chaos: ## Kill, cut and restart everything meanwhile; compare both sides at the end
	@$(RUN) chaos

neighbours: ## Run Odoo's own tests without our add-ons and with them, and compare
	@$(RUN) neighbours

upgrades: ## Upgrade from each release, or FROM=COMMIT, and check that links are kept
	@$(RUN) upgrades

pictures: ## Take the pictures of docs/images anew (tours and demo, a few minutes)
	@$(RUN) pictures

walkthrough: ## Walk through the product as a new user; write docs/walkthrough.md
	@$(RUN) walkthrough

wheels: ## Build the add-ons' wheels into dist/
	@$(RUN) wheels

shell: ## Open Odoo's shell on a throw-away database with the add-on
	@$(RUN) shell

serve: ## Serve Odoo with the add-on for manual use; PORT=8069
	@$(RUN) serve

setup: ## Fetch and build everything, run nothing
	@$(RUN) setup

pot: ## Write the templates of texts to translate, i18n/*.pot of each add-on
	@$(RUN) pot

lock: ## Resolve requirements/*.in into the lock files
	@$(RUN) lock

stop: ## Stop the PostgreSQL server that the other targets started
	@$(RUN) stop

clean: ## Delete what was built (.odoo); downloads stay in the cache
	@$(RUN) clean

#: Environment:
#:   ODOO_DIR       what is built (default .odoo); several checkouts may share one
#:   QBC_CACHE      downloads and prepared data (default ~/.cache/quickbooks_connector)
#:   ODOO_PATH      a checkout of Odoo 19.0 to use instead of fetching Odoo
#:   ODOO_GIT_URL   the repository to clone where Debian's package can't be had
#:   PGHOST PGPORT PGUSER PGPASSWORD   your PostgreSQL server instead of our own
#:   QBC_PREWARM    1 or 0: compile the web client's bundles before the tests or not
#:                  (default: only when a test that is going to run opens a browser)
#:   QBC_JOBS       how many parts of all tests run at once (default: the processors);
#:                  what T names runs part after part
#:   QBC_ADDONS QBC_MODULES   more add-on folders (colon-separated), and the add-ons
#:                  to install instead of this project's (comma-separated)
#:   PYTHON         the Python that runs the scripts (default python3)
#: Examples:
#:   make test T=quickbooks_connector/tests/test_binding.py
#:   make test T=qbo_simulator/tests ARGS="-x -k invoice"
#:   make test ARGS="--cov=quickbooks_connector --cov-branch"
