"""Who speaks, writes or signs in a text, and is not whom it is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from firstbell.impact.detection.identities.accusations import mark_aside, mark_tellers
from firstbell.impact.detection.identities.authors import mark_authors
from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.onlookers import mark_onlookers
from firstbell.impact.detection.identities.other_bearers import is_of_another
from firstbell.impact.detection.identities.posts import calls_from_office, is_called_worker
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText

_TIME = rb"[\d/.:,\- apm]{4,24}"
# when something was said, before who said it
_STAMP = re.compile(rb"[ \t]*[\[(]?" + _TIME + rb"[\])]?[ \t-]*")
# or after it, on a line of its own
_STAMP_AFTER = re.compile(rb"[ \t,|\-]*[\[(]?(?:today at |yesterday at )?" + _TIME + rb"[\])]?[ \t\r]*\n?")


_PRESENTS = re.compile(
    rb"(?:\b(?:this is|my name is|it'?s|me llamo|mi nombre es)|(?:\A|[.:!\n\"])[ \t]*i'm)[ ]\Z"
)
_I_NAMED = re.compile(rb"(?:\A|\n)[ \t]*i,[ ]$")
_DECLARES = re.compile(rb"(?m)^[ \t]*i,[ ]|\b(?:me llamo|mi nombre es|my name is)[ ]")
_SAYS_I = re.compile(rb"this is|my name is|it'?s[ ]|i,[ ]|i'm[ ]|me llamo|mi nombre es")
_REACH = 16
# "Ada Olson ("Student")"
_DEFINED = re.compile(
    rb"[ ]?\([\"' ]{0,2}(?:the )?(?:student|employee|child|claimant|patient|minor)[\"' ]{0,2}\)"
)
# "the child, Ada Olson,": what a paper of a court or an agency calls whom it is about
_APPOSED = re.compile(
    rb"\b(?:the|this|said|minor|named|above-named|respondent)[ ](?:minor |named |above-named )?"
    rb"(?:child|student|pupil|minor|juvenile|youth|learner),?[ ]{1,2}(?:named |one )?\Z"
)
_APPOSED_REACH = 48
# behind the name of who signs: ", Principal"
_OFFICE = re.compile(
    rb"[ \t]*[,|-][ \t]*"
    rb"(?:(?:assistant|vice|associate|interim|acting|school|district|licensed|lead|special|education)[ ])*"
    rb"(?:principal|superintendent|nurse|counsell?or|dean|director|teacher|psychologist|social worker"
    rb"|coordinator|case manager|secretary|administrator|specialist|supervisor)s?(?: of [a-z ]{3,40})?[.,]?"
)


# behind the name of who speaks, and how what people say to each other is told from what a list says of them
_SAYS = re.compile(rb"[ ]?:[ ](?! )")
_TALKS = re.compile(
    rb"\?|\A:? ?(?:where|when|who|what|why|how|did|does|is|are|was|can|could|any)\b|"
    rb"\b(?:he|she|him|her|they|them|i|i'm|my|me|we|us|you|yes|no|yeah|yep|ok|okay|lol|fyi)\b"
)
# whom those who have questions are sent to
_ASKED = re.compile(
    rb"\b(?:questions?(?: to)?|ask|contact|see|call|email|e-mail|help desk|sign up with|"
    rb"rsvp to|return (?:it )?to|turn in to|ship to|order from|attn|attention)"
    rb"[ ?:]{1,3}(?:(?:see|ask|call|contact|email|to)[ ])?\Z"
)
# how people tell something of themselves, and whom else a sentence may speak of
_TELLS_OWN = re.compile(rb"\b(?:i (?:will be|am|was|have|had|need|got)|i'm|i've|i'll be|my)\b")
_ANOTHER = re.compile(
    rb"\b(?:he|she|his|her|him|they|their|them|you|your|my (?:son|daughter|child|kids?|boys?|girls?|"
    rb"student|wife|husband|mother|father|mom|dad|sister|brother|class|office))\b"
)
# the grade of a pupil, behind a name
_GRADED = re.compile(rb"[ ,]{1,2}\(?(?:gr(?:ade)?\.? ?(?:k|kg|\d{1,2})|kg|\d{1,2}th grade)\b")
_FEWEST_SAID = 2
_FEWEST_POSTS = 2
_SAID = re.compile(rb"[ \t:>-]*(?:[\w'?!.,;-]+[ ]+){1,}[\w'?!.]+")


# whose relative the bearer of a card is, as its line of notes begins: "Note: Ada Roe's dad. Has ..."
_OF_KIN = re.compile(
    rb"'s (?:step|grand|foster |bio )?(?:mom|mother|ma|dad|father|pa|parents?|guardian|aunt|uncle|"
    rb"grandma|grandpa|"
    rb"brother|sister|wife|husband|spouse|partner)(?=[ ]?(?:[.;,(-]|\r?\n|\Z))"
)
_NOTED = re.compile(rb"(?:^|\n)[ \t]*(?:notes?|comments?|relation(?:ship)?|remarks?|who)[ ]?:[ \t]*\Z")
_NOTED_CHARS = 24


def _is_kin(folded: bytes, one: PassageSubject) -> bool:
    r"""Whether a line of notes calls somebody the relative of the one named there.

    >>> told = b"note: ada roe's dad. has a no contact order"
    >>> _is_kin(told, PassageSubject(Mention(6, 13, ())))
    True
    >>> _is_kin(b"note: ada roe's dad has it", PassageSubject(Mention(6, 13, ())))
    False
    """
    start, end = one.mention.start, one.mention.end
    is_led = _NOTED.search(folded, max(0, start - _NOTED_CHARS), start) is not None
    return is_led and _OF_KIN.match(folded, end) is not None


def mark_roles(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Mark who of those who are named speaks, signs, was called or is asked, and who says their own name."""
    mark_speakers(passage, named)
    mark_signature(passage, named)
    mark_closing(passage, named)
    mark_representatives(passage, named)
    mark_licensed(passage, named)
    mark_reached(passage, named)
    mark_dialog(passage, named)
    mark_presented(passage, named)
    mark_authors(passage, named)
    mark_aside(passage, named)
    mark_tellers(passage, named)
    mark_onlookers(passage, named)
    for one in named:
        is_pupil = passage.is_pupil(one)
        if is_of_another(passage.text, one.mention.end, is_pupil=is_pupil) or _is_kin(passage.folded, one):
            one.is_other, one.mention.is_label = True, False
        elif passage.is_pupil(one) and is_called_worker(passage.folded, one.mention.end):
            _take_worker(passage, one)
        elif one.mention.candidates and _GRADED.match(passage.folded, one.mention.end):
            # of a parent's name: a pupil is meant whose name begins so
            one.is_other |= not (one.mention.is_label or passage.is_pupil(one) or passage.is_staff(one))


