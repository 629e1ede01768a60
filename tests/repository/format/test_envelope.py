from __future__ import annotations

import pytest

from firstbell.repository.format.envelope import unwrap, wrap
from firstbell.repository.format.errors import FormatError, NewerFormatError


@pytest.mark.parametrize("version", [1, 2])
def test_what_was_wrapped_is_what_it_was(version: int) -> None:
    plaintext = b'{"time":"2023"}'
    assert unwrap(wrap(plaintext, version), "lock") == plaintext


def test_version_1_knows_plain_text_only() -> None:
    assert wrap(b"{}", 1) == b"{}"
    assert wrap(b"{}", 2)[0] == 2


def test_plain_text_is_read_in_every_version() -> None:
    assert unwrap(b"[]", "index") == b"[]"


def test_an_empty_object_is_refused() -> None:
    with pytest.raises(FormatError, match="index: is empty"):
        unwrap(b"", "index")


def test_a_kind_that_is_not_known_is_refused_as_newer() -> None:
    with pytest.raises(NewerFormatError, match="unknown kind"):
        unwrap(b"\x03abc", "index")


def test_a_frame_that_is_none_is_refused() -> None:
    with pytest.raises(FormatError, match="cannot be decompressed"):
        unwrap(b"\x02abc", "index")
