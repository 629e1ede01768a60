"""Content of which nothing says that it is whole, right after damage: held, and released by a person."""

from __future__ import annotations

import random
from pathlib import Path

from tests.cli.conftest import Call
from tests.cli.test_upkeep import back_up


def strike_in_place(root: Path) -> None:
    """Random bytes in place of every text, and a note in each folder. Only below the test's own folder."""
    for at, file in enumerate(sorted(root.rglob("*.txt"))):
        file.write_bytes(random.Random(at).randbytes(file.stat().st_size))
    for folder in root.iterdir():
        (folder / "READ_ME_NOW.txt").write_text(
            "All your files are encrypted. Pay bitcoin to restore them. Contact: abcdefghij234567.onion\n"
        )


def test_what_followed_on_damage_is_held_until_a_person_releases_it(
    call: Call, place: Path, school: Path
) -> None:
    back_up(call, school, "01")
    one, other = sorted(school.rglob("*.txt"))[:2]
    strike_in_place(school)
    back_up(call, school, "02")
    one.write_bytes(b"\x07\x01\x99ab\xff\xfe")
    other.write_text("Minutes of the meeting, written again by Ana.\n" * 30)
    newest = back_up(call, school, "03")

    told = call("recover", "compose", "--dry-run", "--json").summary
    assert told["boundary"] is None
    assert [path["path"] for path in told["held_after_boundary_paths"]] == [str(one)]
    assert told["held_after_boundary"] == 1
    versions = call("versions", one, "--json").messages
    assert [line["clean_version"] for line in versions if line["message_type"] == "version"] == [
        False,
        False,
        True,
    ]
    clean = [line for line in call("versions", other, "--json").messages if line.get("clean_version")]
    assert [line["snapshot_id"] for line in clean] == [newest]

    assert call("recover", "release", one, "--why", "Ana wrote it").status == 0
    told = call("recover", "compose", "--dry-run", "--json").summary
    assert told["held_after_boundary"] == 0
    clean = [line for line in call("versions", one, "--json").messages if line.get("clean_version")]
    assert [line["snapshot_id"] for line in clean] == [newest]
