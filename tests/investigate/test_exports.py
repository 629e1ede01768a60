from __future__ import annotations

import io
import subprocess
import sys

import pytest

from firstbell.investigate.exports import FORMATS, UnknownExportError, get_suffix, write_export
from tests.investigate.exported import OUTLINE, list_hostile_lines
from tests.investigate.struck import make_line


def test_every_format_has_a_suffix_of_its_own_and_says_how_much_it_wrote() -> None:
    assert len({get_suffix(name) for name in FORMATS}) == len(FORMATS)
    for name in FORMATS:
        written = write_export(name, io.BytesIO(), list_hostile_lines(), outline=OUTLINE)
        assert written == (6 if name == "stix" else len(list_hostile_lines())), name


def test_a_format_of_another_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownExportError, match="no export format is called 'pdf'") as raised:
        write_export("pdf", io.BytesIO(), [], outline=OUTLINE)
    assert "timesketch-jsonl" in raised.value.hint


def test_lines_are_written_while_they_come() -> None:
    """A generator that looks at what was written before it gives on."""
    out = io.BytesIO()

    def give() -> object:
        for at in range(3000):
            if at == 2999:
                assert out.tell() > 100_000
            yield make_line(at, "m" * 100)

    for name in ("timesketch-jsonl", "timesketch-csv", "bodyfile", "iris"):
        out.seek(0)
        write_export(name, out, give(), outline=OUTLINE)  # type: ignore[arg-type]


def test_the_timeline_loads_no_library_of_a_format() -> None:
    program = (
        "import sys, firstbell.investigate.timeline, firstbell.investigate.exports, "
        "firstbell.investigate.imports; print([name for name in ('stix2', 'bagit') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
