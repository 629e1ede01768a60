"""What words call a password, a code or a secret, with what stands behind: patterns over folded bytes."""

from __future__ import annotations

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
    rb"\bpin[ \t]*(is|:|=|#|[ ])[ \t]*\d{4,8}\b",
    rb"\b(old|new|temp|current) (pw|pass|password) (was|is|now) [^\s]{6,40}",
)
