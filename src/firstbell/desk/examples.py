"""What of `firstbell.toml` is still the example: a desk that protects nobody must not pass for a real one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

import msgspec

from firstbell.desk.configuration import Configuration
from firstbell.desk.loader import parse_configuration
from firstbell.desk.toml_lines import Flaw, Step

# names that nobody can have (RFC 2606); what is sent there reaches nobody
_NOBODYS = re.compile(r"(?:^|[@/.])example\.(?:org|com|net)(?:[:/]|$)", re.IGNORECASE)
_HINT = "write what your district has, or remove this table"


def load_example() -> Configuration:
    """The configuration that `init --desk` writes."""
    text = files("firstbell.desk").joinpath("example.toml").read_text(encoding="utf-8")
    return parse_configuration(text, "example.toml")


def find_leftovers(configuration: Configuration) -> Iterator[Flaw]:
    """The tables that stand as the example has them, in the order of the file."""
    example = load_example()
    if configuration.district.name == example.district.name:
        yield Flaw(
            ("district", "name"), f"{example.district.name!r} is still the name from the example", _HINT
        )
    for table in ("repository", "host", "person", "system"):
        examples = {msgspec.json.encode(one) for one in getattr(example, table)}
        for at, one in enumerate(getattr(configuration, table)):
            if msgspec.json.encode(one) in examples and one.name != "desk":
                yield Flaw((table, at, "name"), f"{one.name!r} is still the example's value", _HINT)
    if example.alerts.recipients == configuration.alerts.recipients:
        yield Flaw(("alerts", "recipients"), "the recipients are still the example's", _HINT)
    yield from _find_placeholders(configuration)


def _find_placeholders(configuration: Configuration) -> Iterator[Flaw]:
    """Addresses that stand for others in examples."""
    alerts = configuration.alerts
    for at, place in enumerate(configuration.repository):
        yield from _refuse_placeholder(("repository", at, "url"), place.url)
    for at, person in enumerate(configuration.person):
        yield from _refuse_placeholder(("person", at, "email"), person.email)
    for name in ("smtp", "sender", "webhook", "teams", "slack", "ntfy", "syslog"):
        yield from _refuse_placeholder(("alerts", name), getattr(alerts, name))
    for name in ("recipients", "heads_to"):
        for address in getattr(alerts, name):
            yield from _refuse_placeholder(("alerts", name), address)


def _refuse_placeholder(steps: tuple[Step, ...], address: str) -> Iterator[Flaw]:
    if _NOBODYS.search(address):
        yield Flaw(steps, f"{address!r} is an address from an example, which reaches nobody", _HINT)
