from __future__ import annotations

import stat

import pytest

from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import (
    MODE_CHAR_DEVICE,
    MODE_DEVICE,
    MODE_DIR,
    MODE_FIFO,
    MODE_IRREGULAR,
    MODE_SETGID,
    MODE_SETUID,
    MODE_SOCKET,
    MODE_STICKY,
    MODE_SYMLINK,
    Node,
    kind_and_mode,
    unix_permissions,
)


@pytest.mark.parametrize(
    ("st_mode", "kind", "mode"),
    [
        (stat.S_IFREG | 0o644, "file", 0o644),
        (stat.S_IFREG | 0o4755, "file", MODE_SETUID | 0o755),
        (stat.S_IFREG | 0o2755, "file", MODE_SETGID | 0o755),
        (stat.S_IFDIR | 0o1777, "dir", MODE_DIR | MODE_STICKY | 0o777),
        (stat.S_IFLNK | 0o777, "symlink", MODE_SYMLINK | 0o777),
        (stat.S_IFBLK | 0o660, "dev", MODE_DEVICE | 0o660),
        (stat.S_IFCHR | 0o620, "chardev", MODE_DEVICE | MODE_CHAR_DEVICE | 0o620),
        (stat.S_IFIFO | 0o600, "fifo", MODE_FIFO | 0o600),
        (stat.S_IFSOCK | 0o700, "socket", MODE_SOCKET | 0o700),
        (0o644, "irregular", MODE_IRREGULAR | 0o644),
    ],
)
def test_kinds_and_modes_are_gos(st_mode: int, kind: str, mode: int) -> None:
    assert kind_and_mode(st_mode) == (kind, mode)
    assert unix_permissions(mode) == stat.S_IMODE(st_mode)


def test_the_content_of_a_node_is_ids() -> None:
    assert Node("a", "file").content_ids == ()
    assert Node("a", "file", content=["ab" * 32]).content_ids == (b"\xab" * 32,)


@pytest.mark.parametrize("hex_id", ["", "ab", "zz" * 32, "ab" * 33])
def test_content_that_is_no_id_is_refused(hex_id: str) -> None:
    with pytest.raises(FormatError, match="is no id"):
        _ = Node("a", "file", content=[hex_id]).content_ids


def test_a_link_target_is_its_text_where_there_are_no_raw_bytes() -> None:
    assert Node("l", "symlink", linktarget="caf\u00e9").link_target == b"caf\xc3\xa9"
