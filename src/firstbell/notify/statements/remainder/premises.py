"""What a sentence takes for granted that claims nothing itself: what is to come, who did what, and why.

"Until the phones are back, ...", "once the last two days of logs are read, ..." claim nothing of today. But
who says until when says that it is not so yet, and who names what is left says how much. "We thank the
families who paid" tells something of them, "please forgive the teacher who opened it" names who did it, and
"please be kind now that we know who did it" gives a reason. What is told so must pass by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict, JudgedClaim
from firstbell.notify.statements.language.dates import MONTHS, WEEK
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers, find_share
from firstbell.notify.statements.language.sentences import Manner, judge_manner, make_sentence
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.doubts import Alone
from firstbell.notify.statements.remainder.known_facts import is_so
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.waits.everyday import has_everyday_words
from firstbell.notify.statements.waits.holds import names_event
from firstbell.record.facts import Subject

_AWAITED = any_case(
    r"(?<![\w-])(?P<how>until(?: after)?|till|once(?! (?:again|more|per|a (?:day|week|month|year))\b)"
    r"|as soon as|the (?:moment|minute|instant)|when(?:ever)?|(?<!days )(?<!day )(?<!weeks )(?<!week )"
    r"(?<!hours )(?<!hour )(?<!months )(?<!month )after|before|while|(?:for )?as long as|pending|by the time"
    r"|hasta que|una vez que|en cuanto|cuando|mientras) (?P<what>[^,;:.!?]+)"
)
# these say by themselves that it is not so yet; of others the rest of the sentence must
_SURE = any_case(r"^(?:until|till|once|as soon as|pending|hasta|una vez|en cuanto)")
_TO_COME = any_case(
    r"\b(?:will|won't|shall|going to|plans? to|expects? to|hopes? to|please|must|should|can|cannot|may"
    r"|is being|are being|has to|have to|need to|\w+r(?:á|án|emos|é))\b|'ll\b"
)
_PAST = any_words(r"was|were|had|did|came|went|became|got|returned|began|ended")
_STANDING = any_words(
    r"back|restor\w*|rebuil\w*|repair\w*|fix\w*|work(?:s|ing)?|up|run(?:s|ning)?|online|avail\w*"
    r"|return(?:s|ed|ing)?|again|recover\w*|reopen\w*|reconnect\w*|live|down|out|offline|unavailable|ready"
    r"|usable|finished|done|connected|whole|normal|function\w*|restablec\w*|repar\w*|volv\w*|vuelv\w*"
)
_OUT = any_case(
    r"\b(?:down|out|offline|unavailable|dark|being|not|pending|under|broken|missing|awaiting|in the works"
    r"|ca\u00edd[oa]s?|fuera|no)\b|n't\b"
)
_DAY = any_case(
    rf"(?:the |that |early |late )*(?:morning|afternoon|evening|night|day|week|month|end|{'|'.join(MONTHS)}"
    rf"|{'|'.join(WEEK)}|\d)\b"
)
_AIMED = any_case(
    r"\b(?:hop(?:e|es|ing)|expect(?:s|ing)?|plan(?:s|ning)?|aim(?:s|ing)?|intend(?:s|ing)?|want(?:s|ing)?"
    r"|try(?:ing)?|work(?:s|ing)?(?: \w+){0,2}|going|promis(?:e|es|ing)|still have|still need|remains?) to"
    r" (?:have|get|bring|see|restore|rebuild|repair|return|reopen|reconnect|fix|put|finish|be)\b"
    r"(?P<what>[^,;:.!?]+)"
)
_NEXT = any_case(
    r"(?P<what>[^,;:.!?]+) (?:remains?|is|are|comes?|stays?) (?:\w+ )?(?:(?:our|the|a|on the|high on the|next"
    r" on the) )?(?:\w+ )?(?:priorit(?:y|ies)|concern|goal|focus|next|in line|list|in the works|challenge)\b"
)


def list_premises(passed: Passed, alone: Alone) -> Iterator[Leftover]:
    """What a sentence that passes takes to be still to come, though it is done, or is another number."""
    for match in chain(_AIMED.finditer(passed.flat), _NEXT.finditer(passed.flat)):
        if _is_any_back(match["what"], passed):
            yield Leftover("that a system is still out", match[0], match.start())
    for match in _AWAITED.finditer(passed.flat):
        if not _is_future(match, passed.flat):
            continue
        what, during = match["what"].strip(), match["how"].lower() in _WHILE
        standing = _OUT if during else _STANDING
        if standing.search(what) and _is_any_back(what, passed):
            yield Leftover("that a system is still out", match[0].strip(), match.start())
        elif not during and not _DAY.match(what) and _is_borne_out(what, alone):
            yield Leftover("that it is still to be done", match[0].strip(), match.start())
    yield from _list_other_rests(passed)


def _is_any_back(what: str, passed: Passed) -> bool:
    """Whether one of the systems that are named is back, or was never out."""
    spared = passed.record.get_list(Subject.UNAFFECTED_SYSTEMS)
    named = list_systems(what)
    return not is_so("system_out", what, passed) or any(named & list_systems(one) for one in spared)


def _is_future(match: re.Match[str], flat: str) -> bool:
    rest = f"{flat[: match.start()]} {flat[match.end() :]}"
    if _PAST.search(match["what"]):
        return False
    return bool(_SURE.match(match["how"]) or _TO_COME.search(rest) or match["how"].lower() in _WHILE)


_WHILE = frozenset({"while", "as long as", "for as long as", "mientras"})
_LEAST_WORDS = 3


def _is_borne_out(what: str, alone: Alone) -> bool:
    """Whether what is waited for is so already."""
    if len(what.split()) < _LEAST_WORDS:
        return False
    judged = alone(make_sentence(what))
    return bool(judged) and all(
        one.verdict is ClaimVerdict.SUPPORTED and one.reading.affirmed for one in judged
    )


_LEFT = (
    r"(?:remaining|outstanding|last|final|missing|unread|unsearched|pending|unreviewed"
    r"|other(?= (?:[\w-]+ )?(?:days?|percent|half|third|quarter)))"
)
_MANY = rf"(?:(?:\d+|{SPELLED}|half|third|quarter|fifth|tenth)(?!\w))"
_NOUN = (
    r"(?:days?|systems?|services?|per ?cent|%|of the (?:\w+ )?(?:files|search|documents|systems|logs)"
    r"|files|documents|search|logs)"
)
_REST = any_case(
    rf"\b(?:the|our|those|these|its|all|only|just|any|with) (?:very )?(?:{_LEFT} (?:(?P<many>{_MANY})[ -]?)?"
    rf"|(?P<count>{_MANY}) {_LEFT} )(?:\w+ )??(?P<noun>{_NOUN})(?!\w)"
    rf"|(?<!\bof )(?<!\bof the )\b(?P<number>{_MANY})[ -]?(?P<unit>days?|systems?|services?|per ?cent"
    r"|%)(?: of (?:the |our )?\w+)? (?:(?:is|are) )?(?:still )?(?:left|remaining|outstanding|to go"
    r"|to be(?! (?:exact|precise|sure)))\b"
)
_OF_LOGS = any_words(r"logs?|traffic|review\w*|examin\w*|read|analy\w*|check\w*|studied|gone through")
_PERCENT = re.compile(r"per ?cent|%")
_OF_FILES = any_words(r"files?|documents?|search\w*|personal (?:data|information)")


def _list_other_rests(passed: Passed) -> Iterator[Leftover]:
    """How much is left, where the record has another rest."""
    for match in _REST.finditer(passed.flat):
        noun = (match["noun"] or match["unit"]).lower()
        said = match["many"] or match["count"] or match["number"] or ""
        left = _find_left(noun, said, passed)
        # "the last system" is one
        said = said or ("one" if noun in ("day", "system", "service") else "")
        if left and said and not _fits_left(said, noun, left):
            yield Leftover("how many are left", match[0].strip(), match.start())


def _find_left(noun: str, said: str, passed: Passed) -> tuple[float, bool] | None:
    """How much is left of what a noun means, and whether it is a share; None where nobody can tell."""
    record = passed.record
    if noun.startswith(("system", "service")):
        pending = record.get(Subject.SYSTEMS_RESTORED, "pending")
        return (len(pending), False) if isinstance(pending, list | tuple) else None
    reviewed, days = (record.get(Subject.EXFILTRATION, one) for one in ("reviewed_days", "of_days"))
    if noun.startswith("day") and _OF_LOGS.search(passed.flat):
        both = isinstance(reviewed, int) and isinstance(days, int)
        return (days - reviewed, False) if both else None
    coverage = record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent")
    is_share = bool(_PERCENT.fullmatch(noun)) or not (said.isdigit() or find_numbers(f"{said} items"))
    if said and is_share and _OF_FILES.search(passed.flat) and isinstance(coverage, int | float):
        return (100 - coverage, True)
    return None


def _fits_left(said: str, noun: str, left: tuple[float, bool]) -> bool:
    if left[1]:
        part = said if said.lower() == "half" else f"a {said}"
        share = find_share(f"{said} percent" if _PERCENT.fullmatch(noun) else part)
        return share is not None and share.fits(left[0])
    numbers = find_numbers(f"{said} items")
    return (numbers[0].value if numbers else 1) == left[0]


_FELT = frozenset({Manner.GREETING, Manner.FEELING})
_ATTRIBUTE = any_case(r"\b(?P<who>[a-z]+) (?P<rel>who|whose) (?P<told>[^,;.!?]+)")
_WILL_BE = any_case(r"\b(?:will|would|shall)\b|'ll\b")
_NO_NOUN = any_case(r"(?:those|all|everyone|everybody|any\w*|each|many|people|one|ones)")


def list_attributes(passed: Passed, alone: Alone) -> Iterator[Leftover]:
    """The first of what such a sentence tells of somebody that does not pass by itself."""
    if passed.spanish or passed.borne or judge_manner(passed.flat) not in _FELT:
        return
    for match in _ATTRIBUTE.finditer(passed.flat):
        if _WILL_BE.search(passed.flat[: match.start()]):
            continue
        who = "They" if _NO_NOUN.fullmatch(match["who"]) else f"The {match['who']}"
        told = f"{who} {match['told']}." if match["rel"].lower() == "who" else f"Their {match['told']}."
        if not _is_harmless(match["told"], alone(told)):
            yield Leftover("what it takes for granted", match["told"], match.start("told"))
            return


def _is_harmless(told: str, judged: Sequence[JudgedClaim]) -> bool:
    """Whether what is told passes, or has everyday words alone, and no claim is read in it."""
    if not any(one.waiting or one.verdict in STOPPING for one in judged):
        return True
    claimed = any(one.reading.proposition and one.kind != "notification" for one in judged)
    return not claimed and not names_event(told) and has_everyday_words(told)


_TURNED = frozenset({Manner.ADVICE, Manner.GREETING, Manner.FEELING})
_REASON = any_case(
    r"(?:,? (?:\b(?:just |simply |only |mainly )?because|since(?! (?:\w+day|[A-Z]\w+ \d))|now that|given that"
    r"|seeing that|considering that|in view of the fact that|on the grounds that|inasmuch as|porque|ya que"
    r"|puesto que|ahora que|dado que|pues)|, (?:as|who|which|whose|quien|quienes|que)|: ) (?P<told>[^.;?!]+)"
)
# what readers have heard, and are told is so
_TRUE = any_case(
    r"\b(?:heard|read|seen|been told) that (?P<told>[^.;:?!]+?), (?:and )?(?:it|this|that|which) is"
    r" (?:true|so|correct|right)\b"
)
_ABOUT = any_case(
    r"\b(?:(?:please|kindly) (?:\w+ )?(?:know|remember|note|understand|see)|be (?:\w+ )?(?:aware|mindful)"
    r"|keep in mind|sepan?|recuerden?|^remember|rest assured|(?:lamentamos|sentimos|nos alegra)(?: mucho)?"
    r"|tengan? en cuenta) (?:that|que) (?P<told>[^.;?!]+)"
)
# clauses of a Spanish sentence, each of which may be stopped
_SPANISH_CLAUSE = any_case(
    r"(?:^(?:como|ahora que|ya que|aunque|mientras) |, (?:y|pero|as\u00ed que|aunque|ya que|porque"
    r"|mientras(?: que)?|pues) |[;:] )(?!tampoco|ni |tambi\u00e9n)(?P<told>(?:[^,;:.?!]|(?<=\d)[,.](?=\d))+)"
)
_SUBJECT = any_case(r"^(?:has|have|had|is|are|was|were|will|may|can|ha|han|es|son|fue|fueron|est\w+)\b")
# "which took second place" has its subject before it
_HEADLESS = any_case(r"^(?:who|which|quien|quienes|que) (?!(?:we|they|it|he|she|you|the|our|a|an)\b)")
_VERB = any_words(
    r"is|are|was|were|has|have|had|did|does|do|can|could|[a-z]+ed|knew|know|got|took|came|went|began|begun"
    r"|made|sold|gave|let|ha|han|es|son|fue|fueron|est\u00e1n?|hay|[a-z]+(?:\u00f3|aron|ieron)"
)
_OPEN = any_words(r"if|when|once|until|unless|whether|will|may|might|could|can|should|si|cuando")


def list_reasons(passed: Passed, alone: Alone) -> Iterator[Leftover]:
    """Reasons in advice, thanks or a feeling that do not pass by themselves."""
    if passed.spanish and passed.borne and "?" not in passed.flat:
        for match in _SPANISH_CLAUSE.finditer(passed.flat):
            told = match["told"].strip()
            judged = alone(make_sentence(told)) if _VERB.search(told) else []
            if any(one.verdict in STOPPING for one in judged):
                yield Leftover("a clause beside it", told, match.start("told"))
    if (true := _TRUE.search(passed.flat)) and not _passes(true["told"], alone):
        yield Leftover("what is called true", true["told"], true.start("told"))
    if passed.borne and judge_manner(passed.flat) not in _TURNED:
        return
    for words in (_REASON, _ABOUT):
        for match in words.finditer(passed.flat):
            told = match["told"].strip()
            if (
                _SUBJECT.match(told)
                or _HEADLESS.match(match[0].strip(" ,"))
                or not _VERB.search(told)
                or _OPEN.search(told)
            ):
                continue
            if not _passes(told, alone):
                yield Leftover("a reason", told, match.start("told"))


def _passes(told: str, alone: Alone) -> bool:
    judged = alone(make_sentence(told))
    return not any(one.waiting or one.verdict in STOPPING for one in judged)


_ROLES = (
    r"teachers?|employees?|students?|pupils?|vendors?|contractors?|suppliers?|staff(?: members?)?"
    r"|technicians?|principals?|parents?|nurses?|volunteers?|interns?|workers?|administrators?|users?"
    r"|colleagues?|coworkers?|substitutes?|coach(?:es)?|secretar(?:y|ies)|librarians?|custodians?|neighbors?"
    r"|trustees?"
)
_DID = (
    r"(?:(?:had |has |have )?(?:let|opened|clicked|did it|did this|caused|gave|given|lost|shared|fell|fallen"
    r"|answered|ignored|left|sold|betrayed|failed|forgot|forgotten|brought|invited|allowed"
    r"|made (?:the|this|that) mistake|noticed|spotted|stopped|pulled|saved|reported|found|warned"
    r"|was (?:tricked|fooled|careless|responsible|to blame|behind)|is (?:responsible|to blame|behind)))"
)
_CULPRIT = any_case(
    rf"\b(?:the|that|our|this|an?|one|whichever) (?:[\w-]+ ){{0,2}}?(?P<role>{_ROLES})"
    rf" (?:(?:who|that|which) {_DID}\b|whose (?:\w+ ){{0,2}}(?:action|thinking|mistake|error|click"
    r"|carelessness|password|laptop|account|alertness|eyes?|instinct|call)\b)"
)
_THANKED_FOR = any_case(
    r"\b(?:thank\w*|grateful to|gratitude to|praise|applaud|credit|salute"
    r"|hats off to)\b[^.;]{0,40}?\b(?P<who>fbi|police|sheriff|law enforcement|agents?|detectives?"
    r"|investigators?|experts?|specialists?|firm|insurer|carrier|state|cisa|secret service|vendors?|team"
    r"|staff|technicians?|teachers?|crews?)\b[^.;,]{0,20}? for"
    r" (?:(?:quickly |so |finally |swiftly )*(?:catching|stopping|finding|arresting|identifying|saving"
    r"|recovering|restoring|blocking|preventing|getting (?:back|all|our|every)|rescuing|protecting|securing"
    r"|locking|keeping (?:the |our |your |all )?(?:data|files|intruders|hackers|systems)))\b"
)


def list_culprits(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Persons of whom a plain sentence takes for granted what they did, unless the record knows of such."""
    fact = record.find(Subject.WAY_IN)
    way = str(fact.value or "").lower() if fact is not None and record.is_known(Subject.WAY_IN) else ""
    if (said := _CULPRIT.search(flat)) and said["role"].lower().rstrip("s") not in way:
        yield Leftover("who did it", said[0], said.start())
    if said := _THANKED_FOR.search(flat):
        yield Leftover("what they achieved", said[0], said.start())
