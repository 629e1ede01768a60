#!/usr/bin/env bash
# Installs the Debian package in a bare Debian tree of its own, and works with it there: what a new machine would do.
# Needs root and mmdebstrap. Nothing of it stays; with FIRSTBELL_BARE=FILE the bare tree is kept there as a tar archive.
# Usage: bare.sh PACKAGE [SCRIPT]   SCRIPT is run inside, as root, after the package was installed
set -euo pipefail
package=$(realpath "$1")
script=${2:+$(realpath "$2")}
suite=${SUITE:-trixie}
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

say() { printf 'bare: %s\n' "$*"; }
[[ $(id -u) = 0 ]] || { say "this needs root" >&2; exit 1; }
work=$(mktemp -d)
tree=$work/tree
clean() {
  # proc, sys and dev are mounted in a namespace that ended with its program
  rm -rf --one-file-system "$work"
}
trap clean EXIT
mkdir "$tree"

bare=${FIRSTBELL_BARE:-$work/bare.tar}
if [[ ! -e $bare ]]; then
  say "making a bare tree of $suite"
  mmdebstrap --quiet --variant=apt --components=main "$suite" "$bare"
fi
tar -C "$tree" -xf "$bare"
# nothing starts in there
printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"
chmod 755 "$tree/usr/sbin/policy-rc.d"
cp /etc/resolv.conf "$tree/etc/resolv.conf"
cp -r /etc/apt/apt.conf.d/. "$tree/etc/apt/apt.conf.d/"
if [[ -d /etc/ssl/certs ]]; then mkdir -p "$tree/etc/ssl" && cp -rL /etc/ssl/certs "$tree/etc/ssl/" 2>/dev/null || true; fi
cp "$package" "$tree/root/firstbell.deb"
if [[ -n $script ]]; then cp "$script" "$tree/root/script.sh"; fi

inside() { # runs a command in the tree, with proc, sys and dev of its own
  unshare --mount --pid --fork --kill-child --propagation private sh -c '
    mount -t proc proc "$0/proc" && mount --rbind /sys "$0/sys" && mount --rbind /dev "$0/dev" &&
    exec chroot "$0" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive "$@"' "$tree" "$@"
}

started=$SECONDS
inside apt-get -qq update
inside apt-get -qq install -y --no-install-recommends /root/firstbell.deb restic >"$work/log" 2>&1 ||
  { cat "$work/log" >&2; exit 1; }
say "installed in $((SECONDS - started)) s"
inside sh -euc '
  getent passwd firstbell-vault firstbell-examiner >/dev/null
  id -nG firstbell-examiner | grep -qw firstbell-vault
  ls /usr/lib/systemd/system/firstbell-vault.service /usr/share/man/man1/firstbell.1.gz \
    /usr/share/bash-completion/completions/firstbell >/dev/null
  grep -rhoP "(?<=^ExecStart=)\S+" /usr/lib/systemd/system/firstbell-*.service | sort -u | xargs ls >/dev/null
  firstbell --version >/dev/null
  cd /root && mkdir files && printf "roll of grade %s\n" 1 2 3 >files/roll.txt
  export FIRSTBELL_REPOSITORY=/root/repository FIRSTBELL_PASSWORD=secret RESTIC_PASSWORD=secret
  { firstbell init -q && firstbell backup -q files && firstbell examine -q; } >/dev/null
  restic -q -r /root/repository check >/dev/null
  restic -q -r /root/repository restore latest --target /root/restored >/dev/null
  find restored -name roll.txt -exec cmp files/roll.txt {} +
  test "$(find restored -name roll.txt | wc -l)" = 1
  firstbell drill -q --files 200 >/dev/null
'
say "backup, examine, restic check, restore and drill work"
if [[ -n $script ]]; then inside bash -eu /root/script.sh; fi
inside sh -euc '
  apt-get -qq purge -y firstbell >/dev/null 2>&1
  test ! -e /opt/firstbell || { find /opt/firstbell | head >&2; exit 1; }
  test -e /root/repository/config
'
say "purged without a trace in /opt; the backups stayed"
