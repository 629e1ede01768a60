#!/usr/bin/env bash
# A Windows computer for tests: a Windows build of restic, from Debian's source, and wine to run it, in a Debian tree of
# their own; the machine stays as it was. Needs root, mmdebstrap, and a network of Debian's packages; about eight minutes.
#
# Usage: windows.sh make FOLDER             makes FOLDER/tree, with restic.exe and a new drive C: in it
#        windows.sh drive FOLDER            prints the folder that is C:
#        windows.sh run FOLDER [NAME=VALUE ...] COMMAND ...   runs a Windows program there
#        windows.sh stop FOLDER             ends what wine left running
#
# The build is Debian's but for three modules that no package of Debian holds: shadow copies are left out (wine has none),
# and the few functions that restic uses of two others are written below.
# FIRSTBELL_BARE=FILE: the bare tree is kept there as a tar archive, or taken from there.
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive
# shellcheck source-path=SCRIPTDIR source=tree.sh
source "$(dirname "$0")/tree.sh"

say() { printf 'windows: %s\n' "$*" >&2; }

inside() { # FOLDER COMMAND ...: in the tree
  enter_tree "$(realpath "$1")/tree" "" WINEPREFIX=/root/wine WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" "${@:2}"
}

make() { # FOLDER
  local folder tree
  mkdir -p "$1"
  folder=$(realpath "$1")
  tree=$folder/tree
  [[ ! -e $tree/root/restic.exe ]] || { say "it is there already"; return; }
  make_tree "$tree"
  sed -n 's/^deb /deb-src /p' "$tree/etc/apt/sources.list" >"$tree/etc/apt/sources.list.d/sources.list"
  write_shims "$tree/src/shims"
  say "installing wine and what restic is built with"
  inside "$folder" sh -euc '
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends wine wine64 dpkg-dev
    apt-get -qq build-dep -y --no-install-recommends restic
    cd /src && apt-get -qq source restic golang-golang-x-sys' >"$folder/log" 2>&1 || { tail -20 "$folder/log" >&2; exit 1; }
  say "building restic.exe"
  inside "$folder" sh -euc '
    places=/src/overlay/src
    mkdir -p $places/golang.org/x/sys $places/github.com/restic
    cp -r /src/golang-golang-x-sys-*/windows $places/golang.org/x/sys/
    cp -r /src/restic-*/ $places/github.com/restic/restic
    cp -r /src/shims/. $places/
    cd $places/github.com/restic/restic
    rm internal/fs/vss_windows.go
    sed -i "/^\/\/go:build/d;/^\/\/ +build/d" internal/fs/vss.go
    GO111MODULE=off GOPATH=/src/overlay:/usr/share/gocode GOOS=windows GOARCH=amd64 CGO_ENABLED=0 \
      go build -trimpath -ldflags "-s -w" -o /root/restic.exe ./cmd/restic
    wineboot -i && wineserver -w
    mkdir -p /root/wine/drive_c/ProgramData/Firstbell
    cp /root/restic.exe /root/wine/drive_c/ProgramData/Firstbell/' >>"$folder/log" 2>&1 || { tail -20 "$folder/log" >&2; exit 1; }
  say "$(run "$folder" 'C:\ProgramData\Firstbell\restic.exe' version)"
}

