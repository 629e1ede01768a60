"""Checks an excerpt of a ledger with nothing but Python 3.8: hashes, proofs, the signature of the head.

This module goes out in every export that holds an excerpt, as the second part of a file of its own.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_HEAD_DOMAIN = b"firstbell ledger head\n"


def find_problems(
    excerpt: Mapping[str, Any], is_signed_by: Callable[[bytes, bytes, bytes], bool]
) -> list[str]:
    """What does not hold in an excerpt, a sentence each; nothing where all of it stands under its head."""
    parsed = json.loads(excerpt["head"])
    head, public = parsed["head"], base64.b64decode(excerpt["public"])
    signed = (
        _HEAD_DOMAIN + json.dumps(head, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )
    problems = []
    if hashlib.sha256(public).hexdigest() != head["key"]:
        problems.append("the public key is not the one that the head names")
    if not is_signed_by(public, signed, base64.b64decode(parsed["signature"])):
        problems.append("the signature of the head does not fit")
    for entry in excerpt["entries"]:
        line = entry["line"].encode()
        if json.loads(line)["seq"] != entry["seq"]:
            problems.append(f"entry {entry['seq']}: it says that it is another one")
        elif _climb(line, entry["seq"], head["size"], entry["proof"]) != head["root"]:
            problems.append(f"entry {entry['seq']}: it does not stand under the head")
    return problems


def _climb(line: bytes, index: int, count: int, proof: Sequence[str]) -> str:
    """The root to which a proof leads. Source: RFC 9162 section 2.1.3.2."""
    node, last = hashlib.sha256(b"\0" + line).digest(), count - 1
    for step in proof:
        if last == 0:
            return ""
        beside = bytes.fromhex(step)
        if index % 2 or index == last:
            node = hashlib.sha256(b"\1" + beside + node).digest()
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            node = hashlib.sha256(b"\1" + node + beside).digest()
        index, last = index // 2, last // 2
    return node.hex() if last == 0 else ""


def run(arguments: Sequence[str], is_signed_by: Callable[[bytes, bytes, bytes], bool]) -> int:
    """Check the file that is named; 0 where it holds, 1 where it does not, 2 where none is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python3 verify_excerpt.py excerpt.json\n")
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        excerpt = json.load(file)
    problems = find_problems(excerpt, is_signed_by)
    for problem in problems:
        sys.stdout.write(problem + "\n")
    if problems:
        return 1
    head = json.loads(excerpt["head"])["head"]
    sys.stdout.write(
        f"{len(excerpt['entries'])} entries stand under the head of {head['time']}"
        f" over {head['size']} entries, signed by key {head['key']}\n"
    )
    return 0
