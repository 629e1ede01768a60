#!/usr/bin/env bash
# A PostgreSQL server on a Unix socket and on the loopback with TLS, for tests and measurements. Its folder is made
# and removed with it.
#
# Usage: postgres.sh start [SETTING=VALUE ...]   starts one; prints its folder, its port and its certificate's file.
#                                                 SETTING=VALUE goes into postgresql.conf
#        postgres.sh stop FOLDER                  stops it and removes FOLDER
#
# Needs Debian's package postgresql, and openssl. Root runs it as the user postgres, or nobody, since the server
# refuses root. The user `firstbell` owns the database `firstbell`: without a password on the socket, with the one in
# FOLDER/password on the loopback.
set -euo pipefail

say() { printf 'postgres.sh: %s\n' "$*" >&2; }

programs=$(dirname "$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)")
[[ -x $programs/initdb ]] || programs=$(dirname "$(command -v initdb || echo /none/initdb)")
if [[ ! -x $programs/initdb ]]; then
  say "there is no initdb; install first: apt-get install postgresql"
  exit 1
fi

as_other() { # COMMAND ...   as whoever may run a server
  if [[ $(id -u) = 0 ]]; then
    (cd / && setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups -- "$@")
  else
    "$@"
  fi
}

owner=$(id -un postgres 2>/dev/null || id -un nobody)

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
  local folder port
  folder=$(mktemp -d "${TMPDIR:-/tmp}/firstbell-postgres.XXXXXX")
  port=$(free_port)
  # the name of a Unix socket has 107 bytes at most, so it lies in the folder itself
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>/dev/null
  openssl rand -hex 16 >"$folder/password"
  chmod 600 "$folder/key.pem" "$folder/password"
  [[ $(id -u) != 0 ]] || chown -R "$owner" "$folder"
  as_other "$programs/initdb" -D "$folder/data" -U firstbell --pwfile "$folder/password" -A trust -E UTF8 --locale C \
    --no-sync >/dev/null
  {
    printf 'listen_addresses = %s\n' "'127.0.0.1'"
    printf 'port = %s\nunix_socket_directories = %s\n' "$port" "'$folder'"
    printf 'ssl = on\nssl_cert_file = %s\nssl_key_file = %s\n' "'$folder/certificate.pem'" "'$folder/key.pem'"
    printf 'max_connections = 60\n'
    local setting
    for setting in "$@"; do printf '%s = %s\n' "${setting%%=*}" "'${setting#*=}'"; done
  } | as_other tee -a "$folder/data/postgresql.conf" >/dev/null
  # whoever may enter the folder may use the socket; it is the owner's alone
  printf 'local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n' |
    as_other tee "$folder/data/pg_hba.conf" >/dev/null
  if ! as_other "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 120 start </dev/null >/dev/null 2>&1; then
    say "it did not start: $(tail -3 "$folder/log")"
    exit 1
  fi
  as_other "$programs/createdb" -h "$folder" -p "$port" -U firstbell firstbell
  printf '%s %s %s\n' "$folder" "$port" "$folder/certificate.pem"
}

stop() { # FOLDER
  if [[ ! -f $1/data/postmaster.pid && ! -d $1/data ]]; then
    say "$1 is no folder of such a server"
    exit 1
  fi
  as_other "$programs/pg_ctl" -D "$1/data" -w -m immediate stop >/dev/null || say "it had stopped already"
  rm -rf "$1"
}

case ${1:-} in
start) start "${@:2}" ;;
stop) stop "${2:?which folder?}" ;;
*)
  sed -n '2,12s/^# \{0,1\}//p' "$0" >&2
  exit 2
  ;;
esac
