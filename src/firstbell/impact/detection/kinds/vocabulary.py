r"""Words that say what a document is about, by kind: those of the files of `kinds/`, as patterns over folded bytes.

A phrase counts as much as `weights.toml` says of its strength: one of the strong ones makes a document about a
person sensitive by itself.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from firstbell.impact.detection.kinds.kind import load_kinds

# a space, or one that may be missing; one inside a set of characters is only itself
_SPACE = re.compile(r"\[[^\]]*\]| \??")
_SPACES = {" ": r"[ \t\r\n]+", " ?": r"[ \t\r\n]*"}
STRENGTHS: tuple[Literal["strong", "plain", "weak", "placed"], ...] = ("strong", "plain", "weak", "placed")


class KindPhrase(msgspec.Struct, frozen=True):
    """A phrase as the scanner finds it. `strength`: one of `STRENGTHS`. `pattern`: over folded bytes."""

    kind: str
    strength: str
    pattern: bytes


@cache
def list_phrases() -> tuple[KindPhrase, ...]:
    """Every phrase."""
    return tuple(
        KindPhrase(kind, strength, _compile(line))
        for strength in STRENGTHS
        for kind, signs in load_kinds().items()
        for line in filter(None, map(str.strip, signs.phrases.get(strength, "").splitlines()))
    )


def _compile(phrase: str) -> bytes:
    spaced = _SPACE.sub(lambda match: _SPACES.get(match[0], match[0]), phrase)
    start = "" if spaced.startswith("\\b") else "\\b"
    end = "\\b" if spaced[-1].isalnum() or spaced[-1] in ")*+?" else ""
    return f"{start}(?:{spaced}){end}".encode()


# a document that speaks to everybody is about nobody in it
GENERAL = (
    rb"\b(newsletter|boletin|estimad[oa]s (familias|padres( de familia)?|estudiantes|colegas|vecinos)[ ]?[:,]|agenda|professional development|workshop|save the date|dear (families|parents and guardians|parents|staff|colleagues|community|all)|upcoming events|"
    rb"honou?r roll|dean's list|congratulations to|staff directory|school directory|phone directory|"
    rb"board (meeting )?minutes|press release|course catalog\w*|student handbook|employee handbook|"
    rb"parent handbook|policy (number|no)|principal'?s (corner|message)|volunteers? needed|lunch menu|"
    rb"information night|open house|all families|awards? (night|ceremony)|case stud(y|ies)|fictional|fictitious|"
    rb"open enrollment (closes|ends|opens|begins|for (medical|benefits|insurance))|sick leave bank (is|covers|opens)|"
    rb"(flu|covid|flu and covid) (shots|clinics?) (are|will be)|(annual )?asbestos notice|ahera notice|"
    rb"tabletop exercise|exercise - exercise|drill (report|after action)|after action report|"
    rb"sample (only|form)|do not copy numbers|this is a drill|"
    rb"phishing (mail|email|e-mail|message|warning|attempt|test)s?|survey of \d+ (students|pupils|families|staff|teachers)|short story by|hall of fame|in memoriam|teaching assignments|examples for staff)\b"
)
# what two of make a text one to everybody, or a form that nobody filled in
HINTS = (
    rb"(\b("
    rb"(an?|any|each|every|all|no) (student|pupil|employee|person|child|staff member|learner)s? (who|that|may|must|shall|will|is|are|should|has|have|with)|"
    rb"(employees|students|parents|staff|families|riders|athletes|players|drivers|children|kids|members) (may|must|shall|should|who|are (expected|required|encouraged))|"
    rb"for example|made[- ]up|sample (record|data|student|letter)|example of an?|"
    rb"(learners|students) (will |can )?(name|identify|describe|explain|discuss|compare|list|analy[sz]e)|learning (target|objective)s?|worksheet|case cards?|person [ab]\b|lesson plan|essential question|"
    rb"(quiz|test|exam|worksheet|answer) key|no retakes|extra credit|ch(apter|\.)? \d{1,2} (quiz|test|exam|review)|"
    rb"what would you|circle one|check (one|all that apply)|return (this form |it )?to (the |your )|apply (to|by|online)|must hold an?|job (posting|description)|"
    rb"adopted (by|on)|legal references?|cast of|starring|frequently asked|reminds? (families|parents|students|staff)|congratulations|"
    rb"(one|two|three) (in|out of) (two|three|four|five|six|seven|eight|nine|ten|\d+)( of)?( our| the| all)?( grade \d+)? (students|pupils|children|families|teens|households)|"
    rb"most (of our )?(families|students|pupils|households) (qualify|are|have|live|report)|project (narrative|director|abstract)|statement of need|"
    rb"employees may|need not|the board (approved|adopted)|bring (your|the|inhalers|immunization)|period [0-9]\b|presenter|(your|our|lead|course|guest|certified) trainer"
    rb")\b|\b(unit \d{1,2}|homework):|\[(name|student|date|date of birth|student name|employee name|address|school|grade| |insert[^\]]{0,20})\]|_{6,}|<<\w+>>|\{\{[\w .]+\}\}|\?(student|parent|guardian|employee|name|family|child|days|date|offense|reason|address|school)[ \w]{0,20}\?)"
)
