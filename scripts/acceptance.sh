#!/usr/bin/env bash
# Runs the commands of docs/acceptance.md as they stand, on a school that it makes: from an empty folder to a directory and
# student records that answer after a strike. Measures the time from the alert to the plan.
# Needs firstbell and restic in PATH, and what `programs` below names. As root PostgreSQL runs as the user postgres.
# Usage: acceptance.sh PAGE FOLDER   PAGE: docs/acceptance.md; FOLDER: a new folder for all of it
# FIRSTBELL_PACKAGE=FILE: a machine that has no firstbell yet; the first command installs this Debian package
set -euo pipefail
page=$(realpath "$1")
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
programs=(initdb pg_dump pg_restore psql samba-tool samba ldapsearch python3 unshare ip hostname)
[[ -n ${FIRSTBELL_PACKAGE:-} ]] || programs+=(firstbell restic curl openssl)
for program in "${programs[@]}"; do
  command -v "$program" >/dev/null || { say "$program is missing" >&2; exit 1; }
done
[[ $(id -u) = 0 ]] || { say "Samba's domain controller needs root" >&2; exit 1; }

cat >school <<'SCHOOL'
#!/usr/bin/env bash
# What the three hosts of the school are and do. Usage: school make|claim|push|day|strike|wait-for-alert|check-NAME FOLDER
set -euo pipefail
cd "$PLACE"
hosts=(dc sis files)
realm=school.test
# who may do what on the share of the file server, as Windows says it (SDDL)
declare -A shared=(
  [hr]='O:BAG:BAD:P(A;OICI;FA;;;BA)'
  [staff]='O:BAG:BAD:P(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;DU)'
)

as_postgres() { # a command line, as a user that PostgreSQL takes
  if [[ $(id -u) = 0 ]]; then setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; else "$@"; fi
}
start_postgres() { # FOLDER: a server on a socket in it alone
  as_postgres initdb -D "$1/data" -A trust -U postgres >"$1/log" 2>&1
  as_postgres pg_ctl -D "$1/data" -w -l "$1/server.log" -o "-c listen_addresses='' -k $1 -c fsync=off" start >>"$1/log"
}
in_its_own_network() { unshare --net --mount --uts --pid --fork --kill-child sh -c "ip link set lo up
  hostname \$1; mount -t proc proc /proc; printf '127.0.0.1 localhost %s.$realm %s\n' \$1 \$1 >\$PLACE/hosts.\$1
  mount --bind \$PLACE/hosts.\$1 /etc/hosts; shift; exec \"\$@\"" sh "$@"; }

write_letters() { # FOLDER COUNT
  python3 - "$1" "$2" <<'PYTHON'
import pathlib, random, sys, zipfile
words = "bus class coach course field grade hall health lab lesson library lunch math music nurse office parent plan roster".split()
folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
for number in range(count):
    rng = random.Random(f"{folder} {number}")
    text = " ".join(rng.choice(words) + str(rng.randrange(60)) for _ in range(500))
    with zipfile.ZipFile(folder / f"letter-{number:03}.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document><w:t>{text}</w:t></w:document>")
PYTHON
}

make() {
  for host in "${hosts[@]}"; do mkdir -p "$host" "etc-$host"; done
  write_letters "$PLACE/sis/letters" 60
  write_letters "$PLACE/dc/scripts" 60
  for name in "${!shared[@]}"; do write_letters "$PLACE/files/share/$name" 100; done
  # mail of three people, a message a file
  for who in ida ole kay; do
    mkdir -p "files/mail/$who"/{cur,new,tmp}
    for number in $(seq 30); do
      printf 'From: office@%s\nTo: %s@%s\nSubject: note %s\nDate: Mon, 13 Feb 2023 07:%02d:00 +0000\n\nBring list %s.\n' \
        "$realm" "$who" "$realm" "$number" "$number" "$number" >"files/mail/$who/cur/$number.host:2,S"
    done
  done
  (cd files && find mail share -type f -exec sha256sum {} +) >files.sums
  mkdir -m 777 pg
  start_postgres "$PLACE/pg"
  psql -q -h "$PLACE/pg" -U postgres -c "CREATE TABLE student AS SELECT n AS id, 'student ' || n AS name, n % 13 AS grade
    FROM generate_series(1, 20000) AS n"
  dump_records
  in_its_own_network dc01 sh -euc "
    samba-tool domain provision --targetdir=\$PLACE/ad --realm=${realm^^} --domain=SCHOOL --server-role=dc \
      --dns-backend=SAMBA_INTERNAL --adminpass='Pa55-word.x' --host-name=dc01 --host-ip=127.0.0.1 \
      --option='interfaces=lo' --option='bind interfaces only=yes'
    samba-tool user create kay 'Pa55-word.k' -s \$PLACE/ad/etc/smb.conf
    samba-tool group add teachers -s \$PLACE/ad/etc/smb.conf
    samba-tool group addmembers teachers kay -s \$PLACE/ad/etc/smb.conf
    samba-tool domain backup offline --targetdir=\$PLACE/dc/backup -s \$PLACE/ad/etc/smb.conf" >ad.log 2>&1
  for name in "${!shared[@]}"; do
    for path in "files/share/$name" "files/share/$name/letter-000.docx"; do
      samba-tool ntacl set "${shared[$name]}" "$path" --use-ntvfs -s ad/etc/smb.conf >>ad.log 2>&1
    done
  done
}

dump_records() {
  pg_dump -h "$PLACE/pg" -U postgres -Fc -f sis/records.dump.new && mv sis/records.dump.new sis/records.dump
  pg_dump -h "$PLACE/pg" -U postgres -Fp -f sis/records.sql.new && mv sis/records.sql.new sis/records.sql
}

