"""Addresses of relays, receivers and webhooks: what people write, and what is refused."""

from __future__ import annotations

import pytest

from firstbell.watch.addresses import Receiver, Relay, read_receiver, read_relay, read_webhook
from firstbell.watch.errors import AlertAddressError


@pytest.mark.parametrize(
    ("text", "relay"),
    [
        ("relay.example.org", Relay("relay.example.org", 25, is_tls=False)),
        ("relay.example.org:", Relay("relay.example.org", 25, is_tls=False)),
        ("relay.example.org:587", Relay("relay.example.org", 587, is_tls=False)),
        ("relay.example.org:465", Relay("relay.example.org", 465, is_tls=True)),
        ("smtp://relay.example.org/", Relay("relay.example.org", 25, is_tls=False)),
        ("smtps://relay.example.org", Relay("relay.example.org", 465, is_tls=True)),
        ("smtps://relay.example.org:2525", Relay("relay.example.org", 2525, is_tls=True)),
        ("Relay.Example.org", Relay("relay.example.org", 25, is_tls=False)),
        ("192.0.2.7:25", Relay("192.0.2.7", 25, is_tls=False)),
        ("[2001:db8::7]:25", Relay("2001:db8::7", 25, is_tls=False)),
        ("[2001:db8::7]", Relay("2001:db8::7", 25, is_tls=False)),
    ],
)
def test_a_relay_is_read_with_its_port_and_its_way(text: str, relay: Relay) -> None:
    assert read_relay(text) == relay


NO_PLACE = ["", ":25", "a:0", "a:65536", "a:x", "a b:25", "a/b", "user@a", "user:secret@a:25", "[::1", "::1"]
NO_PLACE += ["a?b", "a:25?starttls=1", "a#b"]


@pytest.mark.parametrize("text", [*NO_PLACE, "http://a", "smtp:///", "smtp://smtp://a"])
def test_what_is_no_relay_is_refused_with_a_way_to_write_one(text: str) -> None:
    with pytest.raises(AlertAddressError) as caught:
        read_relay(text)

    assert str(caught.value).startswith("smtp: ")
    assert "host:port" in caught.value.hint or "relay.example.org:25" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("local", Receiver("local", "/dev/log", 0)),
        ("/run/log", Receiver("local", "/run/log", 0)),
        ("logs.example.org", Receiver("udp", "logs.example.org", 514)),
        ("logs.example.org:1514", Receiver("udp", "logs.example.org", 1514)),
        ("udp://logs.example.org", Receiver("udp", "logs.example.org", 514)),
        ("tcp://logs.example.org", Receiver("tcp", "logs.example.org", 601)),
        ("tcp:logs.example.org:6514", Receiver("tcp", "logs.example.org", 6514)),
        ("tcp://[2001:db8::7]:601", Receiver("tcp", "2001:db8::7", 601)),
    ],
)
def test_a_receiver_is_read_with_its_way_and_port(text: str, receiver: Receiver) -> None:
    assert read_receiver(text) == receiver


@pytest.mark.parametrize("text", [*NO_PLACE, "tls://a", "UDP://a", "udp://", "tcp:", "https://a/b"])
def test_what_is_no_receiver_is_refused(text: str) -> None:
    with pytest.raises(AlertAddressError, match=r"^syslog: ") as caught:
        read_receiver(text)

    assert caught.value.hint


def test_a_good_webhook_is_kept_as_it_is_written() -> None:
    for text in (
        "https://hooks.example.org/T0/B0/x?y=%20",
        "http://10.0.0.9:8080",
        "https://[2001:db8::7]/x",
    ):
        assert read_webhook(text) == text


@pytest.mark.parametrize(
    "text", ["", "hooks.example.org", "ftp://a/b", "https://", "https:///x", "https://a:0/x", "https://a:x/"]
)
def test_what_is_no_url_is_refused(text: str) -> None:
    with pytest.raises(AlertAddressError, match="is no URL"):
        read_webhook(text)


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\u00a0", "\r\n"])
def test_a_webhook_with_a_space_or_a_line_end_in_it_is_refused(space: str) -> None:
    for text in (f"https://a/{space}b", f"{space}https://a/b", f"https://a/b{space}"):
        with pytest.raises(AlertAddressError):
            read_webhook(text)
