#!/usr/bin/env bash
# A Ceph S3 server (radosgw) on the loopback, of one process each of monitor, OSD and gateway, without
# systemd. For tests and for trying things out; everything it holds is in memory and gone at the end.
#
# Usage: radosgw.sh start FOLDER   starts one in FOLDER (made; must not exist); prints its address and keys
#        radosgw.sh stop FOLDER    stops it and removes FOLDER
#
# Needs root and Debian's packages ceph-mon, ceph-osd, radosgw. Several run at once, each in its folder.
set -euo pipefail

say() { printf 'radosgw.sh: %s\n' "$*" >&2; }

free_ports() { # two different ports that nobody listens on
  python3 - <<'PY'
import socket
sockets = [socket.socket() for _ in range(2)]
for each in sockets:
    each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in sockets))
PY
}

write_config() { # folder, port, monitor's port, fsid
  local d=$1
  # with a relative class folder, as Debian builds it in, the gateway ends with "Operation not supported"
  local classes
  classes=$(echo /usr/lib/*/rados-classes)
  cat >"$d/ceph.conf" <<CONF
[global]
fsid = $4
mon initial members = a
mon host = [v2:127.0.0.1:$3]
ms bind ipv6 = false
ms bind msgr1 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth allow insecure global id reclaim = false
run dir = $d/run
admin socket = $d/run/\$cluster-\$name.asok
pid file = $d/run/\$name.pid
log file = $d/log/\$name.log
crash dir = $d/log
mon cluster log file = $d/log/cluster.log
keyring = $d/keyring
mon data avail crit = 0
mon allow pool size one = true
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon max pg per osd = 1000
osd class dir = $classes
osd class load list = *
osd class default list = *
osd objectstore = memstore
memstore device bytes = 2147483648
osd memory target = 939524096
osd mclock skip benchmark = true
[mon.a]
mon data = $d/mon
[osd.0]
osd data = $d/osd
[client.rgw.a]
rgw data = $d/rgw
# without tcp_nodelay many an answer waits 40 ms for the acknowledgement of its first half
rgw frontends = beast endpoint=127.0.0.1:$2 tcp_nodelay=1
rgw thread pool size = 32
CONF
}

make_keys() { # folder
  local d=$1
  ceph-authtool "$d/keyring" --create-keyring
  ceph-authtool "$d/keyring" --gen-key -n mon. --cap mon 'allow *'
  ceph-authtool "$d/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *'
  ceph-authtool "$d/keyring" --gen-key -n client.rgw.a --cap mon 'allow rw' --cap osd 'allow rwx'
  ceph-authtool "$d/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
}

start_cluster() { # folder, monitor's port, fsid
  local d=$1 osd
  monmaptool --create --fsid "$3" --addv a "[v2:127.0.0.1:$2]" "$d/monmap"
  ceph-mon -c "$d/ceph.conf" --mkfs -i a --monmap "$d/monmap" --keyring "$d/keyring"
  ceph-mon -c "$d/ceph.conf" -i a
  osd=$(cat /proc/sys/kernel/random/uuid)
  ceph -c "$d/ceph.conf" --connect-timeout 20 osd new "$osd"
  ceph-osd -c "$d/ceph.conf" -i 0 --mkfs --osd-uuid "$osd"
  ceph-osd -c "$d/ceph.conf" -i 0
  for _ in $(seq 300); do
    ceph -c "$d/ceph.conf" osd stat | grep -q '1 up' && return
    sleep 0.1
  done
  say "the OSD does not come up; see $d/log"
  return 1
}

start_gateway() { # folder, port
  local d=$1
  local gateway=(-c "$d/ceph.conf" -n client.rgw.a --keyring "$d/keyring")
  # it stays in the foreground until its pools are made
  timeout 90 radosgw "${gateway[@]}" --rgw-data "$d/rgw"
  for _ in $(seq 300); do
    (: <>"/dev/tcp/127.0.0.1/$2") 2>/dev/null && break
    sleep 0.1
  done
  radosgw-admin "${gateway[@]}" user create --uid=owner --display-name=owner \
    --access-key=OWNERKEY --secret-key=OWNERSECRET
}

stop() { # folder
  local d=$1 name pid
  for name in client.rgw.a osd.0 mon.a; do
    [[ -f $d/run/$name.pid ]] || continue
    pid=$(cat "$d/run/$name.pid")
    # what it holds is thrown away, so nobody waits for an orderly end
    kill -KILL "$pid" 2>/dev/null || true
  done
  rm -rf "$d"
}

give_up() { # folder
  say "it did not start:"
  tail -n 20 "$1/log/start.log" >&2
  stop "$1"
}

start() { # folder
  local d=$1 port monitor fsid
  mkdir "$d"
  d=$(realpath "$d")
  mkdir "$d"/{mon,osd,rgw,run,log}
  # expanded now: the name is gone when the trap runs
  trap "give_up '$d'" EXIT
  read -r port monitor < <(free_ports)
  fsid=$(cat /proc/sys/kernel/random/uuid)
  {
    write_config "$d" "$port" "$monitor" "$fsid"
    make_keys "$d"
    start_cluster "$d" "$monitor" "$fsid"
    start_gateway "$d" "$port"
  } >"$d/log/start.log" 2>&1 </dev/null
  trap - EXIT
  printf 'http://127.0.0.1:%s OWNERKEY OWNERSECRET\n' "$port"
}

for program in ceph-mon ceph-osd radosgw; do
  command -v "$program" >/dev/null || { say "install first: apt-get install ceph-mon ceph-osd radosgw"; exit 1; }
done
[[ $(id -u) = 0 ]] || { say "only root can start it"; exit 1; }
case "${1:-} ${2:-}" in
"start "?*) start "$2" ;;
"stop "?*) stop "$2" ;;
*) say "usage: radosgw.sh start|stop FOLDER"; exit 2 ;;
esac
