"""Who writes and to whom: what a mail or a letter says in the first person is said of the sender, what it
says in the second of the one to whom it is written.

>>> says_i(b"on friday the judge gave me sole custody"), says_i(b"my son has asthma")
(True, False)
>>> speaks_to(b"you left your classroom unattended")
True
"""

from __future__ import annotations

import re
from bisect import bisect_right

import msgspec

from firstbell.impact.detection.identities.authors import tells_own_matter
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.identities.relatives import is_of_relative
from firstbell.impact.detection.identities.speakers import is_speaker
from firstbell.impact.detection.identities.subjects import FoundTerm, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.numbers import is_card
from firstbell.impact.people.folded_text import split_name, squeeze
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import GUARDIAN

_SENDER = re.compile(rb"(?:^|\n)[ \t>*]*from:[^\n]*?([a-z0-9._%+'\-]{2,64})@([a-z0-9.\-]{3,80})")
_RECEIVER = re.compile(
    rb"(?:^|\n)[ \t>*]*to:[^\n,;]*?([a-z0-9._%+'\-]{2,64})@([a-z0-9.\-]{3,80})[>\s]*(?:\n|$)"
)
_I = re.compile(
    rb"\b(?:(?:i|i'm|i've|me|myself|mine|yo|conmigo|estamos|estoy|vivimos|tuvimos|dormimos|nos [a-z]{4,}|"
    rb"(?:voy|vamos|fui|fuimos) a|mi (?:esposo|esposa|marido|pareja|novio|ex))\b|"
    rb"my (?!(?:son|daughter|child|children|kids?|boys?|girls?|"
    rb"students?|class|team|staff|grandson|granddaughter|nephew|niece|stepson|stepdaughter|brother|sister|"
    rb"room|desk|office|inbox|e?mail|door|file|caseload|oldest|youngest|1st|2nd|3rd)\b))"
)
_YOU = re.compile(rb"\b(?:you|your|yours)\b")
_OTHERS = re.compile(rb"\b(?:you|your|anyone|anybody|everyone|all staff|if (?:a|any|he|she|they))\b")
_SELF = re.compile(rb"\b(?:i|i'm|i've|i'll|me|myself)\b")
_ACTS = re.compile(
    rb"\bi[ ](?:also |already |just |then )?(?:did|filled|gave|called|sent|checked|wrote|reported|completed|"
    rb"ran|put|logged|bandaged|iced|cleaned)\b"
)
_TURNS_IN = re.compile(rb"\bi (?:have |just |also |already )*(?:made|filed) (?:the|a) (?:call|report)\b")
_OF_ME = re.compile(rb"\b(?:my|me|myself|mine|i (?:have|had|am|was)|i'm|i've)\b")
_OF_KIN = frozenset({DataKind.HEALTH, DataKind.COUNSELLING})
_MINE = re.compile(rb"\b(?:my|mine|i)\b")
_TO_ALL = re.compile(
    rb"(?:^|\n)[ \t>*]*to:[^\n]*(?:all[-_ ]?(?:staff|users|employees|teachers)|everyone|staff@|"
    rb"allstaff|families@|parents@)|(?:^|\n)(?:hi |hello |dear )?(?:all|everyone|team|staff|colleagues),"
)
_ALL = (b"all,", b"everyone,", b"team,", b"staff,", b"colleagues,")
# where a message that was answered or passed on begins: its sender stands on the line
_QUOTED = re.compile(
    rb"(?:^|\n)[ \t>*|]*(?:from:[ \t*]*[^\n]{2,160}|on [^\n]{6,120}(?:\n[^\n]{2,80})? wrote:|"
    rb"[^\n:]{3,80}(?:@[^\n]{3,60})?[ ]wrote:|"
    # "one more for you, from Gil Roe:" with the message on the lines below
    rb"[^\n:]{0,80}\bfrom [^\n:]{3,60}:[ \t]*(?=\r?\n))"
)
# of whom a sentence speaks beside the one who writes it, and what parts it
_SOMEBODY = re.compile(rb"\b(?:he|she|him|her|his|hers|they|them|their)\b")
_US = re.compile(rb"\b(?:we|us|our)\b")
_PART = re.compile(
    rb"[,;:(]|\b(?:and|but|because|since|that|who|says?|said|while|(?:told|tells) (?:me|us))\b"
)
_ADDRESS = re.compile(rb"([a-z0-9._%+'\-]{2,64})@([a-z0-9.\-]{3,80})")
# boxes of offices, where people write of themselves
_OFFICE = re.compile(
    rb"(?:^|\n)to:[^\n]*\b(?:pay ?-?roll|hr|human-?resources|benefits?|leaves?|personnel|employment|"
    rb"business-?office)[\w.-]{0,20}@"
)
# who writes and is not known: a name before an address
_STRANGER = re.compile(
    r"(?im)^[ \t>*]*from:[ \t]*[\"']?([^<>\n\"@]{3,60}?)[\"']?[ \t]*<([^<>\s@]+)@([^<>\s]+)>"
)
# how a letter begins, and what stands above the name of who signs it
_OPENING = re.compile(
    rb"(?:^|\n)[ \t]*(?:dear|to whom|hello|hi|good (?:morning|afternoon)|attn|"
    rb"estimad[oa]s?|querid[oa]s?|buen[oa]s|to (?=[a-z'-]+ [a-z'-]+[^\n]{0,60}\n))\b"
)
_CLOSING = re.compile(
    rb"(?:thanks?(?: you)?(?: so much| very much)?|sincerely(?: yours)?|(?:best |kind |warm )?regards|"
    rb"respectfully|yours(?: truly)?|love|gracias|atentamente|mahadsanid|ua tsaug)[ \t,.!-]*"
)
_OPENING_CHARS, _BELOW_CHARS = 300, 80
# where what is answered begins below it, and how many lines may sign
_ANSWERED, _SIGNING_LINES = re.compile(r"\n(?=[ \t]*(?:>|On [^\n]{6,120}wrote:|-{2,} ?Original|From:))"), 6
_ENDS = (b". ", b"! ", b"? ", b".\n")
_FEWEST, _FEWEST_PART = 2, 3
_SALUTED = re.compile(
    rb"(?:^|\n)[ \t]*(?:dear[ ])?(?:mr|mrs|ms|mx|miss|dr|coach|principal)\.?[ ]([a-z'-]+)"
    rb"[ \t]*[,:][ \t]*\r?(?:\n|$)"
)
_SALUTED_GIVEN = re.compile(rb"(?:^|\n)[ \t]*dear[ ]([a-z'-]+)[ \t]*[,:][ \t]*\r?(?:\n|$)")
_SALUTATION = re.compile(
    rb"(?:^|\n)[ \t*>]*(?:to|dear|attn|attention)\b[ \t:]*(?:mr|mrs|ms|mx|dr|miss)?\.?[ \t]*$"
)


