"""Who says a sentence, before it, amid it or behind it: left out, since the district says it all itself.

A speaker is one of the district's own: by an office of it, or by a name that the record has for nobody else.
What is told of the speaker ("who led the restoration") is a claim, and no form here has a place for it.
"""

from __future__ import annotations

import re

from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.names import list_agencies, list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.reader import load_reader
from firstbell.notify.statements.language.sentences import capitalize, has_verb
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.wholeness import tell_record
from firstbell.record.facts import Subject

NAME = r"[A-Z][\w'\u2019-]*[a-z](?:[ -][A-Z][\w'-]*[a-z]){0,2}"
OFFICE = (
    r"(?:(?:[Ii]nterim|[Aa]cting|[Dd]eputy|[Aa]ssistant|[Aa]ssociate) )?(?:[Ss]uperintendents?"
    r"(?: of [Ss]chools)?|(?:[Ss]chool |[Bb]oard )?(?:[Cc]hair(?:man|woman|person)?|(?:[Vv]ice )?[Pp]resident"
    r"|[Cc]lerk|[Ss]ecretary|[Mm]ember|[Tt]rustee|[Tt]reasurer)|(?:(?:IT|HR|[Tt]echnology|[Cc]ommunications?"
    r"|[Ff]inance|[Bb]usiness|[Oo]perations|[Ff]acilities|[Tt]ransportation|[Ii]nformation(?: [Tt]echnology"
    r"| [Ss]ecurity)?|[Hh]uman [Rr]esources|[Nn]etwork|[Ss]afety|[Ss]tudent [Ss]ervices) )+(?:[Dd]irector"
    r"|[Mm]anager|[Cc]oordinator|[Oo]fficer|[Cc]hief|[Aa]dministrator|[Ss]upervisor)"
    r"|[Cc]hief (?:\w+ ){1,3}[Oo]fficer|[Dd]irector of (?:(?!the\b)\w+ ){0,2}\w+"
    r"|(?:[Dd]istrict |[Ss]chool )?(?:[Ss]pokes(?:man|woman|person)|[Oo]fficials?|[Aa]dministrators?"
    r"|[Aa]dministration|[Ll]eaders)|[Pp]rincipal|[Dd]istrict|(?:[Gg]eneral |[Ll]egal )?[Cc]ounsel)"
)
_OWN = (
    r"(?:(?:[Tt]he|[Oo]ur|[Aa]) )?(?:(?:district|school|district's|school's|county schools) )?"
    rf"{OFFICE}(?: {NAME})?"
)
_TITLED = rf"(?:Mr|Mrs|Ms|Dr|Supt)\.? {NAME}"
_SPEAKER = (
    rf"(?P<who>(?:{_OWN}|{_TITLED}|(?P<name>{NAME})|[Hh]e|[Ss]he"
    rf"|I)(?:, (?:the |our )?(?:district's |school )?{OFFICE}(?: (?:of|for) the (?:district|schools))?,)?)"
)
DAY = (
    r"(?:(?:on |at )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:'s| (?:morning|afternoon|evening"
    r"|night))?"
    r"|today|tonight|this (?:morning|afternoon|evening|week)|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, 20\d\d)?))"
)
BODY = (
    r"(?:(?:the |our |school )*(?:board(?: of (?:education|trustees))?(?: members)?|trustees|members"
    r"|committee|council|meeting|audience|crowd|residents|reporters|press|room)|a reporter"
    r"|the \w+ (?:Times|Herald|Tribune|News|Journal|Gazette)|(?:a|one) (?:resident|trustee|member|parent))"
)
_WHERE = (
    r"(?: (?:in (?:response|answer|reply) to (?:a |an |another )?(?:question|questions|resident|trustee"
    r"|member|parent|reporter)s?(?: from (?:a |the )?(?:\w+ )?(?:resident|trustee|member|parent|reporter"
    r"|audience|board))?|in (?:a|an|the|his|her) (?:(?:written|brief|short|recorded|prepared|news|press"
    r"|public) )*(?:statement|message|letter|release|interview|briefing|update|e-?mail)"
    r"|at (?:a|an|the) (?:(?:special|regular|school|board|public|news|press) )*(?:meeting|conference|session"
    r"|briefing|hearing)|when asked(?: about (?:it|that))?|for the record|again|plainly|to applause"
    rf"|{DAY}(?: (?:board )?(?:meeting|session))?))*"
)
_SAYS = (
    r"(?:(?:has |had |also |then |later |further )*(?:said|says|stated|explained|explains|noted|notes|added"
    r"|adds|reported|reports|wrote|writes|announced|announces|confirmed|confirms|acknowledged|acknowledges"
    r"|recalled|continued|replied|answered|responded|emphasized|stressed|reiterated"
    rf"|(?:told|tells|informed|reminded|advised|assured) {BODY}){_WHERE})"
)
_ASKED = (
    r"(?:(?P<asked>[Aa]sked|[Qq]uestioned|[Pp]ressed)(?: by [\w ]{3,30})? (?:about|on|for)"
    r" (?:the |a |its |that |this )?(?P<topic>[\w' -]{3,40}), )?"
)
_FRONT = re.compile(
    rf"^{_ASKED}(?:As )?(?:In (?:a|an|his|her|the"
    rf"|our) [\w ]{{3,40}},? )?{_SPEAKER} {_SAYS}(?P<link>,? that|[:,])? [\"']?(?P<told>[^?]+)$"
)
_BEHIND = re.compile(
    rf"^(?P<told>[^?]+?),?[\"']? (?:(?:as )?{_SPEAKER} {_SAYS}"
    rf"|said {_SPEAKER.replace('who', 'who2').replace('name', 'name2')}{_WHERE})"
    r"(?:(?P<adding>, (?:adding|noting|saying|explaining|stressing)(?: that)?|, and(?: (?:he|she"
    r"|they) (?:added|said|noted))? that) (?P<more>[^?]+)"
    r"|,? [\"'](?P<next>[^?\"]+)[\"'])?$"
)
_AMID = re.compile(rf"^(?P<told>[^?]+?),[\"']? (?:as )?{_SPEAKER} {_SAYS}, [\"']?(?P<more>[^?]+)$")
_ACCORDING = re.compile(
    rf"^[Aa]ccording to {_SPEAKER}, (?P<told>[^?]+)$"
    rf"|^(?P<told2>[^?]+?),? according to {_SPEAKER.replace('who', 'who2').replace('name', 'name2')}[.]?$"
)
_DECLINES = re.compile(
    rf"^{_SPEAKER} (?:also )?(?:declined|refused|would not|did not want|was not willing"
    r"|was unwilling)(?: to)? (?:guess|speculate|comment|say more|elaborate|go further|discuss)"
    r"(?: (?:at|on|about)? ?(?P<topic>(?:the|a|an|its|their|what|who|how|when|whether) ?[\w' -]{2,60}?))?,"
    r" (?:saying|explaining|noting|because|adding)(?: that)? (?P<told>[^?]+)$"
)
_NONE_TO_GIVE = re.compile(
    rf"^[Aa]sked for (?:a|an|the) (?P<topic>[\w' -]{{3,60}}), {_SPEAKER} (?:had (?:none|no (?:number"
    rf"|answer|figure|date))(?: to (?:give|offer|share))?"
    r"|could not (?:give|offer|provide) (?:one|it)|gave none|did not have one)(?: yet)?[.]?$"
)
_ATTITUDE = re.compile(
    rf"^{_SPEAKER} (?P<verb>expects|believes|estimates|hopes|plans|does not know|cannot say"
    rf"|has not) (?P<told>[^?]+)$"
)
# where it is no sentence that is said: "said nothing of it", "told trustees of the theft"
_NO_SENTENCE = any_case(
    r"(?:nothing (?:about|of|more|to|on)|little|much|more|in|on|at|of|about|to|so|yes|no[,.;]|neither"
    r"|otherwise|as|if|whether|how|why|what"
    r"|who|when|where|which|with|for|from|by|only|the same|goodbye|hello|but|and|because|not)\b"
)
# one word that begins a sentence and is no name: whoever else may say something
_PEOPLE = any_case(
    r"(?:\w+(?:ors|ers|ists|ants|ians|ees|ents|als|ies|men)|police|nobody|everyone|everybody|somebody|someone"
    r"|anyone|they|we|you|it|i|this|that|these|those|there|one|some|many|most|all|both|none|few|each|law|data"
    r"|yes|no|not|people|counsel|staff|management|press|media|insurance|what|who|nothing|something|everything"
    r"|children|evidence|word|intelligence|legal|research|news|others?)"
)
# who is known for attacks, or for help against them, and is nobody of the district
_FIRMS = any_words(
    r"lock ?bit|akira|black ?(?:cat|suit|basta)|alphv|cl0?p|medusa|rhysida|vice society|royal|play|qilin|hive"
    r"|conti|ryuk|inc ransom|safepay|interlock|ransomhub|fog|bianlian|lynx|mandiant|crowdstrike|microsoft"
    r"|google|kroll|experian|equifax|transunion|powerschool|unit 42|coveware|sophos|cisco|fortinet|beazley"
    r"|chubb|aig|travelers|coalition|group|gang|team|society|security|solutions|insurance|mutual|agency"
    r"|bureau|department|office|commission|partners|systems?|labs?|cyber\w*|forensics?|sheriff|chief"
    r"|detective|agent|officer|lieutenant|captain|sergeant|governor|senator|mayor|attorney|general"
)
_PLURAL_SAID = any_case(r"^(?:he|she)\b(?! (?:resigned|retired))")


