#!/usr/bin/env bash
# Writes requirements.lock: the newest versions that pyproject.toml allows, in a fresh environment.
set -euo pipefail
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
"${PYTHON:-python3}" -m venv "$fresh"
"$fresh/bin/python" -m pip install -q setuptools ".[dev]"
{
  echo '# Exact versions for `make`; made by `scripts/lock.sh`. Ranges are in pyproject.toml.'
  "$fresh/bin/python" -m pip freeze --all --exclude pip --exclude firstbell
} >requirements.lock
