"""Labels right before names: who is named so is whom the text is about, its author, a teacher or a parent."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import read_label_name
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.values.patterns import Match
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.given_names import is_given_name

# between the names of a list behind a label: nothing but a title, or a comma with a few words
# or the address of the one before, as in the head of a mail
_LIST_GAP = re.compile(
    rb"[ \t]*<[^<>\s]{3,80}>[ \t]*[,;][ \t]*|[ \t]*(?:(?:dr|mrs?|ms|miss|prof)\.?[ \t]*)?|"
    rb"(?=[^.]*(?:[,;/&(]| and ))[^.]{0,48}"
)
_PLAIN_LABEL = re.compile(
    rb"[ \t*#>\-]*(?:[a-z?][^:\n]{1,60}|k|\d{1,2}(?:st|nd|rd|th)(?: [^:\n]{1,40})?):[ \t]*"
)
# a label that nothing parts from the name: "Claimant Ada Olson"
_WORD_LABEL = re.compile(
    rb"[ \t*#>\-]*(?:(?:injured |subject |name of )?(?:student|pupil|child|minor|patient|claimant|examinee|"
    rb"evaluee|employee|worker|applicant|client|member|insured|grievant|respondent|rider|participant|camper|"
    rb"athlete|player|debtor|taxpayer)(?:'?s? name)?|name|alumn(?:us|a|i)|homebound instruction (?:for|of)|"
    rb"evaluation of|in the matter of|in re|name (?:at|on|when|while|as of|used (?:at|in)) [a-z ]{3,24}?|"
    rb"(?:notice |copy )?served (?:on|upon|to)|(?:issued|directed) to)[ \t.]{1,4}"
)
# between the names of a list of nothing but names: a grade, a room
_NEXT = re.compile(rb"[ \t]*(?:\([^()\n]{0,16}\)[ \t]*)?(?:[,;/&+]|\band\b|\by\b)[ \t]*(?:and[ \t]+)?")
_WORKER = re.compile(rb"teacher|staff member|employee|paraprofessional")
# what stands below the name of whom a form is about, and of nobody who only treats or drives them
_OWN_FIELD = re.compile(
    rb"[^\n]*\n(?:(?![ \t]*(?:name|student|child|pupil|rider|patient|camper))[^\n]*\n){0,2}?"
    rb"[ \t*#>-]*(?:dob|d\.o\.b\.?|date of birth|birth ?date|born|ssn|"
    rb"soc(?:ial)?(?: sec(?:urity)?)?(?: (?:no|number))?"
    rb"|(?:cdl|dl|driver'?s? lic(?:ense)?|licen[cs]e)(?: (?:no|number|#|class))?|"
    rb"(?:emp(?:loyee)?|staff) (?:id|no|number|#)"
    rb"|(?:date of )?hire(?:d|(?: date))?)[ .:#]{0,24}[a-z0-9]"
)
_AT_WORK = re.compile(rb"\b(?:driver|coach|teacher|staff member|custodian|cook|aide|chaperone|volunteer)\b")
_CLOSING = re.compile(rb"sincerely|regards|respectfully|signed|yours")
_FOR_CHILD = re.compile(
    rb"[, ][^.;\n]{0,60}?\b(?:(?:guardian|parent|mother|father|next friend|custodian) (?:of|for)|"
    rb"on behalf of|o/b/o|obo)\b"
)
_PRESENT = re.compile(rb"\b(?:present|attend\w*|in attendance|participants?|team)\b")
_SIGNATURE = 120
_LONGEST_NAME = 80


def take_label(passage: ReadText, label: Match, *, is_personnel: bool, ends: Container[int] = ()) -> None:
    """Mark whom a label names as whom the text is about, or as its author, a teacher, a parent. `ends`: of
    phrases that say a kind: "RE: WRITTEN REPRIMAND" names nobody.
    """
    _, line_end = passage.line_of(label.end)
    if label.kind == "other" and _CLOSING.search(passage.folded, label.start, label.end):
        line_end = min(len(passage.folded), label.end + _SIGNATURE)
        for one in passage.list_between(label.end, line_end)[:1]:
            # who signs is not whom the letter is about
            one.is_other, one.mention.is_label = True, False
        return
    on_line = passage.list_between(label.end - 1, line_end)
    is_worker = is_personnel and _WORKER.search(passage.folded, label.start, label.end)
    is_worker = is_worker or (
        len(on_line) <= 1
        and _AT_WORK.search(passage.folded, label.start, label.end)
        and _OWN_FIELD.match(passage.folded, label.end)
    )
    if label.kind == "other" and not is_worker:
        _mark_others(passage, label, on_line)
        return
    for one in on_line:
        if one.mention.start <= label.end + 60 or not one.is_other:
            # who sues for a child is not whom the matter is about
            one.is_other = _FOR_CHILD.match(passage.folded, one.mention.end, line_end) is not None
            one.mention.is_label = not one.is_other
    if not on_line and (span := read_label_name(passage.text, label.end)):
        if any(end in ends for end in range(span[0] + 1, span[1] + 1)) and not _is_called(passage, span):
            return
        mention = Mention(span[0], span[1], (), is_label=True)
        near = passage.list_between(span[0] - _LONGEST_NAME, span[1])
        if not any(one.mention.start < span[1] and span[0] < one.mention.end for one in near):
            passage.insert(PassageSubject(mention, name=passage.text[span[0] : span[1]]))


def _is_called(passage: ReadText, span: tuple[int, int]) -> bool:
    return any(is_given_name(word) for word in split_name(passage.text[slice(*span)]))


def _mark_others(passage: ReadText, label: Match, on_line: Iterable[PassageSubject]) -> None:
    """Mark the list behind a label of authors, teachers, parents, and those who were there, as such."""
    named = [*on_line]
    pupils = [one for one in named if passage.is_pupil(one)]
    if len(pupils) == 1 and _PRESENT.search(passage.folded, label.start, label.end):
        named.remove(pupils[0])  # whom those who met met about
    at = label.end
    for one in named:
        if not _LIST_GAP.fullmatch(passage.folded, at, one.mention.start):
            break
        one.is_other, one.mention.is_label = True, False
        at = one.mention.end


def take_plain_labels(passage: ReadText, named: Iterable[PassageSubject]) -> None:
    """Whatever words stand before the colon: a line "...: Name" about a pupil is about the pupil, and about
    those whom it lists behind.
    """
    listed = -1
    for one in named:
        start, _ = passage.line_of(one.mention.start)
        is_listed = start <= listed and _NEXT.fullmatch(passage.folded, listed, one.mention.start)
        if one.is_other or one.mention.is_label:
            continue
        if is_listed and passage.is_pupil(one):
            one.mention.is_label, listed = True, one.mention.end
            continue
        is_called = _WORD_LABEL.fullmatch(passage.folded, start, one.mention.start) is not None
        if is_called:
            one.mention.is_label = True
        elif passage.is_pupil(one) and _PLAIN_LABEL.fullmatch(passage.folded, start, one.mention.start):
            one.mention.is_label, listed = True, one.mention.end