def _is_own(name: str | None, record: CaseRecord) -> bool:
    """Whether a speaker that is named by a name alone may be one of the district's people."""
    if not name:
        return True
    if any(name == one or f"The {name}" == one for one in record.names):
        return True
    words = re.findall(r"[\w']+", name)
    if list_agencies(name) or list_systems(name) or _FIRMS.search(name) or _PEOPLE.fullmatch(words[-1]):
        return False
    if any(re.search(r"[a-z][A-Z]|\d|_", word) and not re.match(r"(?:Mc|Mac|De|O')", word) for word in words):
        return False
    ours = {word.lower() for one in record.names for word in one.split()}
    theirs = tell_record(record) - ours
    if any(word.lower() in theirs for word in words):
        return False
    # a single thing has an article before it in English: such a word without one is a name
    return len(words) > 1 or not (words[0].endswith("s") and load_reader().model.knows(words[0].lower()))


def _fits_day(said: str, record: CaseRecord) -> bool:
    """Whether something may have been said on the day that is told: after the finding, not after today."""
    found, today = record.get_day(Subject.ENCRYPTION_EVENT, "found"), record.today
    for day in find_dates(said):
        if day.month is None or day.day is None or found is None or today is None:
            continue
        if not any(day.fits(one) for one in (found, today)) and not (
            (found.month, found.day) <= (day.month, day.day) <= (today.month, today.day)
        ):
            return False
    return True


