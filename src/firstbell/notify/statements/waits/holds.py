"""Which sentences wait for a person: all that are not judged, but those that surely claim nothing.

A sentence passes in silence where it greets, thanks, asks or advises, or tells of school days without a word
that belongs to the event, and where it promises to inform and binds to nothing. All else that no rule judges
is held. A promise about nothing that rules know is held where it binds the district to something.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading, read_sentence
from firstbell.notify.statements.language.patterns import any_case, any_words, read_table
from firstbell.notify.statements.language.reader import load_reader
from firstbell.notify.statements.language.sentences import Manner, is_heading, is_title, judge_manner, plain
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.questions.stated_questions import state_granted

PERSON = "a named person who confirms the sentence as it stands (`firstbell statement confirm`)"
SPEAKER = (
    "a speaker of the language who confirms the sentence as it stands: the rules read English and Spanish"
)
_QUIET = frozenset({Manner.GREETING, Manner.QUESTION, Manner.ADVICE, Manner.FEELING})
_TELLING = any_words(
    r"(?:know|learn|share|say|have) more|more (?:information|details)"
    r"|(?:additional|further) (?:information|details)"
    r"|updat\w+|keep (?:\w+ )?(?:informed|posted)|in touch"
    r"|(?:write|report|be back) (?:\w+ )?(?:again|back)"
    r"|(?:share|post|provide) (?:\w+ ){0,4}(?:results|findings|information|details|answers)"
)
# a title that only names what kind of text stands below it
_LABEL = any_case(
    r"^to\b|\b(?:statement|update|notice|message|letter|faqs?|questions(?: and answers)?|q ?& ?a|information"
    r"|press release|news|report|overview|summary|resources|contact|background|timeline|next steps"
    r"|what (?:happened|we|you)|where (?:things|we) stand)\b"
)
# how likely the second reader must hold a claim for, so that a sentence waits: less where a word may belong
# to the event, more where rules know the sentence's manner (figures: docs/statements-report.md)
_HOLD, _HOLD_PERHAPS, _HOLD_QUIET = 0.5, 0.2, 0.96
_LONGEST_GREETING = 8
# the share of words that nobody taught it, above which it is not asked
_MOST_UNKNOWN = 0.5
_WRITING = any_case(
    r"\b(?:will|going to|plans? to|intends? to|hopes? to|mean to) (?:also |then |directly |be )*(?:write to"
    r"|notif(?:y|ied)|contact(?:ed)?|inform(?:ed)?|tell|told|call(?:ed)?|reach out to|hear(?:ing)? from us"
    r"|send (?:a letter|letters))\b"
    r"|\bletters (?:to (?:\w+ ){1,3})?(?:will )?follow\b"
)
# "around two hundred households will be hearing from us": of how many it is said
_SO_MANY = any_case(
    r"\b(?:\d[\d,.]*|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|a third|a quarter|most|few"
    r"|a handful|many)\b)(?: (?:of|the|our|your|these|those|more|other|such|current|former|affected)\b)*"
    r" (?:people|persons|households|homes|famil(?:y|ies)|students?|pupils?|parents?|guardians?|employees?"
    r"|teachers?|staff|graduates|alumni|retirees|residents|neighbors|individuals|children|kids)\b"
)
# who will not speak of something binds himself to nothing
SILENT = any_case(
    r"\b(?:will not|won't|cannot|can't|are not able to|are unable to) (?:be )?(?:able to )?(?:comment\w*"
    r"|discuss\w*|speculat\w+|answer\w*)\b"
)
# what intruders are said to say
CLAIMED = any_case(
    r"\b(?:group|gang|attackers?|hackers?|intruders?|criminals?|thieves|they|actors?) (?:\w+ )?(?:claims?"
    r"|claimed|alleges?|alleged|boasts?) (?:to have|that|it|they|responsibility)\b"
)
_ON = (
    r"(?:,? (?:(?:on|at|by|this|next|again on|later on|around|from) )?(?:(?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day|tomorrow|tonight|today|noon|midday|midnight|morning|afternoon|evening|week|(?:january|february"
    r"|march|april|may|june|july|august|september|october|november|december) \d{1,2}(?:, \d{4})?"
    r"|\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\b\.?| o'clock)?|in the (?:morning|afternoon|evening)))+"
)
_PLACE = (
    r"(?: (?:to you|with you|to (?:all )?families|from us|again|here|more|on this page"
    r"|on our (?:web ?)?(?:site|page)|by (?:e-?mail|letter|phone|text)))*"
)
# that more will be told on a day, and not what: nobody is bound to anything else by it
NEXT_NEWS = any_case(
    r"(?:and |so )?(?:(?:we|i)(?:'ll| will| shall| plan to| expect to) (?:write|report|speak|update you"
    r"|tell you more|share more|have more|say more|know more|be back|be in touch"
    r"|(?:send|post|publish|share|have) (?:you )?(?:an|another|our next|the next|a new|our) (?:short "
    rf"|brief )?(?:update|letter|message)){_PLACE}{_ON}|(?:our|the|your) next (?:update|letter|message|report"
    rf"|post|briefing|e-?mail|note){_PLACE} (?:will (?:come|follow|go out|appear|arrive|reach you"
    r"|be (?:here|sent|shared|posted|published|mailed|out|with you))"
    rf"|is (?:planned|due|set|coming|scheduled)(?: for)?|comes|goes out|follows){_PLACE}{_ON}){_PLACE}[.!]?"
)
# to ask for money of a budget is a request, and binds nobody else
ASKING_LEAVE = any_case(
    r"\b(?:will|plan to|are going to) ask (?:you|the (?:school )?board|voters|the community|trustees) to"
    r" (?:approve|consider|vote on|fund|support) (?:a|an|the|our|next year's|new) (?:\w+ ){0,3}(?:budget"
    r"|purchase|levy|bond|funding|referendum)(?: for"
    r" (?:(?:new|more|better|school|classroom|network|computer|office|security) ){0,3}(?:equipment|devices"
    r"|computers|buses|staff|technology|software|training|security|hardware|buildings|schools))?[.!]?$"
)
# "letters will reach everyone by Thanksgiving": who is to have one by when
_BOUND = any_case(
    r"\b(?:everyone|everybody|all|every|each|nobody)\b[^.;]* (?:by|before|within|no later than) (?!then\b)\w+"
    r"|\b(?:by|before|within|no later than) [^.;]{3,30}? (?:everyone|everybody|all|every|each)\b"
)
# a promise to write to whom it concerns says nothing of whom it does
_INFORMING = frozenset({"letters", "told", "credit_monitoring"})

# a number of these is a claim, whether or not a judge can compare it
_COUNTED = frozenset({"people_count", "letters", "coercion", "exfiltration", "published"})


@lru_cache(maxsize=1)
def _load() -> Mapping[str, re.Pattern[str]]:
    raw = read_table("waits", "ordinary.toml")
    return {name: any_case(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") for name, words in raw.items()}


_TAKEN_AT_SCHOOL = any_case(
    r"\b(?:attendance|pictures?|photos?|portraits?|notes|orders|tests?|exams?|roll)(?: \w+){0,3} (?:be|is|are"
    r"|was|were) (?:now |still |again )?taken\b"
)


def names_event(text: str) -> bool:
    """Whether a word of a text may belong to the event."""
    return bool(_load()["event"].search(_TAKEN_AT_SCHOOL.sub(" ", plain(text))))


def is_of_school(text: str) -> bool:
    """Whether neither a word nor the second reader sees the event in a text."""
    least = _HOLD_PERHAPS if _load()["perhaps"].search(plain(text)) else _HOLD
    return not names_event(text) and load_reader().weigh(text) < least


def surely_claims_nothing(sentence: str) -> bool:
    """Whether a sentence tells whom to reach and how, or is a set phrase: no word of it is read further."""
    return bool(_load()["surely"].fullmatch(plain(sentence).strip(" .!:*#_()[]")))


# "once the review is over": what is waited for is not taken for granted
_WHEN_IT_IS = any_case(
    r"\b(?:once|when|whenever|until|as soon as) (?:the|our|this|that|all|it|they|we)\b[^,;.]{0,60}?\b(?:is"
    r"|are|has|have)(?: been)? (?:over|contained|restored|complete|completed|finished|done|safe|secure)\b"
)


def _takes_for_granted(flat: str) -> bool:
    """Whether a plain sentence presumes something of the event, or to how many people a letter will go."""
    if _WRITING.search(flat) and _SO_MANY.search(flat):
        return True
    return _load()["presumed"].search(_WHEN_IT_IS.sub(" ", flat)) is not None


def may_pass_unread(sentence: str, said: str) -> bool:
    """Whether a sentence in which no rule sees a claim surely makes none, and the second reader sees none.

    `said`: as it is written, where the sentence is its gloss.
    """
    flat = plain(sentence)
    if _takes_for_granted(flat):
        return False
    granted = state_granted(flat)
    if granted and not (is_of_school(granted) and not any(one.proposition for one in read_sentence(granted))):
        return False
    if judge_manner(sentence) is Manner.FEELING and _WRITING.search(flat):
        return True
    label = _LABEL.search(flat)
    if label and is_heading(flat) and (is_title(sentence) or label.end() == len(flat)):
        return True
    if _reads_claim(sentence, said):
        return False
    return judge_manner(sentence) in _QUIET or not names_event(flat)


def may_pass_unjudged(sentence: str, said: str, readings: Sequence[ClaimReading]) -> bool:
    """Whether what no rule judges is surely no claim: a promise to inform, or a sentence of school days."""
    if _takes_for_granted(plain(sentence)):
        return False
    if any(one.proposition and one.proposition.truth in _COUNTED and one.numbers for one in readings):
        return False
    if all(only_informs(reading) for reading in readings):
        return True
    return not names_event(sentence) and not _reads_claim(sentence, said)


def _reads_claim(sentence: str, said: str) -> bool:
    """Whether the second reader sees a claim, or words that it does not know."""
    manner = judge_manner(sentence)
    if manner is Manner.QUESTION:
        return False
    if manner is Manner.GREETING and len(sentence.split()) <= _LONGEST_GREETING:
        return False
    reader = load_reader()
    if len(reader.list_unknown(said)) > _MOST_UNKNOWN * len(said.split()):
        return True
    if manner in _QUIET:
        return reader.weigh(said) >= _HOLD_QUIET
    # of a word without a gloss nobody knows whether it belongs to the event
    strange = said != sentence and bool(gloss(said).unknown)
    perhaps = strange or _load()["perhaps"].search(plain(sentence))
    return reader.weigh(said) >= (_HOLD_PERHAPS if perhaps else _HOLD)


def only_informs(reading: ClaimReading) -> bool:
    """Whether a reading promises to inform, declines to speak or asks for money, and binds to no more."""
    if not reading.is_promise:
        return False
    if NEXT_NEWS.fullmatch(reading.plain):
        return True
    if _WRITING.search(reading.plain) or SILENT.search(reading.plain):
        return True
    if reading.proposition is None and ASKING_LEAVE.search(reading.plain):
        return True
    if reading.proposition is not None:
        informs = reading.proposition.truth in _INFORMING and not _BOUND.search(reading.plain)
        return informs or reading.conditional
    return bool(_TELLING.search(reading.plain)) or reading.conditional


_BINDING = any_words(
    r"guarantee\w*|promis\w+|pledg\w+|vow\w*|never|ensur\w+ that|(?:will|shall) ensure|will not|won't"
    r"|our word"
    r"|no (?:further|more|other|student|data|information|harm|one|family|child)\w*(?: \w+){0,2} will"
)
_TELLS_MORE = any_words(r"(?:know|learn|share|say|have) more|more (?:information|details)|updates?")


# "I won't tell you that it is": what is not going to be said binds nobody; nor who comes to ask
_SAYING = any_case(
    r"\b(?:will not|won't|never|not going to) (?:\w+ )?(?:tell you|say|call it|claim|pretend|guess|speculate"
    r"|hide|soften|stretch|sugarcoat|minimize)\b"
    r"|\bpromised (?:you )?an? (?:\w+ )?(?:account|answer|update|report)\b"
    r"|\b(?:will|'ll) come to (?:you|us) first\b"
    r"|\b(?:nobody|no one)\b[^.;]{0,40} will (?:ever )?(?:ask|call|e-?mail|text)\b"
)
# "no child will ever suffer from this"
_HARMLESS = any_case(
    r"\b(?:no|not|never|nobody|none|nothing|won't)\b.*\b(?:harm\w*|hurt|suffer\w*|lose|worr(?:y|ied)|danger"
    r"|at risk|affected|come of (?:this|it))\b"
)


def binds(reading: ClaimReading) -> bool:
    """Whether a promise is firm: not one to tell more, to keep silent or to ask leave, nor of school days."""
    text = reading.plain
    if _TELLS_MORE.search(text) or NEXT_NEWS.fullmatch(text) or reading.wording.mode is ClaimMode.UNKNOWN:
        return False
    if SILENT.search(text) or ASKING_LEAVE.search(text) or reading.conditional:
        return False
    if _HARMLESS.search(text):
        return True
    if _SAYING.search(text) and not _BINDING.search(_SAYING.sub(" ", text)):
        return False
    return bool(reading.wording.firm or _BINDING.search(text)) and not is_of_school(text)
