#!/usr/bin/env bash
# Installs Azurite, Microsoft's emulator of Azure's storage, in .venv/azurite, once, as azurite/package-lock.json pins it
# with all that it needs. Where there is no npm, or it cannot install, the tests of Azure
# are passed over.
set -euo pipefail
cd "$(dirname "$0")"
place=../.venv/azurite
wanted=$(cat azurite/package.json azurite/package-lock.json | sha256sum)
[[ -f $place/.ready && $(cat "$place/.ready") == "$wanted" ]] && exit 0
if ! command -v npm >/dev/null; then
  echo "firstbell: there is no npm, so the tests of Azure are passed over (install Node.js 20 or newer)" >&2
  exit 0
fi
echo "firstbell: installing Azurite for the tests of Azure (once)" >&2
rm -rf "$place"
mkdir -p "$place"
cp azurite/package.json azurite/package-lock.json "$place"
# no script of a package is run; a file whose hash is not in the lock is not installed
if ! timeout 300 npm ci --prefix "$place" --ignore-scripts --no-audit --no-fund --loglevel=error >&2; then
  echo "firstbell: npm could not install Azurite, so the tests of Azure are passed over" >&2
  rm -rf "$place"
  exit 0
fi
printf '%s\n' "$wanted" >"$place/.ready"