class Statements(msgspec.Struct):
    """What somebody writes of themselves: `told`: kinds outright, `first`: those of any word in a sentence of
    the first person; `is_own`: whether a number stands in one.
    """

    told: set[str] = msgspec.field(default_factory=set)
    first: set[str] = msgspec.field(default_factory=set)
    is_own: bool = False


class Correspondents(msgspec.Struct):
    """Who writes a document and to whom, as far as it says so: `sender` of the innermost message, and what
    each who writes in it says of themselves. `is_to_all`: whether it goes to a list; `is_to_office`: to an
    office that keeps data of those who write; `stranger`: the name of a sender whom the roster does not know,
    `is_strangers`: whether they write of a number of their own.
    """

    sender: tuple[int, ...] = ()
    receiver: tuple[int, ...] = ()
    writers: dict[tuple[int, ...], Statements] = msgspec.field(default_factory=dict)
    is_second: bool = False
    is_to_all: bool = False
    is_to_office: bool = False
    stranger: str = ""
    is_strangers: bool = False
    _writer: tuple[int, ...] = ()
    _mailbox: str = ""

    def take(self, lexicon: Lexicon, passage: ReadText) -> None:
        """Take a passage in."""
        folded = passage.folded
        self.is_to_office = self.is_to_office or (b"to:" in folded and _OFFICE.search(folded) is not None)
        # of an office "all" are few
        self.is_to_all = self.is_to_all or (not self.is_to_office and _is_to_all(folded))
        if self.is_to_all:
            return
        self.sender = find_sender(lexicon, folded) or self.sender
        self._take_stranger(lexicon, passage)
        self.receiver = self.receiver or find_receiver(lexicon, folded)
        addressed = [one.mention for one in passage.subjects if is_addressed(folded, one.mention.start)]
        if not self.receiver and len(addressed) == 1 and len(addressed[0].candidates) == 1:
            self.receiver = addressed[0].candidates
        self.receiver = self.receiver or _find_saluted(lexicon, passage)
        is_told = len(addressed) == 1 and _YOU.search(folded) is not None
        is_told = is_told or _is_called(lexicon, self.receiver, folded)
        self.is_second = self.is_second or speaks_to(folded) or is_told
        writers = [(0, self._writer), *_list_writers(lexicon, passage)]
        starts = [start for start, _ in writers]
        self._writer = writers[-1][1]
        for term in passage.terms:
            writer = writers[bisect_right(starts, term.at) - 1][1]
            wards = {ward for who in writer for ward in lexicon.wards.get(who, ())}
            if (
                writer
                and not is_of_kin(passage, term)
                and says_of_self(passage, term.at, wards, is_to_office=self.is_to_office)
            ):
                said = self.writers.setdefault(writer, Statements())
                said.first.add(term.kind)
                if term.is_strong:
                    said.told.add(term.kind)
        for value in passage.loose_values:
            writer = writers[bisect_right(starts, value.start) - 1][1]
            said_where = _sentence_of(passage, value.start) if passage.subjects else folded
            is_paid = value.kind == DataKind.FINANCIAL and value.text.isdecimal() and is_card(value.text)
            if self.stranger and value.is_strong and (is_paid or _MINE.search(said_where)):
                self.is_strangers = True
            if writer and (is_paid or self.is_to_office or _MINE.search(_sentence_of(passage, value.start))):
                said = self.writers.setdefault(writer, Statements())
                said.is_own = True
                said.first.add(value.kind)

    def _take_stranger(self, lexicon: Lexicon, passage: ReadText) -> None:
        """The name of who writes and is not known, beside the address or, where it is like that, below."""
        if not self.stranger and b"from:" in passage.folded:
            self.stranger = _find_stranger(lexicon, passage.text)
            self._mailbox = _find_mailbox(lexicon, passage.folded) or self._mailbox
        if not self.stranger and self._mailbox and not self.sender:
            self.stranger = _find_signer(passage.text, self._mailbox)


