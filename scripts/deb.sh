#!/usr/bin/env bash
# Builds the Debian package from a wheel and requirements.lock: a virtual environment in /opt/firstbell, made with this
# machine's /usr/bin/python3, whose minor version the package then needs.
# Needs .venv (`make ready`), dpkg-deb, and Debian's python3.
# Usage: deb.sh [FOLDER]   the folder for the package (dist); a wheel that lies there is taken, else one is built
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
out=${1:-dist}
python=${DEB_PYTHON:-/usr/bin/python3}
export LC_ALL=C
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1767225600)}
export SOURCE_DATE_EPOCH

say() { printf 'deb: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }
command -v dpkg-deb >/dev/null || fail "dpkg-deb is missing; this needs Debian"
[[ -x $python ]] || fail "$python is missing: apt-get install python3"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
mkdir -p "$out"
out=$(realpath "$out")

# the wheel of this tree, not one that an older tree left
version=$(.venv/bin/python -c 'import firstbell; print(firstbell.__version__)')
wheel=$out/firstbell-$version-py3-none-any.whl
if [[ ! -e $wheel || -n $(find src pyproject.toml -newer "$wheel" -print -quit) ]]; then
  mkdir -p "$work/tree"
  cp -r src pyproject.toml README.md LICENSE "$work/tree"
  rm -rf "$work"/tree/src/*.egg-info
  chmod -R u=rwX,go=rX "$work/tree"
  .venv/bin/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation \
    --wheel-dir "$work" "$work/tree"
  wheel=$(echo "$work"/firstbell-*.whl)
fi

top=$work/package
venv=$top/opt/firstbell
mkdir -p "$top/opt"
"$python" -m venv --without-pip "$venv"
# exact versions; their hashes were held when .venv was made
sed -n 's/^\([^# ][^\\]*[^\\ ]\) *\\*$/\1/p' requirements.lock | sed 's/\[[^]]*\]//' >"$work/versions"
.venv/bin/python -m pip --python "$venv/bin/python" install -q --disable-pip-version-check --no-compile \
  --only-binary :all: -c "$work/versions" "$wheel[desk,console]"
minor=$("$venv/bin/python" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
next=${minor%.*}.$((${minor#*.} + 1))
# it was made here and will lie there
grep -rlI --null "$work" "$venv/bin" "$venv/pyvenv.cfg" | xargs -0 -r sed -i "s|$venv|/opt/firstbell|g; s|$top||g"
rm -f "$venv"/bin/{activate*,Activate.ps1}
ln -sfn "/usr/bin/python$minor" "$venv/bin/python3"
if grep -rqI "$work" "$venv/bin" "$venv/pyvenv.cfg"; then fail "paths of this machine are left in the package"; fi

say "manual pages, completions, units"
mkdir -p "$top"/usr/{bin,share/{man/man1,bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d}} \
  "$top/usr/lib/systemd/system" "$top/usr/share/doc/firstbell"
ln -s /opt/firstbell/bin/firstbell "$top/usr/bin/firstbell"
.venv/bin/python -m scripts.manpages "$top/usr/share/man/man1" >/dev/null
gzip -9n "$top"/usr/share/man/man1/*.1
.venv/bin/firstbell completion bash >"$top/usr/share/bash-completion/completions/firstbell"
.venv/bin/firstbell completion zsh >"$top/usr/share/zsh/vendor-completions/_firstbell"
.venv/bin/firstbell completion fish >"$top/usr/share/fish/vendor_completions.d/firstbell.fish"
cp src/firstbell/actions/desk/units/firstbell-*.{service,timer} "$top/usr/lib/systemd/system"
cp LICENSE "$top/usr/share/doc/firstbell/copyright"
gzip -9nc CHANGELOG.md >"$top/usr/share/doc/firstbell/NEWS.gz"
cp docs/{install,first-backup,worst-day,vault}.md "$top/usr/share/doc/firstbell"

mkdir "$top/DEBIAN"
size=$(du -sk --exclude=DEBIAN "$top" | cut -f1)
cat >"$top/DEBIAN/control" <<END
Package: firstbell
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: Firstbell <firstbell@localhost>
Installed-Size: $size
Depends: python3 (>= $minor), python3 (<< $next), adduser
Recommends: restic, tesseract-ocr
Section: admin
Priority: optional
Description: get a school district back after a ransomware event
 Backups that restic reads, a vault that hosts can only add to, an examiner that
 judges each backup, and the plan that brings a district back by first bell.
END
cat >"$top/DEBIAN/postinst" <<'END'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
  for user in firstbell-vault firstbell-examiner; do
    getent passwd "$user" >/dev/null ||
      adduser --system --group --quiet --no-create-home --home /nonexistent "$user"
  done
  # the examiner reads what comes; the server cannot read the desk's keys
  adduser --quiet firstbell-examiner firstbell-vault
  # nobody else may write there, so it is compiled now
  /opt/firstbell/bin/python3 -m compileall -q -j 0 /opt/firstbell/lib || true
  if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
fi
END
cat >"$top/DEBIAN/prerm" <<'END'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  for unit in vault.service examiner.service watchdog.timer daily.timer weekly.timer; do
    systemctl disable --now "firstbell-$unit" 2>/dev/null || true
  done
fi
find /opt/firstbell/lib -name __pycache__ -prune -exec rm -rf {} +
END
cat >"$top/DEBIAN/postrm" <<'END'
#!/bin/sh
set -e
# vault, desk and users stay: they are the district's backups. docs/install.md says where they lie.
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
END
chmod 755 "$top"/DEBIAN/{postinst,prerm,postrm}
find "$top" -name __pycache__ -prune -exec rm -rf {} +
find "$top" -newermt "@$SOURCE_DATE_EPOCH" -print0 | xargs -0 -r touch -h --date="@$SOURCE_DATE_EPOCH"
package=$out/firstbell_${version}_$(dpkg --print-architecture).deb
dpkg-deb --root-owner-group -Zzstd --build "$top" "$package" >/dev/null
say "built $package ($(du -m "$package" | cut -f1) MB), sha256 $(sha256sum "$package" | cut -d' ' -f1)"
