"""Long JSON is read where its values are as long as honest ones, and refused where they are not."""

from __future__ import annotations

import pytest

from firstbell.repository.format.bombs import refuse_bomb
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.index import render_index
from firstbell.repository.format.node import MODE_DIR, Node
from firstbell.repository.format.pack import BlobKind, PackedBlob
from firstbell.repository.format.tree import render_tree

LONG_BYTES = 33 << 20


@pytest.mark.parametrize("part", [b'"a",', b"{},", b'{"name":"a","type":"file"},', b"[[", b'{"a":'])
def test_many_short_values_are_refused(part: bytes) -> None:
    with pytest.raises(FormatError, match="more values than its length can honestly hold"):
        refuse_bomb(part * (LONG_BYTES // len(part)), "tree")
    refuse_bomb(part * 1000, "tree")


def test_an_honest_tree_and_an_honest_index_are_never_refused() -> None:
    time = "2023-02-18T06:30:00Z"
    node = Node("d", "dir", MODE_DIR | 0o755, time, time, time, 0, 0, inode=1, device_id=1, subtree="ab" * 32)
    tree = render_tree([node] * (LONG_BYTES // 250))
    assert len(tree) > LONG_BYTES
    refuse_bomb(tree, "tree")
    index = render_index({bytes(32): [PackedBlob(BlobKind.DATA, bytes(32), 0, 33, 0)] * 50})
    refuse_bomb(index * (LONG_BYTES // len(index)), "index")