def _is_called(lexicon: Lexicon, receiver: tuple[int, ...], folded: bytes) -> bool:
    """Whether a message begins with the given name of whom it goes to: "Ada, the office agrees"."""
    if len(receiver) != 1:
        return False
    start = folded.lstrip()[:_BELOW_CHARS]
    return any(
        one and start.startswith((one[0] + b",", one[0] + b" -", one[0] + b":"))
        for one in (*lexicon.forms[receiver[0]].given, *lexicon.forms[receiver[0]].nick)
    )


def is_of_kin(passage: ReadText, term: FoundTerm) -> bool:
    """Whether a sentence tells of the health or the death of a relative, and not of who writes it."""
    if term.kind not in _OF_KIN or not is_of_relative(passage.folded, term.at, is_grown=True):
        return False
    return _SELF.search(_sentence_of(passage, term.at - 1)) is None


def _is_to_all(folded: bytes) -> bool:
    """Whether a text goes to a list, or speaks to all."""
    may_be = b"to:" in folded or any(word in folded for word in _ALL)
    return may_be and _TO_ALL.search(folded) is not None


def says_of_self(passage: ReadText, at: int, wards: set[int], *, is_to_office: bool) -> bool:
    """Whether a phrase that ends there is said of who writes: in a sentence of the first person, and, where
    that speaks of somebody else as well, in the same part of it. Where it names a pupil it is said of
    the pupil, but for the writer's own (`wards`).
    """
    folded = passage.folded
    sentence = _sentence_of(passage, at - 1)
    # an office is called you
    if not (says_i(sentence) or (is_to_office and _MINE.search(sentence))) or _TURNS_IN.search(sentence):
        return False
    start = folded.rfind(sentence, 0, at + len(sentence))
    end = start + len(sentence)
    others = [one for one in passage.subjects if start <= one.mention.start < end and passage.is_pupil(one)]
    is_act = _ACTS.search(sentence) is not None and _OF_ME.search(sentence) is None
    if is_act and _SOMEBODY.search(folded, *passage.paragraph_of(at - 1)):
        return False  # what the writer did for whom the sentences beside it speak of
    if not others and not _SOMEBODY.search(sentence):
        return True
    parts = [*_PART.finditer(folded, start, at)]
    first = parts[-1].end() if parts else start
    last = _PART.search(folded, at, end)
    are_own = all(set(one.mention.candidates) & wards for one in others)
    part = folded[first : last.start() if last else end]
    return are_own and (says_i(part) or (bool(others) and _US.search(part) is not None))


