# Set-up happens by itself: `make drill` and `make test` work in a fresh clone. PYTHON=... picks another Python.
PYTHON ?= python3
BIN = .venv/bin
# a real S3 server; only root can start it, so others need not have it
S3 = $(if $(filter 0,$(shell id -u)),ceph-mon ceph-osd radosgw)
# what the tests are compared with: tests/conftest.py asks for these
PEERS = restic restic-rest-server tesseract=tesseract-ocr rclone /usr/lib/openssh/sftp-server=openssh-server fusermount3=fuse3
.PHONY: ready drill test test-long faults lint check wheel deb bare bare-windows image bench bench-adversary bench-examine
.PHONY: bench-district bench-people bench-hunts bench-console soak docs clean

ready:
	@PYTHON="$(PYTHON)" scripts/setup.sh

drill: ready
	@$(BIN)/firstbell drill $(SOURCE)
	@echo "Open it in a browser: $(BIN)/firstbell drill --console $(SOURCE)"

test:
	@PYTHON="$(PYTHON)" scripts/setup.sh $(PEERS) chromium pg_createcluster=postgresql $(S3)
	@scripts/azurite.sh
	@$(BIN)/python -m pytest -n auto $(ARGS)

# what takes five seconds or more each: another quarter of an hour on two cores
test-long:
	@PYTHON="$(PYTHON)" scripts/setup.sh $(PEERS) chromium pg_createcluster=postgresql $(S3)
	@scripts/azurite.sh
	@$(BIN)/python -m pytest -n auto -m "long and not deep" $(ARGS)

faults:
	@PYTHON="$(PYTHON)" scripts/setup.sh $(PEERS)
	@$(BIN)/python -m pytest -m "deep or not deep" tests/faults $(ARGS)

# strangers, garbage, hostile documents: the table of docs/faults.md, about half an hour on two cores
.PHONY: faults-figures
faults-figures: ready
	@$(BIN)/python -m tests.faults.figures $(ARGS)

# what needs no test: style, types, which room may import which
lint: ready
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo

check: lint
	@$(BIN)/python -m pytest -q tests/house

wheel: ready
	@PYTHON="$(PYTHON)" scripts/wheel.sh dist

# the Debian package, from the wheel and the lock
deb: ready
	@scripts/deb.sh dist

# runs docs/acceptance.md with it inside a bare Debian tree; as root
bare: deb
	@PYTHON="$(PYTHON)" scripts/setup.sh mmdebstrap
	@scripts/bare.sh dist/firstbell_*.deb

# the same with a Windows build of restic as one of the hosts; WINDOWS: a folder in which that computer is kept
bare-windows: deb
	@PYTHON="$(PYTHON)" scripts/setup.sh mmdebstrap
	@FIRSTBELL_WINDOWS="$(or $(WINDOWS),/var/tmp/firstbell-windows)" scripts/bare.sh dist/firstbell_*.deb

# builds the image of Containerfile with the package, checks it, and runs it; as root
image: deb
	@PYTHON="$(PYTHON)" scripts/setup.sh mmdebstrap buildah umoci runc
	@scripts/image.sh dist/firstbell_*.deb dist/firstbell-image.tar

bench:
	@PYTHON="$(PYTHON)" scripts/setup.sh restic restic-rest-server borgbackup
	@$(BIN)/python -m benchmarks $(ARGS)

bench-district:
	@PYTHON="$(PYTHON)" scripts/setup.sh restic
	@$(BIN)/python -m benchmarks --parts district $(ARGS)

bench-examine: ready
	@$(BIN)/python -m tests.quality --cache $(or $(CACHE),.bench-examine) $(ARGS)

# an intruder who has read the code, and honest bulk days: docs/adversary.md, about half an hour on two cores
bench-adversary: ready
	@$(BIN)/python -m tests.adversary $(ARGS)

soak:
	@PYTHON="$(PYTHON)" scripts/setup.sh restic
	@$(BIN)/python -m benchmarks.soak $(ARGS)

bench-people:
	@PYTHON="$(PYTHON)" scripts/setup.sh tesseract=tesseract-ocr
	@$(BIN)/python -m tests.quality.people $(if $(SET),--set $(SET)) $(ARGS)

# SIGMA: a copy of github.com/SigmaHQ/sigma
bench-hunts: ready
	@$(BIN)/python -m tests.quality.hunts $(if $(SIGMA),--sigma $(SIGMA)) $(ARGS)

# the console over made data: 1,000 hosts, 100,000 people, 1,000,000 files; ARGS="--files 0" makes none
bench-console: ready
	@$(BIN)/python -m benchmarks.console $(ARGS)

docs: ready
	@$(BIN)/python -m scripts.reference
	@$(BIN)/python -m scripts.law
	@$(BIN)/python -m scripts.manpages
	@$(BIN)/python -m pytest -q tests/house/test_docs.py

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage src/*.egg-info
