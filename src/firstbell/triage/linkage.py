"""Clues of links and attachments: does a link lead where it seems to, is a file one that runs?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from firstbell.documents.hypertext import Hyperlink
from firstbell.triage.clues import Clue
from firstbell.triage.district import KnownDistrict
from firstbell.triage.domains import find_owner, is_within, load_domains, mixes_scripts
from firstbell.triage.links import LinkTarget, find_shown_domain, find_target
from firstbell.triage.mail import Attachment, MailMessage
from firstbell.triage.senders import find_brand_likeness, find_own_likeness, find_own_word
from firstbell.triage.vocabulary import load_table

_MAX_LINKS = 60
_FILES = {name: frozenset(listed) for name, listed in load_table("shapes")["attachments"].items()}
_MOST_OF_DROPPER = 3
_SECRET = re.compile(
    r"\b(?:password|passcode|pin|contrase\u00f1a|clave)\b[^.\n]{0,30}?(?:is|:|es)\s*\S{3,}", re.IGNORECASE
)


def list_link_clues(mail: MailMessage, district: KnownDistrict) -> Iterator[Clue]:
    """What is odd about the links of a layer; each way to be odd is told once, by its first link."""
    told: set[str] = set()
    for link in mail.links[:_MAX_LINKS]:
        for clue in _judge_link(link, mail, district):
            if clue.name not in told:
                told.add(clue.name)
                yield clue


def _judge_link(link: Hyperlink, mail: MailMessage, district: KnownDistrict) -> Iterator[Clue]:
    target = find_target(link.target)
    if target.scheme in {"data", "javascript", "file", "vbscript"}:
        yield Clue("link_runs", "trick", 4, f"a link holds a page or a program by itself ({target.scheme}:)")
    if not target.host or target.scheme not in {"http", "https", "ftp", ""}:
        return
    yield from _judge_host(target, district)
    shown = find_shown_domain(link)
    tables = load_domains()
    differs = bool(shown) and find_owner(shown) != find_owner(target.host)
    if differs and (not is_within(target.host, tables.trackers) or district.owns(shown)):
        yield Clue("link_differs", "trick", 4, f"a link shows {shown} and leads to {target.host}")
    if is_foreign(target.host, mail, district):
        yield Clue(
            "link_foreign", "foreign", 1, f"a link leads to {target.host}, which is not the district's"
        )


def is_foreign(host: str, mail: MailMessage, district: KnownDistrict) -> bool:
    """Whether a host is neither the district's, nor the sender's, nor one that notices send people to."""
    tables = load_domains()
    sender = mail.sender.domain
    same = bool(sender) and find_owner(sender) == find_owner(host)
    return not (
        district.owns(host)
        or district.sends_to(host)
        or same
        or is_within(host, tables.safe | tables.trackers)
    )


def _judge_host(target: LinkTarget, district: KnownDistrict) -> Iterator[Clue]:
    host = target.host
    if district.owns(host) or host.endswith(".onion"):
        return
    if target.is_address:
        yield Clue("link_address", "trick", 3, f"a link leads to a bare address, {host}")
        return
    if target.user:
        yield Clue("link_user", "trick", 4, f"a link begins with {target.user}@ and leads to {host}")
    if mixes_scripts(host):
        yield Clue(
            "link_scripts",
            "trick",
            5,
            f"letters of {host} in a link are of another script and pass for Latin ones",
        )
    yield from _judge_look(host, district)


def _judge_look(host: str, district: KnownDistrict) -> Iterator[Clue]:
    """What the name of a host seems to be, and is not."""
    tables = load_domains()
    if likeness := find_own_likeness(host, district):
        yield Clue("link_lookalike", "trick", 5, f"a link leads to {host}, which {likeness}")
    elif likeness := find_brand_likeness(host):
        yield Clue("link_brand_lookalike", "trick", 4, f"a link leads to {host}, which {likeness}")
    elif word := find_own_word(host, district):
        yield Clue(
            "link_uses_name", "trick", 2, f"a link leads to {host}, which uses the district's name ({word})"
        )
    elif is_within(host, tables.shorteners):
        yield Clue("link_shortened", "trick", 2, f"a link hides where it leads behind {host}")
    elif is_within(host, tables.shared_hosts):
        yield Clue("link_shared_host", "trick", 2, f"a link leads to {host}, where anybody can put up a page")
    elif find_owner(host).rpartition(".")[2] in tables.odd_endings and not is_within(
        host, tables.trackers | tables.safe
    ):
        yield Clue("link_ending", "trick", 2, f"a link leads to {host}, under an ending that scams like")


def list_attachment_clues(mail: MailMessage) -> Iterator[Clue]:
    """What is odd about the files that come along, and about what the body hides."""
    for attachment in mail.attachments:
        yield from _judge_attachment(attachment, mail.text)
    if mail.asks_password:
        yield Clue("form", "trick", 4, "it holds a form that asks for a password")
    if mail.words_apart >= 2:
        yield Clue(
            "split_words",
            "trick",
            2,
            "characters that show nothing stand inside its words, to slip past filters",
        )
    if mail.hidden > 200:
        yield Clue("hidden_text", "trick", 1, "it holds text that a reader is not shown")


def _judge_attachment(attachment: Attachment, text: str) -> Iterator[Clue]:
    endings = [suffix.lstrip(".").lower() for suffix in PurePosixPath(attachment.name).suffixes[-2:]]
    last = endings[-1] if endings else ""
    if last in _FILES["run"]:
        yield Clue("file_runs", "trick", 4, f"the file {attachment.name!r} is one that runs")
    elif last in _FILES["pages"]:
        yield Clue(
            "file_page",
            "trick",
            3,
            f"the file {attachment.name!r} is a web page, which can pose as a sign-in",
        )
    elif last in _FILES["macros"]:
        yield Clue("file_macros", "trick", 3, f"the file {attachment.name!r} can hold macros")
    elif last in _FILES["packed"] and (inside := _find_running(attachment)):
        told = f"the file {attachment.name!r} packs {inside!r}, which runs"
        yield Clue("file_runs", "trick", 4, told)
    elif last in _FILES["packed"] and _SECRET.search(text):
        yield Clue(
            "file_locked",
            "trick",
            2,
            f"the file {attachment.name!r} is packed, and its password stands beside it",
        )


def _find_running(attachment: Attachment) -> str:
    """The first name of what is packed in a file that runs; "" where none does, or where much is packed: a
    class's pages hold scripts, too.
    """
    names = [name for name in attachment.packed if not name.endswith("/")]
    endings = [PurePosixPath(name).suffix.lstrip(".").lower() for name in names[: _MOST_OF_DROPPER + 1]]
    found = (name for name, ending in zip(names, endings, strict=False) if ending in _FILES["run"])
    return next(found, "") if len(names) <= _MOST_OF_DROPPER else ""
