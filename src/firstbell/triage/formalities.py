"""What a text says by form, which threatens nobody: notices below a mail, open questions, program manuals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.triage.clues import Clue, has_clue

# "If you are not the recipient, any use or publication is prohibited and may be prosecuted."
_USE = re.compile(
    r"\b(?:use|review|disclosure|distribution|copying|publication|dissemination|reproduction|forwarding)\b",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r"\b(?:prohibited|unlawful|forbidden|not permitted|illegal)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
# "we do not know whether files were copied"
_OPEN = re.compile(
    r"\b(?:whether|if)\b (?:any |the |our |your |these |some )?(?:\w+ ){0,3}"
    r"(?:was|were|has been|have been|had been) (?:taken|copied|stolen|downloaded|accessed|published)\b",
    re.IGNORECASE,
)
# some words between marks of one kind; an apostrophe begins and ends no word, and a speaker's name may
# stand in brackets before what they say
_QUOTATION = re.compile(
    r"\"[^\"\n]{3,300}\"|\u201c[^\u201d\n]{3,300}\u201d|\u00ab[^\u00bb\n]{3,300}\u00bb"
    r"|(?<!\w)['\u2018](?=[\w\[(\u00bf\u00a1])[^\n'\u2019]{3,300}(?:\w['\u2019]\w[^\n'\u2019]{1,300}){0,5}['\u2019](?!\w)"
)
_WARNING = re.compile(
    r"\b(?:(?:do not|don[\u2019']t|never|need not) \w+|not (?:from|sent by) (?:us|the)|it (?:is|was) not"
    r"|fakes?|quarantin\w*|held (?:back|since)|stopped at the (?:gateway|filter)"
    r"|(?:nothing|none|not)(?: (?:was|were|got|has been))? (?:delivered|through)"
    r"|no(?:body| one| user) (?:received|clicked|opened|got)"
    r"|(?:will be|were|was) (?:deleted|blocked|stopped|caught)|delete"
    r"|cuarentena|(?:fueron|fue) (?:retenid|bloquead)[oa]s?"
    r"|forged|scams?|pranks?|jokes?|hoax|drill|exercise|criminals"
    r"|(?:forward|report|send) (?:it|them) to"
    r"|no (?:deben?|contest\w+|pagu\w+|respond\w+|abr\w+|somos nosotros|son nuestr[oa]s)|nunca pid\w+"
    r"|cuelguen?|fals[oa]s?|estafas?)\b",
    re.IGNORECASE,
)
# "The people who broke into the offices say that they will release more": news, which speaks to nobody
_REPORTED = re.compile(
    r"\b(?:people|those|they|persons?|hackers?|groups?|gangs?|attackers?|thieves|criminals|extortionists|blackmailers|intruders"
    r"|crew|personas|quienes|grupo|ladrones|delincuentes|atacantes)\b[^.!?\n]{0,90}"
    r"\b(?:say|says|said|claim|claims|claimed|threaten\w*|announce\w*|demand(?:s|ed|ing)?|want(?:s|ed)?|vow\w*"
    r"|dice\w*|dijo|dijeron|afirm\w+|amenaz\w+|exig\w+|anunci\w+|quier\w+)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:we(?: will|'ll| have| hold)|our|ours|us|your?|yours|nosotros|nuestr[oa]s?|usted(?:es)?|su)\b",
    re.IGNORECASE,
)
# a bar before a line marks a quotation, too; a line that ends with one is a row of a table
_MARKED = re.compile(r"^[ \t]*(?:>.*|\|(?!.*\|[ \t]*$).*)$", re.MULTILINE)
_SET_IN = re.compile(r"^(?: {4,}|\t)\S.*$", re.MULTILINE)
_LEAVE_IT = re.compile(
    r"\b(?:do not|don[\u2019']t|never|not to|or) (?:pass (?:it|them|this) on|forward|share|answer|reply"
    r"|respond|pay|write to its|click|open|scan|type|tap|engage)\b|\bdelete (?:it|them)\b"
    r"|\bno (?:la |lo |le |les |las |los )?(?:contest|respond|reenv|compart|pagu|abr|hag|den)\w*",
    re.IGNORECASE,
)
_WITH_WHOM = re.compile(
    r"\b(?:not (?:(?:from|sent by|written by) (?:us|the district|our)|ours)|fakes?|hoax|scams?|false"
    r"|(?:police|sheriff\S*|fbi|detectives?)(?: \w+){0,2} (?:has|have|know|knows|got)"
    r" (?:it|them|a copy|copies|this)"
    r"|(?:forward|send|report|hand|bring) (?:it|them)(?: \w+){0,2} (?:to|in)"
    r"|no (?:es|son|viene|vienen) (?:de nosotros|nuestr\w+|del distrito)|fals[oa]s?|estafas?"
    r"|polic\u00eda (?:tiene|ya tiene))\b",
    re.IGNORECASE,
)
# "THIS IS AN EXERCISE. Inject 3 of 9"
_EXERCISE = re.compile(
    r"\b(?:this is (?:only )?(?:an? )?(?:exercise|drill|simulation)|exercise(?:[\s*!,-]+exercise)+|table-?top"
    r"|inject (?:no\.? ?|# ?)?\d+|(?:do not|don['\u2019]t) (?:forward|share|take|call)[^.!?\n]{0,30} exercise"
    r"|for training purposes|(?:esto )?es (?:solo )?un simulacro)\b",
    re.IGNORECASE,
)
_FEWEST_OF_EXERCISE = 2
_BREAK = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=[^\s*#>-])")
_COMMAND = re.compile(r"^(?: {4,}|\t+|\$ )\S|(?<!\w)--[a-z][\w-]+|`[^`\n]+`")
_HEADING = re.compile(r"^(?:#{1,6} \S|\|.*\|[ \t]*$|[=-]{3,}[ \t]*$)")
_FENCE = "```"
_FEWEST_COMMANDS, _FEWEST_HEADINGS = 10, 3
# of the lines with words
_LEAST_MARKED = 0.2
# so many commands no threat has: what it says of threats, it says of others'
_MANY_COMMANDS = 30
_TOLD_THREATS = ("threat_told", "condition", "harm")
_THREATS = (
    "threat",
    "pressure",
    "refused",
    "no_police",
    "wallet",
    "contact",
    "channel",
    "telegram",
    "actor_claim",
    "known_actor",
)


def drop_formalities(text: str) -> str:
    """The text without notices that forbid its use, and without open questions of what was taken."""
    return _OPEN.sub(" ", _SENTENCE.sub(lambda found: " " if _is_notice(found[0]) else found[0], text))


def _is_notice(sentence: str) -> bool:
    """Whether a sentence forbids a use. Each half is looked for once: one pattern of both would cost the
    square of a sentence that does not end.
    """
    use = _USE.search(sentence)
    return use is not None and _FORBIDDEN.search(sentence, use.end()) is not None


def drop_quotations(text: str) -> str:
    """The text without what stands in quotation marks: words that its writer says others wrote."""
    return _QUOTATION.sub(" ", text)


def join_lines(text: str) -> str:
    """The text with each paragraph in one line: mail programs break a quotation, too."""
    return _BREAK.sub(" ", text)


def plays(text: str) -> bool:
    """Whether the own words of a text announce an exercise, in two ways: what it quotes is then a part that
    somebody plays.
    """
    own = drop_quotations(join_lines(text))
    return len({found[0].lower() for found in _EXERCISE.finditer(own)}) >= _FEWEST_OF_EXERCISE


def drop_reported(text: str) -> str:
    """The text without sentences that tell what those who broke in say or want, and speak to nobody."""
    return _SENTENCE.sub(
        lambda found: " " if _REPORTED.search(found[0]) and not _SPEAKS.search(found[0]) else found[0], text
    )


def drop_marked(text: str, *, set_in: bool = False) -> str:
    """The text without lines that bear the mark of a quotation, or are `set_in`."""
    return _MARKED.sub("", _SET_IN.sub("", text) if set_in else text)


def disowns(text: str) -> bool:
    """Whether the own words of a text tell the reader to leave what it quotes, and say whose it is or who has
    it: both, since who means a threat only says one.
    """
    own = drop_quotations(drop_marked(text, set_in=True))
    return _LEAVE_IT.search(own) is not None and _WITH_WHOM.search(own) is not None


# "Will it pay before the deadline?": who asks whether something happened threatens nobody with it
_ASKED = re.compile(
    r"(?:(?<=[.!?:\n])|^)[ \t\u00bf]*(?:\(?\d{1,2}[).] |[*-] )?"
    r"(?:has|have|had|did|does|do|will|would|was|were|is|are|can|could|who"
    r"|whom|what|when|where|why|how|which|whether|and|or|if so|hay|ha|han|va|van|es|son|fue|fueron|existe"
    r"|cu[a\u00e1]\w*|qu[e\u00e9]|qui[e\u00e9]n\w*|c[o\u00f3]mo|recibi[o\u00f3]|public\w*|pag\w*|podr\w*"
    r"|puede\w?)\b[^.!?\n]{3,300}\?",
    re.IGNORECASE,
)
# "A source says that files will be published. Is that right?": told as what others say, and asked about
_HEARD = re.compile(
    r"(?:(?<=[.!?:\n])|^)[ \t*-]*(?:(?:an?|one|another|some|several|two|our|my) (?:\w+ )?(?:sources?"
    r"|readers?|parents?|callers?|teachers?"
    r"|people|neighbors?|employees?|officials?|colleagues?)|(?:people|readers|parents|callers|neighbors"
    r"|rumou?rs?|posts?|someone online"
    r"|the (?:rumou?r|paper|tv station)))"
    r" (?:says?|tells? (?:me|us)|told (?:me|us)|claims?|is saying|are saying|(?:has|have) (?:told (?:me"
    r"|us)|heard))(?: that)? [^.!?\n]{5,200}\."
    r"\s+(?:(?:is|was|are) (?:that|this|it|the \w+|those)(?: \w+){0,2} (?:right|true|correct|accurate|so)"
    r"|(?:is|was) there (?:any )?truth"
    r" (?:to|in) (?:that|this|it)|(?:can|could|will|would) you (?:please )?(?:confirm|verify|deny) (?:that"
    r"|this|it|whether)[^.?\n]{0,60})\?",
    re.IGNORECASE,
)
# "We are told that files are out; confirm or deny."
_DENY = re.compile(
    r"\b(?:(?:we|i) (?:are|am|was|were|have been) told|(?:we|i) hear|(?:sources?|parents?|readers?)"
    r" (?:say|tell (?:me|us)))(?: that)? [^.!?\n]{5,200}[;,:-]\s{0,2}(?:please )?"
    r"(?:confirm or deny|true or false|right or wrong)\b",
    re.IGNORECASE,
)
# "We won't print names": who holds back threatens nobody, unless something is to be done for it
_HELD_BACK = re.compile(
    r"\b(?:we|i|(?:the|this|our) (?:paper|station|newsroom|editors?))(?: will not|'ll not|\u2019ll not"
    r"| won['\u2019]?t| do not| don['\u2019]?t| would not| wouldn['\u2019]?t| are not going to)(?: \w+ly)?"
    r" (?:publish|print|run|post|air|name|share)\b[^.!?;\n]{0,80}(?=[.!?;\n]|$)",
    re.IGNORECASE,
)
_FOR_SOMETHING = re.compile(
    r"\b(?:if|unless|until|till|while|when|once|before|after|yet|today|now|tonight|again|as long|so long"
    r"|provided|in return|in exchange|for \$?\d|pay\w*|but|than|then)\b",
    re.IGNORECASE,
)
_OWN_SIDE = re.compile(
    r"\b(?:we(?: will|'ll| have| hold)|our (?!source|reader|caller)|ours|pay us|contact us|write to us"
    r"|my (?!source))\b",
    re.IGNORECASE,
)
_OURSELVES = re.compile(r"\b(?:we|us|our|ours|me|nosotros|nuestr\w+)\b", re.IGNORECASE)


def drop_asked(text: str) -> str:
    """The text without questions of fact in which the writer does not speak of a side of their own.

    Nor with what others are said to say, where it is asked whether that is so, or with what the writer says
    that they will not make known, whatever happens.
    """
    text = _HELD_BACK.sub(lambda found: found[0] if _FOR_SOMETHING.search(found[0]) else " ", text)
    for heard in (_HEARD, _DENY):
        text = heard.sub(lambda found: found[0] if _OWN_SIDE.search(found[0]) else " ", text)
    return _ASKED.sub(lambda found: found[0] if _OURSELVES.search(found[0]) else " ", text)


def is_warning(text: str) -> bool:
    """Whether a text says, in its own words, what not to do, or that what it quotes is false."""
    return _WARNING.search(drop_quotations(text)) is not None


def is_manual(text: str, clues: Sequence[Clue]) -> bool:
    """Whether a text describes programs, by its commands and headings, and threatens and reaches nobody."""
    if has_clue(clues, *_THREATS):
        return False
    commands = headings = lines = 0
    fenced = False
    for line in text.splitlines():
        if line.strip().startswith(_FENCE):
            fenced = not fenced
        elif line.strip():
            lines += 1
            headings += bool(_HEADING.match(line))
            commands += fenced or bool(_COMMAND.search(line))
    if commands < _MANY_COMMANDS and has_clue(clues, *_TOLD_THREATS):
        return False
    if commands < _FEWEST_COMMANDS or (commands < _MANY_COMMANDS and headings < _FEWEST_HEADINGS):
        return False
    return commands + headings >= _LEAST_MARKED * lines
