"""A text split into sentences, and those that claim nothing told apart: greetings, questions, advice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from firstbell.notify.statements.language.patterns import any_case, any_words

# no rule reads a longer sentence, in characters: none that a district wrote is a tenth as long
LONGEST = 5_000
_SHORTENED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Det|Sgt|Lt|Capt|Cpl|St|Sr|Jr|Inc|Corp|Co|Ltd|vs|etc|Supt|Dept|Gov|Sen|Rep|Rev|Jan|Feb|Mar|Apr|Jun"
    r"|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|approx|est|[A-Z])\.$"
)
# "No. 5" is a number, "No. We did not" an answer
# "at 3 p.m. Wednesday"
_HOUR_MARK = any_case(r"\b[ap]\.m\.$")
_AFTER_HOUR = any_case(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|central|eastern|mountain|pacific|cst|est|cdt|edt"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_WEEKDAY_MARK = re.compile(r"\b(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.$")
_DAY_OF_MONTH = re.compile(
    r"(?:the )?(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? )?\d{1,2}\b"
)
_NUMBERED = re.compile(r"\bNos?\.$")
# possessive, and from the first mark of a run alone: a long run is read once
_ENDS = re.compile(r"(?<![.!?\u2026])[.!?\u2026]++[\"'\u201d\u2019)\]]*+(?=\s|$)")
_SPACE = re.compile(r"\s*")
_BEGINS = re.compile(r"[\"'\u201c\u2018(\[\u00bf\u00a1]*[A-Z\u00c0-\u00de0-9$]")
# what is looked for before a mark is shorter than this: a sentence of 400,000 characters is read once
_BEFORE_MARK = 40
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u2023\u25aa\u2013]|\d{1,2}[.)]|[a-z][.)]|#{1,6}|>)\s+")
_OPEN_END = re.compile(r"[.!?:;\u2026][\"'\u201d\u2019)\]]*$")

GREETING = any_case(
    r"^(?:dear|hello|attention(?=,)|hi|greetings|good (?:morning|afternoon|evening)|sincerely|respectfully"
    r"|(?:best |kind |warm )?regards|yours|warmly|in (?:partnership|service|community)|thanks?(?! to)\b"
    r"|many thanks(?! to)|to (?:our|the|all) [\w ,&'-]+[:,]$|from:|to:|date:|subject:|re:|cc:"
    r"|for immediate release|media contact|contact:|###)"
)
# what turns to the reader: he is asked, told or wished something, and nothing is said of the event
_LEAD = any_case(
    r"^(?:and |but |so |also,? |in addition,? |additionally,? |finally,? |first,? |second,? |third,? "
    r"|meanwhile,? |as a (?:precaution|reminder|best practice|precautionary measure),? |in the meantime,? "
    r"|out of an abundance of caution,? |again,? |for (?:now|your safety),? )+"
)
_ASKED = (
    r"(?:(?:all|the|our|its|every|any) )*(?:public|media|press|reporters?|journalists?|famil(?:y|ies)"
    r"|parents?|guardians?|students?|staff|employees|teachers?|principals?|residents?|readers?|callers?|visitors?"
    r"|alumni|retirees|everyone|anyone|(?:board |council |community )?members?|you)\b"
)
# who asks whom to do something, in either voice
_ASKS_OF = (
    r"(?:i|(?:the )?(?:school )?(?:district|administration|superintendent|school|principal))"
    r" (?:also |therefore |strongly |kindly )*"
    rf"(?:asks?|urges?|advises?|encourages?|requests?|invites?|begs?) {_ASKED}[^.;:]*? to (?!know\b|trust\b)"
    rf"|{_ASKED}(?: (?:who|with)[\w ]*?)? (?:is|are) (?:also |therefore |kindly )*"
    r"(?:asked|requested|urged|advised|encouraged|invited) (?:not )?to (?!know\b|trust\b)"
    r"|you are (?:also )?free to (?!(?:log|sign|access|use|enter|relax|ignore|forget|stop)\b)"
)
ADVICE = any_case(
    r"^(?:please(?! note| be (?:assured|advised)| know)|do not|don't|never (?:open|click|share|reply"
    r"|read (?:a|your|any|out|the)|spell|type|disclose|repeat|say (?:a|your|any)|plug"
    r"|reuse|reveal|leave|store|write|save|ignore|let"
    r"|respond|pay|give|send|wire|trust|use|download|provide|enter|call|answer|forward)"
    r"|we (?:will )?never (?:ask|call|request)|a parent or guardian can|be (?:prepared|ready|aware|wary"
    r"|cautious|alert|careful|on|sure|suspicious|vigilant)|if (?:an?|any|the|this"
    r"|that) (?:\w+ ){0,2}(?:messages?|e-?mails?|calls?|texts?|links?|letters?|attachments?"
    r"|offers?|senders?|callers?|websites?|pages?|forms?) \w+"
    r"|if (?:the|these|those|any) (?:thie(?:f|ves)|intruders?|criminals?|attackers?|hackers?|extortionists?"
    r"|scammers?|gang|group|strangers?|impostors?) (?:contacts?|calls?|writes?|threatens?|approach(?:es)?"
    r"|reach(?:es)?|e-?mails?|texts?|messages?|asks?|demands?|should contact)\b"
    r"|if (?:you|your|anyone|someone|anybody|somebody|a "
    r"\w+ (?:asks|contacts|calls|phones|rings|writes|texts|messages|offers|claims|threatens|sends|tells"
    r"|wants|demands|approaches))|should (?:you\b|(?:anyone|anybody|someone|somebody|an? \w+) (?:ask|contact"
    r"|call|phone"
    r"|write|text|message|offer|claim|threaten|send|tell|want|demand|approach"
    r"|ring)\b(?=[^;]*?, (?:please (?!know|note|be"
    r"\b|remember|trust|rest)|do not|don't|never|keep|call|hang|write|report|ask|forward|save|ignore"
    r"|delete)\b))|watch|change|monitor|visit|call(?! ?cent(?:er|re)\b)"
    r"|e-?mail(?!:)"
    r"|contact(?! (?:details|information|data|lists?)\b)|report "
    r"(?:any|it|such"
    r"|suspicious|them)|forward|keep|remember|consider|stay|avoid|click|use|enroll|place|ask(?!ed)|hang up"
    r"|delete|check|bring|stop by|come|pick up|wear|return"
    r"|sign up|freeze|beware|take (?:care|a)|look (?:out|for|at)|let us|questions|for (?:more|further"
    r"|additional) "
    r"(?:information|details|help|questions|updates)|save|talk(?! of\b)|listen"
    r"|write (?:it |them )?down|look|see|read|verify|go to|find|turn on|enable|hover|choose|pick (?!up)"
    r"|make sure"
    r"|create|think|treat|install|type|press|dial|speak|tell|learn more|join|log out|lock your|shred|bookmark"
    r"|memorize|print|scan|plug|unplug|restart|turn off|have your|tear up|cover your"
    r")(?!(?!ing your\b)\w)(?!, (?:[\w-]+ ?){1,2}(?:,|and\b)[^.;]*\b(?:is|are|was|were|has"
    r"|have)\b)(?! (?:has|have|is|was|are|were|will|can|remains?|services?|systems?|access|accounts?|servers?"
    r"|and phones?|and internet)\b"
    # a subject of several words and its verb: "email and the student system have been restored"
    r"|(?:(?! (?:if|that|who|which|when|whether|you|your|us|any|anyone)\b)[^.;:!?]){0,90}? (?:works? again"
    r"|(?:has|have|is|are|was|were) (?:not |now |fully |all |yet )*(?:been|back|again|being|restored"
    r"|available|online"
    r"|working|operational|verified|recovered))\b)"
    # what it takes to protect oneself: "Freezing your credit is free", "A fraud alert lasts a year"
    r"|^(?:freezing|placing|changing|checking|requesting|ordering|monitoring|reviewing|locking|using"
    r"|enrolling"
    r"|signing up|setting up|turning on|reporting|adding|lifting|thawing)"
    r" (?:(?:in|for|a|an|the|your|one'?s|free|strong|new|different) )*(?:credit|fraud|security freeze"
    r"|password|passcode|freeze|account alerts?|alerts?|reports?|statements?|two-step|multi-factor)\b[^.;]*"
    r" (?:costs?|takes?|is (?:free|easy|quick|simple)|(?:can )?helps?|makes? it harder"
    r"|(?:does|will) not (?:cost|affect|hurt|lower))\b"
    r"|^(?:an? |credit |security |fraud |both )+(?:freezes?|alerts?)"
    r"(?: (?:of|on|for) your credit(?: file| report)?)? (?:is|are|costs?|lasts?|takes?|stays?"
    r"|can|does|do|prevents?|makes?|keeps?|stops?|blocks?|tells?|warns?|lets?)\b|^(?:"
    rf"{_ASKS_OF}|"
    r"(?:we|i) (?:strongly |also )*(?:urge|encourage|ask|recommend|advise|remind|caution|warn|suggest"
    r"|request|invite|want to "
    r"(?:caution|remind|encourage|urge|warn|ask))(?:d)? (?:that )?(?:you|all|every|famil|staff|parents"
    r"|students"
    r"|employees|anyone|our|the|people|individuals|members|residents|again|them|teachers|everyone|affected|"
    r"impacted|against|not)|(?:you|families|parents|staff|students|employees|everyone|individuals|people|"
    r"teachers|affected individuals|(?:anyone|those|families|parents|staff|people|individuals"
    r"|employees|students) (?:who|with)[\w ]*?|all (?:\w+ )?(?:users|staff|students))"
    r" (?:and \w+ )?(?:can(?!not| (?:now |finally |all )*(?:stop|quit|rest|relax|forget"
    r"|sleep|breathe|put)\b|.* again\b| (?:now |once |again |all )*(?:log|sign in|access|use (?:the"
    r"|their|our|all)|enter|reach (?:the|their)))|may (?:call|contact|want|wish|also|email|visit|request"
    r"|freeze|place|opt|ask|choose|enroll|sign|obtain|file|reach|report|get)|should|must|need to"
    r"|are (?:encouraged"
    r"|urged|asked|advised|"
    r"reminded|invited|welcome)|do not need|don't need|might want|are able to|have the right))"
)
_WARNING = any_case(
    r"\b(?:threat[- ]actors?|attackers?|hackers?|(?:cyber)?criminals?|scammers?|bad actors|someone"
    r"|somebody|they|intruders?|thie(?:f|ves)|strangers?|imposto?rs?|imposters?|fraudsters?|swindlers?|crooks"
    r"|con (?:artists?|men)|extortionists?|callers?|(?:people|those|criminals|gangs|groups) (?:who|that)"
    r" (?:carry out|commit|launch|do|run|make|send|try)"
    r" (?:such|these|this kind of|attacks like) (?:\w+ )?(?:this|attacks?|things|crimes?|messages|scams?))"
    r" (?:may|might|could|can|will (?:sometimes|often)|often|sometimes) (?:also |try to |attempt to |now )*"
    r"(?:contact|reach|e-?mail|call|pose|pretend|send|write|ask|use|exploit|attempt|try|claim)"
)
# "Until our phones are back, please ...": what waits for is no claim
_UNTIL_THEN = any_case(
    r"^(?:until|once|when|as soon as|whenever) [^,;]{3,90}, (?:please|(?:you|parents|families|staff"
    r"|students|teachers) can|call|use|write)\b"
)
# "Call our hotline, which has been answering since Thursday": what is told by the way is a claim
_BY_THE_WAY = any_case(
    r", (?:which|who|that) (?:has|have|had|was|were) (?:already |now |also )*(?:been )?\w+"
)
# "Please treat the 14,320 as preliminary", "..., which will grow": what a figure is, or will be, is a claim
TAKE_AS = any_case(
    r"^(?:please )?(?:treat|regard|consider|see|take|read|count|view|think of) (?:the|this|that|our|these|any"
    r"|all)\b[^;]{0,60}? (?:as|to be|for) (?:(?:an?|the|still|only|merely|now) )*(?:preliminary|final"
    r"|provisional|interim|definitive|complete|confirmed|closed|settled|official|early|old|outdated"
    r"|estimates?|exact|solved|over|safe)\b"
    r"|^(?:please )?(?:consider|regard|call|treat) (?:the|this|that|our) \w+(?: \w+){0,3}? (?:closed|final"
    r"|over|settled|complete|solved|finished|safe)\b"
    r"|, (?:which|who|that) (?:will|is|are|may|might|could)\b[^;]{0,30}?\b(?:grow|rise|increase|shrink|fall"
    r"|climb|drop|go (?:up|down)|change|(?:as|once|when) the (?:\w+ ){0,3}(?:files|search|review|list))\b"
)
_FEELING = any_case(
    r"^(?:\w+,? )?(?:we|i|our hearts?|the district|the board|our (?:team|staff)) (?:\w+ )?(?:understand"
    r"|recogni[sz]e|appreciate|apologi[sz]e|regret|thank|are (?:sorry|grateful|thankful|committed|proud"
    r"|aware (?:of )?how|deeply)|value|take [\w ,]*(?:seriously|responsib\w+)"
    r"|know how (?:\w+ )?(?:hard|difficult|frustrat\w+|stress\w*|importan\w+|concern\w*|much|upset\w*|worr\w+"
    r"|disrupt\w+|challeng\w+|tired|long|busy|anxious|scar\w+|exhaust\w+|confus\w+|unsettl\w+|annoying|this)"
    r"|know (?:that )?this|remain committed|share your|sincerely|deeply|hope|ask for your"
    r"|(?:also |especially |again )?want(?:ed)? (?:also |to also )?to (?:thank|apologi[sz]e|acknowledge"
    r"|update|share|take|welcome|wish|congratulate|celebrate|honor|introduce|invite)|wanted to|are writing"
    r"|am writing|write to|realize|care|wish)"
    r"|^(?:nobody|no one|no (?:child|family|parent|student|teacher|employee|worker)"
    r"|every (?:child|family|student|parent)|everyone|everybody"
    r"|(?:our )?(?:families|students|children|parents|staff)) (?:should(?: ever| have to| feel)|deserves?)\b"
    r"|^(?:the )?(?:confidentiality|privacy|safety|security|protecting|well-?being)\b[^;]*\b(?:priorit\w+"
    r"|vital|importan\w+|seriously)"
)
_PREFIX = any_case(
    r"^(?:(?:what (?:happened|we know|we are doing|information was involved))[:.] |dear [\w ,&'-]+,"
    r" (?=\w+ \w+ \w+)|please (?:note|know|(?:remember|understand|(?:keep|bear) in mind)(?= that)"
    r"|be (?:assured|advised))(?: that)?,? |rest assured(?: that)?,? |to be clear,? |(?:you|families|parents"
    r"|staff|students|employees|everyone)(?: and \w+)? (?:can|may|should) (?:all )?(?:rest assured"
    r"|be (?:assured|confident|certain|sure)|feel confident|trust|know)(?: that)?,? |(?:we|i) want to be"
    r" (?:\w+ )?(?:clear|honest|transparent)(?: that)?,? |we want (?:you to know|to be clear|to assure you"
    r"|to reassure you|to emphasi[sz]e) (?:that )?|we can (?:confirm|assure you|report|share) (?:that )?"
    r"|we are (?:pleased|happy|relieved|confident) (?:to (?:report|share|announce|say) )?(?:that )?"
    r"|the good news is(?: that)?,? |this means(?: that)? |importantly,? )+"
)


class Manner(StrEnum):
    """What a sentence is, besides a claim."""

    CLAIM = "claim"
    GREETING = "greeting"
    QUESTION = "question"
    ADVICE = "advice"
    FEELING = "feeling"


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, lines that were wrapped joined again, marks of lists left out."""
    return [sentence for block in _split_blocks(text) for sentence in _split_block(block)]


