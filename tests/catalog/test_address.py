"""Addresses of database servers: what is refused, and that no password is ever shown."""

from __future__ import annotations

import pytest

from firstbell.catalog.address import parse_address
from firstbell.catalog.errors import CatalogAddressError

SECRET = "hunter2-xyzzy"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_is_shown_without_its_password(scheme: str) -> None:
    address = parse_address(f"{scheme}://desk:{SECRET}@db.example.org:5433/firstbell?sslpassword={SECRET}")
    for shown in (str(address), repr(address), f"{address}"):
        assert SECRET not in shown
    assert str(address) == "postgresql://desk:***@db.example.org:5433/firstbell"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "postgresql",
        "mysql://desk@db/firstbell",
        "sqlite:////tmp/catalog.sqlite",
        f"postgresql://desk:{SECRET}@db:port/firstbell",
        f"desk:{SECRET}@db/firstbell",
        f"https://desk:{SECRET}@db/firstbell",
        f"{SECRET}://db/firstbell",
    ],
)
def test_what_is_no_address_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(CatalogAddressError) as refused:
        parse_address(text)
    told = f"{refused.value} {refused.value.hint}"
    assert "FIRSTBELL_CATALOG" in told
    assert SECRET not in told
    assert "\n" not in told


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer"])
@pytest.mark.parametrize(
    "place",
    [
        "postgresql://desk@db.example.org/firstbell?sslmode={}",
        "postgresql://desk@127.0.0.1/firstbell?sslmode={}",
        "postgresql:///firstbell?sslmode={}",
        "postgresql:///firstbell?host=/run/postgresql&hostaddr=192.0.2.1&sslmode={}",
        "postgresql:///firstbell?host=/run/postgresql,db.example.org&sslmode={}",
    ],
)
def test_what_could_go_without_tls_is_refused(place: str, mode: str) -> None:
    with pytest.raises(CatalogAddressError, match="without TLS"):
        parse_address(place.format(mode))


def test_a_server_proves_who_it_is_unless_told_otherwise() -> None:
    assert parse_address("postgresql://desk@db.example.org/firstbell").arguments["sslmode"] == "verify-full"
    asked = parse_address("postgresql://desk@db.example.org/firstbell?sslmode=require")
    assert asked.arguments["sslmode"] == "require"
    assert "sslrootcert" not in asked.arguments


def test_a_socket_of_this_machine_needs_no_tls() -> None:
    parse_address("postgresql:///firstbell?host=/run/postgresql&sslmode=disable")


def test_what_the_server_says_is_one_line_without_the_password() -> None:
    address = parse_address(f"postgresql://desk:{SECRET}@db/firstbell")
    assert address.hide(f"no entry\n\tfor {SECRET}\n") == "no entry for ***"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql:///firstbell?host=/run/postgresql", "postgresql:///firstbell?host=/run/postgresql"),
        ("postgres://desk@h1:5,h2:6/firstbell", "postgresql://desk@/firstbell?host=h1,h2&port=5,6"),
        ("postgresql://desk%40x@[2001:db8::1]:5/f", "postgresql://desk%40x@[2001:db8::1]:5/f"),
        ("postgresql://desk@db", "postgresql://desk@db/"),
    ],
)
def test_an_address_is_read_as_libpq_reads_it(text: str, shown: str) -> None:
    address = parse_address(text)
    assert str(address) == shown
    # what is shown is an address of the same place
    assert parse_address(shown) == address


def test_an_option_that_libpq_does_not_have_is_named() -> None:
    with pytest.raises(CatalogAddressError, match="no option swiftness"):
        parse_address(f"postgresql://desk:{SECRET}@db/firstbell?swiftness=11")
