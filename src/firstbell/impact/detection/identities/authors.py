r"""Who wrote, took down or signed a text that tells of others, and to whom it is written:
"minutes by Ada Roe", "narrative of Gil Roe, head custodian", "Uma Stone, our principal, joins me".

>>> is_author(b"minutes written by ada roe\n", 19, 26), is_author(b"a note from ada roe", 12, 19)
(True, False)
>>> is_author(b"narrative of gil roe, head custodian\n", 13, 20), is_author(b"narrative of gil roe\n", 13, 20)
(True, False)
>>> is_author(b"more: ada roe, office", 6, 13), is_author(b"for the district: ada roe.", 18, 25)
(True, True)
>>> is_author(b"from: buses - ada roe", 14, 21), is_author(b"questions raised: ada roe", 18, 25)
(True, False)
>>> tells_own_matter(b"my net on the last check was low"), tells_own_matter(b"my class was loud")
(True, False)
>>> is_supporter(b"uma stone, our principal, joins me", 9), is_supporter(b"uma stone joins the union", 9)
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from firstbell.impact.detection.identities.narrators import mark_hands
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern

_TITLES = rb"(?:(?:mr|mrs|ms|mx|miss|dr|coach|nurse|officer|principal)\.?[ ])?\Z"
# right before the name of who put a text on paper
_WROTE = GuardedPattern(
    re.compile(
        rb"(?:\b(?:written|taken|typed|jotted|recorded|submitted|prepared|compiled|drafted|authored|composed|"
        rb"transcribed|dictated|summari[sz]ed|handed in|turned in|set down|drawn up|"
        rb"put together|put on paper|"
        rb"minuted|scribed)(?: (?:up|down|out|in|together))? by[ :]{1,3}"
        rb"|\b(?:minutes?|notes?|narrative|recap|write-?up|log|summary|account|memo|journal|scribe|"
        rb"note-?taker|recorder)(?: (?:by|was|is)|:)[ ]{1,2}(?:by[ ])?)" + _TITLES
    ),
    (
        b" by",
        b"scribe",
        b"taker",
        b"recorder",
        b"note",
        b"minute",
        b"narrative",
        b"recap",
        b"writeup",
        b"write-up",
        b"log",
        b"summary",
        b"account",
        b"memo",
        b"journal",
    ),
)
_WROTE_REACH = 64
# whom to ask about a text, who stands for an office that sends it, or for a party to what it says
_STANDS_FOR = GuardedPattern(
    re.compile(
        rb"(?:(?:\A|[\n.!?][ \t]*)(?:for )?(?:more|more (?:info|information|details|on this)|questions?|"
        rb"info|information)[ ]?[:?][ \t]{1,2}(?:(?:ask|call|see|contact|e-?mail|write|text|reach)[ ]"
        rb"(?:to )?)?"
        rb"|(?:\A|\n)[ \t>*]*(?:from|sent by)[ ]?:[ \t]*[a-z][a-z &'/]{2,40}(?:[ ]-{1,2}[ ]|,[ ]|/[ ]?)"
        rb"|\bfor the (?:district|school|employer|department|office|company|union)[ ]?:[ ]{1,2})" + _TITLES
    ),
    (b"more", b"question", b"info", b"from", b"sent by", b"for the "),
)
# of whose hand it is, where their post stands behind the name
_HAND_OF = re.compile(
    rb"\b(?:narrative|notes|minutes|account|journal|log|recollections?|write-?up|report) of[ ]" + _TITLES
)
_POST_BEHIND = re.compile(
    rb",[ ](?:(?:the|our|head|lead|night|day|assistant|vice|school|district|building|"
    rb"bus|advisory|interim)[ ])*"
    rb"(?:custodian|principal|nurse|teacher|counsell?or|secretary|driver|cook|aide|"
    rb"para|paraprofessional|dean|"
    rb"monitor|coach|librarian|social worker|psychologist|director|coordinator|supervisor|technician|clerk|"
    rb"superintendent|chair|officer|engineer|mechanic|foreman|manager)\b"
)
# who is of one mind with the writer
_JOINS = re.compile(
    rb"(?:,[ ](?:(?:our|my|the|your|their|his|her)[ ])?[a-z][a-z' -]{2,40},)?[ ](?:also )?"
    rb"(?:joins?|joined|supports?|concurs?|seconds|agrees?|sides?|stands?|is|was)[ ]"
    rb"(?:me|us|with me|with us|this (?:letter|request)|my (?:request|letter)|"
    rb"(?:copied|in agreement|of the same (?:mind|opinion)|also here)\b)"
)
# what those write of themselves whose own pay, health or post it is
_OWN_MATTER = re.compile(
    rb"\bmy (?:own )?(?:(?:last|next|first|monthly|net|gross|hourly|left|right|lower|"
    rb"upper|own|family|medical)[ ])?"
    rb"(?:pay|paychecks?|check|salary|wages?|rate|step|stub|net|hours|back pay|"
    rb"two weeks|resignation|position|"
    rb"leave|sick (?:days?|leave|time)|retirement|pension|last day|garnishment|mortgage|landlord|lease|rent|"
    rb"doctor|surgeon|neurologist|oncologist|cardiologist|obstetrician|therapist|"
    rb"psychiatrist|surgery|diagnosis|"
    rb"treatments?|chemo|recovery|pregnancy|due date|injury|back|knees?|legs?|shoulder|"
    rb"wrists?|ankle|foot|hip|"
    rb"hands?|arm|condition|medication|disability|accommodation)\b"
    rb"|\bi (?:resign|quit|fell|slipped|tripped|broke|tore|sprained|strained|"
    rb"(?:was|am|have been|had been|got|'ve been)[ ](?:being )?(?:diagnosed|hurt|"
    rb"injured|paid|docked|overpaid|"
    rb"underpaid|laid off|evicted|bitten|hospitali[sz]ed|pregnant|disabled|treated|garnished|short-?changed)|"
    rb"(?:am asking|ask|am writing to ask|request|am requesting|am applying|would like to apply) for "
    rb"(?:\w+ ){0,3}(?:leave|accommodations?|transfer|back pay|raise))\b"
)
# the head of a letter: to whom it goes, on a line of its own
_HEADED = re.compile(rb"(?:\A|\n)[ \t]*(?:to|attn|attention|dear)[ :.]{1,3}" + _TITLES)
_HEAD_CHARS, _HEAD_REACH = 400, 40
_BELOW = re.compile(rb"[ \t]*(?:,[^\n.:\d]{2,48})?\r?(?:\n[^\n.:]{0,56}){0,3}\s*")
# a number or an address of who signs, below the name, and what they answer
_CONTACT_LINE = re.compile(
    rb"[ \t]*(?:,[^\n.]{2,48})?\r?\n(?:[ \t]*(?:[^\n@]{0,32}[a-z0-9._%+'-]+@[a-z0-9.-]+[^\n]{0,24}|"
    rb"[^\n]{0,32}\(?\d{3}\)?[ .-]\d{3}[.-]\d{4}[^\n]{0,24}|"
    rb"(?:mother|mom|father|dad|parent|guardian|grandmother|grandfather|aunt|uncle)[^\n.]{0,60}|"
    rb"sent from my [^\n]{2,30})?[ \t\r]*(?:\n|\Z)){1,5}\s*\Z"
)
_ANSWERED = re.compile(
    rb"[ \t]*(?:,[^\n.]{2,48})?\r?\n[ \t\r\n]*(?:>|on [^\n]{6,120}wrote:|-{2,}[ ]?original)"
)
# how far above a name the end of a sentence is looked for
_ABOVE = 200
_CLOSES_SENTENCE = (b".", b"!", b"?", b",", b"-")


def is_author(folded: bytes, start: int, end: int) -> bool:
    """Whether the words around a name say that this one wrote or took down the text, stands for who sends it,
    or is to be asked about it.
    """
    first = max(0, start - _WROTE_REACH)
    before = folded[first:start]
    if _WROTE.search(before) or _STANDS_FOR.search(before):
        return True
    return b" of " in before and bool(_HAND_OF.search(before)) and _POST_BEHIND.match(folded, end) is not None


def is_supporter(folded: bytes, end: int) -> bool:
    """Whether what stands behind a name says that this one is of a mind with who writes."""
    return _JOINS.match(folded, end) is not None


def tells_own_matter(folded: bytes) -> bool:
    """Whether a text tells, in the first person, of the pay, the health or the post of who writes it."""
    is_first_person = b"my " in folded or b"i " in folded
    return is_first_person and _OWN_MATTER.search(folded) is not None


def mark_authors(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Mark the grown-ups who wrote a text, are of a mind with its writer, or sign it with a number below."""
    folded = passage.folded
    for one in named:
        if passage.is_pupil(one) or one.mention.by != "name":
            continue
        start, end = one.mention.start, one.mention.end
        if is_author(folded, start, end) or is_supporter(folded, end) or _signs_reachable(passage, one):
            one.is_other, one.mention.is_label = True, False
    _mark_addressed(passage, [one for one in named if one.mention.by == "name"])
    mark_hands(passage, named)


