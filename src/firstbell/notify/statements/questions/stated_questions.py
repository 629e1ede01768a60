"""Questions as what they ask or take for granted: "were files taken" as "files were not taken"."""

from __future__ import annotations

import re

from firstbell.notify.statements.language.sentences import has_verb

# the marks of a question and its answer
LABEL = r"(?:q|a|p|r|question|answer|pregunta|respuesta)\d{0,2}[:.)] *"
LABELED = re.compile(rf"^{LABEL}(?=\S)", re.I)
_WHY = re.compile(r"^why ((?:was|were|is|are|has|have|had|did|do|does|can|could)\b.*)\?[\"')]*$", re.I)
_ASKED_WHY = re.compile(
    r"(was|were|is|are|has|have|had|can|could) (i|we|you|they|it|(?:my|your|our|the|this) (?:\w+ )?\w+)"
    r"( not|n't)? (.*)",
    re.I,
)


# "Remember the week in May when we were closed?": what stands behind it is taken for granted
_WHO_KNOWS = (
    r"(?:(?:do|don't|does|can|can't) (?:you|we|anyone|everyone) (?:all |still |also |not )*)?"
    r"(?:remember|recall|forget|believe|notice|imagine)|(?:who|how) (?:could|can|would|will) (?:you|we"
    r"|anyone|ever |"
    r"possibly )*(?:forget|remember)|(?:did|do) you (?:all |also |already )*(?:know|hear|notice|realize|see)|"
    r"(?:have|had) you (?:all |also |already )*(?:heard|noticed|seen|realized)|heard|glad|happy|relieved|"
    r"(?:are you )?(?:still |already |also )*(?:upset|angry|worried|sad|disappointed|surprised|shocked"
    r"|concerned|"
    r"afraid|tired|curious|wondering|mad|sorry|confused)"
)
_GRANTED = re.compile(
    rf"^(?:and |so |but |oh,? )?(?:{_WHO_KNOWS}),? (?:(?:that|how|when|why|about|as)\b|the (?:first |last "
    rf"|whole |entire )?"
    r"(?:day|days|week|weeks|month|morning|time|night|year|afternoon|weekend)(?P<month> (?:in|of|last|this"
    r"|back in)"
    r" [a-z]+)?(?: (?:when|that|in which|on which))?|(?P<bare>)(?=(?:all|the|our|every|no|none|we|your|any"
    r"|nobody|they)\b))"
    r" ?(?P<what>[^?]{8,})\?[\"')]*$",
    re.I,
)


_SHORTEST = 3


def state_granted(question: str) -> str:
    """What a question of who remembers or knows something takes for granted; "" where it asks else."""
    granted = _GRANTED.match(question)
    if granted is None or len(granted["what"].split()) < _SHORTEST:
        return ""
    if granted["bare"] is not None and not has_verb(granted["what"]):
        return ""
    what = f"{granted['what'][:1].upper()}{granted['what'][1:]}"
    return f"{what}{granted['month'] or ''}."


def state_why(question: str) -> str:
    """What a question takes for granted that asks why it is so, or who remembers it; "" where it is none."""
    bare = LABELED.sub("", question)
    why = _WHY.match(bare)
    if why is None:
        return state_granted(bare)
    parts = _ASKED_WHY.fullmatch(why[1])
    if parts:
        return f"{parts[2][0].upper()}{parts[2][1:]} {parts[1]}{' not' if parts[3] else ''} {parts[4]}."
    return f"{state_question(why[1], denies=False)}."


