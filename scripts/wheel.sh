#!/usr/bin/env bash
# Builds the source distribution and the wheel, installs the wheel in an environment of its own outside the tree,
# and works with it there: a drill, and a scan with a file of contacts. Needs .venv (`make ready`).
# Usage: wheel.sh [FOLDER]   the folder to keep both packages in
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
kept=${1:+$(realpath "$1")}
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

say() { printf 'wheel: %s\n' "$*"; }

# a copy: a build in the tree would leave files there, and take in what an older one left
mkdir "$fresh/tree" "$fresh/dist"
cp -r src pyproject.toml README.md LICENSE "$fresh/tree"
rm -rf "$fresh"/tree/src/*.egg-info
(cd "$fresh/tree" && "$root/.venv/bin/python" -c \
  'from setuptools import build_meta; build_meta.build_sdist("../dist")' >/dev/null)
# of the source distribution, as whoever gets only that builds it
.venv/bin/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation \
  --wheel-dir "$fresh/dist" "$fresh"/dist/*.tar.gz
wheel=$(echo "$fresh"/dist/*.whl)
say "built $(cd "$fresh/dist" && echo *)"

"${PYTHON:-python3}" -m venv "$fresh/venv"
install() { "$fresh/venv/bin/python" -m pip install -q --disable-pip-version-check -c requirements.lock "$1"; }
install "$wheel"
export PATH="$fresh/venv/bin:$PATH" FIRSTBELL_DESK="$fresh/desk" FIRSTBELL_CACHE_DIR="$fresh/cache"
unset PYTHONPATH
mkdir "$fresh/elsewhere"
from=$(cd "$fresh/elsewhere" && python -c 'import firstbell; print(firstbell.__file__)')
[[ $from == "$fresh"/venv/* ]] || { say "it is run from $from" >&2; exit 1; }
measure() { du -sm "$fresh"/venv/lib*/python*/site-packages | cut -f1; }

# without any extra: storage engine and examiner work, and what is missing is named with the command that adds it
(
  cd "$fresh/elsewhere"
  say "without extras ($(measure) MB): backup, examine, restore"
  export FIRSTBELL_REPOSITORY="$fresh/repository" FIRSTBELL_PASSWORD=secret
  mkdir files && printf 'roll of grade %s\n' 1 2 3 >files/roll.txt
  firstbell init -q
  for day in 1 2; do
    printf '%s\n' "$day" >>files/roll.txt
    firstbell backup -q files
  done
  firstbell examine -q
  firstbell restore -q latest --target restored
  find restored -name roll.txt -exec cmp files/roll.txt {} \;
  firstbell check -q --read-data
  for command in "drill" "impact people --case case" "notice status --case case"; do
    status=0
    # shellcheck disable=SC2086 - the words of the command
    firstbell $command >told 2>&1 || status=$?
    if [[ $status != 1 ]] || ! grep -qF "pip install 'firstbell[desk]'" told || (($(wc -l <told) > 2)); then
      say "firstbell $command: status $status, it says:" >&2
      cat told >&2
      exit 1
    fi
  done
  python - >/dev/null <<'PYTHON'
from firstbell.cli.main import run
from firstbell.cli.registry import COMMANDS

failed = [name for name in COMMANDS if run([name, "--help"]) != 0]
assert not failed, f"no help without extras: {failed}"
PYTHON
  rm -r files restored told
)
install "$wheel[desk]"
cd "$fresh/elsewhere"

say "drill ($(measure) MB with firstbell[desk])"
firstbell drill -q --files 200 >drill || { cat drill >&2; exit 1; }
say "scan with contacts"
mkdir roster leak
printf 'sourcedId,role,givenName,familyName\nu1,student,Ida,Berg\n' >roster/users.csv
printf 'Student ID,Contact Name,Relationship,Email\nu1,Ole Berg,father,ole.berg@example.org\n' >roster/contacts.csv
printf 'Ida Berg (u1) has an individualized education program.\n' >leak/letter.txt
printf 'Name: Ole Berg\nE-mail: ole.berg@example.org\nSSN: 536-90-4399\n' >leak/form.txt
firstbell case open -q case
firstbell impact scan -q --folder leak --case case --roster roster
firstbell impact people --case case --json >people
# one line a person: the child, and the father whom only the contacts know
for name in 'Ida Berg' 'Ole Berg'; do
  grep -q "$name" people || { say "the scan did not find $name" >&2; cat people >&2; exit 1; }
done

if [[ -n $kept ]]; then
  mkdir -p "$kept"
  cp "$fresh"/dist/* "$kept"
fi
say "it installs, and works outside the tree"
