"""What words call a password, a code or a secret, with what stands behind: patterns over folded bytes."""

from __future__ import annotations

import re

# in place of a password that is not shown
_HIDDEN = re.compile(
    r"[\"'<\[({]*(?:[*#.x\u2022-]{3,}|redacted|hidden|masked|filtered|removed|secret)[\"'>\])},;.]*",
    re.IGNORECASE,
)


def is_hidden(word: str) -> bool:
    """Whether a word only says that a password is not shown.

    >>> [*map(is_hidden, ("********,", "[FILTERED]", "'xxxxx'", "x-ray9"))]
    [True, True, True, False]
    """
    return _HIDDEN.fullmatch(word) is not None


SECRET_SHAPES = (
    (
        rb"(\b|_)(password|passwd|pwd|passcode|passphrase|contrasena( temporal| nueva| inicial)?|(secret|magic) word)[ \t]*(is|:|=)[ \t]*[^\s]{4,64}"
    ),
    (
        rb"\b(reset( it| password| pw| pin)? to|contrasena de [a-z]+( [a-z]+)?( [a-z]+)? es|temp(orary)?( pw| pass\w*)?( is)?:?|(pw|pwd|pass|password)[ ]*(is|:|=)?)[ ]+[a-z]{3,}[!#$%&*?@_.\-]?[0-9]{2,}[^\s]{0,12}"
    ),
    (
        rb"\b((temporary|temp|new|initial|one[- ]time|default|current) (pass(word|code|phrase)|pw)|(activation|portal|portal activation) (key|code))( is| to| of)?[ :=]+[^\s]{3,30}[0-9][^\s]{0,20}|\b(password|passcode|passphrase|pw|pwd)[ ]([a-z!#$%&*?@_.\-]{1,16}[0-9][^\s\d]?[^\s]{1,20}|[0-9]{1,8}[a-z][^\s]{3,20})"
    ),
    # two things and the code of each on one line
    (
        rb"\b(voice ?mail|vm|alarm|copier|door|key ?pad|gate|panel|safe|long distance)( code| pin)?[ :#=]{1,3}\d{4,8}[ ,;]{1,3}"
        rb"(and )?(voice ?mail|vm|alarm|copier|door|key ?pad|gate|panel|safe|long distance)( code| pin)?[ :#=]{1,3}\d{4,8}\b"
    ),
    (
        rb"\b(dis-?arm|arm|panel( user)?|alarm( user)?|user|key ?pad|duress|gate|unlock)( code| pin)[ :#=]{1,3}\d{4,8}\b"
        rb"|\bdis-?arms?( with| by)?[ :#=]{1,3}\d{4,8}\b"
    ),
    rb"(^|[\r\n])[ \t]*secret[ \t]*:[ \t]*[a-z][^\r\n]{2,30}[0-9]{2,}\b",
    # as a log or a script quotes it
    rb"\b(secret|passwd|pass|pwd|pw)[ \t]*[:=][ \t]*[\"'][^\s\"']{6,40}[\"']",
    rb"\bpin[ \t]*(is|:|=|#|[ ])[ \t]*\d{4,8}\b",
    rb"\b(old|new|temp|current) (pw|pass|password) (was|is|now) [^\s]{6,40}",
    rb"\bpin( code| number)?( is| was| has been)? (now|(re-?)?set to|changed to|is now|now is)[ :]+\d{4,8}\b",
    # in brackets behind the word for it: "says her password (...) does not work"
    rb"\b(password|passwd|passcode|passphrase|pwd?)[ ]\([a-z][a-z!#$%&*?@_.\-]{3,18}[0-9][^\s()]{0,12}\)",
    # what somebody says that they type themselves, or have for it
    rb"\bi( always| usually| still| just| keep| have)? (typ(e|ed|ing)|put in|enter(ed|ing)?|us(e|ed|ing)|tr(y|ied|ying)|set)( in| it as)?"
    rb"[ ]+[a-z0-9][^\s]{5,30}",
    # with what somebody else may come in as they
    rb"\b(log|sign|get|go|come) ?in(to it)? (as|with) (me|my (account|name|log-?in|own))"
    rb"[ ,;:.(-]{1,4}((it'?s|it is|pw|pw is|password|password is|use|with) )?[a-z0-9][^\s]{5,30}",
    rb"\b(password|pw|pwd|passcode) (that )?i (have|had|use|used|got|was given|know|wrote down)( for it| there)?( is| was)?[ :]+"
    rb"[a-z][a-z!#$%&*?@_.\-]{2,18}[0-9][^\s]{0,12}",
    # "it says my password is wrong, its ...", "my password is still ...", "forgot my pin, it was ..."
    rb"\b(password|passcode|passphrase|pwd?|log-?in)\b[^\n]{0,40}[,;.?!] ?(its?|it's|it (was|is)|mine is)"
    rb"[ ]+[a-z][a-z!#$%&*?@_.\-]{3,18}[0-9]{2}[^\s]{0,12}",
    rb"\b(my|his|her|your) (password|passcode|passphrase|pwd?|log-?in) (is|was) (still|now|just|always) "
    rb"[a-z][a-z!#$%&*?@_.\-]{3,18}[0-9]{2}[^\s]{0,12}",
    rb"\bmy ([a-z]+ )?pin\b[^\n\d]{0,24}\b(it|that) (was|is) \d{4,8}\b",
    # somebody's user name and what opens it
    rb"\b(log-?ins?|log-?ons?|sign-?ins?|credentials)( of (his|her|their|my) own)?[,:]? (is |are )?[a-z][a-z0-9.]{3,24} (with|and) [a-z][a-z!#$%&*?@_.\-]{3,20}[0-9][^\s]{0,12}",
    # of whom a note says that they forgot it: "locked out again, set it to ..."
    rb"\b(forgot|forgets|forgotten|locked out|expired)\b[^\n]{0,60}\bset (it|his|hers|theirs) to [a-z][^\s]{2,18}[0-9][^\s]{0,12}",
)
