#!/usr/bin/env bash
# What the three hosts of the school are and do: acceptance.sh copies this file into its folder as `school`.
# Usage: school make|claim|push|day|strike|wait-for-alert|check-NAME FOLDER
# PLACE: that folder. WINDOWS: "", or the folder of the Windows computer that holds the student records; WINDOWS_SH: the
# script that runs it.
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
  if [[ -n $WINDOWS ]]; then # the host is its folder C:\Records
    mkdir "$("$WINDOWS_SH" drive "$WINDOWS")/Records"
    ln -s "$("$WINDOWS_SH" drive "$WINDOWS")/Records" sis
  fi
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
    if [[ $host = sis && -n $WINDOWS ]]; then
      push_windows
      continue
    fi
    (
      while IFS= read -r line; do export "${line?}"; done < <(grep -E '^RESTIC_[A-Z_]+=' "etc-$host/setup.sh")
      export RESTIC_CACERT=$PLACE/bundle/vault.pem RESTIC_CACHE_DIR=$PLACE/etc-$host/cache
      restic -q backup --host "$host" --retry-lock 1h "$PLACE/$host"
    )
  done
}

push_windows() { # what backup.ps1 would run: wine has no PowerShell, and no shadow copies
  mapfile -t words < <(python3 - "etc-sis/setup.sh" "$("$WINDOWS_SH" drive "$WINDOWS")/ProgramData/Firstbell" <<'PYTHON'
import pathlib, re, sys
text, folder = pathlib.Path(sys.argv[1]).read_text(), pathlib.Path(sys.argv[2])
files = re.findall(r"^@'\n(.*?)\n'@ \| Set-Content \S+ \S+ (?:\(Join-Path \$folder )?'(?:[^']*\\)?([^'\\]+)'", text, re.M | re.S)
for data, name in files:
    (folder / name).write_text(data)
(folder / "streams.csv").write_text('"FileName","Stream","Length"\n')
script = (folder / "backup.ps1").read_text()
for name, value in re.findall(r"^\$env:(\w+) = '(.*)'$", script, re.M):
    print(f"{name}={value.replace(chr(39) * 2, chr(39))}")
print("C:\\ProgramData\\Firstbell\\restic.exe")
(command,) = re.findall(r"^& \$restic (backup .*?)\$args \$paths \$streams$", script, re.M | re.S)
(paths,) = re.findall(r"^\$paths = @\((.*)\)$", script, re.M)
words = [word.strip("'") for word in command.replace("`\n", " ").split() if word != "--use-fs-snapshot"]
print("\n".join([*words, *re.findall(r"'([^']*)'", paths), "C:\\ProgramData\\Firstbell\\streams.csv"]))
PYTHON
  )
  "$WINDOWS_SH" run "$WINDOWS" "${words[@]}" >>windows.log 2>&1
}

day() { # an ordinary day
  write_letters "$PLACE/files/day-$(date +%s%N)" 3
  dump_records
}

strike() { # random bytes for what was there: no key, no cipher
  for host in "${hosts[@]}"; do
    find "$host/" -type f -print0 | while IFS= read -r -d '' file; do
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
  local records=$1$PLACE/sis
  if [[ -n $WINDOWS ]]; then records=$1/C/Records; fi
  work=$(mktemp -d)
  chmod 777 "$work"
  trap 'as_postgres pg_ctl -D "$work/data" -m immediate stop >/dev/null; rm -rf "$work"' EXIT
  start_postgres "$work"
  pg_restore -h "$work" -U postgres -d postgres "$records/records.dump"
  createdb -h "$work" -U postgres again
  psql -q -h "$work" -U postgres -d again -f "$records/records.sql" >"$work/again.log"
  for database in postgres again; do
    count=$(psql -At -h "$work" -U postgres -d "$database" -c 'SELECT count(*) FROM student')
    [[ $count = 20000 ]] || { echo "$database holds $count students, not 20000" >&2; exit 1; }
  done
}

# in a network of its own: the controller that was restored to FOLDER, with the shares under WORK/share; READY is tried
# until it succeeds, then CHECK must
with_directory() { # FOLDER READY CHECK
  WORK=$work BACKUP=$(echo "$1$PLACE"/dc/backup/*.tar.bz2) in_its_own_network dc02 sh -euc '
    samba-tool domain backup restore --backup-file="$BACKUP" --newservername=dc02 --targetdir="$WORK/ad" \
      --host-ip=127.0.0.1 >"$WORK/log" 2>&1
    mkdir -p -m 700 "$WORK/ad/private/tls"
    for share in "$WORK"/share/*; do
      [ ! -e "$share" ] || printf "[%s]\npath = %s\nread only = no\n" "${share##*/}" "$share" >>"$WORK/ad/etc/smb.conf"
    done
    samba --foreground --no-process-group -s "$WORK/ad/etc/smb.conf" --debug-stdout >"$WORK/samba.log" 2>&1 &
    for _ in $(seq 240); do
      if sh -euc "$0"; then exec sh -euc "$1"; fi
      sleep 0.5
    done
    cat "$WORK/samba.log" >&2
    exit 1' "$2" "$3"
}

