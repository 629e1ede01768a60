#!/usr/bin/env bash
# Builds the source distribution and the wheel, the wheel twice, which must give the same bytes; installs it in an
# environment of its own outside the tree, and works with it there: a drill, and a scan with a file of contacts.
# Needs .venv (`make ready`).
# Usage: wheel.sh [FOLDER]   the folder to keep both packages and the bill of materials in
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
kept=${1:+$(realpath "$1")}
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

say() { printf 'wheel: %s\n' "$*"; }

# every time in the wheel is that of the last commit, so that anybody who builds it gets these bytes
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export SOURCE_DATE_EPOCH

build() { # folder: builds both packages into FOLDER/dist
  (
    umask 022
    # a copy: a build in the tree would leave files there, and take in what an older one left
    mkdir -p "$1/tree" "$1/dist"
    cp -r src pyproject.toml README.md LICENSE "$1/tree"
    rm -rf "$1"/tree/src/*.egg-info
    # who may read a file here is of no matter to others
    chmod -R u=rwX,go=rX "$1/tree"
    (cd "$1/tree" && "$root/.venv/bin/python" -c \
      'from setuptools import build_meta; build_meta.build_sdist("../dist")' >/dev/null)
    # of the source distribution, as whoever gets only that builds it
    "$root/.venv/bin/python" -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation \
      --wheel-dir "$1/dist" "$1"/dist/*.tar.gz
  )
}

build "$fresh"
wheel=$(echo "$fresh"/dist/*.whl)
say "built $(cd "$fresh/dist" && echo *)"
build "$fresh/again"
cmp "$wheel" "$fresh"/again/dist/*.whl || { say "two builds gave different wheels" >&2; exit 1; }
say "built again: the same bytes, sha256 $(sha256sum "$wheel" | cut -d' ' -f1)"
.venv/bin/python -m scripts.sbom "$fresh/dist/firstbell.cdx.json"

"${PYTHON:-python3}" -m venv "$fresh/venv"
# pip takes constraints by hash only where each range is a pin; the hashes were held when .venv was made
sed -n 's/^\([^# ][^\\]*[^\\ ]\) *\\*$/\1/p' requirements.lock | sed 's/\[[^]]*\]//' >"$fresh/versions"
install() { "$fresh/venv/bin/python" -m pip install -q --disable-pip-version-check -c "$fresh/versions" "$1"; }
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
