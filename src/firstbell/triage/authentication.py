"""Authentication-Results (RFC 8601): what the district's own server found of who sent a message.

Only a server that is trusted is believed, and only its topmost header: whoever sends a message can put others
below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstbell.triage.domains import find_owner, is_within

_TOKEN = re.compile(r"\\.|[^\\\"()]+|.", re.DOTALL)
_SEPARATOR = re.compile(r"[;=\s]")
_METHOD = re.compile(r"^\s*([a-z-]+)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(
    r"\b(header\.(?:d|i|from)|smtp\.(?:mailfrom|helo|from)|policy\.\S+?)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE
)


class SenderVerdict(StrEnum):
    """What a trusted server says of the sender. `unknown`: no trusted server says anything.

    `relayed`: a machine of the district passed on the words of somebody whom nobody proved.
    """

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    RELAYED = "relayed"


@dataclass(frozen=True, slots=True)
class AuthenticationResult:
    """One method's result. `domain`: the one it is about, "" where none is told."""

    method: str
    result: str
    domain: str


@dataclass(frozen=True, slots=True)
class Results:
    """One header. `server`: its authserv-id, lower case."""

    server: str
    results: tuple[AuthenticationResult, ...]


@dataclass(frozen=True, slots=True)
class JudgedSender:
    """The verdict on a sender's domain, by which server, and why. `server` is "" where none was trusted."""

    verdict: SenderVerdict
    server: str
    why: str


def parse_results(header: str) -> Results:
    """What a header says; a header that does not parse says nothing."""
    server, *parts = _strip_comments(header).split(";")
    words = server.split()
    found = []
    for part in parts:
        if method := _METHOD.match(part):
            properties = {name.lower(): value for name, value in _PROPERTY.findall(part)}
            named = properties.get("header.from") or properties.get("header.d") or properties.get("header.i")
            named = named or properties.get("smtp.mailfrom") or properties.get("smtp.from") or ""
            found.append(
                AuthenticationResult(
                    method[1].lower(), method[2].lower(), named.rpartition("@")[2].lower().strip("<>.")
                )
            )
    return Results(words[0].lower().strip("\"'") if words else "", tuple(found))


def _strip_comments(header: str) -> str:
    """The header without comments and quotation marks; what stood between these separates nothing.

    A sender chooses what stands in quotation marks before an @: `"x; dmarc=pass"@evil.example`.
    """
    kept: list[str] = []
    depth, quoted = 0, False
    for token in _TOKEN.findall(header):
        if quoted:
            quoted = token != '"'
            kept.append(_SEPARATOR.sub("_", token) if quoted else "")
        elif token == "(":
            depth += 1
            kept.append(" ")
        elif depth:
            depth -= token == ")"
        elif token == '"':
            quoted = True
        else:
            kept.append(token)
    return "".join(kept)


def judge_sender(headers: Sequence[str], sender_domain: str, trusted: Sequence[str]) -> JudgedSender:
    """Whether the topmost header's server is trusted, and whether it lets this sender's domain pass.

    `trusted`: authserv-ids, or domains whose servers are trusted.
    """
    if not headers:
        return JudgedSender(SenderVerdict.UNKNOWN, "", "it has no Authentication-Results")
    top = parse_results(headers[0])
    if not is_within(top.server, trusted):
        return JudgedSender(
            SenderVerdict.UNKNOWN,
            "",
            f"its Authentication-Results are of {top.server or 'nobody'}, not of a trusted server",
        )
    aligned = [one for one in top.results if _is_aligned(one.domain, sender_domain)]
    passed = [
        one.method for one in aligned if one.result == "pass" and one.method in {"dmarc", "dkim", "spf"}
    ]
    failed = [one.method for one in top.results if one.result in {"fail", "softfail", "permerror"}]
    if failed and any(one.method == "arc" and one.result == "pass" for one in top.results):
        return JudgedSender(
            SenderVerdict.UNKNOWN,
            top.server,
            f"{top.server} says that a list or a forwarder changed it on its way (arc=pass)",
        )
    if "dmarc" in [one.method for one in top.results if one.result in {"fail", "permerror"}]:
        return JudgedSender(
            SenderVerdict.FAILED,
            top.server,
            f"{top.server} says that the sender's domain did not send it (dmarc=fail)",
        )
    if "dmarc" in passed or "dkim" in passed:
        return JudgedSender(
            SenderVerdict.PASSED,
            top.server,
            f"{top.server} says that {sender_domain} sent it ({', '.join(passed)} pass)",
        )
    if passed and not failed:
        return JudgedSender(
            SenderVerdict.PASSED, top.server, f"{top.server} says that {sender_domain} sent it (spf pass)"
        )
    if failed:
        return JudgedSender(
            SenderVerdict.FAILED,
            top.server,
            f"{top.server} could not confirm the sender ({', '.join(failed)} fail)",
        )
    return JudgedSender(
        SenderVerdict.UNKNOWN, top.server, f"{top.server} says nothing of {sender_domain or 'the sender'}"
    )


def _is_aligned(domain: str, sender: str) -> bool:
    return bool(domain) and bool(sender) and find_owner(domain) == find_owner(sender)
