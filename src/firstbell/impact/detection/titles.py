"""What the name of a file, a sheet or a table says that it is about.

Words stand alone there ("IEP caseload", "OSS 2022"), so that fewer of them say more than in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from firstbell.impact.detection.kinds import DataKind
from firstbell.impact.people.folded_text import compose, fold

_WORDS: tuple[tuple[str, bytes], ...] = (
    (DataKind.SPECIAL_EDUCATION, rb"iep|ieps|504|504s|sped|special ed(ucation)?|psychoeducational|bip|fba"),
    (DataKind.DISCIPLINE, rb"disciplin\w*|suspen\w+|expulsion\w*|expelled|misconduct|reprimand\w*|behaviou?r referrals?|office referrals?|oss|truancy"),
    (DataKind.COUNSELLING, rb"counsell?ing|counsell?ors? (notes?|logs?|sessions?)|suicide|threat assessments?|mental health|therapy"),
    (DataKind.SAFEGUARDING, rb"cps|child protection|custody|homeless\w*|mckinney|foster|abuse|mandated report\w*|restraining|safeguarding"),
    (DataKind.HEALTH, rb"medications?|immuni[sz]ations?|health plans?|allerg(y|ies)|nurse\w*|medical|diagnos[ei]s|vaccin\w+|fmla|health office|concussions?|seizures?|asthma"),
    (DataKind.IMMIGRATION, rb"immigra\w+|i 20s?|i20s?|visas?|refugees?|newcomer status|asylum"),
    (DataKind.ECONOMIC, rb"frl|frpl|free (and |or )?reduced|meal (applications?|eligib\w+|status|benefits?)|lunch (eligib\w+|status|applications?)|income|direct cert\w*"),
    (DataKind.FINANCIAL, rb"payroll|direct deposits?|salar(y|ies)|w 2s?|w2s?|bank accounts?|garnish\w*"),
    (DataKind.CREDENTIALS, rb"passwords?|credentials?"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(rb"\b(?:" + words + rb")\b")) for kind, words in _WORDS)
# what speaks of the matter, and not of people
_ABOUT_ALL = re.compile(
    rb"\b(handbook|polic(y|ies)|menu|newsletter|training|template|blank|calendar|agenda|procedures?|guidelines?|"
    rb"schedule of|scale|faq|brochure|flyer|resources|awareness|curriculum|budget|statistics|summary by|totals?)\b"
)
_APART = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")


def find_title_kinds(titles: Iterable[str]) -> set[str]:
    """The kinds that titles name."""
    found: set[str] = set()
    for title in titles:
        if not title or len(title) > 200:
            continue
        folded = fold(compose(" ".join(_APART.sub(" ", title).split())))
        if not _ABOUT_ALL.search(folded):
            found |= {kind for kind, pattern in _COMPILED if pattern.search(folded)}
    return found
