#!/usr/bin/env bash
# Writes requirements.lock: an exact version, with the hash of every file of it, for all that pyproject.toml names and
# what those need. Versions that are in the lock stay; what pyproject.toml newly names is added, what it no longer
# names goes.
# Usage: lock.sh                     after a change of pyproject.toml
#        lock.sh --upgrade           the newest versions that pyproject.toml allows
#        lock.sh --upgrade-package NAME ...
set -euo pipefail
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
# the resolver is no dependency: whoever only uses the lock needs pip alone
"${PYTHON:-python3}" -m venv "$fresh/venv"
"$fresh/venv/bin/python" -m pip install -q --disable-pip-version-check "uv==0.13.9"
cp requirements.lock "$fresh/requirements.lock"
# setuptools: packages are built with what is locked, too. Extras stay: pip takes `coverage[toml]` of another package
# for a range of its own where the lock names `coverage` alone, and fails once a newer one is out
echo setuptools | "$fresh/venv/bin/uv" pip compile --quiet pyproject.toml - --extra dev \
  --python "$fresh/venv/bin/python" --python-version 3.11 --universal --generate-hashes \
  --no-annotate --no-header --no-strip-extras -o "$fresh/requirements.lock" "$@" >/dev/null
{
  echo '# Exact versions and the hashes of their files, for `make`; made by `scripts/lock.sh`. Ranges are in pyproject.toml.'
  cat "$fresh/requirements.lock"
} | sed '2{/^# Exact versions/d}' >requirements.lock
