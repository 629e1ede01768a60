#!/usr/bin/env bash
# Builds the image of Containerfile with buildah, and works with it: a vault is made in its volume, as uid 900, by the
# program in it. The base is a bare tree of Debian that mmdebstrap makes, so nothing comes from a registry of images.
# Needs root, buildah and mmdebstrap. Nothing of it stays, but for the image where FILE is named.
# Usage: image.sh PACKAGE [FILE]   PACKAGE: of `make deb`; FILE: the image goes there, as an OCI archive
# FIRSTBELL_BARE=FILE: a bare tree as a tar archive, as bare.sh keeps it.
set -euo pipefail
package=$(realpath "$1")
archive=${2:+$(realpath -m "$2")}
cd "$(dirname "$0")/.."
export LC_ALL=C STORAGE_DRIVER=vfs

say() { printf 'image: %s\n' "$*"; }
[[ $(id -u) = 0 ]] || { say "this needs root" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
printf '[storage]\ndriver = "vfs"\ngraphroot = "%s/graph"\nrunroot = "%s/run"\n' "$work" "$work" >"$work/storage.conf"
export CONTAINERS_STORAGE_CONF=$work/storage.conf
# no more than this machine gives, whatever buildah would ask for
limits=(--ulimit "nproc=$(ulimit -Hu):$(ulimit -Hu)" --ulimit "nofile=$(ulimit -Hn):$(ulimit -Hn)")
inside=(--network host --isolation chroot)

bare=${FIRSTBELL_BARE:-$work/bare.tar}
[[ -e $bare ]] || mmdebstrap --quiet --variant=apt --components=main "${SUITE:-trixie}" "$bare"
base=$(buildah from scratch)
buildah add -q "$base" "$bare" / >/dev/null
buildah commit -q "$base" localhost/bare >/dev/null
buildah rm "$base" >/dev/null
mkdir -p "$work/context/dist"
cp Containerfile "$work/context"
cp "$package" "$work/context/dist"
buildah bud -q "${inside[@]}" "${limits[@]}" --build-arg BASE=localhost/bare -t firstbell "$work/context" \
  >"$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }
say "built from Containerfile"
made=$(buildah from "${limits[@]}" firstbell)
run() { buildah run "${inside[@]}" --user 900:900 "$made" -- "$@"; }
run /opt/firstbell/bin/firstbell --version
run /opt/firstbell/bin/firstbell vault init /srv/vault >/dev/null
run sh -euc 'test -e /srv/vault/vault.json || test -n "$(ls -A /srv/vault)"
  test "$(id -u)" = 900
  ! touch /opt/firstbell/x 2>/dev/null'
say "its program makes a vault as uid 900, and cannot change itself"
if [[ -n $archive ]]; then
  buildah push -q firstbell "oci-archive:$archive"
  say "wrote $archive"
fi
