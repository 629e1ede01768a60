"""One pass over folded bytes: values by their shape, and the vocabulary. Offsets are bytes.

Hyperscan finds where matches end; where one begins is measured around each end, since there are few of them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.deferral import defer
from firstbell.impact.detection.kinds.sentence_frames import load_frames
from firstbell.impact.detection.kinds.vocabulary import GENERAL, HINTS, list_phrases
from firstbell.impact.detection.kinds.word_lists import load_word_lists
from firstbell.impact.detection.values.births import PARTED_DAY, SPOKEN_MONTH
from firstbell.impact.detection.values.issued_shapes import ISSUED_SHAPES
from firstbell.impact.detection.values.secret_shapes import SECRET_SHAPES

if TYPE_CHECKING:
    import hyperscan
else:
    hyperscan = defer(
        "hyperscan"
    )  # what only names the patterns goes without: the process that holds the key

# no shape is longer
_REACH_BYTES = 200


class Shape(StrEnum):
    """What a match looks like."""

    NINE = "nine"
    CARD = "card"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    LICENCE = "licence"
    STREET = "street"
    LABELLED = "labelled"
    IBAN = "iban"
    SECRET = "secret"
    LABEL = "label"
    GENERAL = "general"
    HINT = "hint"
    STRONG = "strong"
    PLAIN = "plain"
    WEAK = "weak"
    PLACED = "placed"
    SHARED = "shared"


_MONTH = rb"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)"
_SHORT_MONTH = rb"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_NUMBER = rb"(#|no\.?|num(ber)?|id)?[ \t]*[:#=\-]?[ \t]*(is[ \t]+)?"
_STREET_END = (
    rb"(street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|boulevard|blvd|way|place|pl|circle|cir|terrace|ter|"
    rb"parkway|pkwy|trail|trl|highway|hwy|loop|path)"
)
_SHAPES: dict[tuple[Shape, str], tuple[bytes, ...]] = {
    (Shape.NINE, ""): (
        rb"\b\d{3}([- .]?\d{2}[- .]?| - \d{2} - )\d{4}\b",
        rb"\b(\d ){2}\d ?- ?\d \d ?- ?(\d ){3}\d\b",
    ),
    (Shape.CARD, ""): (
        rb"\b\d{4}([ -]?\d{4}){2}[ -]?\d{1,7}\b",
        rb"\b3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b",
    ),
    (Shape.EMAIL, ""): (rb"[a-z0-9._%+'\-]{1,64}@[a-z0-9\-]{1,63}(\.[a-z0-9\-]{1,63})+",),
    (Shape.PHONE, ""): (rb"(\+?1[ .\-]?)?(\(\d{3}\)[ ]?|\b\d{3}[ .\-/])\d{3}[ .\-]\d{4}\b",),
    (Shape.DATE, ""): (
        rb"\b\d{1,2}([/.\-]\d{1,2}[/.\-](\d{4}|\d{2})|" + PARTED_DAY + rb")\b",
        rb"\b(19|20)\d{2}[\-/.]\d{1,2}[\-/.]\d{1,2}\b",
        # in the boxes of a form
        rb"\b(0?[1-9]|1[0-2])[ ](0?[1-9]|[12]\d|3[01])[ ](19|20)\d{2}\b",
        # packed; it is somebody's only where it is the day of their birth
        rb"\b(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\b",
        rb"\b(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(19|20)\d{2}\b",
        rb"\b" + _MONTH + rb"\.?[ ]+\d{1,2}(st|nd|rd|th)?,?[ ]+(19|20)\d{2}\b",
        rb"\b\d{1,2}(st|nd|rd|th)?[ \-]+" + _MONTH + rb"\.?,?[ \-]+(19|20)\d{2}\b",
        rb"\b\d{1,2}-" + _MONTH + rb"-\d{2}\b|\b\d{1,2}" + SPOKEN_MONTH + rb"(19|20)\d{2}\b",
        # as airlines write it
        rb"\b\d{2}" + _SHORT_MONTH + rb"(19|20)?\d{2}\b",
        rb"\b(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\b",
    ),
    (Shape.LICENCE, ""): (rb"\b[a-z]\d{11,13}\b",),
    (Shape.STREET, ""): (
        rb"\b\d{1,6}[ ]+([nsew]\.?[ ]+)?([a-z0-9'.]{1,20}[ ]+){1,4}" + _STREET_END + rb"\b",
    ),
    (Shape.LABELLED, "government_id"): (
        # the second line that machines read of a passport: number, country, birth, sex, end
        rb"(^|[\r\n])[ \t]*[a-z][a-z0-9<]{8}<?\d[a-z][a-z<]{2}\d{7}[mfx<]\d{7}[a-z0-9<]*",
        rb"\bdocument (number|no\.?|#)[ \t]*:?[ \t]*[a-z]{0,2}\d{6,13}\b",
        rb"\b(driver'?s?|drivers'?|driving)[ ]*(licen[cs]e|lic\.?|permit)[ \t]*(\([^()\n]{1,30}\)[ \t]*)?"
        + _NUMBER
        + rb"[a-z]{0,3}[ \-]?\d[\d \-]{4,16}\d\b",
        rb"\b(c?dl|state[ ]id|d\.l\.)[ \t]*(#|no\.?|number)[ \t]*[:#=]?[ \t]*[a-z]{0,3}[ \-]?\d[\d \-]{4,16}\d\b",
        # a letter before so many digits: no teacher's licence and no vehicle's has them
        rb"\b((lic(en[cs]e)?|lcns)\.?[ ]?(no|num|nbr|number|id|#)\.?([ ]?[/&,(+][ ]?(and )?(state|st|class|type|exp)\.?\)?)?|(state|[a-z]{2})[ ]id( card)?)[ .:#=]{1,24}[a-z]\d{7,14}\b",
        rb"\b((alien|uscis|a)[ \-]?(registration[ ])?(number|no\.?|#)|num(ero)?\.?[ ](a|de extranjero))"
        rb"[ \t]*[:#]?[ \t]*a?[ \-]?\d{3}[ \-]?\d{3}[ \-]?\d{1,3}\b",
        # numbers of a consulate, of a tribe's roll, of citizenship
        rb"\b(consular id|matricula( consular)?|(tribal|band) (id|roll|enrol+ment|member(ship)?)|naturali[sz]ation( cert\w*)?"
        rb"|certificate of citizenship|sevis( id)?)( card)?[ ]?(#|no\.?|num(ber)?)?[ ]?(\([^()\n]{1,24}\))?[ :#]{1,3}([a-z]{1,3}-)?[a-z]{0,2}\d[a-z0-9-]{4,13}\b",
        *ISSUED_SHAPES["government_id"],
    ),
    (Shape.LABELLED, "financial"): (
        rb"\b(bank|checking|savings|account|acct)([ ]account)?[ \t.]*" + _NUMBER + rb"[\d][\d \-]{4,18}\d\b",
        # an account behind the number of its bank
        rb"\b(ach|deposit|pay|paid)\b[^\n\d]{0,24}\d{9}[ ]?/[ ]?\d{4,17}\b",
        # the number of a bank that checks, with an account behind it, says what it is without a word
        rb"\b\d{9}[ ]?/[ ]?\d{5,17}\b",
        # what credit unions call an account
        rb"\bshare[ ](draft|savings|account)s?[ \t.]*" + _NUMBER + rb"\d{5,14}\b",
        rb"\b(routing|aba|transit)([ ]transit)?[ \t]*" + _NUMBER + rb"\d{9}\b",
        rb"\b(salary|gross pay|net pay|hourly rate|pay rate|annual pay|base pay|wages?)[ \t]*(is|of|:|=)?[ \t]*(is|of)?[ \t]*\$[ ]?\d[\d,.]{2,12}",
        rb"\b(wages?|salary|gross|net pay|compensation)\b[^\n:$]{0,24}:[ \t]*\$?[ ]?\d[\d,]{2,9}(\.\d\d)?\b",
        rb"\b(wages|salary|gross|net pay|tips|other comp)[ ,a-z.]{0,24}[ \t]+\$?\d{1,3}(,?\d{3})+\.\d\d\b",
        # a card beside the month in which it ends, whether its digits check or were mistyped
        rb"\b(card|visa|mastercard|mc|amex|discover|cc)( number| no\.?)?[ \t:#]{1,3}\d{4}([ -]?\d{4}){2}[ -]?\d{2,4}[ \t,;]{1,4}(exp|cvv|cvc)\b",
        # an account before the number of its bank
        rb"\b(send|deposit|to|acct|account|move|put)[ ](it )?(to )?\d{6,17}[ ]at[ ]\d{9}\b",
        *ISSUED_SHAPES["financial"],
    ),
    (Shape.LABELLED, "economic"): (
        rb"\b(household|family|annual|monthly|gross)[ ]income[ \t]*(is|of|:|=)?[ \t]*\$?[ ]?\d[\d,.]{2,12}",
    ),
    (Shape.LABELLED, "health"): (
        rb"\b(medicaid|insurance|policy|member|mrn|medical record)[ ]*(id|number|no\.?|#)?[ \t]*(number|#)?[ \t]*:[ \t]*[a-z]{0,4}\d{6,14}\b",
    ),
    (Shape.IBAN, ""): (rb"\b[a-z]{2}\d{2}([ ]?[a-z0-9]{4}){3,7}([ ]?[a-z0-9]{1,3})?\b",),
    (Shape.SECRET, ""): (
        rb"\bakia[a-z0-9]{16}\b",
        rb"-----begin ([a-z]+ )?private key-----",
        rb"\b(ghp|gho|sk|pk|xox[bap])[_\-][a-z0-9_\-]{20,}",
        rb"\b(api[_ \-]?key|secret[_ \-]?key|access[_ \-]?token|client[_ ]secret)[\"']?[ \t]*[:=][ \t]*[\"']?[a-z0-9_\-/+]{16,}",
    ),
    (Shape.LABEL, "subject"): (
        rb"(^|[\r\n]|[ \t]{2}|[.;)] )[ \t*#>\-]*(q?[0-9]{1,2}[.)]?[ ]{0,2})?(student|student'?s|child|pupil|employee|staff|patient|applicant|client|scholar|name of (the )?(student|child|employee|patient|pupil)|participant|claimant|member)?[ '`s]{0,3}[ ]*(full |legal )?(name|fn|student|child|employee|pupil|re|regarding|patient|applicant|client|candidate|athlete|mentor|mentee|volunteer|learner|tutee|camper|enrollee|member|(independent )?contractor|consultant|subject|(person|student|subject) of concern|injured( (employee|worker|student|party|person))?|minor|employee ?/ ?obligor|in the matter of|debtor|obligor|taxpayer|respondent|insured|subscriber|recipient|rider|minor|youth|tenant|(person |party )?served (on|upon)|issued to|claimant|grievant|appellant|annuitant|retiree|payee|examinee|evaluee)[ ]*(\([a-z][a-z ,/&.-]{1,28}\))?[ \t]*:",
        # whom the roster does not know any more, or not yet
        # who sues or did, without a colon: "Claimant Ada Roe, graduated 2011, alleges ..."
        rb"(^|[\r\n]|[.;)] )[ \t*#>\-]*(the )?(claimant|plaintiff|grievant|appellant|decedent|complainant|demandante|reclamante)s?,?[ ]",
        rb"\b((former|retired)[ ]((head|assistant|girls|boys|varsity|long-?time)[ ])?"
        rb"(coach|teacher|employee|student|para|paraprofessional|custodian|principal|aide|bus driver|driver|secretary|"
        rb"nurse|cook|counsell?or|athlete|player)|finalist|applicant|job candidate),?[ ]",
        rb"\b(name (while|when|at|on|as|used|under)\b[^\n:]{0,30}:|petitioner[ ]*:|under the( last| family)? name( of)?|maiden name( is| was)?|formerly known as|graduated as|my( full)? name (then )?(is|was))[ :]+",
        # a label that a gap parts from the name
        rb"(^|[\r\n])[ \t]*((applicant|volunteer|employee|patient|client|claimant|insured|member|participant|full|legal|child|student)('?s)?[ ])?name([ ]of[ ](the[ ])?(applicant|volunteer|employee|patient|child|student|insured))?([ ]{2,}|\t+)",
        # whom a check or a voucher is for
        rb"(^|[\r\n])[ \t]*(pay to( the order of)?|payee)[ \t]*:?[ \t]+",
        # one of several: "Child 2", "Adult_1_name"
        rb"(^|[\r\n]|[ \t]{2})[ \t]*(child|student|dependent|hij[oa]|nin[oa]|estudiante|alumn[oa])[ _#]{1,2}[0-9]{1,2}([ _]+(full[ _]+)?(name|nombre))?[ \t]*:",
        rb"\b(parents?(\(s\))?|guardians?|family|household)([ ]?(/|or|and|\(s\))[ ]?guardians?(\(s\))?)?[ ](of|for)[ :]|\b(grievances?|appeal)\b[^\n]{0,80}\b(on behalf of|by the union for)[ ]",
        rb"\b(niam txiv (ntawm|rau)|(notre|mon|ma|votre|leur)[ ](fils|fille|enfant)|l'eleve|waalid(ka|iinta)?([ ]\w+){0,2}[ ]ee|(familia|padres?|madres?|tutor(es)?) del?([ ](alumn[oa]|estudiante|nin[oa]))?)[ ]",
        rb"(^|[\r\n])[ \t*#>\-]*(nombre( completo| y apellidos?)?( del?| de la| de el)?[ ]*(estudiante|alumn[oa]|nin[oa]|hij[oa]|emplead[oa]|paciente)?|magaca( buuxa| oo dhan)?( ee| ardayga| ardeyga| ilmaha| canugga)*|(tub ntxhais kawm |tus menyuam |menyuam )?(lub )?npe[a-z ]{0,24})[ ]*:",
    ),
    (Shape.LABEL, "other"): (
        rb"(^|[\r\n]|[ \t]{2})[ \t]*(adult|parent|guardian|household member|adulto|padre|tutor)[ _#]{1,2}[0-9]{1,2}([ _]+(full[ _]+)?(name|nombre))?[ \t]*:",
        rb"(^|[\r\n]|[ \t]{2}|[.;)] )[ \t*#>\-]*(q?[0-9]{1,2}[.)]?[ ]{0,2})?((parent|guardian|mother|father|emergency contact|contact|alleged offender|petitioner|child who told|teacher|case manager|principal|counsell?or|nurse|reported by|prepared by|completed by|author|writer|scribe|employer rep\w*|recorder|facilitator|timekeeper|prescriber|physician|pediatrician|note ?taker|(?:written|recorded|noted|typed|taken|given|administered|dispensed|checked|reviewed|received|entered|updated|conducted|led|verified|observed|interviewed|seen|screened|assessed|notes?) by|observer|interviewer|examiner|from\b|to\b|cc\b|sincerely|submitted by|referred by|mandated reporter|reporter|staff member|witness(es)?|supervisor|school nurse|social worker|psychologist|therapist|evaluator|investigator|coordinator|((volunteer|parent|private|car|van|bus|sub) )?driver|chaperone|coach|assessor|team (members?|lead)|targets?(\(s\))?|victims?|questions|requested by|ordered by|approved by|reported to|notified|supervisor notified|kalkaaliso\w*|kalkaalisada|waalidka?|macallin\w*|madre|padre|enfermer[oa]|maestr[oa]|firma|saxiixa|kos npe|interpreter|attendees|participants|present)[ /a-z()]{0,30}[ \t]*:|(sincerely|(best |kind |warm )?regards|respectfully( submitted)?|yours (truly|sincerely)|signed)[ \t]*[:,])",
        rb"(^|[\r\n])[ \t]*([-*\xb7][ \t]+)?((written|reviewed|prepared|completed|verified|approved|compiled|revised|updated|reported|submitted|witnessed|recorded|entered|filed|taken|referred|signed|story|words|lyrics|photos?)[ ])?by[ \t]+",
    ),
    (Shape.GENERAL, ""): (GENERAL,),
    (Shape.HINT, ""): (HINTS,),
    (Shape.LABELLED, "credentials"): SECRET_SHAPES,
    (Shape.LABELLED, "immigration"): ISSUED_SHAPES["immigration"],
    (Shape.LABELLED, "ssn"): ISSUED_SHAPES["ssn"],
}


PHRASES = frozenset((Shape.STRONG, Shape.PLAIN, Shape.WEAK, Shape.PLACED))
_SAID = frozenset((Shape.STRONG, Shape.PLAIN))
# how far from its end a match of these begins, at most, and a little more
_REACHES = {
    Shape.NINE: 24,
    Shape.LICENCE: 20,
    Shape.CARD: 32,
    Shape.PHONE: 24,
    Shape.DATE: 28,
    Shape.STREET: 110,
}


class Match(msgspec.Struct, frozen=True):
    """Where something was found. `kind`: of data or of label, where the shape alone does not say."""

    start: int
    end: int
    shape: Shape
    kind: str


class _Meaning(msgspec.Struct, frozen=True):
    """What a pattern is about. `exact`: finds the whole match around an end; None for phrases."""

    shape: Shape
    kind: str
    exact: re.Pattern[bytes] | None
    reach: int = 0


class PatternDatabase:
    """The patterns as a database, compiled when they are first needed unless a packed one was unpacked."""

    def __init__(self) -> None:
        self._database: hyperscan.Database | None = None

    def load(self) -> hyperscan.Database:
        """The database."""
        if self._database is None:
            patterns = _list_patterns()
            self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            self._database.compile(
                expressions=patterns,
                ids=list(range(len(patterns))),
                elements=len(patterns),
                flags=[hyperscan.HS_FLAG_DOTALL] * len(patterns),
            )
        return self._database

    def unpack(self, packed: bytes) -> None:
        """Take it from these bytes, where they are of this machine and version."""
        try:
            database = hyperscan.loadb(packed, hyperscan.HS_MODE_BLOCK)
            database.scratch = hyperscan.Scratch(database)
            self._database = database
        except (hyperscan.error, TypeError):
            self._database = None  # it is compiled


_COMPILED = PatternDatabase()


def _list_patterns() -> list[bytes]:
    return [*chain.from_iterable(_SHAPES.values()), *(phrase.pattern for phrase in list_phrases())]


def load_database(packed: bytes = b"") -> None:
    """Have the patterns compiled, which takes a second or two, or take them `packed` by `pack_database`.

    What was packed for another machine is not taken: they are compiled then.
    """
    if packed:
        _COMPILED.unpack(packed)
    _COMPILED.load()


def pack_database() -> bytes:
    """The compiled patterns as bytes, for this machine."""
    return bytes(hyperscan.dumpb(_COMPILED.load()))


@lru_cache(maxsize=1)
def _list_meanings() -> tuple[_Meaning, ...]:
    """What each pattern is about, in the order of their numbers."""
    shapes = [
        _Meaning(shape, kind, re.compile(pattern), _REACHES.get(shape, _REACH_BYTES))
        for (shape, kind), patterns in _SHAPES.items()
        for pattern in patterns
    ]
    return (
        *shapes,
        *(_Meaning(Shape(phrase.strength), phrase.kind, None) for phrase in list_phrases()),
    )


def load_vocabulary() -> None:
    """Have all that is looked for made ready, but for the database."""
    _list_meanings()
    load_word_lists()
    load_frames()


def scan(folded: bytes) -> list[Match]:
    """Every match in order. A phrase is told by its end alone: `start` is one before it."""
    database, meanings = _COMPILED.load(), _list_meanings()
    ends: list[tuple[int, int]] = []
    database.scan(
        folded, match_event_handler=lambda number, _start, end, _flags, _context: ends.append((number, end))
    )
    ends.sort()
    found: list[Match] = []
    last = (-1, -1)
    for number, end in ends:
        meaning = meanings[number]
        if number == last[0] and end <= last[1]:
            continue
        match = _measure(meaning, folded, end)
        if match is not None:
            last = (number, match.end)
            found.append(match)
    found += [
        Match(end - 1, end, Shape(strength), kind) for end, strength, kind in load_word_lists().find(folded)
    ]
    found.sort(key=lambda match: (match.start, -match.end))
    return found


def scan_prose(folded: bytes) -> list[Match]:
    """Every match in a passage, in order, with what frames tell where no phrase or listed word of the same kind
    stands among their words.
    """
    found, told = scan(folded), list(load_frames().find(folded))
    if told:
        ends = {(match.end, match.kind) for match in found if match.shape in _SAID}
        found += [
            Match(end - 1, end, Shape(strength), kind)
            for start, end, strength, kind in told
            if not any(kind == other and start < at <= end for at, other in ends)
        ]
        found.sort(key=lambda match: (match.start, -match.end))
    return found


def _measure(meaning: _Meaning, folded: bytes, end: int) -> Match | None:
    """The whole match that has an end here: the library tells ends alone, with starts it takes twice as long."""
    if meaning.exact is None:
        return Match(end - 1, end, meaning.shape, meaning.kind)
    at = max(0, end - meaning.reach)
    while (exact := meaning.exact.search(folded, at, end + meaning.reach)) is not None:
        if exact.end() >= end:
            return (
                Match(exact.start(), exact.end(), meaning.shape, meaning.kind)
                if exact.start() < end
                else None
            )
        at = max(exact.end(), at + 1)
    return None