write_shims() { # FOLDER: our own stand-ins for three functions of go-winio and one of mousetrap
  mkdir -p "$1"/github.com/Microsoft/go-winio "$1"/github.com/inconshreveable/mousetrap
  cat >"$1/github.com/inconshreveable/mousetrap/mousetrap.go" <<'GO'
package mousetrap

// StartedByExplorer says whether a double click started the program; a test never does that.
func StartedByExplorer() bool { return false }
GO
  cat >"$1/github.com/Microsoft/go-winio/winio.go" <<'GO'
// Package winio holds what restic asks of extended attributes and privileges.
package winio

import (
	"bytes"
	"encoding/binary"
	"errors"

	"golang.org/x/sys/windows"
)

// ExtendedAttribute is one FILE_FULL_EA_INFORMATION: a name, a value, and flags.
type ExtendedAttribute struct {
	Name  string
	Value []byte
	Flags uint8
}

type head struct {
	Next   uint32
	Flags  uint8
	Name   uint8
	Length uint16
}

var errMalformed = errors.New("extended attributes are malformed")

// DecodeExtendedAttributes reads a chain of FILE_FULL_EA_INFORMATION.
func DecodeExtendedAttributes(data []byte) ([]ExtendedAttribute, error) {
	var found []ExtendedAttribute
	for len(data) > 0 {
		var one head
		if binary.Read(bytes.NewReader(data), binary.LittleEndian, &one) != nil {
			return nil, errMalformed
		}
		value := 8 + int(one.Name) + 1
		end := value + int(one.Length)
		if end > len(data) || int(one.Next) > len(data) || one.Next != 0 && int(one.Next) < end {
			return nil, errMalformed
		}
		found = append(found, ExtendedAttribute{
			Name: string(data[8 : 8+int(one.Name)]), Value: bytes.Clone(data[value:end]), Flags: one.Flags,
		})
		if one.Next == 0 {
			return found, nil
		}
		data = data[one.Next:]
	}
	return found, nil
}

// EncodeExtendedAttributes writes such a chain; each but the last is padded to four bytes.
func EncodeExtendedAttributes(attributes []ExtendedAttribute) ([]byte, error) {
	var all bytes.Buffer
	for at, one := range attributes {
		if len(one.Name) > 255 || len(one.Value) > 65535 {
			return nil, errMalformed
		}
		size := 8 + len(one.Name) + 1 + len(one.Value)
		padding := (4 - size%4) % 4
		next := uint32(size + padding)
		if at == len(attributes)-1 {
			next = 0
		}
		it := head{next, one.Flags, uint8(len(one.Name)), uint16(len(one.Value))}
		if err := binary.Write(&all, binary.LittleEndian, it); err != nil {
			return nil, err
		}
		all.WriteString(one.Name)
		all.WriteByte(0)
		all.Write(one.Value)
		all.Write(make([]byte, padding))
	}
	return all.Bytes(), nil
}

// EnableProcessPrivileges turns the named privileges on for this process.
func EnableProcessPrivileges(names []string) error {
	var token windows.Token
	access := uint32(windows.TOKEN_ADJUST_PRIVILEGES | windows.TOKEN_QUERY)
	if err := windows.OpenProcessToken(windows.CurrentProcess(), access, &token); err != nil {
		return err
	}
	defer token.Close()
	for _, name := range names {
		wide, err := windows.UTF16PtrFromString(name)
		if err != nil {
			return err
		}
		state := windows.Tokenprivileges{PrivilegeCount: 1}
		state.Privileges[0].Attributes = windows.SE_PRIVILEGE_ENABLED
		if err := windows.LookupPrivilegeValue(nil, wide, &state.Privileges[0].Luid); err != nil {
			return err
		}
		if err := windows.AdjustTokenPrivileges(token, false, &state, 0, nil, nil); err != nil {
			return err
		}
	}
	return nil
}
GO
}

run() { # FOLDER [NAME=VALUE ...] COMMAND ...
  local folder=$1
  shift
  # the first word that sets no variable is the program
  inside "$folder" sh -c '
    while [ $# -gt 0 ]; do
      case ${1%%=*} in *[!A-Z0-9_]* | "$1") break ;; esac
      export "$1"
      shift
    done
    exec wine "$@"' sh "$@"
}

case ${1:-} in
make) make "${2:?which folder?}" ;;
drive) echo "$(realpath "${2:?which folder?}")/tree/root/wine/drive_c" ;;
run) run "${@:2}" ;;
stop) inside "${2:?which folder?}" wineserver -k || true ;;
*)
  sed -n '2,13s/^# \{0,1\}//p' "$0" >&2
  exit 2
  ;;
esac