def _take_worker(passage: ReadText, one: PassageSubject) -> None:
    """Of those who bear a name it is who works here, where the text says so; no pupil, where nobody does."""
    workers = [
        who
        for who in one.mention.candidates
        if passage.is_staff(PassageSubject(Mention(one.mention.start, one.mention.end, (who,))))
    ]
    if workers:
        one.mention.candidates = tuple(workers)
    else:
        one.is_other, one.mention.is_label = True, False


def mark_speakers(passage: ReadText, named: Iterable[PassageSubject]) -> None:
    """In a chat a grown-up's name before a colon, or alone on a line with the time, says who speaks."""
    for one in named:
        if is_speaker(passage, one) and not passage.is_pupil(one):
            one.is_other, one.mention.is_label = True, False
    mark_posters(passage, named)


def mark_posters(passage: ReadText, named: Iterable[PassageSubject]) -> None:
    """Whoever works here and whose user name begins a message, one of several in a thread that asks
    something.
    """
    begins = [
        one
        for one in named
        if one.mention.by == "email" and _leads_message(passage, one) and not passage.is_pupil(one)
    ]
    if len(begins) >= _FEWEST_POSTS and b"?" in passage.folded:
        for one in begins:
            one.is_other, one.mention.is_label = True, False


def _leads_message(passage: ReadText, one: PassageSubject) -> bool:
    """Whether a user name stands first on its line, with words of a message behind it."""
    start, end = passage.line_of(one.mention.start)
    is_first = not passage.folded[start : one.mention.start].strip()
    is_said = _SAID.match(passage.folded, one.mention.end, end) is not None
    return is_first and is_said and b"@" not in passage.folded[start:end]


def is_speaker(passage: ReadText, one: PassageSubject) -> bool:
    """Whether the time beside a name says that this is who speaks."""
    folded = passage.folded
    start, end = passage.line_of(one.mention.start)
    is_before = folded[one.mention.end : one.mention.end + 1] == b":"
    leads = start == one.mention.start and b":" in folded[one.mention.end : end]
    stamped = leads and _STAMP_AFTER.fullmatch(folded, one.mention.end, end) is not None
    if folded.startswith(b" wrote:", one.mention.end):
        return True
    return stamped or (is_before and _STAMP.fullmatch(folded, start, one.mention.start) is not None)


