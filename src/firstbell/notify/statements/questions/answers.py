"""Questions with their answers: what an answer says of its question, read as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.names import place_systems
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.language.sentences import LONGEST, capitalize, has_verb
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.questions.put_answers import (
    HOW_MANY,
    WHAT_FOUND,
    put_in,
    put_short,
)
from firstbell.notify.statements.questions.short_answers import (
    INVITES,
    NOT_KNOWN,
    NOT_KNOWN_FIRST,
    WHO,
    find_open_start,
    find_shortfall,
    join_fragments,
    leave_open,
    name_misuse_search,
    restate_more,
    turn_growing,
)
from firstbell.notify.statements.questions.stated_questions import ASKED, LABELED, state_question


@dataclass(frozen=True, slots=True)
class ClaimPhrase:
    """A sentence `said` as it is written, and what rules read in its place; `swapped`: (read, written).

    `answered`: it is a question with its answer; `more`: what the answer says besides yes or no. `unknown`:
    words of a Spanish one that have no gloss. `whole`: what is read says all that is written, as of a label
    with its value.
    """

    said: str
    read: str
    swapped: Sequence[tuple[str, str]] = ()
    answered: bool = False
    more: str = ""
    unknown: Sequence[str] = ()
    whole: bool = False

    @property
    def told(self) -> str:
        """What is held against the record: what is written, or a sentence that says all of it."""
        return self.read if self.whole else self.said

    def find_written(self, part: str) -> str:
        """What a part of what is read stands for, as written."""
        if self.answered:
            return self.said
        for read, written in self.swapped:
            part = part.replace(read, written)
        return part


_QUESTION = any_case(
    r"^(?:and |so |but )?"
    r"((?:was|were|is|are|has|have|had|did|do|does|will|can|could)(?:n't)?\b.*)\?[\"')]*$"
)
_ANSWER = any_case(
    r"^(yes|correct|absolutely|certainly|of course|definitely|indeed|no|not yet|not so far|not to date"
    r"|not at (?:this|the) (?:time|moment|present|point|stage)|not at all|we (?:have|did|do|are|were"
    r"|will)(?: not|n't)|none|never|nope|not that we know(?: of)?|not to our knowledge|(?:it|they|that|this"
    r"|the district) (?:has|have|did|do|does|is|are|was|were)(?: not|n't)(?=[.! ]*$))\b[,.;:! -]*(.*?)[.! ]*$"
)
_AGREES = frozenset({"yes", "correct", "absolutely", "certainly", "of course", "definitely", "indeed"})
# "we did not", "they are": nothing more than the yes or no before it
_ECHO = any_case(
    r"(?:(?:we|it|they|he|she|you|this|that|there|the district) )?(?:did|do|does|was|were|is|are|has"
    r"|have|had|will|can)"
    r"(?: not|n't)?|(?:that|this)(?: search| work| review)? (?:has|is)"
    r"(?: not|n't)(?: yet)? (?:been )?(?:done|made|begun)(?: yet| so far)?"
    r"|no such (?:search|review|work|offer|list|report|contract|payment|test|letter|letters|contact|contacts"
    r"|thing) (?:has|have|was|were|is)(?: been)?(?: yet)?"
    r"(?: (?:done|made|carried out|begun|started|filed|signed|sent|reported|planned))?(?: yet| so far)?"
    r"|none|nobody|nothing|no one|(?:none|nothing|not one) (?:at all|so far|yet|to date)"
    r"|not (?:as|so) far as we (?:know|can tell)|not to our knowledge|not that we (?:know|are aware) of"
    r"|(?:that|this|the) report (?:has|is|was)(?: not|n't)(?: yet)? (?:been )?(?:filed|made|sent)(?: yet)?"
)

_PRONOUN = any_case(
    r"^(?:[^,;.:?]{3,50} (?:assured?|tells?|told|says?|said|confirm(?:s|ed)?|believes?)(?: us)? that )?"
    r"(it|they|this|that|these) (?=(?:is|are|was|were|has|have|had|will|can|cannot|did|does)\b)"
)


def pair_answers(sentences: Sequence[str]) -> list[ClaimPhrase]:
    """The sentences, each question that the next one answers read with its answer."""
    sentences = join_fragments(sentences)
    phrases: list[ClaimPhrase] = []
    at = 0
    while at < len(sentences):
        asks = at + 1 < len(sentences) and not INVITES.fullmatch(sentences[at])
        both = _read_both(sentences[at], sentences[at + 1]) if asks else []
        phrases += both or [ClaimPhrase(sentences[at], sentences[at])]
        at += 2 if both else 1
    return phrases


def _read_both(question: str, answer: str) -> list[ClaimPhrase]:
    """A question and the sentence after it; nothing where that is no answer of it."""
    asked, told = turn_growing(LABELED.sub("", question), LABELED.sub("", answer))
    if not asked.rstrip("\"')").endswith("?") or told.endswith("?") or len(question) + len(answer) > LONGEST:
        return []
    said = f"{question} {answer}"
    if find_language(asked) is Language.SPANISH:
        return _join_spanish(question, asked, answer=answer, told=told)
    if short := find_shortfall(asked, told):
        # that some files are not back says that not everything is
        rest = f"{told[short].upper()}{told[short + 1 :]}"
        return [ClaimPhrase(f"{question} {answer}", rest, answered=True)]
    first = NOT_KNOWN_FIRST.match(told)
    stated = _QUESTION.match(asked) or WHO.match(asked) or leave_open(asked, "We do not know.")
    if first and stated:
        cut = len(answer) - len(told) + first.end()
        known = _join(asked, "We do not know.", f"{question} {answer[:cut].rstrip()}")
        rest = told[first.end() :]
        return [*([known] if known else []), ClaimPhrase(answer[cut:], rest)]
    if joined := _join(asked, told, said):
        return [joined]
    halves = _join_half(question, asked, answer=answer, told=told)
    return halves or _name_subject(question, asked, answer=answer, told=told)


def _join_half(question: str, asked: str, *, answer: str, told: str) -> list[ClaimPhrase]:
    """Of "About 31 gigabytes; it was confirmed on Friday": a short answer, and what is told besides."""
    head, mark, tail = told.partition("; ")
    seam = None if mark else _COUNT_AND.match(told)
    if seam and HOW_MANY.match(asked):
        head, mark, tail = seam[1], seam[2], told[seam.end() :]
    if not mark:
        return []
    cut = len(answer) - len(tail)
    joined = _join(asked, head, f"{question} {answer[:cut].rstrip('; ')}")
    if joined is None or joined.read.endswith("?"):
        return []
    return [joined, ClaimPhrase(answer[cut:], tail)]


# "are Social Security numbers in it?"
_IN_IT = any_case(
    r"^(?:is|are|was|were) (?P<what>(?!it\b|they\b|you\b|there\b)[\w' -]{3,50}?) (?:in|among|on) (?:it|them"
    r"|this|that|the (?:files|list))\?"
)


def _name_subject(question: str, asked: str, *, answer: str, told: str) -> list[ClaimPhrase]:
    """A question, and its answer with what it calls "it" named; nothing where nobody can tell what it is."""
    if of_misuse := name_misuse_search(asked, told):
        return [ClaimPhrase(question, asked), ClaimPhrase(answer, of_misuse, answered=True)]
    pronoun = _PRONOUN.match(told)
    if pronoun is None:
        return []
    stated = _QUESTION.match(asked)
    parts = ASKED.fullmatch(f"{stated[1][:1].lower()}{stated[1][1:]}") if stated else None
    systems, in_it = place_systems(asked), _IN_IT.match(asked)
    if parts or in_it:
        subject = parts[2] if parts else in_it["what"] if in_it else ""
    elif len({name for name, _, _ in systems}) == 1:
        subject = f"the {asked[systems[0][1] : systems[0][2]]}"
    else:
        return []
    before = told[: pronoun.start(1)]
    named = subject if before else capitalize(subject)
    read = f"{before}{named} {told[pronoun.end() :]}"
    return [ClaimPhrase(question, asked), ClaimPhrase(answer, read, ((named, pronoun[1]),))]


_SPANISH_ANSWER = any_case(
    r"^(s[i\u00ed]|claro|no|todav\u00eda no|a\u00fan no|(?:hasta ahora|por ahora|por el momento"
    r"|hasta hoy),? no)(?=[,.;:!]|$)[,.;:! ]*(.*?)[.! ]*$"
)


def _join_spanish(question: str, asked: str, *, answer: str, told: str) -> list[ClaimPhrase]:
    """A Spanish question and its answer as one, glossed; nothing where the answer stands by itself."""
    said = f"{question} {answer}"
    if opened := find_open_start(told):
        cut = len(answer) - len(told) + opened
        stated, after = gloss(asked.strip("\u00bf ?")), told[opened:]
        open_one = _join(f"{stated.text}?", "We do not know.", f"{question} {answer[:cut].rstrip()}")
        if (open_one is None or open_one.read.endswith("?")) and not _ASKS_WHAT.match(asked):
            they = "the intruders " if _THEY_DID.match(stated.text) else ""
            cut_said = f"{question} {answer[:cut].rstrip()}"
            open_one = ClaimPhrase(cut_said, f"It is not known whether {they}{stated.text}.", answered=True)
        if open_one and not open_one.read.endswith("?"):
            rest_of_it = [ClaimPhrase(answer[cut:], capitalize(after))] if after else []
            return [replace(open_one, unknown=stated.unknown), *rest_of_it]
    answered = _SPANISH_ANSWER.match(told)
    body = gloss(asked.strip("\u00bf ?"))
    if answered:
        denies = not answered[1].lower().startswith(("s", "c"))
        rest = gloss(answered[2])
        read = f"{'Not ' if denies else ''}{body.text}."
        if denies and (there := _THERE_ARE.match(body.text)):
            read = f"There {there[1]} no {there[2]}."
        unknown = (*body.unknown, *rest.unknown)
        more = restate_more(rest.text, body.text, denies=denies)
        return [ClaimPhrase(said, read, answered=True, more=more, unknown=unknown)]
    head, mark, tail = told.partition("; ") if "; " in told else told.partition(", y ")
    if mark and _COUNTED_ALONE.fullmatch(head):
        cut = len(answer) - len(tail)
        first = _join_spanish(question, asked, answer=f"{answer[:cut].rstrip(';, y')}.", told=head)
        if len(first) == 1 and not first[0].read.endswith("?"):
            return [*first, ClaimPhrase(answer[cut:], capitalize(tail))]
    told = re.sub(r"^(?:a|son|fueron) (?=\d)", "", told, flags=re.I)
    if has_verb(gloss(told).text) and not (_SPANISH_HOW.match(asked) and _BY_WAY.match(told)):
        return []
    known = gloss(told)
    joined = _join(f"{body.text}?", known.text, said)
    if joined is None or joined.read.endswith("?"):
        return [ClaimPhrase(said, f"{body.text}?", answered=True, more=told)]
    return [replace(joined, unknown=(*body.unknown, *known.unknown))]


_SPANISH_HOW = any_case(r"^\u00bf?c\u00f3mo (?:entraron|accedieron|ingresaron|lograron entrar|pas\u00f3)\b")
_BY_WAY = any_case(r"(?:con|por|mediante|a trav\u00e9s de|usando) \w+(?: [\w\u00c0-\u024f]+){0,8}[.]?$")
_ASKS_WHAT = any_case(
    r"^\u00bf?(?:a |de |por |en |con |desde |hasta )*(?:qu[e\u00e9]|qui\u00e9n(?:es)?|cu\u00e1\w+"
    r"|c\u00f3mo|d\u00f3nde)\b"
)
_THEY_DID = any_case(r"(?:stole|took|taken|copied|published|entered|got in|have|had)\b")
# "412 so far, and the search goes on"
_COUNT_AND = any_case(r"((?:[a-z]+ ){0,3}[\d,]*\d(?: \w+){0,3}?)(, (?:and|but) )(?=\w+ \w+)")
_THERE_ARE = any_case(r"^there (is|are) (?:any |some )?(.+)$")
# "8,316", "a 8,316", "unas 200 en total"
_COUNTED_ALONE = any_case(
    r"(?:(?:a|son|fueron|unos|unas|cerca de|casi|m\u00e1s de) )*\d[\d.,]*(?: \w+)?(?: en total| hasta ahora)?"
)
_AMONG_OTHERS = any_case(r"^(?:among (?:others|other things)|mainly|for example), ")
_FRAGMENT = any_case(r"^((?:\S+ ){0,13}\S+?)[.!]*$")
_VERB = any_case(
    r"^(?:we|they|it|our|you|please|call|this|on(?! \w+ \d)|i)\b|\b(?:is|are|was|were|has|have|had|did"
    r"|do|does|will|can|may|works?|runs?|remains?|stands?)\b"
)


def _join(question: str, answer: str, said: str) -> ClaimPhrase | None:
    """A question and its answer as one, `said` as written; None where that is no short answer of it."""
    if joined := _join_yes_or_no(question, answer, said):
        return joined
    if whole := leave_open(question, answer) or put_short(question, answer):
        return ClaimPhrase(said, whole, answered=True)
    fragment = _FRAGMENT.match(answer)
    if fragment is None or _VERB.search(answer):
        return None
    counted = HOW_MANY.match(question)
    if counted and find_numbers(fragment[1]):
        told = _SO_FAR.sub("", fragment[1])
        open_ = " so far" if told != fragment[1] else ""
        asked = f"{counted[1]} are affected" if _BARE_PEOPLE.fullmatch(counted[1]) else counted[1]
        return ClaimPhrase(said, f"{told} {asked}{open_}.", answered=True)
    if put := put_in(question, fragment[1]):
        return ClaimPhrase(said, put, answered=True)
    if WHAT_FOUND.match(question):
        return ClaimPhrase(said, f"We found {_AMONG_OTHERS.sub('', fragment[1])}.", answered=True)
    return ClaimPhrase(said, question, answered=True, more=fragment[1])


_BARE_PEOPLE = any_case(r"people|persons|individuals")
_SO_FAR = any_case(r",? (?:so far|to date|until now|up to now|as of \w+)$")


# of every student it is asked, and so many of so many have
_ALL_OF_THEM = any_case(
    r"^(?:has|have) (?:every|each|all(?: of)?(?: the| our)?) (students?|pupils?|employees?|teachers?"
    r"|staff members?) (.+)$"
)
_SO_MANY = any_case(r"^([\d,]+ (?:out )?of (?:the |our )?[\d,]+) (?:have|did|are)(?: so far| yet)?$")


_ALL = any_case(r"^(?:all of (?:them|it)|every one of them|each of them)(?:,? and |[,;] |$)")
# whose data it was is asked for one person
_OF_ME = any_case(r"\b(?:take|steal|get|have|find|publish|copy)\b.*\bmy\b")
_DID_TAKE = any_case(r"\bdid (take|steal|copy|get|find|publish|pay|lose)\b")
_PAST = {
    "take": "took",
    "steal": "stole",
    "copy": "copied",
    "get": "got",
    "find": "found",
    "publish": "published",
    "pay": "paid",
    "lose": "lost",
}
_THE_FILES = r"(?i:(?:the|our|your) files)"


def _join_yes_or_no(question: str, answer: str, said: str) -> ClaimPhrase | None:
    asked, answered = _QUESTION.match(question), _ANSWER.match(answer)
    if answered and WHO.match(question) and answered[1].lower() in ("no", "not yet"):
        more = re.sub(r"^they\b", "the people behind the attack", answered[2], flags=re.I)
        return ClaimPhrase(said, "It is not known who was behind the attack.", answered=True, more=more)
    if answered and WHO.match(question) and answered[1].lower() in _AGREES:
        return ClaimPhrase(said, "The intruders have been identified.", answered=True, more=answered[2])
    if asked and NOT_KNOWN.match(answer) and not _OF_ME.search(question):
        stated = state_question(asked[1], denies=False)
        stated = _DID_TAKE.sub(lambda one: _PAST[one[1].lower()], stated)
        read = f"It is not known whether {stated[0].lower()}{stated[1:]}."
        return ClaimPhrase(said, read, answered=True)
    if asked is None or answered is None or _is_whole(answer, answered):
        return None
    denies = answered[1].lower() not in _AGREES
    whom, counted = _ALL_OF_THEM.match(asked[1]), _SO_MANY.match(answered[2])
    if denies and whom and counted:
        more = f"{counted[1]} {whom[1].rstrip('s')}s have {whom[2]}"
        return ClaimPhrase(said, f"{state_question(asked[1], denies=True)}.", answered=True, more=more)
    told = restate_more(answered[2], asked[1], denies=denies)
    more = "" if _ECHO.fullmatch(answered[2]) else told
    of_all = None if denies else _ALL.match(more)
    if of_all and len(re.findall(_THE_FILES, asked[1])) == 1:
        # "Did you search the files? Yes, all of them"
        stated = re.sub(_THE_FILES, "all the files", state_question(asked[1], denies=False))
        rest = re.sub(r"^(?:not one|none)\b(?! of)", "none of the files", more[of_all.end() :], flags=re.I)
        return ClaimPhrase(said, f"{stated.replace(' did ', ' ', 1)}.", answered=True, more=rest)
    stated = state_question(asked[1], denies=denies).replace(" did find ", " found ", 1)
    return ClaimPhrase(said, f"{stated}.", answered=True, more=more)


def _is_whole(answer: str, answered: re.Match[str]) -> bool:
    """Whether an answer is a sentence of its own: "We have not established how they got in"."""
    goes_on = answer[answered.end(1) :][:1] == " "
    echoes = _ECHO.fullmatch(answered[2])
    whole = answered[1].lower().startswith("we ") or answered[1].lower() in ("no", "none", "never")
    return whole and bool(answered[2]) and goes_on and not echoes
