# The commands of this project. `make` alone lists them; each line below a "##" is its help.
# Works with GNU make 3.81 and later. Settings come from the environment: PORT=9000 make run

PYTHON ?= python3
RUN := .venv/bin/python
MANAGE := $(RUN) manage.py
COMPILE := $(RUN) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate
# Of the table in profiles/languages.py, all but English.
LANGUAGES = $(shell $(RUN) -c 'from profiles.languages import interface_languages as all; print(*(f"-l {code}" for code, _ in all() if code != "en"))')

.PHONY: help run demo test test-long check bench requirements screenshots messages audit clean
.DEFAULT_GOAL := help

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: ## serve the site at http://127.0.0.1:8000 (installs and prepares what is missing)
	@$(PYTHON) scripts/install.py requirements.txt
	@exec $(MANAGE) serve --prepare

demo: ## add the fictional example profiles of fixtures/demo.json
	@$(PYTHON) scripts/install.py requirements.txt
	@$(MANAGE) prepare
	@$(MANAGE) load_profiles fixtures/demo.json

test: ## run the tests on SQLite and PostgreSQL; some: make test ARGS="-k wheel"
	@$(PYTHON) scripts/install.py requirements.txt requirements-dev.txt
	@$(RUN) tests/run.py $(ARGS)

test-long: ## run those tests in full that `make test` plays a little: before a release
	@$(PYTHON) scripts/install.py requirements.txt requirements-dev.txt
	@$(RUN) tests/run.py --long -m long $(ARGS)

check: ## check style, imports, types, templates, JavaScript, migrations and the deployment settings
	@$(PYTHON) scripts/install.py requirements.txt requirements-dev.txt
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	.venv/bin/lint-imports --no-cache
	$(RUN) -m djlint templates --check --lint
	$(RUN) -m mypy
	$(RUN) tests/javascript.py
	$(MANAGE) makemigrations --check --dry-run
	HTTPS=1 SITE_URL=https://mgi.example PROXIES=1 $(MANAGE) check --deploy --fail-level WARNING

bench: ## measure pages, imports, files, memory and backups, with few profiles and 10,000, and kept pages beside nginx
	@$(PYTHON) scripts/install.py requirements.txt requirements-dev.txt
	$(RUN) -m bench imports
	$(RUN) -m bench scale
	$(RUN) -m bench growth
	$(RUN) -m bench exports
	$(RUN) -m bench pages
	$(RUN) -m bench store
	$(RUN) -m bench memory
	$(RUN) -m bench backup

requirements: ## compile requirements*.in to exact versions with hashes; newer ones: ARGS=--upgrade
	@$(PYTHON) scripts/install.py requirements.txt requirements-dev.txt
	$(COMPILE) requirements.in -o requirements.txt $(ARGS)
	$(COMPILE) requirements-dev.in -o requirements-dev.txt $(ARGS)

screenshots: ## make docs/images/ anew, with Chromium
	@$(PYTHON) scripts/install.py requirements.txt requirements-dev.txt
	$(RUN) scripts/screenshots.py

messages: ## collect the strings to translate and compile the translations (needs gettext)
	@$(PYTHON) scripts/install.py requirements.txt
	$(MANAGE) makemessages $(LANGUAGES) --no-location --no-wrap --no-obsolete --ignore=node_modules --ignore=.venv --ignore=tests
	$(MANAGE) compilemessages $(LANGUAGES) --ignore=node_modules --ignore=.venv

audit: ## ask the public advisory database about the pinned packages (needs the network)
	@$(PYTHON) scripts/install.py requirements.txt requirements-dev.txt
	$(RUN) -m pip_audit --strict --disable-pip --require-hashes -r requirements.txt

clean: ## remove what can be made again: .venv, node_modules, caches, var/static (never data)
	rm -rf .venv node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis var/static var/static.stamp
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
