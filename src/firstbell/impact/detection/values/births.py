r"""Dates that are somebody's day of birth by where they stand: behind the word for it, below it, beside a
number of social security, on the line of a driver's licence, in brackets behind a name.

>>> tells_birth(b"ada olson  219-09-3344  4/2/1981", 24, 32), tells_birth(b"ada olson  seen 4/2/1981", 16, 24)
(True, False)
>>> tells_birth(b"birthdate\n\n2012-04-02", 11, 21), stands_aside(b"ada olson (4/2/12)", 11, 17)
(True, True)
"""

from __future__ import annotations

import re

# between day and year, as forms in Spanish have it: "19 de febrero de 1988", "19 / feb / 1988"
# behind the first number of a date whose signs stand apart: "9 - 3 - 2012"
PARTED_DAY = rb"[ ][/\-][ ]\d{1,2}[ ][/\-][ ](19|20)\d{2}"
SPOKEN_MONTH = (
    rb"(([ ]de[ ]|[ ]?[/\-][ ]?)(ene|feb|mar|abr|may|jun|jul|ago|sep|set|oct|nov|dic)[a-z]{0,7}\.?"
    rb"([ ]del?[ ]|[ ]?[/\-][ ]?)|"
    # and in French: "19 fevrier 1988", "1er mai 1988"
    rb"(er)?[ ](janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)[ ])"
)
_REACH = 80
_LABEL = re.compile(
    rb"(?:\bd\.?[o0]\.?b\b|date de naissance|\bnee? le\b|fecha de nacimiento|nacid[oa](?: el)?|nacimiento|"
    rb"taariikhda dhalashada|dhashay|hnub yug|yug hnub|birth ?da(?:te|y)|date of birth|\bborn\b|birth ?day|"
    rb"\bbday\b|birthdate|b-day)(?:[^\n]{0,24}|[: \t]{0,60})$|"
    rb"\bbirth[ :.\t]{1,4}$|(?:^|\n)[ \t]*birth[ .:\t]{1,30}$|\bb\.[ ]?$|[ ,;(]{2}b[ ]$|\bd/o/b[ :]{1,3}$"
    rb"|\b(?:f(?:ec(?:ha)?)?\.? ?(?:de )?)?nac\.?[ :]{1,4}$"
    # what explains the word stands behind it in brackets
    rb"|\b(?:dob|birth ?date|date of birth)[ ]?\([^()\n]{3,60}\)[: \t.]{1,4}$"
)
# the word stands alone on the line above, or on one before an empty one
_ABOVE = re.compile(
    rb"(?:^|\n)[ \t*#>\-]*(?:(?:student|child|patient|employee|his|her)(?:'?s)?[ ])?"
    rb"(?:date of birth|birth ?date|dob|d\.o\.b\.?|born|birth ?day|birth|fecha de nacimiento)"
    rb"(?:[ ]\([^()\n]{1,20}\))?[ \t:?]*\r?\n[ \t]*(?:\r?\n[ \t]*)?$"
)
_BEHIND = re.compile(rb"[ )]{0,2}\(?(?:dob|date of birth|birth)")
# numbers of social security, also masked ones
_NUMBER = rb"(?:\d{3}|[x*#]{3})-(?:\d\d|[x*#]{2})-\d{4}"
_AFTER_NUMBER = re.compile(_NUMBER + rb"[ \t,;/|]{1,6}$")
_BEFORE_NUMBER = re.compile(rb"[ \t,;/|]{1,6}" + _NUMBER + rb"(?![\w-])")
# from a day to another one a policy or a contract runs
_RANGE = re.compile(rb"[ ]{0,3}(?:-|to|thru|through|until|\xe2\x80\x93)[ ]{0,3}\d{1,4}[/.-]\d{1,2}[/.-]")
_LICENCE = re.compile(rb"\b[a-z]\d{11,13}\b")
_DAY = re.compile(rb"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b")
# lists of who came when have such brackets, too
_SERVICE = re.compile(
    rb"\b(?:senior\w*|hired?|retir\w+|years of service|start date|anniversar\w+|tenure|resign\w*)\b"
)


def tells_birth(folded: bytes, start: int, end: int) -> bool:
    """Whether the words or numbers around a date say that it is one of birth."""
    before, behind = folded[max(0, start - _REACH) : start], folded[end : end + 24]
    if _LABEL.search(before) or _BEHIND.match(behind) or _ABOVE.search(before):
        return True
    if _RANGE.match(behind):
        return False
    if _AFTER_NUMBER.search(before) or _BEFORE_NUMBER.match(behind):
        return True
    first = folded.rfind(b"\n", 0, start) + 1
    last = folded.find(b"\n", end)
    line = folded[first : last if last >= 0 else len(folded)]
    return _LICENCE.search(line) is not None and len(_DAY.findall(line)) == 1


def stands_aside(folded: bytes, start: int, end: int) -> bool:
    """Whether a date stands alone in brackets, as one does behind the name of who was born on it."""
    is_enclosed = folded[start - 1 : start] == b"(" and folded[end : end + 1] == b")"
    return is_enclosed and _SERVICE.search(folded) is None
