#!/usr/bin/env bash
# Builds the image of Containerfile, checks it by the OCI specification, and runs it: a vault in its volume takes a backup
# over TLS, and a second container finds it there. The base is a bare tree of Debian that mmdebstrap makes, so nothing
# comes from a registry of images.
# Needs root, .venv, buildah, umoci, runc and mmdebstrap. Nothing of it stays, but for the image where FILE is named.
# Usage: image.sh PACKAGE [FILE]   PACKAGE: of `make deb`; FILE: the image goes there, as an OCI archive
# FIRSTBELL_BARE=FILE: the bare tree is kept there as a tar archive, or taken from there.
set -euo pipefail
package=$(realpath "$1")
archive=${2:+$(realpath -m "$2")}
cd "$(dirname "$0")/.."
export LC_ALL=C STORAGE_DRIVER=vfs
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}

say() { printf 'image: %s\n' "$*"; }
[[ $(id -u) = 0 ]] || { say "this needs root" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
printf '[storage]\ndriver = "vfs"\ngraphroot = "%s/graph"\nrunroot = "%s/run"\n' "$work" "$work" >"$work/storage.conf"
export CONTAINERS_STORAGE_CONF=$work/storage.conf
# no more than this machine gives, whatever buildah would ask for
limits=(--ulimit "nproc=$(ulimit -Hu):$(ulimit -Hu)" --ulimit "nofile=$(ulimit -Hn):$(ulimit -Hn)")

bare=${FIRSTBELL_BARE:-$work/bare.tar}
[[ -e $bare ]] || mmdebstrap --quiet --variant=apt --components=main "${SUITE:-trixie}" "$bare"
base=$(buildah from scratch)
buildah add -q "$base" "$bare" / >/dev/null
buildah commit -q "$base" localhost/bare >/dev/null
buildah rm "$base" >/dev/null
mkdir -p "$work/context/dist"
cp Containerfile "$work/context"
cp "$package" "$work/context/dist"
version=$(.venv/bin/python -c 'import firstbell; print(firstbell.__version__)')
buildah bud -q --network host --isolation chroot "${limits[@]}" --timestamp "$epoch" --build-arg BASE=localhost/bare \
  --label "org.opencontainers.image.version=$version" -t firstbell "$work/context" \
  >"$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }
buildah push -q firstbell "oci:$work/layout:$version"
say "built from Containerfile ($(du -sm "$work/layout" | cut -f1) MB)"
.venv/bin/python -m scripts.image_layout "$work/layout"
say "every blob is what its descriptor says, by the OCI specification"

umoci unpack --image "$work/layout:$version" "$work/bundle"
mkdir "$work/vault" "$work/desk"
chown 900:900 "$work/vault" "$work/desk"
cat >"$work/bundle/rootfs/first.sh" <<'FIRST'
set -eu
test "$(id -u)" = 900
grep -qx 'CapEff:.0000000000000000' /proc/self/status
if touch /opt/firstbell/x 2>/dev/null; then echo "the program can change itself" >&2; exit 1; fi
firstbell vault init /srv/vault --url https://127.0.0.1:8000/ >/dev/null
firstbell serve --vault /srv/vault --listen 127.0.0.1:8000 >/tmp/serve.log 2>&1 &
firstbell host add pc1 --for linux --path /etc >/tmp/host
while IFS= read -r line; do export "$line"; done <<END
$(grep -E '^RESTIC_(REPOSITORY|PASSWORD|REST_[A-Z]+)=' /tmp/host)
END
export RESTIC_CACERT=/srv/vault/tls/certificate.pem RESTIC_CACHE_DIR=/tmp/cache
for _ in $(seq 60); do
  if restic -q backup --host pc1 /etc/apt /etc/hostname 2>/tmp/restic.log; then exit 0; fi
  sleep 1
done
cat /tmp/restic.log /tmp/serve.log >&2
exit 1
FIRST
cat >"$work/bundle/rootfs/second.sh" <<'SECOND'
set -eu
firstbell snapshots -r /srv/vault/repositories/pc1 -p /var/lib/firstbell/desk/vaults/*.password | grep -qw pc1
# reads documents in its sandbox, too
firstbell drill -q --files 200 >/dev/null
SECOND
run() { # SCRIPT: in a new container, with the two volumes and nothing else that can be written to
  .venv/bin/python - "$work" "$@" <<'PYTHON'
import json, pathlib, sys
work, script = pathlib.Path(sys.argv[1]), sys.argv[2]
path = work / "bundle/config.json"
config = json.loads(path.read_text())
process = config["process"]
process |= {"terminal": False, "args": ["/bin/sh", script], "noNewPrivileges": True}
process["capabilities"] = dict.fromkeys(process["capabilities"], [])
process["env"] = [one for one in process["env"] if not one.startswith("PATH=")]
process["env"].append("PATH=/opt/firstbell/bin:/usr/bin:/bin")
process["rlimits"] = []
config["root"]["readonly"] = True
volumes = {"/srv/vault": work / "vault", "/var/lib/firstbell": work / "desk"}
left_out = {*volumes, "/tmp", "/dev/mqueue", "/sys/fs/cgroup"}
config["mounts"] = [one for one in config["mounts"] if one["destination"] not in left_out]
for place, source in volumes.items():
    options = ["bind", "rw", "nosuid", "nodev"]
    config["mounts"].append({"destination": place, "type": "bind", "source": str(source), "options": options})
config["mounts"].append({"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["mode=1777"]})
path.write_text(json.dumps(config))
PYTHON
  runc --root "$work/runc" run -b "$work/bundle" "firstbell-${work##*.}" >"$work/log" 2>&1 ||
    { tail -20 "$work/log" >&2; exit 1; }
}
run /first.sh
say "a container with a read-only root, no capability and uid 900 made a vault and took a backup over TLS"
run /second.sh
say "a second one found the backup in its volume, and went through a drill"
if [[ -n $archive ]]; then
  rm -f "$archive"
  buildah push -q firstbell "oci-archive:$archive:$version"
  say "wrote $archive"
fi
