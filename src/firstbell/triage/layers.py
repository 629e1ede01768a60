"""What a message carries of others: forwarded in its text, quoted below an answer, attached whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from firstbell.documents.hypertext import Hyperlink
from firstbell.mail.addresses import split_addresses
from firstbell.triage.mail import NOBODY, MailAddress, MailMessage
from firstbell.triage.vocabulary import load_table

_SHAPES = {name: "|".join(listed) for name, listed in load_table("shapes")["layers"].items()}
_LINES = re.IGNORECASE | re.MULTILINE
_FORWARD = re.compile(
    rf"^[ \t>]*(?:-{{2,}}\s*)?(?:{_SHAPES['forward']})\b.{{0,60}}?(?:-{{2,}}|:)?[ \t]*$", _LINES
)
# "---- original ----"
_COPIED = re.compile(
    rf"^[ \t]*[-=*_~]{{3,}}[ \t]*(?:{_SHAPES['copied']})(?: \w+){{0,3}}[ \t]*[-=*_~]{{3,}}[ \t]*$", _LINES
)
_SENDER = re.compile(rf"^[ \t>*]*(?:{_SHAPES['sender_names']})[ \t*]*:[ \t*]*(\S.*)$", _LINES)
_BLOCK = re.compile(
    rf"^[ \t>*]*(?:{_SHAPES['sender_names']})[ \t*]*:[ \t*]*\S.*\n"
    r"(?:[ \t>*]*[\w' \u00c0-\u024f]{2,20}[ \t*]*:.*\n|[ \t]*\n){0,8}?"
    rf"[ \t>*]*(?:{_SHAPES['block_names']})[ \t*]*:",
    _LINES,
)
_SUBJECT = re.compile(rf"^[ \t>*]*(?:{_SHAPES['subject_names']})[ \t*]*:[ \t*]*(.+)$", _LINES)
_REPLY = re.compile(
    rf"^[ \t]*(?:on|el|am|le)\b[^\n]{{4,200}}?(?:\n[^\n]{{0,120}}?)?(?:{_SHAPES['wrote']})[ \t]*:[ \t]*$",
    _LINES,
)
_QUOTED = re.compile(r"^[ \t]*>+[ \t]?", re.MULTILINE)
_REPLY_TO = re.compile(r"^[ \t>*]*reply-to[ \t*]*:[ \t*]*(.+)$", _LINES)
_FORWARD_SUBJECT = re.compile(rf"^\s*(?:{_SHAPES['subject_marks']})\s*:\s*", re.IGNORECASE)
_HEADER_LINE = re.compile(rf"^[ \t>*]*(?:{_SHAPES['header_names']})[ \t*]*:.*$", re.IGNORECASE)
_MAX_LAYERS = 12
_HANDED_ON = re.compile(
    r"\b(?:is (?:this|it|that)(?: \w+){0,3} (?:real|true|from you|yours|genuine|legit\w*|ok|safe|a scam"
    r"|scams|spam)"
    r"|do (?:they|you) really (?:have|know)"
    r"|(?:did|do) (?:you|we) (?:send|really)|what (?:should|do|must) (?:i|we) do|do i have to|should i"
    r"|(?:suspicious|strange|odd|weird|scary|threatening|fake|phishing|scam|spam)\b"
    r"|(?:someone|somebody|they) (?:has |have )?sent (?:us|me|this|it)|(?:i|we|my \w+) (?:just )?(?:got"
    r"|received|was sent|were sent|found)|(?:sent|came to"
    r"|arrived for) (?:us|me|my \w+)"
    r"|(?:not|n't|never) (?:answer|answered|reply|replied|open|opened|click|clicked|pay|paid|respond"
    r"|responded)"
    r"|(?:forward|pass|hand|report|send)ing (?:this|it|as|for|on|along)|for your (?:attention|records"
    r"|information|review)"
    r"|(?:as|like) (?:the (?:poster|notice|sign|flyer|letter)|you|we were) (?:\w+ ){0,6}"
    r"(?:says?|asked|told|wants?)"
    r"|(?:this|it) (?:was|came|lay|hung|stuck|arrived) (?:in|to|at|on|under|by) (?:our|my|the|his|her)"
    r" (?:mailbox|mail|house|home|door|car|windshield|locker|phone|desk)|please (?:advise|look|check|call)"
    r"|(?:found|taped|stuck|pinned|nailed|slid|lying|hanging) (?:\w+ ){0,2}(?:to|on|under|in|at|by|behind)"
    r" (?:the|our|my|a) (?:\w+ ){0,2}(?:doors?|windows?|wall|gate|bus|desk|locker|car|windshield|printer"
    r"|mailbox|fence|board|counter)|what do you want (?:me|us) to (?:do|say|tell|answer))\b"
    r"|\b(?:esto (?:estaba|lleg\u00f3|vino) (?:en|a) (?:mi|nuestr[oa]|la|el)"
    r"|es (?:esto )?(?:real|verdad|de ustedes)|recib\u00ed|me lleg\u00f3|sospechos\w+|qu\u00e9 hago"
    r"|no contest\u00e9|reenv\u00edo)\b",
    re.IGNORECASE,
)
_LONGEST_NOTE = 120
_ANSWER_SUBJECT = re.compile(r"\s*(?:re|aw|sv|antw|rsp)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_FEWEST_OF_ANSWER = 3


def is_handed_on(own: MailMessage) -> bool:
    """Whether who hands a message on says in a few words that it is one to look at."""
    text = f"{own.subject}\n{own.text}"
    return len(text.split()) <= _LONGEST_NOTE and _HANDED_ON.search(text) is not None


def is_answer(own: MailMessage) -> bool:
    """Whether it says that it answers, and says something itself."""
    return _ANSWER_SUBJECT.match(own.subject) is not None and len(own.text.split()) >= _FEWEST_OF_ANSWER


@dataclass(frozen=True, slots=True)
class Layer:
    """One writer's part of a message. `way`: `own`, `forwarded`, `quoted` or `attached`.

    `mail` holds what is known of it; of what was forwarded in the text the headers are what its forwarder's
    program wrote, and prove nothing. `warns`: whether its writer warns of what stands in it as a quotation.
    """

    way: str
    mail: MailMessage
    warns: bool = False


def split_layers(mail: MailMessage, way: str = "own") -> list[Layer]:
    """The message's own part first, then what it carries, outermost first."""
    parts = list(_split_text(mail.text))
    first = parts[0]
    rest = parts[1:]
    own = replace(mail, text=mail.text[first.start : first.end], carried=())
    layers = []
    if rest:
        # what hangs on a message that forwards another is that one's
        own = replace(own, links=_links_in(mail, first), attachments=(), subject=_own_subject(mail.subject))
    elif mail.carried:
        own = replace(own, subject=_own_subject(mail.subject))
    layers.append(Layer(way, own))
    for number, part in enumerate(rest):
        has_attachments = number == len(rest) - 1 or part.way == "forwarded"
        layers.append(Layer(part.way, _make_inner(mail, part, has_attachments=has_attachments)))
    for carried in mail.carried:
        if len(layers) < _MAX_LAYERS:
            layers += split_layers(carried, "attached")
    return layers[:_MAX_LAYERS]


