#!/usr/bin/env bash
# Runs the commands of docs/acceptance.md in a bare Debian tree of its own: the first one installs the Debian package
# there. Then looks at what the package put in place, works with it, and removes it. What a new machine would do.
# Needs root and mmdebstrap. Nothing of it stays; with FIRSTBELL_BARE=FILE the bare tree is kept there as a tar archive.
# Usage: bare.sh PACKAGE
# FIRSTBELL_WINDOWS=FOLDER: one of the hosts is the Windows computer that windows.sh makes there
set -euo pipefail
package=$(realpath "$1")
cd "$(dirname "$0")/.."
# what the machines of the school run, by docs/acceptance.md; firstbell needs none of it
school=(iproute2 hostname mount postgresql samba samba-ad-dc samba-ad-provision winbind ldb-tools ldap-utils tdb-tools
  smbclient dovecot-imapd)
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

say() { printf 'bare: %s\n' "$*"; }
[[ $(id -u) = 0 ]] || { say "this needs root" >&2; exit 1; }
# shellcheck source-path=SCRIPTDIR source=tree.sh
source scripts/tree.sh
windows=${FIRSTBELL_WINDOWS:+$(realpath -m "$FIRSTBELL_WINDOWS")}
if [[ -n $windows ]]; then scripts/windows.sh make "$windows"; fi
work=$(mktemp -d)
tree=$work/tree
clean() {
  # proc, sys and dev are mounted in a namespace that ended with its program
  rm -rf --one-file-system "$work"
}
trap clean EXIT
make_tree "$tree" "$work/bare.tar"
cp "$package" "$tree/root/firstbell.deb"
cp scripts/{acceptance,school,windows,tree}.sh docs/acceptance.md "$tree/root"

inside() { enter_tree "$tree" "$windows" "$@"; } # a command in the tree

step() { # TEXT COMMAND ...: says how long it took, or shows what it said when it fails
  local text=$1 began=$SECONDS
  shift
  inside "$@" >"$work/log" 2>&1 || { tail -40 "$work/log" >&2; exit 1; }
  say "$text in $((SECONDS - began)) s"
}

step "the programs of the school are installed" sh -euc '
  apt-get -qq update
  apt-get -qq install -y --no-install-recommends "$@"' sh "${school[@]}"
step "the commands of docs/acceptance.md, the package with them, went through" \
  env FIRSTBELL_PACKAGE=/root/firstbell.deb FIRSTBELL_WINDOWS=${windows:+/srv/shared} bash /root/acceptance.sh /root/acceptance.md /srv/acceptance
grep '^acceptance:' "$work/log"
inside sh -euc '
  getent passwd firstbell-vault firstbell-examiner >/dev/null
  id -nG firstbell-examiner | grep -qw firstbell-vault
  ls /usr/lib/systemd/system/firstbell-vault.service /usr/share/man/man1/firstbell.1.gz \
    /usr/share/bash-completion/completions/firstbell >/dev/null
  grep -rhoP "^ExecStart=-?\K\S+" /usr/lib/systemd/system/firstbell-*.service | sort -u | xargs ls >/dev/null
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
inside sh -euc '
  apt-get -qq purge -y firstbell >/dev/null 2>&1
  test ! -e /opt/firstbell || { find /opt/firstbell | head >&2; exit 1; }
  test -e /root/repository/config
'
say "purged without a trace in /opt; the backups stayed"
