"""The intruder's notes: by what they say, and by lying in many folders at once.

Concept groups, of which three in one small text make a note: Tor; your files are encrypted; restoring or
a decryptor; payment; contact; threats and prohibitions. Source: words of public notes
(github.com/threatlabz/ransomware_notes, MIT, 196 notes) and of none of 4,000 manuals; figures in
docs/detection.md. Limits: notes in languages other than English are found by repetition only.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Sequence

MOST_NOTE_BYTES = 128 << 10
# notes are short; manuals come to speak of anything in the end
_MOST_TEXT_CHARS = 24_000
_TAKEN_WORDS = (
    *(
        "encrypted",
        "crypted",
        "locked",
        "stolen",
        "hacked",
        "breached",
        "exfiltrated",
        "downloaded",
        "leaked",
    ),
    *("compromised", "penetrated", "copied", "extracted", "unavailable", "attacked"),
)
_TAKEN = f"({'|'.join(_TAKEN_WORDS)})"
_THINGS = (
    r"(files?|data|documents?|networks?|servers?|systems?|computers?|backups?|infrastructure|devices?|pc"
    r"|compan(?:y|ies)|machines?|information|databases?)"
)
_MAIL_HOSTS = r"(proton|tuta|onionmail|cock|airmail|mailfence|keemail|msgsafe|firemail|aol|gmx|dnmx)"
_MEDDLING = (
    r"(try|rename|modify|move|delete|edit|shut ?down|contact|turn|reset|hire|involve|go to|attempt|restart"
    r"|reboot|touch|ask|interfere|use (any|third|other|recovery))"
)
_PUBLIC = r"(your?|stolen|data|blog|dark ?(net|web)|competitors|media|internet)"


def _compile(*choices: str) -> re.Pattern[str]:
    return re.compile("|".join(choices))


_GROUPS: dict[str, re.Pattern[str]] = {
    "tor": _compile(r"\.onion\b", r"tor ?browser", r"torproject", r"\btox\b.{0,20}\bid\b", r"qtox", r"utox"),
    "encrypted": _compile(
        rf"\b(your?|you are|all|ours?|victim)\b.{{0,60}}\b{_THINGS}\b.{{0,60}}\b{_TAKEN}\b",
        rf"\b{_TAKEN}\b.{{0,40}}\b(your|all of your|the)\b.{{0,30}}\b{_THINGS}\b",
        rf"\byou (are|have been|were) {_TAKEN}",
        rf"what happen.{{0,200}}\b{_TAKEN}\b",
        rf"\b{_TAKEN} by\b",
    ),
    "restore": _compile(
        r"\bdecrypt(or|er|ion tool|ion software|ion key)\b",
        r"\b(restor|recover|return|get back|unlock|decrypt)\w*\b.{0,40}\b(your|all|them|it|of) ?.{0,15}\b"
        rf"({_THINGS})",
        r"decrypt (one|two|three|some|\d|1|2)\b",
        r"how (to|can i) (decrypt|recover|restore)",
    ),
    "pay": _compile(
        r"bitcoin",
        r"\bbtc\b",
        r"monero",
        r"\bxmr\b",
        r"\bransom\b",
        r"\b(to|must|will|you|not|have to|should|after|for) pay(ment|ing)?\b",
        r"\bwallet\b",
        r"\$ ?\d{3,}",
        r"negotiat",
        r"\bprice (of|for|depends|is)",
        r"make a deal",
        r"a discount",
    ),
    "contact": _compile(
        r"\b(contact|write to|write|e-?mail|message|chat with|talk to|reach) (to )?us\b",
        r"\bcontact (the|our|with) ",
        rf"@{_MAIL_HOSTS}",
        r"\b(your|personal|unique|client|company|decryption|login) (personal )?(id|key|identifier|code)\b",
        r"\bjabber\b",
        r"\btelegram\b",
        r"live chat",
        r"(our|this) (web ?site|link|blog|chat|page)",
    ),
    "threat": _compile(
        rf"\b(do not|don'?t|never) {_MEDDLING}",
        r"\b(publish|leak|sell|sold|disclos|post|made public|make public|auction)\w*\b.{0,60}\b"
        rf"{_PUBLIC}\b",
        rf"{_THINGS}.{{0,60}}\b(published|leaked|sold|disclosed|made public|lost forever)",
        r"third[- ]part(y|ies) (software|tool|compan|decrypt|recover)\w*",
        r"permanent(ly)? (los|destroy|damag|corrupt|data loss)",
        r"\bdata recovery compan",
        r"\b(fbi|law enforcement)\b",
    ),
}
_GROUPS_OF_A_NOTE = 3
_GROUPS_OF_A_LONG_NOTE = 4
_SHORT_CHARS = 4_000
_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]{1,500}>", re.DOTALL | re.IGNORECASE)


# of these groups one is in every note; where not one of its words is, its pattern finds nothing, and looking
# for words takes a hundredth of the time
_TOR_WORDS = ("onion", "torbrowser", "tor browser", "torproject", "tox")
_ANY_TAKEN = re.compile(rf"\b{_TAKEN}")
# what its pattern reaches before and behind such a word, at most
_BEFORE_TAKEN, _BEHIND_TAKEN = 240, 140


def is_note(data: bytes) -> bool:
    """Whether a text says what notes say: three groups, Tor or something taken among them; four if long."""
    text = _extract_text(data)
    names_tor = _holds_any(text, _TOR_WORDS) and _GROUPS["tor"].search(text) is not None
    found = names_tor + _tells_of_taking(text)
    if not found:
        return False
    needed = _GROUPS_OF_A_NOTE if len(text) <= _SHORT_CHARS else _GROUPS_OF_A_LONG_NOTE
    others = [pattern for name, pattern in _GROUPS.items() if name not in ("tor", "encrypted")]
    return found + sum(pattern.search(text) is not None for pattern in others) >= needed


def _holds_any(text: str, words: Sequence[str]) -> bool:
    return any(map(text.__contains__, words))


def _tells_of_taking(text: str) -> bool:
    """Whether the pattern `encrypted` finds anything, looked for around the words that all it finds holds."""
    if not _holds_any(text, _TAKEN_WORDS):
        return False
    end = 0
    for word in _ANY_TAKEN.finditer(text):
        if word.end() <= end - _BEHIND_TAKEN:
            continue  # all of what it may be in was looked at
        start = max(0, word.start() - _BEFORE_TAKEN)
        end = text.find(" ", word.end() + 2 * _BEHIND_TAKEN)
        end = end if end >= 0 else len(text)
        if _GROUPS["encrypted"].search(text, start, end):
            return True
    return False


def _extract_text(data: bytes) -> str:
    """Visible text in one line, lower case; empty for content too small or too large for a note."""
    if not 16 <= len(data) <= MOST_NOTE_BYTES:
        return ""
    text = _decode(data)
    if "<" in text and _TAG.search(text):
        text = html.unescape(_TAG.sub(" ", text))
    text = " ".join(text.lower().split())
    return text if len(text) <= _MOST_TEXT_CHARS else ""


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "replace")