def join_quoted(layers: list[Layer], mail: MailMessage) -> list[Layer]:
    """The layers with what is quoted without headers between own words put back among them: a writer who
    quotes in the middle speaks of it, and does not answer it.
    """
    if len(layers) == 1:
        return [replace(layers[0], warns=True)]
    if len(layers) != 2 or layers[1].way != "quoted" or layers[1].mail.sender.email:
        return layers
    last = mail.text.rstrip().rpartition("\n")[2]
    if last.lstrip().startswith(">") or mail.carried:
        return layers
    return [Layer(layers[0].way, replace(mail, carried=()), warns=True)]


def _own_subject(subject: str) -> str:
    """The subject that the forwarder gave it; "" where it is the forwarded message's."""
    return "" if _FORWARD_SUBJECT.match(subject) else subject


@dataclass(frozen=True, slots=True)
class _Part:
    way: str
    start: int
    end: int


def _split_text(text: str) -> Iterator[_Part]:
    cuts: list[tuple[int, int, str]] = []
    shapes = ((_FORWARD, "forwarded"), (_COPIED, "forwarded"), (_BLOCK, "forwarded"), (_REPLY, "quoted"))
    for pattern, way in shapes:
        cuts += [(match.start(), match.end(), way) for match in pattern.finditer(text[:200_000])]
    if not any(way == "quoted" for _, _, way in cuts) and (quoted := _find_quotes(text)) is not None:
        cuts.append((quoted, quoted, "quoted"))
    cuts.sort()
    starts: list[tuple[int, str]] = []
    for start, _, way in cuts:
        # the line `Forwarded message` and the headers below it are one beginning
        if starts and start - starts[-1][0] < 160 and not _has_words_between(text, starts[-1][0], start):
            continue
        starts.append((start, way))
    starts = starts[: _MAX_LAYERS - 1]
    yield _Part("own", 0, starts[0][0] if starts else len(text))
    for number, (start, way) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(text)
        yield _Part(way, start, end)