def _signs_reachable(passage: ReadText, one: PassageSubject) -> bool:
    """Whether a name is alone on its line below a sentence, with a number or an address of theirs, or with
    what they answer, below it.
    """
    folded, end = passage.folded, one.mention.end
    start, _ = passage.line_of(one.mention.start)
    if start == 0 or folded[start : one.mention.start].strip(b" \t-~"):
        return False
    if not folded[max(0, start - _ABOVE) : start].rstrip().endswith(_CLOSES_SENTENCE):
        return False
    return _CONTACT_LINE.match(folded, end) is not None or _ANSWERED.match(folded, end) is not None


def _mark_addressed(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Mark to whom a letter goes, and who signs it, where that one tells of a matter of their own."""
    folded = passage.folded
    head = next((one for one in named if one.mention.start <= _HEAD_CHARS and _is_headed(folded, one)), None)
    last = named[-1] if named else None
    if head is None or last is None or passage.is_pupil(head) or passage.is_pupil(last):
        return
    start, _ = passage.line_of(last.mention.start)
    is_alone = not folded[start : last.mention.start].strip()
    is_other = set(head.mention.candidates).isdisjoint(last.mention.candidates)
    if is_alone and is_other and _BELOW.fullmatch(folded, last.mention.end) and tells_own_matter(folded):
        for one in _list_same(named, (head, last)):
            one.is_other, one.mention.is_label = True, False


def _is_headed(folded: bytes, one: PassageSubject) -> bool:
    start = one.mention.start
    return _HEADED.search(folded, max(0, start - _HEAD_REACH), start) is not None


def _list_same(named: Iterable[PassageSubject], those: Sequence[PassageSubject]) -> list[PassageSubject]:
    """Every mention of some of those who are named."""
    people = {who for one in those for who in one.mention.candidates}
    return [one for one in named if one in those or people & set(one.mention.candidates)]
