"""A small tree with every kind of entry that names, trees and nodes must get right."""

from __future__ import annotations

import os
from pathlib import Path

CHANGED_NS = 1_676_723_400_123_456_789
FILES = {
    b"plain.txt": b"plain\n",
    b"twice.txt": b"plain\n",
    b"empty": b"",
    b"compressible": b"firstbell " * 500,
    b'folder/deep/caf\xc3\xa9 & <b> "q" \\ \xe2\x80\xa8.txt': b"odd\n",
    b"folder/not utf-8 \xff\xfe": b"bytes\n",
    b"folder/tab\tnew\nline\x01\x7f\a\b\f\r\v": b"control\n",
    b"folder/\xed\xa0\x80 surrogate": b"surrogate\n",
    b"folder/soft\xc2\xad bell \xf0\x9f\x94\x94 tag \xf3\xa0\x80\x81": b"bell\n",
    b"folder/'quoted' \\x41 \\u0041": b"backslashes\n",
    b"folder/\xe2\x80": b"cut rune\n",
    b"folder/\xef\xbf\xbd": b"replacement character\n",
}
KINDS = {
    b"link": "symlink",
    b"link-raw": "symlink",
    b"fifo": "fifo",
    b"folder": "dir",
    b"folder/deep": "dir",
    b"hard link": "file",
}


def make_odd_tree(folder: Path) -> None:
    """Make the tree in a folder, which is made too."""
    root = os.fsencode(folder)
    os.makedirs(os.path.join(root, b"folder", b"deep"))
    for name, content in FILES.items():
        with open(os.path.join(root, name), "wb") as file:
            file.write(content)
    os.link(folder / "plain.txt", folder / "hard link")
    os.symlink("plain.txt", folder / "link")
    os.symlink(b"not \xff utf-8", os.path.join(root, b"link-raw"))
    os.mkfifo(folder / "fifo")
    os.setxattr(folder / "plain.txt", "user.note", b"\x00value\xff")
    os.chmod(folder / "twice.txt", 0o4751)
    os.utime(folder / "plain.txt", ns=(CHANGED_NS, CHANGED_NS))
    os.utime(folder / "empty", ns=(-1, -1))
    os.utime(folder / "twice.txt", ns=(0, 0))
