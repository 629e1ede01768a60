"""Where the vault's server listens: an address and a port, or a word about how to write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.server.settings import ListenAddressError, parse_place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("192.0.2.10:8000", ("192.0.2.10", 8000)),
        ("[::1]:8000", ("::1", 8000)),
        ("[fe80::1%eth0]:0", ("fe80::1%eth0", 0)),
        ("vault.hill.example:65535", ("vault.hill.example", 65535)),
        ("::1:8000", ("::1", 8000)),
    ],
)
def test_a_place_is_an_address_and_a_port(text: str, place: tuple[str, int]) -> None:
    assert parse_place(text) == place


@pytest.mark.parametrize(
    "text",
    ["", ":", ":8000", "192.0.2.10", "192.0.2.10:", "192.0.2.10:-1", "192.0.2.10:65536", "192.0.2.10:80 ",
     "192.0.2.10:0x50", "192.0.2.10:\u00b2", "192.0.2.10:\u0668\u0660", "192.0.2.10:" + "8" * 5000,
     "[]:8000"],
)  # fmt: skip
def test_what_is_none_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(ListenAddressError, match="is not an address and port") as refused:
        parse_place(text)
    assert refused.value.hint == "write it like 192.0.2.10:8000"


@given(st.text(max_size=30))
def test_no_text_ends_in_another_error(text: str) -> None:
    try:
        address, port = parse_place(text)
    except ListenAddressError:
        return
    assert address
    assert 0 <= port <= 65535