def _split_blocks(text: str) -> Iterator[str]:
    """Paragraphs, list items and lines that stand for themselves."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    width = max((len(line) for line in lines), default=0)
    block: list[str] = []
    last = ""
    for raw in lines:
        line = raw.strip()
        starts = not line or _BULLET.match(raw) or (block and _stands_alone(last, line, width))
        if starts and block:
            yield " ".join(block)
            block = []
        if line:
            block.append(_BULLET.sub("", line))
        last = raw.rstrip()
    if block:
        yield " ".join(block)


# text with longer lines has a paragraph on each, and none is wrapped
_WIDEST = 140
# how much shorter than the widest a line must be before one that begins with a number or a mark, to be ended
_SPARE = 20


def _stands_alone(last: str, line: str, width: int) -> bool:
    """Whether the line before this one was ended on purpose, not wrapped."""
    if _OPEN_END.search(last) or (last.endswith(",") and GREETING.match(last.strip())):
        return True
    # "11,420 letters in the mail" may be a headline, too, where much more had room on the line before
    spare = 0 if line[0].isupper() else _SPARE
    if line[0].islower():
        return False
    return width > _WIDEST or len(last) + 1 + len(line.split()[0]) + spare <= width


def _split_block(block: str) -> Iterator[str]:
    text = re.sub(r"\s+", " ", block).strip()
    start = 0
    for match in _ENDS.finditer(text):
        end = match.end()
        before, after = text[max(start, end - _BEFORE_MARK) : end], _find_next(text, end)
        if after < len(text) and (
            (_HOUR_MARK.search(before) and _AFTER_HOUR.match(text, after))
            or _SHORTENED.search(before)
            or (_WEEKDAY_MARK.search(before) and _DAY_OF_MONTH.match(text, after))
            or (_NUMBERED.search(before) and text[after].isdigit())
            or not _BEGINS.match(text, after)
        ):
            continue
        if said := text[start:end].strip():
            yield said
        start = end
    rest = text[start:].strip()
    if rest:
        yield rest


def _find_next(text: str, at: int) -> int:
    """Where the next character that is no space stands; the length of the text where none does."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def plain(text: str) -> str:
    """The same text of the same length with straight quotes and dashes, for the rules to be read on."""
    return text.translate(
        {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xA0: " ", 0x2011: "-", 0x2010: "-"}
    )


