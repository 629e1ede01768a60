"""Where the console listens, and what it refuses to."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.console.errors import ConsoleAddressError
from firstbell.console.settings import make_place

CERT, KEY = Path("cert.pem"), Path("key.pem")


def test_by_default_it_is_reached_by_a_name_of_its_own_on_this_machine() -> None:
    place = make_place("127.0.0.1:8710", name=None, certificate=None, key=None)
    assert place.origin == "http://firstbell.localhost:8710"
    assert "localhost:8710" in place.hosts
    assert "firstbell.localhost" not in place.hosts
    assert "http://firstbell.localhost:8710" in place.origins


def test_others_reach_it_by_its_own_name_alone() -> None:
    place = make_place("0.0.0.0:443", name="Desk.ISD1.example", certificate=CERT, key=KEY)
    assert place.origin == "https://desk.isd1.example"
    assert place.hosts == {"desk.isd1.example", "desk.isd1.example:443"}


@pytest.mark.parametrize(
    ("listen", "name", "certificate", "key", "why"),
    [
        ("0.0.0.0:8710", None, None, None, "no certificate"),
        ("[::]:8710", "desk.lan", None, None, "no certificate"),
        ("0.0.0.0:8710", None, CERT, KEY, "no name"),
        ("127.0.0.1:8710", None, CERT, None, "go together"),
        ("8710", None, None, None, "no address and port"),
        ("127.0.0.1:99999", None, None, None, "no address and port"),
        ("127.0.0.1:x", None, None, None, "no address and port"),
    ],
)
def test_what_would_be_open_to_others_is_refused(
    listen: str, name: str | None, certificate: Path | None, key: Path | None, why: str
) -> None:
    with pytest.raises(ConsoleAddressError, match=why):
        make_place(listen, name=name, certificate=certificate, key=key)
