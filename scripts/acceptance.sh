#!/usr/bin/env bash
# Runs the commands of docs/acceptance.md as they stand, on a school that it makes: from an empty folder to a directory and
# student records that answer after a strike. Measures the time from the alert to the plan.
# Needs firstbell and restic in PATH, and what `programs` below names. As root PostgreSQL runs as the user postgres.
# Usage: acceptance.sh PAGE FOLDER   PAGE: docs/acceptance.md; FOLDER: a new folder for all of it
# FIRSTBELL_PACKAGE=FILE: a machine that has no firstbell yet; the first command installs this Debian package
# FIRSTBELL_WINDOWS=FOLDER: the student records lie on the Windows computer that windows.sh made there
set -euo pipefail
here=$(realpath "$(dirname "$0")")
page=$(realpath "$1")
export WINDOWS=${FIRSTBELL_WINDOWS:+$(realpath "$FIRSTBELL_WINDOWS")} WINDOWS_SH=$here/windows.sh
[[ ! -e $2 ]] || { echo "acceptance: $2 is there already" >&2; exit 2; }
mkdir -p "$2"
place=$(realpath "$2")
cd "$place"
export LC_ALL=C.UTF-8 PLACE=$place
export FIRSTBELL_DESK=$place/desk FIRSTBELL_CACHE_DIR=$place/cache FIRSTBELL_VAULT=$place/vault
unset FIRSTBELL_REPOSITORY FIRSTBELL_PASSWORD RESTIC_REPOSITORY RESTIC_PASSWORD
PATH=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1):$PATH:/usr/sbin
export PATH

say() { printf 'acceptance: %s\n' "$*"; }
programs=(initdb pg_dump pg_restore psql samba-tool samba smbd smbclient dovecot ldapsearch python3 unshare mount ip hostname)
[[ -n ${FIRSTBELL_PACKAGE:-} ]] || programs+=(firstbell restic curl openssl)
for program in "${programs[@]}"; do
  command -v "$program" >/dev/null || { say "$program is missing" >&2; exit 1; }
done
[[ $(id -u) = 0 ]] || { say "Samba's domain controller needs root" >&2; exit 1; }

cp "$here/school.sh" school
cat >install <<'INSTALL'
#!/bin/sh
# `apt-get install`, with the package in place of `firstbell`; where all of it is there already, it only looks
set -e
if [ -n "${FIRSTBELL_PACKAGE:-}" ]; then
  shift
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$FIRSTBELL_PACKAGE" "$@" >install.log 2>&1 ||
    { cat install.log >&2; exit 1; }
  set -- firstbell "$@"
fi
for program in "$@"; do command -v "$program" >/dev/null || exit 1; done
INSTALL
chmod +x school install

# a mail relay: each message becomes a file in mail/
cat >relay.py <<'RELAY'
import pathlib, socketserver, sys

folder = pathlib.Path("mail")
folder.mkdir()

class Handler(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 relay")
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb == b"DATA":
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) and line != b".\r\n":
                    lines.append(line)
                name = f"{len(list(folder.iterdir())):04}"
                (folder / f".{name}").write_bytes(b"".join(lines))
                (folder / f".{name}").rename(folder / name)
                self.say("250 taken")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")

with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
    pathlib.Path("relay.port").write_text(str(server.server_address[1]))
    server.serve_forever()
RELAY
clean() {
  if [[ -n ${relay:-} ]]; then kill "$relay" 2>/dev/null || true; fi
  if [[ -n ${server:-} ]]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  if [[ -e pg/data/postmaster.pid ]]; then kill -INT "$(head -1 pg/data/postmaster.pid)" 2>/dev/null || true; fi
  if [[ -n $WINDOWS ]]; then
    "$WINDOWS_SH" stop "$WINDOWS"
    rm -rf "$("$WINDOWS_SH" drive "$WINDOWS")/Records"
  fi
}
trap clean EXIT
python3 relay.py &
relay=$!
for _ in $(seq 100); do [[ -s relay.port ]] && break; sleep 0.1; done

cat >answers.toml <<END
version = 1
[district]
name = "Hill Schools"
state = "MN"
time_zone = "America/Chicago"
[desk]
folder = "$place/desk"
[vault]
folder = "$place/vault"
url = "https://127.0.0.1:8443/"
[[person]]
name = "Kay"
role = "director"
reach = "555-0100"
[[person]]
name = "Ben"
role = "technician"
email = "ben@school.test"
[alerts]
smtp = "127.0.0.1:$(cat relay.port)"
recipients = ["kay@school.test"]
END
declare -A systems=([dc]=linux [sis]=linux [files]=linux)
# what is taken of each host; the mail lies beside the share
declare -A kept=([dc]=$place/dc [sis]=$place/sis [files]=$place/files [share]=$place/files/share [mail]=$place/files/mail)
if [[ -n $WINDOWS ]]; then systems[sis]=windows kept[sis]='C:\Records'; fi
echo 'name,system,paths' >hosts.csv
for host in dc sis files; do echo "$host,${systems[$host]},${kept[$host]}"; done >>hosts.csv
for row in "Directory|0|dc|dc|" "Student records|0|sis|sis|" "Share|1|files|share|'Directory'" "Mail|1|files|mail|"; do
  IFS='|' read -r name tier host what after <<<"$row"
  cat <<END

[[system]]
name = "$name"
tier = $tier
depends_on = [$after]
target = "$place/restored/$what"

[[system.parts]]
host = "$host"
paths = ['${kept[$what]}']

[[system.checks]]
kind = "command"
target = "$place/school check-$what $place/restored/$what"
limit_s = 300
END
done >systems.toml
say "making the school"
started=$SECONDS
./school make
say "the school is made, in $((SECONDS - started)) s"

mapfile -t commands < <(sed -n '/^```sh$/,/^```$/{/^```/!p}' "$page")
((${#commands[@]} <= 15)) || { say "${#commands[@]} commands are more than 15" >&2; exit 1; }
for command in "${commands[@]}"; do
  began=$(date +%s.%N)
  say "\$ $command"
  # shellcheck disable=SC2294 - the page's own words
  if [[ $command == *'&' ]]; then
    eval "exec_it() { exec ${command%&}; }"
    exec_it &
    server=$!
    for _ in $(seq 300); do curl -sk https://127.0.0.1:8443/healthz >/dev/null && break; sleep 0.2; done
  else
    eval "$command" || { say "it ended with $?" >&2; tail -5 serve.log | cut -c1-300 >&2; exit 1; }
  fi
  printf 'acceptance: took %.1f s\n' "$(echo "$(date +%s.%N) - $began" | bc 2>/dev/null || python3 -c "print($(date +%s.%N) - $began)")"
  if [[ $command == "firstbell respond"* ]]; then
    python3 -c "print(f'acceptance: from the alert to the plan: {$(date +%s.%N) - $(cat alerted):.1f} s')"
  fi
done
say "LDAP finds kay in her group, PostgreSQL counts 20,000 students in both dumps, Samba serves the share by its" \
  "permissions, and Dovecot serves 90 messages"
