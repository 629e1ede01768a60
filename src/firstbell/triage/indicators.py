"""Indicators: addresses of a sender, places, wallets - written so that nobody follows one by accident."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firstbell.triage.links import find_target
from firstbell.triage.mail import MailMessage

# each begins where a name begins, and names have ends: one long word must not cost its length squared
_ONION = re.compile(
    r"(?<!\w)(?<!\w-)(?:[\w-]{1,63}\.){0,8}[a-z2-7][\w-]{5,61}\.onion\b(?:/[^\s<>\"')]*)?", re.IGNORECASE
)
_BITCOIN = re.compile(r"\b(?:bc1[02-9ac-hj-np-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})\b")
_LOOSE_BITCOIN = re.compile(r"\bbc1[0-9a-z]{20,71}\b", re.IGNORECASE)
_MONERO = re.compile(r"\b[48][0-9A-Za-z]{90,106}\b")
_ETHEREUM = re.compile(r"\b0x[0-9a-fA-F]{40}\b")
_TOX = re.compile(
    r"\b[0-9A-Fa-f]{76}\b|\btox(?:[ \t]*(?:id|chat))?[ \t]*[:=-]?[ \t]*([0-9A-Fa-f]{40,80})\b", re.IGNORECASE
)
_SESSION = re.compile(r"\b05[0-9a-fA-F]{64}\b")
_TELEGRAM = re.compile(
    r"\b(?:https?://)?(?:t|telegram)\.me/[\w+/]{3,40}|\btelegram\b[^@\n]{0,25}@(\w{4,32})", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,24}\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?![\w-])")
_MOST = 60
_LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of them. `kind`: sender, reply_to, address, url, domain, onion, bitcoin, monero, ethereum, tox,
    session, telegram, phone or file. `value`: defanged.
    """

    kind: str
    value: str


def defang(value: str) -> str:
    """The value so that no program makes a link of it.

    >>> defang("https://evil.example/a.b"), defang("x@evil.example")
    ('hxxps://evil[.]example/a.b', 'x[@]evil[.]example')
    """
    if re.match(r"https?://", value, re.IGNORECASE):
        scheme, _, rest = value.partition("://")
        host, slash, path = rest.partition("/")
        return f"{re.sub('tt', 'xx', scheme.lower(), count=1)}://{host.replace('.', '[.]')}{slash}{path}"
    if "@" in value:
        return value.replace("@", "[@]").replace(".", "[.]")
    host, slash, path = value.partition("/")
    return f"{host.replace('.', '[.]')}{slash}{path}"


def refang(value: str) -> str:
    """What `defang` was given, lower case, for comparing."""
    plain = value.lower().replace("[.]", ".").replace("(.)", ".").replace("[@]", "@").replace("[at]", "@")
    return re.sub(r"^hxxp", "http", plain)


def find_contacts(text: str) -> Iterator[Indicator]:
    """Hidden channels and wallets in a text."""
    for match in _ONION.finditer(text):
        yield Indicator("onion", defang(match[0]))
    for kind, pattern in (("monero", _MONERO), ("session", _SESSION), ("ethereum", _ETHEREUM)):
        for match in pattern.finditer(text):
            yield Indicator(kind, match[0])
    for match in _TOX.finditer(text):
        yield Indicator("tox", match[1] or match[0])
    for match in (*_BITCOIN.finditer(text), *_LOOSE_BITCOIN.finditer(text)):
        # an id of hex digits alone is no wallet
        if match[0].lower().startswith("bc1") or not re.fullmatch(r"[0-9a-fA-F]+", match[0]):
            yield Indicator("bitcoin", match[0])
    for match in _TELEGRAM.finditer(text):
        yield Indicator("telegram", f"@{match[1]}" if match[1] else defang(match[0]))


def list_indicators(mails: Iterable[MailMessage], *, own: Iterable[str]) -> list[Indicator]:
    """The indicators of what threatens or deceives, each once. `own`: domains that are the district's: left
    out.
    """
    owned = tuple(own)
    found: dict[Indicator, None] = {}
    for mail in mails:
        for indicator in _list_of_mail(mail):
            if not _is_own(indicator.value, owned):
                found.setdefault(indicator)
    return list(found)[:_MOST]


def _is_own(value: str, owned: tuple[str, ...]) -> bool:
    host = re.sub(r"^https?://", "", refang(value)).partition("/")[0].rpartition("@")[2]
    return any(host == one or host.endswith("." + one) for one in owned)


def _list_of_mail(mail: MailMessage) -> Iterator[Indicator]:
    if mail.sender.email:
        yield Indicator("sender", defang(mail.sender.email))
    if mail.reply_to.email and mail.reply_to.email != mail.sender.email:
        yield Indicator("reply_to", defang(mail.reply_to.email))
    for text in (mail.text, *(attachment.text for attachment in mail.attachments)):
        yield from find_contacts(text[:_LONGEST])
    yield from _list_links(mail)
    for match in _ADDRESS.finditer(mail.text[:_LONGEST]):
        if match[0] != mail.sender.email:
            yield Indicator("address", defang(match[0]))
    for match in _PHONE.finditer(mail.text[:_LONGEST]):
        yield Indicator("phone", match[0].strip())
    for attachment in mail.attachments:
        if attachment.sha256 and not attachment.inline:
            yield Indicator("file", attachment.sha256)


def _list_links(mail: MailMessage) -> Iterator[Indicator]:
    for link in mail.links:
        target = find_target(link.target)
        if target.host and not target.host.endswith(".onion") and target.scheme in {"http", "https"}:
            # what stands behind a ? names the reader
            yield Indicator("url", defang(target.url.partition("?")[0][:300]))
            yield Indicator("domain", defang(target.host))
