"""Messages of the sets as bytes: each text in the ways in which mail comes, by a turn that is the same every
time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DOMAIN = "lakesideschools.org"
SERVER = "mx.lakesideschools.org"
NAMES = ("Lakeside Public Schools",)
CODE = "LAKE-7Q4M-2XWD"
WAYS = (
    "plain",
    "html",
    "base64",
    "quoted",
    "latin",
    "utf16",
    "gmail",
    "outlook",
    "attached",
    "chain",
    "split",
)
# ways that keep a message's own headers; what is to be proven by them comes in no other
_KEEPING = ("plain", "html", "base64", "quoted", "latin", "utf16")


@dataclass(frozen=True)
class Sample:
    """A message of a set, in one dress."""

    name: str
    label: str
    way: str
    data: bytes


def load_set(name: str, *, ways: int = 2) -> list[Sample]:
    """The messages of a set: each plain, and in `ways` other dresses."""
    raw = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))["m"]
    return [
        Sample(f"{name}-{number}-{way}", message["l"], way, dress(message, way))
        for number, message in enumerate(raw)
        for way in _choose_ways(message, number, ways)
    ]


def _choose_ways(message: dict[str, Any], number: int, ways: int) -> Iterator[str]:
    possible = list(_KEEPING if message["l"] in {"genuine", "newsletter"} or "h" in message else WAYS)
    if message["l"] in {"other", "question"}:
        possible = [way for way in possible if way not in {"chain"}]
    yield possible[0]
    for step in range(ways):
        yield possible[1 + (number * 3 + step * 4) % (len(possible) - 1)]


def dress(message: dict[str, Any], way: str) -> bytes:
    """The bytes of a message in this dress."""
    text = str(message["t"]).strip().replace("{code}", CODE)
    if way == "attached":
        return _attach(message, text)
    if way in {"gmail", "outlook", "chain"}:
        return _carry(message, text, way)
    mail = _start(message)
    _fill(mail, message, text, way)
    return _finish(mail, message)


def _start(message: dict[str, Any]) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP.clone(max_line_length=998))
    for name, value in message.get("h", {}).items():
        mail[name] = value
    mail["From"] = message["f"]
    mail["To"] = f"someone@{DOMAIN}"
    mail["Subject"] = message["s"]
    mail["Date"] = "Tue, 07 Mar 2023 09:00:00 -0600"
    mail["Message-ID"] = "<1@example.net>"
    return mail


def _fill(mail: EmailMessage, message: dict[str, Any], text: str, way: str) -> None:
    is_html = bool(message.get("html"))
    page = (
        text if is_html else "<html><body><p>" + escape(text).replace("\n", "<br>\n") + "</p></body></html>"
    )
    if way == "html":
        mail.set_content(page, subtype="html", cte="quoted-printable")
    elif way == "base64":
        mail.set_content(text, subtype="html" if is_html else "plain", cte="base64")
    elif way == "latin":
        plain = text.encode("cp1252", "ignore")
        mail.set_content(plain, "text", "html" if is_html else "plain", cte="quoted-printable")
        mail.replace_header("Content-Type", f"text/{'html' if is_html else 'plain'}; charset=windows-1252")
    elif way == "utf16":
        mail.set_content(text.encode("utf-16"), "text", "html" if is_html else "plain", cte="base64")
        mail.replace_header("Content-Type", f"text/{'html' if is_html else 'plain'}; charset=utf-16")
    elif way == "split" and not is_html:
        # a character without width in every longer word, as filters are fooled
        mail.set_content(" ".join(_split(word) for word in text.split(" ")), cte="base64")
    else:
        cte = "8bit" if way == "plain" else "quoted-printable"
        mail.set_content(text, subtype="html" if is_html else "plain", cte=cte)


def _split(word: str) -> str:
    plain = word.isalpha() and len(word) > 5
    return f"{word[:3]}\u200b{word[3:]}" if plain else word


def _finish(mail: EmailMessage, message: dict[str, Any]) -> bytes:
    for name, content in message.get("a", {}).items():
        if name.endswith((".csv", ".txt", ".html")):
            mail.add_attachment(
                content, filename=name, subtype=name.rpartition(".")[2].replace("txt", "plain")
            )
        else:
            mail.add_attachment(content.encode(), "application", "octet-stream", filename=name)
    return bytes(mail)


def _attach(message: dict[str, Any], text: str) -> bytes:
    inner = _start(message)
    _fill(inner, message, text, "quoted")
    _finish(inner, message)
    outer = _start({"f": f"Jo <jo@{DOMAIN}>", "s": "FW: " + message["s"]})
    outer.set_content("This came in today. Please have a look.")
    outer.add_attachment(inner)
    return bytes(outer)


def _carry(message: dict[str, Any], text: str, way: str) -> bytes:
    """The message inside the text of another: forwarded by a web mail, by a desktop program, or quoted."""
    if message.get("html"):
        return _attach(message, text)
    heads = {
        "gmail": "FYI\n\n---------- Forwarded message ---------\nFrom: {f}\n"
        "Date: Tue, Mar 7, 2023 at 9:00 AM\nSubject: {s}\nTo: <jo@example.net>\n\n\n",
        "outlook": "What do we do with this one?\n\n________________________________\nFrom: {f}\n"
        "Sent: Tuesday, March 7, 2023 9:00 AM\nTo: Jo\nSubject: {s}\n\n",
        "chain": "Please see below.\n\nOn Tue, Mar 7, 2023 at 9:00 AM {f} wrote:\n",
    }
    body = "\n".join(f"> {line}" for line in text.splitlines()) if way == "chain" else text
    outer = _start({"f": "Jo <jo@example.net>", "s": "Fwd: " + message["s"]})
    outer.set_content(heads[way].format(f=message["f"], s=message["s"]) + body, cte="quoted-printable")
    return _finish(outer, message)