# "If you got no letter, your data was not stolen": what is said to follow is a claim
_IF_THEN = any_case(
    r"^(?:if|unless|when) (?:you|your|no|anyone|someone|they|a|the)\b[^,;]{3,90}, (?:then )?(?:your|you"
    r"|none|nothing"
    r"|no|the|it|they|this|that)\b(?: [\w']+){0,6}? (?:is|are|was|were|has|have|had|did)(?: not|n't)?\b"
)
_ENTITLED = any_case(
    r", (?:then )?you (?:are|have) (?:\w+ )?(?:encouraged|urged|asked|advised|welcome|invited|the right"
    r"|entitled|able|free|eligible)\b"
    r"|, (?:then )?(?:the|our|this|that) (?:\w+ ){1,4}(?:is|are) (?:open|available|here|happy|ready|there"
    r"|staffed|answered)\b"
)


_READERS = (
    r"(?:(?:our|all|the|fellow|valued) )*(?:[a-z]+ )?(?:famil(?:y|ies)|parents?|guardians?|caregivers?"
    r"|students?|staff|teachers?|employees|colleagues|neighbors|friends|community(?: members)?|members"
    r"|partners|trustees|residents|everyone)"
)
_SALUTATION = any_case(
    rf"(?:dear|hello|hi|good (?:morning|afternoon|evening)|to) {_READERS}"
    rf"(?:(?:,| and| &|, and) {_READERS})*[,:.!]?"
)


