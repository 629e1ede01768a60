# shellcheck shell=bash
# A Debian tree of its own for bare.sh and windows.sh, which read this file: the machine stays as it was.
# Needs root and mmdebstrap. FIRSTBELL_BARE=FILE: the bare tree is kept there as a tar archive, or taken from there.

# what is given to every program in a tree, besides nothing of the machine's
IN_TREE=(HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive)

make_tree() { # TREE [ARCHIVE]: a bare tree in a new folder, in which apt works and nothing starts by itself
  local tree=$1 suite=${SUITE:-trixie}
  local bare=${FIRSTBELL_BARE:-${2:-$tree.tar}}
  if [[ ! -e $bare ]]; then
    say "making a bare tree of $suite"
    mmdebstrap --quiet --variant=apt --components=main "$suite" "$bare.new.tar"
    mv "$bare.new.tar" "$bare"
  fi
  mkdir "$tree"
  tar -C "$tree" -xf "$bare"
  printf '#!/bin/sh\nexit 101\n' >"$tree/usr/sbin/policy-rc.d"
  chmod 755 "$tree/usr/sbin/policy-rc.d"
  cp /etc/resolv.conf "$tree/etc/resolv.conf"
  cp -r /etc/apt/apt.conf.d/. "$tree/etc/apt/apt.conf.d/"
  if [[ -d /etc/ssl/certs ]]; then mkdir -p "$tree/etc/ssl" && cp -rL /etc/ssl/certs "$tree/etc/ssl/" 2>/dev/null || true; fi
  # the tree lives for minutes: nothing in it must outlast a loss of power
  echo force-unsafe-io >"$tree/etc/dpkg/dpkg.cfg.d/unsafe-io"
}

enter_tree() { # TREE SHARED [NAME=VALUE ...] COMMAND ...: with proc, sys and dev of its own; the root is a mount, as on any
  # machine. SHARED: a folder of this machine that lies in /srv/shared there, or "" for none
  unshare --mount --pid --fork --kill-child --propagation private sh -c '
    tree=$0 shared=$1
    shift
    mount --bind "$tree" "$tree" && mount -t proc proc "$tree/proc" && mount --rbind /sys "$tree/sys" &&
    mount --rbind /dev "$tree/dev" || exit 1
    if [ -n "$shared" ]; then mkdir -p "$tree/srv/shared" && mount --rbind "$shared" "$tree/srv/shared" || exit 1; fi
    exec chroot "$tree" /usr/bin/env -i "$@"' "$1" "$2" "${IN_TREE[@]}" "${@:3}"
}