def _list_writers(lexicon: Lexicon, passage: ReadText) -> list[tuple[int, tuple[int, ...]]]:
    """Where each message of a thread or a chat begins, and who wrote it, if the roster knows them."""
    found: list[tuple[int, tuple[int, ...]]] = [
        (one.mention.end, one.mention.candidates if len(one.mention.candidates) == 1 else ())
        for one in passage.subjects
        if one.mention.by == "name" and is_speaker(passage, one)
    ]
    is_quoted = b"from:" in passage.folded or b"wrote:" in passage.folded or b", from " in passage.folded
    for match in _QUOTED.finditer(passage.folded) if is_quoted else ():
        people = _look_up(lexicon, next(iter(_ADDRESS.finditer(match[0])), None))
        named = [
            one.mention.candidates
            for one in passage.subjects
            if match.start() <= one.mention.start < match.end() and one.mention.by == "name"
        ]
        if not people and len(named) == 1 and len(named[0]) == 1:
            people = named[0]
        found.append((match.end(), people))
    if not found and (signed := _find_signatory(lexicon, passage)):
        found.append((0, signed))
    return sorted(found)


def _find_signatory(lexicon: Lexicon, passage: ReadText) -> tuple[int, ...]:
    """Who signs a letter, where it opens or closes as letters do, and no member of staff does."""
    folded = passage.folded
    last = next((one for one in reversed(passage.subjects) if one.mention.by == "name"), None)
    if last is None or not last.is_other or len(last.mention.candidates) != 1:
        return ()
    start, end = passage.line_of(last.mention.start)
    above = folded[:start].rstrip()
    closing = above[above.rfind(b"\n") + 1 :].strip()
    before = folded[start : last.mention.start].strip(b" \t")
    is_closed = any(map(_CLOSING.fullmatch, (closing, before)))
    is_letter = is_closed or _OPENING.search(folded[:_OPENING_CHARS]) is not None
    is_alone = not before or _CLOSING.fullmatch(before) is not None
    if not is_letter or not is_alone or len(folded[end:].strip()) > _BELOW_CHARS:
        return ()
    is_own = lexicon.role_of(last.mention.candidates[0]) == GUARDIAN or (
        passage.is_staff(last) and tells_own_matter(folded)
    )
    return last.mention.candidates if is_own else ()


def _find_stranger(lexicon: Lexicon, text: str) -> str:
    """The name of who sends a mail from an address that the roster does not know; "" where it is known."""
    match = _STRANGER.search(text)
    if match is None or not looks_like_name(match[1]) or match[3].lower() in lexicon.work_domains:
        return ""
    return "" if f"{match[2]}@{match[3]}".lower().encode("utf-8", "replace") in lexicon.emails else match[1]