def is_salutation(sentence: str) -> bool:
    """Whether a line only says to whom a text is: "Dear families, students and staff,"."""
    return _SALUTATION.fullmatch(plain(sentence).strip()) is not None


def judge_manner(sentence: str) -> Manner:
    """What the whole sentence is. Feelings are told last: what they carry may be a claim."""
    text = _LEAD.sub("", strip_prefix(plain(sentence)).strip(" \"'*_"))
    if text.rstrip("\"' )").endswith("?"):
        return Manner.QUESTION
    if GREETING.match(text) and not re.search(r"\b(?:that|no|not|have|has|was|were|are|is)\b.{15,}", text):
        return Manner.GREETING
    if _BY_THE_WAY.search(text) and ADVICE.match(text):
        return Manner.CLAIM
    if TAKE_AS.search(text):
        return Manner.CLAIM
    if _IF_THEN.match(text) and not _ENTITLED.search(text):
        return Manner.CLAIM
    if ADVICE.match(text) or _UNTIL_THEN.match(text) or _WARNING.search(text):
        return Manner.ADVICE
    if _FEELING.match(text):
        return Manner.FEELING
    return Manner.CLAIM


def strip_prefix(text: str) -> str:
    """The text without words that only lead to what is said: "Please note that ..."."""
    return _PREFIX.sub("", text)


_FINITE = any_words(
    r"is|are|was|were|has|have|had|did|do|does|will|no|not|none|never|been|may|might|can|cannot|\w+ed|paid"
    r"|stolen|taken|lost|remains?|continues?"
)


def is_title(text: str) -> bool:
    """Whether a heading only names what stands below it, and says nothing."""
    return is_heading(text) and not _FINITE.search(text)


def is_even(text: str) -> bool:
    """Whether every quotation and parenthesis that begins in a piece of a sentence ends in it."""
    return text.count('"') % 2 == 0 and text.count("(") == text.count(")")


def has_verb(text: str) -> bool:
    """Whether a piece of a sentence may say something by itself."""
    return bool(_FINITE.search(text))


def is_heading(text: str) -> bool:
    """Whether a sentence is a title: short, and not ended."""
    return not re.search(r"[.!;,][\"'\u201d\u2019)]*$", text) and len(text.split()) <= 9


def capitalize(text: str) -> str:
    """The text with a capital letter at its head; the others stay as they are."""
    return text[:1].upper() + text[1:]


def make_sentence(clause: str) -> str:
    """A clause as a sentence of its own."""
    return f"{capitalize(clause)}."
