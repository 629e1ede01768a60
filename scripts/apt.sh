#!/usr/bin/env bash
# Installs Debian packages. Waits while another program holds apt's locks.
# Usage: apt.sh PACKAGE ...   APT_WAIT_S is the longest wait in seconds (600).
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
ends=$((SECONDS + ${APT_WAIT_S:-600}))
waits=false

run() {
  local told left
  while true; do
    left=$((ends > SECONDS ? ends - SECONDS : 0))
    if told=$(apt-get -qq -o "DPkg::Lock::Timeout=$left" "$@" 2>&1 >/dev/null); then
      return 0
    fi
    # apt's own time limit is for dpkg's locks; it gives up at once on those of its lists and archives
    if [[ $told != *"Could not get lock"* ]] || ((SECONDS >= ends)); then
      printf '%s\n' "$told" >&2
      return 1
    fi
    $waits || printf 'firstbell: waiting for another program that is installing packages\n' >&2
    waits=true
    sleep "${APT_PAUSE_S:-3}"
  done
}

run update
run install -y --no-install-recommends "$@"
