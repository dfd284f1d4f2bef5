# make run · make test · make check · make bench — README says more.
.PHONY: run test check bench lock schema messages
BIN := .venv/bin

run:
	@scripts/run

test:
	@scripts/test

check:
	@scripts/check

bench:
	@scripts/install dev
	@$(BIN)/python -m benchmarks

# Requirement files from their .in files; needs uv. One lock serves Python 3.11 to 3.13.
lock:
	for name in requirements requirements-dev requirements-node; do \
	  uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 $$name.in -o $$name.txt; done
	npm install --package-lock-only

# The API's schema into docs/, where `make check` compares it.
schema:
	@$(BIN)/python manage.py spectacular --validate --fail-on-warn --file docs/reference/api.yml

# New strings into locale/; translate them there.
messages:
	@$(BIN)/python scripts/messages.py update

