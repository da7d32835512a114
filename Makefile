.DEFAULT_GOAL := help
.PHONY: help run test check bench train messages lock clean
PYTHON := .venv/bin/python
# Enough of an environment for production's settings to load; nothing is connected to.
DEPLOY := DJANGO_SETTINGS_MODULE=factcheck.settings.production DATABASE_URL=postgres://check@127.0.0.1:1/check \
	DATABASE_OWNER_URL=postgres://owner@127.0.0.1:1/check \
	REDIS_URL=redis://127.0.0.1:1/0 SITE_URL=https://desk.example ALLOWED_HOSTS=desk.example MAIL_DOMAIN=desk.example
# The languages are those that have a folder in factcheck/locale.
GATHER = $(PYTHON) manage.py makemessages --verbosity 0 --no-location --no-wrap --no-obsolete \
	--ignore '.*' --ignore var --ignore tests --ignore benchmarks --ignore training --ignore node_modules \
	$(foreach folder,$(wildcard factcheck/locale/*),--locale $(notdir $(folder)))

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

run: .venv/.local ## run the newsroom on this machine, until Ctrl-C (PORT=8000)
	@$(PYTHON) manage.py up $(if $(PORT),--port $(PORT))

test: .venv/.dev ## run every test, browser tests included (ARGS="tests/text -x")
	@$(PYTHON) -m tests.browser
	@$(PYTHON) -m pytest -n logical --maxprocesses 8 --dist worksteal $(ARGS)
	@.ci/scripts test

check: .venv/.dev ## lint, types, security, walls between rooms, templates, scripts, migrations, deployment settings
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy factcheck benchmarks training manage.py
	$(PYTHON) -m bandit --configfile pyproject.toml --quiet --recursive factcheck manage.py
	$(PYTHON) -c 'import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())'
	$(PYTHON) -m djlint templates --lint --quiet
	.ci/scripts check
	$(PYTHON) manage.py makemigrations --check --dry-run
	@echo 'manage.py check --deploy, with the settings of production'
	@SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))') $(DEPLOY) \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

bench: .venv/.dev ## measure, print one table and draw it in docs/benchmarks.md (DATA=a folder with the annotated corpora, PAGES=one with pages)
	-@$(MAKE) --no-print-directory .venv/.peers
	@$(PYTHON) -m benchmarks.figures $(if $(DATA),--data $(DATA)) $(if $(PAGES),--pages $(PAGES))

train: .venv/.dev ## train every network anew, some two hours (DATA=a folder with the corpora, see factcheck/text/model/weights/README.md)
	@test -n "$(DATA)" || { echo 'Say where the corpora are: make train DATA=folder' >&2; exit 2; }
	@$(MAKE) --no-print-directory .venv/.train
	$(PYTHON) -m training --data $(DATA)
	$(PYTHON) -m training.genres --data $(DATA)
	$(PYTHON) -m training.entailment --data $(DATA)
	$(PYTHON) -m training.vectors
	$(PYTHON) -m training.gazetteer

messages: .venv/.dev ## gather the interface's words for translators, and compile what they wrote (needs gettext)
	@$(GATHER) --extension html,txt,py
	@$(GATHER) --domain djangojs --extension js
	@sed -i.old '/^"POT-Creation-Date: /d' factcheck/locale/*/LC_MESSAGES/*.po
	@rm factcheck/locale/*/LC_MESSAGES/*.old
	@$(PYTHON) manage.py compilemessages --verbosity 0 --ignore .venv

lock: .venv/.dev ## pin the requirements anew, with hashes (needs uv)
	@cd requirements && for set in bootstrap base local sentry dev peers train; do \
		case $$set in peers|train) same='-c dev.txt';; *) same=;; esac; \
		uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url --no-emit-find-links $$same $$set.in -o $$set.txt || exit 1; done

clean: ## delete .venv and the caches; the newsroom's data in var/ stays
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find factcheck tests -name __pycache__ -prune -exec rm -rf {} +

.venv/.%: requirements/%.txt .ci/install
	@.ci/install $*