def mark_signature(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """A name that stands alone on the last line, or with an office, below other text, signs it."""
    folded = passage.folded
    end = len(folded.rstrip())
    last = named[-1] if named else None
    if last is None or last.mention.is_label or last.mention.by != "name":
        return
    start, _ = passage.line_of(last.mention.start)
    behind = folded[last.mention.end : end]
    rest = folded[start : last.mention.start] + (b"" if _OFFICE.fullmatch(behind) else behind)
    before, _ = passage.line_of(max(0, len(folded[:start].rstrip()) - 1))
    # in a list a name stands above it
    is_list = any(one.mention.start >= before for one in named[:-1])
    if start > 0 and not rest.strip(b" \t\r\n.,-") and not is_list:
        last.is_other = True


# what stands behind and below the name of who signs a mail: offices, degrees, numbers of telephones
_CREDENTIALS = re.compile(rb"[ \t]*(?:[,|/-][ \t]*[a-z0-9][a-z0-9.,&|/' ()-]{1,70})?[ \t\r]*")
_PROSE = re.compile(rb"[a-z]{2,}(?:[ ,;:'-]+[a-z0-9']+){4,}[^\n]*[.!?]")
_MOST_BELOW = 900


def mark_closing(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Who works here and stands alone on a line below an empty one, with their office at most, signs the text
    above; below them come no further names, and notices at most.
    """
    last = named[-1] if named else None
    if last is None or last.mention.is_label or last.mention.by != "name" or not passage.is_staff(last):
        return
    folded = passage.folded
    start, end = passage.line_of(last.mention.start)
    above = folded[:start].rstrip(b" \t\r")
    is_parted = above.endswith((b"\n\n", b"\n\r\n")) or above.rstrip().endswith(b"\n--")
    if not is_parted or folded[start : last.mention.start].strip(b" \t\r\n-"):
        return
    is_signed = _CREDENTIALS.fullmatch(folded, last.mention.end, end) is not None
    rest = folded[end:]
    if is_signed and len(rest) <= _MOST_BELOW and b"\n\n" not in rest.strip() and _PROSE.search(above):
        last.is_other = True


# before who signs for one side of an agreement
_SIGNS_FOR = re.compile(
    rb"(?:\A|\n)[ \t]*(?:signed )?(?:for|on behalf of|by) (?:the )?(?:(?:school|independent) )?"
    rb"(?:district|employer|board|school|county|city|company|agency|union|association)[ ]?:[ \t]*\Z"
)
_SIGNS_CHARS = 48


def mark_representatives(passage: ReadText, named: Iterable[PassageSubject]) -> None:
    """Who works here and stands behind the word for the side they sign for: "For the District: Gil Roe"."""
    for one in named:
        at = one.mention.start
        if passage.is_staff(one) and _SIGNS_FOR.search(passage.folded, max(0, at - _SIGNS_CHARS), at):
            one.is_other, one.mention.is_label = True, False


# what a school's nurses and therapists put behind their names, at the end of a line
_LICENSED = re.compile(
    rb"(?:[ ]?,[ ]?|[ ])(?:b\.?s\.?n\.?|l\.?s\.?n\.?|l\.?p\.?n\.?|r\.?n\.?|p\.?h\.?n\.?|c?ncsn|cma|"
    rb"ccc-?slp|slp|otr(?:/l)?|cota|"
    rb"dpt|licsw|lgsw|lsw|lmft|lpcc?|ncsp|lcsw|msw)"
    rb"(?:[ ]?,[ ]?[a-z./-]{2,8})?[ \t.)]*(?:\r?\n|\Z)"
)
_MOST_BEFORE = 4


def mark_licensed(passage: ReadText, named: Iterable[PassageSubject]) -> None:
    """Who works here and stands at the end of a line with a license to nurse or to treat, little before it,
    cares for those whom a text is about: "Sub nurse Thurs. Ada Olson, LSN".
    """
    licensed = [
        one
        for one in named
        if _LICENSED.match(passage.folded, one.mention.end)
        and len(passage.folded[passage.line_of(one.mention.start)[0] : one.mention.start].split())
        <= _MOST_BEFORE
    ]
    # several are those of a list
    if len(licensed) == 1 and not licensed[0].mention.is_label and passage.is_staff(licensed[0]):
        licensed[0].is_other = True


def mark_dialog(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Whoever begins lines with their name and a colon, and answers or asks somebody, speaks there; and
    whoever questions are sent to is not whom a text is about.
    """
    folded, said = passage.folded, list[tuple[PassageSubject, bytes]]()
    for one in named:
        start, end = passage.line_of(one.mention.start)
        if passage.is_pupil(one):
            continue
        if not folded[start : one.mention.start].strip() and _SAYS.match(folded, one.mention.end, end):
            said.append((one, folded[one.mention.end : end].lstrip(b" :")))
        elif _ASKED.search(folded[max(start, one.mention.start - _REACHED_CHARS) : one.mention.start]):
            one.is_other, one.mention.is_label = True, False
    if len(said) >= _FEWEST_SAID and any(_TALKS.search(line) for _, line in said):
        for one, _ in said:
            one.is_other, one.mention.is_label = True, False


_REACHED = re.compile(
    rb"\b(?:called|phoned|emailed|e-mailed|texted|notified|told|reached|paged|contacted|faxed|asked|"
    rb"(?:spoke|met|talked|checked) (?:to|with)|"
    rb"(?:called|call|msg|message|vm|voicemail|email|text|letter|note) (?:to|from)|per|cc)[ ](?:the )?"
    rb"(?:(?:mom|dad|mother|father|parent|guardian|grandma|grandpa|aunt|uncle|mr|mrs|ms|dr)\.?,?[ ])?\Z"
)
_REACHED_CHARS, _ORDERS = 40, re.compile(rb"\bper[ ]\Z")


def mark_reached(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """A grown-up who was called or told of it is not whom a text is about that names a pupil: "called Gil
    Roe, will take him to the hospital".
    """
    for one in named:
        at = one.mention.start
        if (
            passage.is_staff(one)
            and not one.mention.is_label
            and _ORDERS.search(passage.folded, max(0, at - 5), at)
        ):
            one.is_other = True  # by whose word something is done
    if not any(map(passage.is_pupil, named)):
        return
    for one in named:
        before = passage.folded[max(0, one.mention.start - _REACHED_CHARS) : one.mention.start]
        if not one.mention.is_label and _REACHED.search(before) and not passage.is_pupil(one):
            one.is_other = True


def mark_presented(passage: ReadText, named: Iterable[PassageSubject]) -> None:
    """Who says their own name, or is named as the student of a paper, is whom it is about."""
    folded = passage.folded
    for one in named:
        is_called = passage.is_pupil(one) and _APPOSED.search(
            folded[max(0, one.mention.start - _APPOSED_REACH) : one.mention.start]
        )
        if presents(folded, one) or is_called or _DEFINED.match(folded, one.mention.end):
            calls = passage.is_staff(one) and calls_from_office(folded, one.mention.end)
            one.is_other, one.mention.is_label = calls, not calls


def speaks(folded: bytes, one: PassageSubject) -> bool:
    """Whether somebody says of a name that it is theirs, or declares something under it: "I, Gil Roe,"."""
    return (
        presents(folded, one)
        or _I_NAMED.search(folded[max(0, one.mention.start - _REACH) : one.mention.start]) is not None
    )


@lru_cache(maxsize=2)
def may_speak(folded: bytes) -> bool:
    """Whether a text has words with which somebody says a name of themselves at all."""
    return _SAYS_I.search(folded) is not None


@lru_cache(maxsize=2)
def _list_declared(folded: bytes) -> tuple[list[int], list[int]]:
    """Where each declaration of a text begins, and where its first words end."""
    found = [*_DECLARES.finditer(folded)]
    return [match.start() for match in found], [match.end() for match in found]


def declares(folded: bytes, start: int, at: int) -> int:
    r"""Where a paragraph from `start` on begins to declare something, up to a place: "I, Gil Roe, give ...";
    the place itself where it does not.

    >>> declares(b"so\n i, gil roe, give", 0, 20), declares(b"so\n i, gil roe, give", 0, 5)
    (3, 5)
    """
    starts, ends = _list_declared(folded)
    number = bisect_left(starts, start)
    return starts[number] if number < len(starts) and ends[number] <= at else at


def presents(folded: bytes, one: PassageSubject) -> bool:
    """Whether somebody says right before a name that it is theirs: "this is", "my name is"."""
    return _PRESENTS.search(folded[max(0, one.mention.start - _REACH) : one.mention.start]) is not None


def tells_own(said: bytes) -> bool:
    """Whether a sentence, up to a phrase, tells it of who writes.

    >>> tells_own(b"hello, i will be in"), tells_own(b"i think he has")
    (True, False)
    """
    return _TELLS_OWN.search(said) is not None and _ANOTHER.search(said) is None