claim() { # each host, by its own copy of the bundle
  for host in "${hosts[@]}"; do
    [[ -e etc-$host/setup.sh ]] || FIRSTBELL_STATE=$PLACE/etc-$host sh bundle/claim.sh --name "$host" --prepare
  done
}

push() { # what the timer that setup.sh writes would do
  for host in "${hosts[@]}"; do
    (
      while IFS= read -r line; do export "${line?}"; done < <(grep -E '^RESTIC_[A-Z_]+=' "etc-$host/setup.sh")
      export RESTIC_CACERT=$PLACE/bundle/vault.pem RESTIC_CACHE_DIR=$PLACE/etc-$host/cache
      restic -q backup --host "$host" --retry-lock 1h "$PLACE/$host"
    )
  done
}

day() { # an ordinary day
  write_letters "$PLACE/files/day-$(date +%s%N)" 3
  dump_records
}

strike() { # random bytes for what was there: no key, no cipher
  for host in "${hosts[@]}"; do
    find "$host" -type f -print0 | while IFS= read -r -d '' file; do
      size=$(stat -c %s "$file")
      head -c "$size" /dev/urandom >"$file.lckd7"
      rm "$file"
    done
    printf 'YOUR FILES ARE ENCRYPTED. To get them back write to us within 72 hours and pay in bitcoin.\n' \
      >"$host/HOW-TO-RESTORE-FILES.txt"
  done
}

wait-for-alert() {
  for _ in $(seq 600); do
    if alert=$(grep -ls 'encryption event on' mail/*); then
      grep -h 'encryption event on' "$(head -1 <<<"$alert")" | head -1
      date +%s.%N >alerted
      return 0
    fi
    sleep 0.5
  done
  echo "no alert came" >&2
  return 1
}

check-sis() { # FOLDER: both dumps that were restored answer, pg_dump's own and the one in SQL
  work=$(mktemp -d)
  chmod 777 "$work"
  trap 'as_postgres pg_ctl -D "$work/data" -m immediate stop >/dev/null; rm -rf "$work"' EXIT
  start_postgres "$work"
  pg_restore -h "$work" -U postgres -d postgres "$1$PLACE/sis/records.dump"
  createdb -h "$work" -U postgres again
  psql -q -h "$work" -U postgres -d again -f "$1$PLACE/sis/records.sql" >"$work/again.log"
  for database in postgres again; do
    count=$(psql -At -h "$work" -U postgres -d "$database" -c 'SELECT count(*) FROM student')
    [[ $count = 20000 ]] || { echo "$database holds $count students, not 20000" >&2; exit 1; }
  done
}

check-dc() { # FOLDER: the controller that was restored answers LDAP
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  WORK=$work BACKUP=$(echo "$1$PLACE"/dc/backup/*.tar.bz2) in_its_own_network dc02 sh -euc '
    samba-tool domain backup restore --backup-file="$BACKUP" --newservername=dc02 --targetdir="$WORK/ad" \
      --host-ip=127.0.0.1 >"$WORK/log" 2>&1
    mkdir -p -m 700 "$WORK/ad/private/tls"
    samba --foreground --no-process-group -s "$WORK/ad/etc/smb.conf" --debug-stdout >"$WORK/samba.log" 2>&1 &
    for _ in $(seq 120); do
      if LDAPTLS_REQCERT=never ldapsearch -LLL -x -ZZ -D kay@SCHOOL.TEST -w Pa55-word.k -H ldap://127.0.0.1 \
        -b DC=school,DC=test "(sAMAccountName=kay)" memberOf 2>/dev/null | grep -q "CN=teachers"; then exit 0; fi
      sleep 0.5
    done
    cat "$WORK/samba.log" >&2
    exit 1'
}

check-files() { # FOLDER: each message reads, each file is as it was before the strike, and so is who may do what
  (cd "$1$PLACE/files" && sha256sum --quiet --strict -c "$PLACE/files.sums")
  python3 - "$1$PLACE/files/mail" <<'PYTHON'
import mailbox, pathlib, sys
boxes = [mailbox.Maildir(path, create=False) for path in sorted(pathlib.Path(sys.argv[1]).iterdir())]
counts = [sum(message["Subject"].startswith("note ") for message in box) for box in boxes]
assert counts == [30, 30, 30], counts
PYTHON
  for name in "${!shared[@]}"; do
    for path in "share/$name" "share/$name/letter-000.docx"; do
      got=$(samba-tool ntacl get --as-sddl --use-ntvfs -s ad/etc/smb.conf "$1$PLACE/files/$path" 2>/dev/null)
      [[ $got = "${shared[$name]}" ]] || { echo "$path has '$got'" >&2; exit 1; }
    done
  done
}

"$@"
SCHOOL
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
printf 'name,system,paths\ndc,linux,%s\nsis,linux,%s\nfiles,linux,%s\n' "$place"/{dc,sis,files} >hosts.csv
for row in "Directory|0|dc" "Student records|0|sis" "Files|1|files"; do
  IFS='|' read -r name tier host <<<"$row"
  cat <<END

[[system]]
name = "$name"
tier = $tier
target = "$place/restored/$host"

[[system.parts]]
host = "$host"
paths = ["$place/$host"]

[[system.checks]]
kind = "command"
target = "$place/school check-$host $place/restored/$host"
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
say "LDAP finds kay in her group, PostgreSQL counts 20,000 students in both dumps; 90 messages and the share with its ACLs are as before"
