"""What a number is said of besides: people who did something, files of one sort, data that was locked.

The number is compared with its field; the verb, or the word before the noun, may tell of another thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed

# verbs and links by which those who are affected are told
_PEOPLE = re.compile(
    r"\b\d[\d,]* (?:people|persons|individuals|residents|personas) (?:(?:have|has|had|han) (?!been\b|had\b"
    r"|their\b|data\b|information\b|sido\b))?"
    r"(?P<verb>lost|sued|quit|died|left|complained|protested|moved|resigned|withdrew|applied|enrolled"
    r"|signed|clicked|opened|answered|called|voted"
    r"|fell|sold|stole|asked|demanded|came|went|reported|suffered|paid|perdieron|demandaron|renunciaron"
    r"|murieron|llamaron|sufrieron|pagaron)\b",
    re.I,
)
_MORE_OF_THEM = re.compile(
    r", (?:and|y) (?:(?:many|some|a few|several|countless|muchas?|otras?) )?(?:more|others|m\u00e1s"
    r"|otras) (?:elsewhere|in|from|abroad|too|en|fuera)\b"
    r"|, among them (?:every|all|each|most)\b|, (?:all|most|none|half|many) of (?:them|whom|which)\b",
    re.I,
)
_FILES = re.compile(
    r"\b\d[\d,]* (?:(?:student|pupil|staff|employee|teacher|parent|grade|medical|health|payroll|tax"
    r"|personnel|special education|financial"
    r"|old|new|important|minor|duplicate|temporary) )+(?:files|documents|records)\b",
    re.I,
)
_DATA = re.compile(
    r"\b(?:gigabytes?|terabytes?|megabytes?|[gtm]b)\b(?: of \w+)? (?:was|were|has been"
    r"|have been) (?:encrypted|locked|deleted|erased|recovered|restored"
    r"|returned|destroyed|corrupted)\b",
    re.I,
)


def list_counted_heads(passed: Passed) -> Iterator[Leftover]:
    """Verbs and words beside a counted noun that no field tells."""
    truths = passed.truths
    if "people_count" in truths and (match := _PEOPLE.search(passed.flat)):
        yield Leftover("what they did", match[0], match.start())
    if truths & {"people_count", "data_lost"} and (match := _MORE_OF_THEM.search(passed.flat)):
        yield Leftover("how many of them", match[0], match.start())
    if "data_lost" in truths and (match := _FILES.search(passed.flat)):
        yield Leftover("which files they are", match[0], match.start())
    if passed.borne and (match := _DATA.search(passed.flat)):
        yield Leftover("what was done with so much data", match[0], match.start())