def _find_mailbox(lexicon: Lexicon, folded: bytes) -> str:
    """What stands before the "@" of the one address that a mail comes from, where it is nobody's here."""
    found = [*_SENDER.finditer(folded)]
    if len(found) != 1 or found[0][2].decode("ascii", "replace") in lexicon.work_domains:
        return ""
    address = found[0][1] + b"@" + found[0][2]
    return "" if address in lexicon.emails else found[0][1].decode("ascii", "replace")


def _find_signer(text: str, mailbox: str) -> str:
    """The name on one of the last lines that are the sender's own, where a word of it begins as a part of
    the address does: a number, a street or what is answered may stand below it.
    """
    own = _ANSWERED.split(text, maxsplit=1)[0].rstrip().split("\n")
    parts = [part for part in re.split(r"[\W\d_]+", mailbox) if len(part) >= _FEWEST_PART]
    for line in own[: -_SIGNING_LINES - 1 : -1]:
        last = line.strip(" ,-\r\t")
        words = [word.decode() for word in split_name(last)] if looks_like_name(last) else []
        if any(part.startswith(word) or word.startswith(part) for part in parts for word in words):
            return last
    return ""


def _sentence_of(passage: ReadText, at: int) -> bytes:
    """The sentence of a place, as far as its paragraph goes."""
    folded = passage.folded
    start, end = passage.paragraph_of(at)
    first = max((folded.rfind(mark, start, at) for mark in _ENDS), default=start)
    stops = [stop for mark in _ENDS if (stop := folded.find(mark, at, end)) >= 0]
    return folded[max(start, first) : min(stops, default=end)]


def find_sender(lexicon: Lexicon, folded: bytes) -> tuple[int, ...]:
    """Whose address a mail comes from, of one that was passed on the first; empty where the roster does not
    know it.
    """
    found = [*_SENDER.finditer(folded)] if b"from:" in folded else []
    return _look_up(lexicon, found[-1]) if found else ()


def find_receiver(lexicon: Lexicon, folded: bytes) -> tuple[int, ...]:
    """Whose address it goes to, where it is one alone."""
    return _look_up(lexicon, _RECEIVER.search(folded)) if b"to:" in folded else ()


def _look_up(lexicon: Lexicon, match: re.Match[bytes] | None) -> tuple[int, ...]:
    if match is None:
        return ()
    people = tuple(lexicon.emails.get(match[1] + b"@" + match[2], ()))
    if not people and match[2].decode("ascii", "replace") in lexicon.work_domains:
        people = tuple(lexicon.users.get(squeeze(match[1].decode("ascii", "replace")), ()))
    return people if len(people) == 1 else ()


def _find_saluted(lexicon: Lexicon, passage: ReadText) -> tuple[int, ...]:
    """Who is spoken to by a title and a family name that one grown-up alone bears, or of whose bearers the
    letter names one in full: "Dear Mr. Hale,"; by a given name, who is named in full above: "Dear Vic,".
    """
    greeting = _SALUTED_GIVEN.search(passage.folded)
    above = passage.list_between(0, greeting.start()) if greeting else []
    if greeting and len(above) == 1 and len(above[0].mention.candidates) == 1:
        meant = lexicon.forms[above[0].mention.candidates[0]]
        return above[0].mention.candidates if any(one[:1] == (greeting[1],) for one in meant.given) else ()
    match = _SALUTED.search(passage.folded)
    people = lexicon.elders.get(match[1], ()) if match else ()
    if len(people) > 1:
        named = {one.mention.candidates[0] for one in passage.subjects if len(one.mention.candidates) == 1}
        people = tuple(who for who in people if who in named)
    return people if len(people) == 1 else ()


def says_i(sentence: bytes) -> bool:
    """Whether a sentence speaks of who writes it, and not of what others may have."""
    return _I.search(sentence) is not None and _OTHERS.search(sentence) is None


def speaks_to(folded: bytes) -> bool:
    """Whether a text speaks to one it calls you."""
    return len(_YOU.findall(folded)) >= _FEWEST


def is_addressed(folded: bytes, start: int) -> bool:
    """Whether a name that begins there is whom a letter is written to."""
    line = folded.rfind(b"\n", 0, start) + 1
    return _SALUTATION.match(folded, max(0, line - 1), start) is not None
