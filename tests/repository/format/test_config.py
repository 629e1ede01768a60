from __future__ import annotations

import json

import pytest

from firstbell.base.ids import is_hex_id
from firstbell.repository.format.config import make_config, parse_config, render_config
from firstbell.repository.format.errors import FormatError, NewerFormatError
from firstbell.repository.format.polynomial import is_irreducible


@pytest.mark.parametrize("version", [1, 2])
def test_a_new_config_has_what_restic_demands(version: int) -> None:
    config = make_config(version)
    assert is_hex_id(config.id)
    assert is_irreducible(int(config.chunker_polynomial, 16))
    assert parse_config(render_config(config)) == config
    assert sorted(json.loads(render_config(config))) == ["chunker_polynomial", "id", "version"]


@pytest.mark.parametrize("version", [0, 3, -1])
def test_a_version_that_is_not_known_is_neither_made_nor_read(version: int) -> None:
    with pytest.raises(NewerFormatError):
        make_config(version)
    with pytest.raises(NewerFormatError, match=f"version {version}"):
        parse_config(b'{"version":%d,"id":"x","chunker_polynomial":"3DA3358B4DC173"}' % version)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"version":2,"id":"x","chunker_polynomial":"xyz"}',
        b'{"version":2,"id":"x","chunker_polynomial":"0"}',
        b'{"version":2,"id":"x","chunker_polynomial":"-5"}',
        b'{"version":"2","id":"x","chunker_polynomial":"5"}',
        b'{"x":' + b"[" * 100_000,
    ],
)
def test_what_is_no_config_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="config"):
        parse_config(data)