check-dc() { # FOLDER: the controller that was restored answers LDAP
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  with_directory "$1" 'LDAPTLS_REQCERT=never ldapsearch -LLL -x -ZZ -D kay@SCHOOL.TEST -w Pa55-word.k -H ldap://127.0.0.1 \
    -b DC=school,DC=test "(sAMAccountName=kay)" memberOf 2>/dev/null | grep -q "CN=teachers"' true
}

check_sums() { # FOLDER NAME: each file under files/NAME is as it was before the strike
  (cd "$1$PLACE/files" && grep " $2/" "$PLACE/files.sums" | sha256sum --quiet --strict -c)
}

check-share() { # FOLDER: each file as before, its permissions too, and Samba serves it by them to the restored accounts
  check_sums "$1" share
  for name in "${!shared[@]}"; do
    for path in "share/$name" "share/$name/letter-000.docx"; do
      got=$(samba-tool ntacl get --as-sddl --use-ntvfs -s ad/etc/smb.conf "$1$PLACE/files/$path" 2>/dev/null)
      [[ $got = "${shared[$name]}" ]] || { echo "$path has '$got'" >&2; exit 1; }
    done
  done
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  chmod 755 "$work"
  # a copy, since somebody who may write does
  cp -a "$1$PLACE/files/share" "$work/share"
  # shellcheck disable=SC2016 - the inner shell expands these
  local ask='ask() { # SHARE USER COMMAND
      smbclient -s "$WORK/ad/etc/smb.conf" "//127.0.0.1/$1" -U "SCHOOL/$2" -c "$3" >"$WORK/told" 2>&1
    }
    kay=kay%Pa55-word.k head=Administrator%Pa55-word.x'
  with_directory "${1%/*}/dc" "$ask
    ask staff \$kay ls" "$ask"'
    refused() { # SHARE USER COMMAND
      if ask "$@"; then echo "$2 may $3 in $1" >&2; exit 1; fi
      grep -q NT_STATUS_ACCESS_DENIED "$WORK/told"
    }
    ask staff $kay "get letter-000.docx $WORK/read"
    cmp "$WORK/read" "$WORK/share/staff/letter-000.docx"
    refused staff $kay "put $WORK/read new.docx"
    refused hr $kay "get letter-000.docx $WORK/stolen"
    ask hr $head "get letter-000.docx $WORK/read"
    cmp "$WORK/read" "$WORK/share/hr/letter-000.docx"
    ask hr $head "put $WORK/read new.docx"
    smbcacls --sddl -s "$WORK/ad/etc/smb.conf" //127.0.0.1/staff letter-000.docx -U SCHOOL/$head >"$WORK/acl"
    grep -qxF "'"${shared[staff]}"'" "$WORK/acl"'
}

check-mail() { # FOLDER: each message as before; Dovecot serves them to their people
  check_sums "$1" mail
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  chmod 755 "$work"
  # a copy, since it writes its indexes there
  cp -a "$1$PLACE/files/mail" "$work/mail"
  chown -R mail:mail "$work/mail"
  mkdir "$work/run" "$work/state"
  cat >"$work/dovecot.conf" <<END
dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
base_dir = $work/run
state_dir = $work/state
log_path = $work/log
protocols = imap
listen = 127.0.0.1
ssl = no
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = $work/mail/%{user}
first_valid_uid = 1
passdb static {
  password = Pa55-word.m
}
userdb static {
  fields {
    uid = mail
    gid = mail
    home = $work/mail/%{user}
  }
}
service imap-login {
  chroot =
  inet_listener imaps {
    port = 0
  }
}
END
  in_its_own_network mail sh -euc '
    dovecot -c "$0/dovecot.conf"
    exec python3 - "$0/log"' "$work" <<'PYTHON'
import imaplib, pathlib, sys, time
for _ in range(240):
    try:
        imaplib.IMAP4("127.0.0.1", 143).logout()
        break
    except OSError:
        time.sleep(0.5)
else:
    sys.exit(pathlib.Path(sys.argv[1]).read_text())
for who in ("ida", "kay", "ole"):
    with imaplib.IMAP4("127.0.0.1", 143) as box:
        box.login(who, "Pa55-word.m")
        assert box.select("INBOX", readonly=True)[1] == [b"30"], who
        found = box.search(None, "SUBJECT", "note", "TO", f"{who}@school.test")[1][0].split()
        assert len(found) == 30, (who, found)
        message = box.fetch(b"30", "(BODY.PEEK[TEXT])")[1][0][1]
        assert message.startswith(b"Bring list "), message
PYTHON
}

"$@"
