# The same verbs for a person and for CI. On a fresh clone `make run` and `make test` do everything that is needed.
#
#   make run ARGS="--config other.yaml"      make test ARGS="-k give"      make bench QUICK=1      PYTHON=/path/to/python3.12 make run

.DEFAULT_GOAL := help
.PHONY: help install run demo test chaos check fix bench docs lock clean
.DELETE_ON_ERROR:

BIN := .venv/bin
ARGS ?=

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/.run ## the environment alone: .venv with the locked dependencies and the command dugnad

run: .venv/.run ## from a fresh clone to the running bot
	@exec $(BIN)/dugnad run $(ARGS)

demo: .venv/.dev ## the bot on several people's phones, on a page; no token needed
	@exec $(BIN)/python -m bot.testing.demo $(ARGS)

test: .venv/.dev ## from a fresh clone to the test result
	@scripts/browser
	@$(BIN)/python -m pytest $(ARGS)

chaos: .venv/.dev ## the bot killed, stopped and starved again and again while hundreds of people talk (the long form)
	@LONG=1 $(BIN)/python -m pytest tests/chaos -p no:randomly $(ARGS)

check: .venv/.dev ## style, types, layers, content, known vulnerabilities
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/check

fix: .venv/.dev ## formatting and what can be mended by itself
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

bench: .venv/.dev ## benchmarks; they print numbers and fail nothing
	@$(BIN)/python -m bench $(if $(QUICK),--quick) $(ARGS)

docs: .venv/.dev ## writes what in docs/ is made from code and dialogs
	@$(BIN)/python scripts/docs.py

lock: .venv/.dev ## resolves the dependencies anew (needs the package index)
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/lock $(ARGS)

clean: ## removes .venv and caches; never the database
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# A stamp is newer than its lock when nothing is to be done, so a second `make run` starts at once.
.venv/.run: requirements.txt pyproject.toml scripts/environment
	@scripts/environment requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt pyproject.toml scripts/environment
	@scripts/environment requirements-dev.txt
	@touch .venv/.run $@