def _clean(told: str) -> str:
    told = told.strip().strip("\"' ,")
    told = _PLURAL_SAID.sub("the district", told)
    return capitalize(told)


def _end(told: str) -> str:
    return told if re.search(r"[.!]$", told) else f"{told}."


def _is_sentence(told: str, link: str | None = "that") -> bool:
    """Whether what is said is a sentence, and no topic of which something was said."""
    told = told.strip("\"' ")
    return len(told.split()) > 2 and has_verb(told) and (bool(link) or not _NO_SENTENCE.match(told))


def drop_speaker(read: str, record: CaseRecord) -> str:
    """The sentence without who says it, before it, amid it or behind it."""
    if "?" in read:
        return read
    for tell in (_tell_behind, _tell_amid, _tell_front, _tell_declined):
        told = tell(read, record)
        if told:
            return told
    return read


def _may_drop(match: re.Match[str], record: CaseRecord) -> bool:
    named = match.groupdict()
    said = match.string[slice(*match.span("who"))] if named.get("who") else ""
    around = (
        match.string.replace(named.get("told") or "", " ", 1)
        .replace(said, " ", 1)
        .replace(named.get("more") or " ", " ", 1)
    )
    names = (named.get("name"), named.get("name2"))
    return all(_is_own(name, record) for name in names) and _fits_day(around, record)


def _tell_front(read: str, record: CaseRecord) -> str:
    front = _FRONT.match(read)
    if front and _is_sentence(front["told"], front["link"]) and _may_drop(front, record):
        told = front["told"]
        return _end(_clean(_part_adding(told)))
    label = _LABEL.match(read)
    if label and label["name"] not in record.names and has_verb(label["told"]) and _may_drop(label, record):
        return _end(_clean(label["told"]))
    if (attitude := _ATTITUDE.match(read)) and _may_drop(attitude, record):
        return f"The district {attitude['verb']} {attitude['told']}"
    return ""


# a transcript names who speaks before what he says
_LABEL = re.compile(rf"^(?P<who>{_OWN}|{_TITLED}|(?P<name>{NAME})): [\"']?(?P<told>[^?]+)$")
_ADDING = re.compile(r",[\"']? (?:adding|noting|and added|and noted) that (?=\w+ \w+)")


def _part_adding(told: str) -> str:
    return _ADDING.sub("; ", told)


def _tell_behind(read: str, record: CaseRecord) -> str:
    according = _ACCORDING.match(read)
    if according and _may_drop(according, record):
        return _end(_clean(according["told"] or according["told2"]))
    behind = _BEHIND.match(read.rstrip(".\"' "))
    if behind is None or not has_verb(behind["told"]) or not _may_drop(behind, record):
        return ""
    more = behind["more"] or behind["next"]
    told = _clean(behind["told"]).rstrip(".")
    return f"{told}; {_lower(more)}." if more else _end(told)


def _lower(told: str) -> str:
    """A clause that follows another; "he" is the district."""
    return _PLURAL_SAID.sub("the district", told.strip("\"' ."))


def _tell_amid(read: str, record: CaseRecord) -> str:
    amid = _AMID.match(read)
    if amid is None or not _may_drop(amid, record):
        return ""
    more = amid["more"].strip("\"'")
    joint = ", " if re.match(r"(?:and|but|so|though|while|yet|or|which|who)\b", more) else " "
    return _end(_clean(f"{amid['told']}{joint}{more}"))


def _tell_declined(read: str, record: CaseRecord) -> str:
    declined = _DECLINES.match(read)
    if declined and _may_drop(declined, record):
        topic, told = declined["topic"], declined["told"]
        if topic and re.match(r"(?:the|an?|its|their) ", topic):
            told = re.sub(r"\bit(?=[.]?$)", topic, told, count=1)
        return _end(_clean(told))
    none = _NONE_TO_GIVE.match(read)
    if none and _may_drop(none, record):
        return f"The {none['topic']} is not known."
    return ""
