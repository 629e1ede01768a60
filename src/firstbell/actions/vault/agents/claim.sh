#!/bin/sh
# Claims this machine's credential from the Firstbell vault and sets up its daily backup. Run it as root. It may be run
# again at any time: it goes on where it was, and does nothing once the backup is set up. It holds no secret.
# Usage: claim.sh [--name NAME] [--wait SECONDS] [--prepare]
#   --prepare leaves the set-up script for you to read and run instead of running it.
set -eu
base=@BASE@
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
state=${FIRSTBELL_STATE:-/etc/firstbell}
name=$(hostname)
wait=0
prepare=false
while [ $# -gt 0 ]; do
  case $1 in
    --name) name=$2; shift 2 ;;
    --wait) wait=$2; shift 2 ;;
    --prepare) prepare=true; shift ;;
    *) echo "claim.sh: $1 is no option" >&2; exit 2 ;;
  esac
done
name=${name%%.*}
say() { echo "firstbell: $*"; }
fail() { echo "firstbell: $*" >&2; exit 1; }
if [ -e "$state/backup.env" ] || [ -e "$state/backup.sh" ]; then
  say "$name is set up already"
  exit 0
fi
for program in curl openssl awk; do
  command -v "$program" >/dev/null || fail "$program is missing; install it and run this again"
done
script=$(awk -F'\t' -v name="$name" 'tolower($1) == tolower(name) { print $2; exit }' "$here/hosts.txt")
[ -n "$script" ] || fail "$name is not in hosts.txt; --name NAME tells another name of this machine"
umask 077
mkdir -p "$state"
key=$state/claim.key
if [ ! -s "$key" ]; then
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$key.new" 2>/dev/null
  mv "$key.new" "$key"
fi
if [ ! -s "$state/claim.credential" ]; then
  credential=-
  while case $credential in [A-Za-z0-9]*) false ;; *) true ;; esac do
    credential=$(openssl rand 32 | openssl base64 -A | tr '+/' '-_' | tr -d '=')
  done
  printf %s "$credential" >"$state/claim.credential.new"
  mv "$state/claim.credential.new" "$state/claim.credential"
fi
credential=$(cat "$state/claim.credential")
sha256=$(printf %s "$credential" | openssl dgst -sha256 -r | cut -d' ' -f1)
modulus=$(openssl rsa -in "$key" -noout -modulus | sed 's/^Modulus=//' | tr A-F a-f)
ask() { # the rest of curl's command line: prints the status, the answer lies in claim.answer
  if [ -e "$here/vault.pem" ]; then set -- --cacert "$here/vault.pem" "$@"; fi
  curl -sS -o "$state/claim.answer" -w '%{http_code}' "$@"
}
read_answer() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$state/claim.answer"; }

status=$(printf '{"host":"%s","sha256":"%s","modulus":"%s"}' "$name" "$sha256" "$modulus" |
  ask -H 'Content-Type: application/json' --data-binary @- "${base}-/claims")
[ "$status" = 202 ] || [ "$status" = 409 ] || fail "the vault refused the claim: $(cat "$state/claim.answer")"
ends=$(($(date +%s) + wait))
while :; do
  status=$(printf 'user = "%s:%s"\n' "$name" "$credential" | ask -K - "${base}-/claims/$name")
  [ "$status" = 202 ] || break
  say "$name waits for the desk to confirm it; its code is $(read_answer code)"
  [ "$(date +%s)" -lt "$ends" ] || exit 0
  sleep 10
done
[ "$status" = 200 ] || fail "the vault does not hand out the password: $(cat "$state/claim.answer")"
host=$(read_answer host)
password=$(read_answer sealed | openssl base64 -d -A | openssl pkeyutl -decrypt -inkey "$key" \
  -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256)
[ -n "$password" ] || fail "the password does not open"
printf 's|@HOST@|%s|g\ns|@CREDENTIAL@|%s|g\ns|@PASSWORD@|%s|g\n' "$host" "$credential" "$password" \
  >"$state/claim.sed"
sed -f "$state/claim.sed" "$here/$script" >"$state/setup.sh"
rm "$state/claim.sed" "$state/claim.answer"
if $prepare; then
  say "$host was confirmed. Read $state/setup.sh, run it as root, and remove it with the claim.* files beside it"
  exit 0
fi
sh -e "$state/setup.sh"
rm -f "$state/setup.sh" "$state"/claim.*
say "$host is set up"
