# The same verbs everywhere: make style · types · imports · tests · check. Set up first: ./test --set-up

BIN ?= .venv/bin
CODE := callcenter ivr acd agent_desktop recordings migrations tests scripts hatch_build.py
LOCK := $(BIN)/uv pip compile --python $(BIN)/python --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --quiet \
	--custom-compile-command "make locks"

.PHONY: style format types imports pages tests check check-without-tests locks

style:
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/python scripts/house_rules.py

format:
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

types:
	$(BIN)/mypy $(CODE)

imports:
	$(BIN)/lint-imports

pages:
	$(BIN)/python hatch_build.py run check

tests:
	./test

check-without-tests: style types imports pages

check: check-without-tests tests

locks:
	$(LOCK) $(UPGRADE) pyproject.toml -o requirements.lock
	$(LOCK) $(UPGRADE) pyproject.toml --extra dev -o requirements-dev.lock
	$(LOCK) $(UPGRADE) requirements-build.in -o requirements-build.lock