ASKED = re.compile(
    r"(was|were|is|are|has|have|had) (.+?) ((?:been|being|back|still|now|already|yet|final|safe|secure|stolen"
    r"|taken|lost|hit|struck|paid|found|told|sent|made|up|down|online|offline|affected|(?!outgoing"
    r"|incoming|ongoing"
    r"|remaining|learning|building|training|monitoring|parking|morning|evening)\w+ing|\w+ed)\b.*)",
    re.I,
)
_ANY = re.compile(r"any(?:thing|one|body)?\b", re.I)
_DID = re.compile(
    r"(did|do|does) ((?:the|our|your) (?:\w+ ){0,2}?\w+|you|we|they|anyone|anybody"
    r"|[A-Z][\w'.-]*(?: [A-Z][\w'.-]*)*)"
    r" ((?:pay|take|publish|get|find|lose|steal|copy|reset|notify|report|tell|offer|inform|call|send"
    r"|restore|leak|post"
    r"|demand|ask|leave|search|review|examine|hire|engage|contact|involve|affect|reach|confirm|learn|discover"
    r"|notice|start|begin|sign|issue|mail|open|reopen|change|bring|retain)\b.*)"
)


_WHOLE = r"(?:every(?:thing)?|all)(?: of)?(?: (?:the|our|your))?(?: \w+){0,2}?"
# "could every file be recovered", "were you able to restore all files"
_COULD = re.compile(
    rf"(?:could|can) (?P<what>{_WHOLE}) be (?P<done>recovered|restored|saved|brought back)"
    r"|(?:(?:could|can) (?:you|we|the district)|(?:was|were) (?:you|we|the district) able to)"
    rf" (?P<act>recover|restore|save|bring back|get back) (?P<whole>{_WHOLE})",
    re.I,
)
_RECOVERED = {
    "recover": "recovered",
    "restore": "restored",
    "save": "saved",
    "bring back": "brought back",
    "get back": "recovered",
}


def state_question(question: str, *, denies: bool) -> str:
    """A question as what its answer says: "were files taken", denied, is "files were not taken"."""
    body = question[0].lower() + question[1:]
    if did := _DID.fullmatch(body):
        who = "we" if did[2].lower() in ("you", "we") else did[2]
        what = f"{did[3]} a ransom" if did[3].lower() in ("pay", "pay up") else did[3]
        return f"{who[0].upper()}{who[1:]} {did[1]}{' not' if denies else ''} {what}"
    if could := _COULD.fullmatch(body):
        what, done = (could["what"], could["done"]) if could["what"] else (could["whole"], could["act"])
        whole = f"{what[:1].lower()}{what[1:]}" if denies else f"{what[:1].upper()}{what[1:]}"
        return f"{'Not ' if denies else ''}{whole} could be {_RECOVERED.get(done, done)}"
    parts = ASKED.fullmatch(body)
    if parts is None:
        return f"{'Not ' if denies else ''}{body}"
    whom = _ANY.match(parts[2]) if denies else None
    if whom:
        # "has anything been published", denied, is "nothing has been published"
        none = {"anything": "nothing", "anyone": "nobody", "anybody": "nobody"}.get(whom[0].lower(), "no")
        none = "none" if parts[2].lower().startswith("any of") else none
        return f"{none.capitalize()}{parts[2][whom.end() :]} {parts[1]} {parts[3]}"
    if denies and re.match(r"every(?:one|body|thing)\b|all\b", parts[2], re.I):
        return f"Not {parts[2]} {parts[1]} {parts[3]}"
    stated = f"{parts[2]} {parts[1]}{' not' if denies else ''} {parts[3]}"
    return stated[0].upper() + stated[1:]


_POINTS_BACK = re.compile(r"\b(?:it|they|them|this|that|these|those|which|he|she|both)\b", re.I)


def join_more(read: str, more: str) -> str:
    """An answered question and what the answer says besides, as one sentence; "" where they are none.

    "Did you pay? Yes, $225,000 on October 17"; "Were they reset? Not yet, neither for staff nor for pupils".
    """
    denies = " not " in f" {read.lower()} "
    more = re.sub(r"\bthose of\b", "of", more, flags=re.I)
    told = re.sub(r"^neither (.*) nor ", r"\1 or ", more, flags=re.I) if denies else more
    if not more or (denies and told == more) or _POINTS_BACK.search(told):
        return ""
    return f"{read.rstrip('.')} {told}."
