#!/usr/bin/env bash
# Makes .venv with the locked dependencies, once, and again when the lock changes.
# Usage: setup.sh [PROGRAM[=PACKAGE] ...]   programs that must be there as well, and their Debian packages where
# these have other names
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

say() { printf 'firstbell: %s\n' "$*" >&2; }

if ! command -v "$python" >/dev/null; then
  say "there is no $python; install Python 3.11 or newer (Debian: apt-get install python3)"
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  say "$python is $("$python" -c 'import platform; print(platform.python_version())'); 3.11 or newer is needed"
  exit 1
fi

missing=()
"$python" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
for program in "$@"; do
  command -v "${program%%=*}" >/dev/null || missing+=("${program#*=}")
done
if ((${#missing[@]})); then
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    say "install first: apt-get install ${missing[*]}"
    exit 1
  fi
  say "installing ${missing[*]}"
  scripts/apt.sh "${missing[@]}"
fi

stamp=.venv/.ready
wanted=$(cat requirements.lock pyproject.toml scripts/setup.sh | sha256sum)
if [[ ! -f $stamp || $(cat "$stamp") != "$wanted" ]]; then
  say "setting up .venv (once; about a minute)"
  [[ -x .venv/bin/python ]] || "$python" -m venv .venv
  # a file whose hash is not in the lock is not installed, whatever the index gives
  if ! .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock; then
    say "the locked packages were not installed; scripts/lock.sh writes the lock anew after a change of pyproject.toml"
    exit 1
  fi
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
  # where Python is told to write no bytecode, every start would compile anew: 0.4 s
  .venv/bin/python -m compileall -q src
  printf '%s\n' "$wanted" >"$stamp"
fi