def _has_words_between(text: str, start: int, end: int) -> bool:
    lines = [line for line in text[start:end].splitlines()[1:] if line.strip(" \t>*")]
    return any(not _HEADER_LINE.match(line) for line in lines)


# one quoted line below words that introduce it, or which ends the text
_INTRODUCED = re.compile(
    r"(?<=:\n)^[ \t]*>[^\n]{20,}$|(?<=:\n\n)^[ \t]*>[^\n]{20,}$|(?<=\n\n)^[ \t]*>[^\n]{20,}(?=\s*\Z)",
    re.MULTILINE,
)


def _find_quotes(text: str) -> int | None:
    """Where a run of quoted lines begins, however it was introduced."""
    match = re.search(
        r"^[ \t]*>[^\n]*\n(?:[ \t]*>[^\n]*(?:\n|\Z))", text, re.MULTILINE
    ) or _INTRODUCED.search(text)
    return match.start() if match else None


def _links_in(mail: MailMessage, part: _Part) -> tuple[Hyperlink, ...]:
    return tuple(link for link in mail.links if part.start <= link.at < part.end)


def _make_inner(mail: MailMessage, part: _Part, *, has_attachments: bool) -> MailMessage:
    text = _QUOTED.sub("", mail.text[part.start : part.end])
    sender = _find_sender(text)
    subject = match[1].strip() if (match := _SUBJECT.search(text[:2000])) else ""
    reply = list(split_addresses(match[1])) if (match := _REPLY_TO.search(text[:2000])) else []
    return MailMessage(
        sender=sender,
        subject=subject or _FORWARD_SUBJECT.sub("", mail.subject),
        date="",
        message_id="",
        text=_strip_headers(text),
        reply_to=MailAddress(*reply[0]) if reply else NOBODY,
        recipients=mail.recipients,
        links=_links_in(mail, part),
        attachments=mail.attachments if has_attachments else (),
        asks_password=mail.asks_password,
        hidden=mail.hidden,
        words_apart=mail.words_apart,
    )


def _find_sender(text: str) -> MailAddress:
    head = text[:2000]
    match = _SENDER.search(head)
    raw = match[1] if match else ""
    if not raw and (reply := _REPLY.search(head)):
        raw = reply[0].rpartition(",")[2] if "," in reply[0] else reply[0]
    found = re.search(r"[\w.+'-]+@[\w.-]+\w", raw)
    name = re.split(r"[<\[(]|\S+@", raw)[0].strip(' "*')
    return MailAddress(name, found[0] if found else "")


def _strip_headers(text: str) -> str:
    """The text below the lines that the forwarder's program put there."""
    lines = text.splitlines()
    at = 0
    while at < min(len(lines), 14):
        line = lines[at]
        if (
            line.strip(" \t>*-")
            and not _HEADER_LINE.match(line)
            and not _FORWARD.match(line)
            and not _COPIED.match(line)
            and not _REPLY.match(line)
        ):
            break
        at += 1
    return "\n".join(lines[at:])
