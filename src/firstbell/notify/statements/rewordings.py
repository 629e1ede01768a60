"""The same in words that rules read: labels of a place, nouns of what was done, files, letters, calls."""

from __future__ import annotations

import re

# "WEBSITE BANNER: ...": where it is to be shown
_PLACE = (
    r"(?:web ?site|web|home ?page|lobby|phone|school|district|staff|parent|family|social(?: media)?|facebook"
    r"|instagram|app|emergency|recorded|hot ?line|help ?line|radio|tv|front door|e-?mail|intranet|bus"
    r"|cafeteria|classroom)"
)
_SHOWN = re.compile(
    rf"^(?:{_PLACE} ){{0,2}}(?:banner|ticker|sign|marquee|slide|poster|flyer|caption|scroll|pop-?up"
    r"|(?:push|text) alert|newsletter|bulletin|blog|home ?page|intranet|script|recording|memo|notice|alert"
    rf"|post|update|message|announcement|greeting|handout)(?: for (?:the )?{_PLACE})?: (?=[\w-]+,? \w+)",
    re.I,
)
# "confirms encryption of files": "confirms files were encrypted"
_DONE = {
    "encryption": "encrypted",
    "theft": "stolen",
    "copying": "copied",
    "publication": "published",
    "restoration": "restored",
    "recovery": "recovered",
    "reset": "reset",
}
_NOUN_OF = re.compile(
    rf"(?P<says>\b(?:confirm(?:s|ed)?|reports?|announces?|acknowledges?)) (?:the )?"
    rf"(?P<noun>{'|'.join(_DONE)}) of "
    r"(?P<what>(?!(?:a|an|\d)\b)(?:(?!(?:and|by|on|from|in|at|after|since|to|for|with)\b)[\w'-]+ ?){1,4}?)"
    r"(?=,|;|\.|$| (?:and|by|on|from|in|after)\b)",
    re.I,
)
_SINGULAR = re.compile(r"(?:data|information|e-?mail|mail|payroll|library)$", re.I)
# "It has answered 96 calls": of all that is told of, a line alone does so
_CALLS = re.compile(
    r"^it (?=(?:has|had) (?:\w+ )?(?:answered|taken|handled|received) [\w ]{0,20}\d*,?\d+ calls\b)", re.I
)
# "We could not recover a clean version of 311 files"
_NO_VERSION = re.compile(
    r"\b(?:we|it|staff|our (?:staff|team)) (?:could not|couldn't|cannot|can not|can't"
    r"|(?:was|were|have been|are) (?:not able|unable) to|have not been able to|did not|failed to)"
    r" (?:recover|find|restore|locate) (?:a|any) clean (?:version|copy) (?:of|for) "
    r"(?P<what>(?:(?:about |only |just )?[\d,]+|some) (?:of (?:our|the) )?files)(?=[.,;]|$)",
    re.I,
)
# no file was lost, since there is "a clean version of each"
_OF_EACH = re.compile(
    r"(?P<files>\bfiles?\b[^.?!]{0,40}\bclean (?:version|copy) (?:of|for)) (?:each|all|every one)"
    r"(?: (?:of them|one))?(?=[.,;!]|$)",
    re.I,
)
# "4,150 letters; not all of the 6,742 people have one yet"
_NOT_ALL_HAVE = re.compile(
    r"(?P<letters>\bletters?\b[^.?!]{0,40}[;,] (?:and |but )?)not (?:all|every one) of the "
    r"(?:(?P<many>[\d,]+) )?(?:people|persons|families|individuals|those)(?: affected| concerned)?"
    r" (?:has|have) (?:got )?(?:one|theirs|a letter)(?P<yet>(?: yet| so far)?)(?=[.,;!]|$)",
    re.I,
)
# "If asked about misuse, say that we have not searched for it"
_IF_ASKED_ABOUT = re.compile(
    r"^(?:if|when|should you be)(?: you are| families| anyone| people)? ask(?:ed|s)? about "
    r"(?P<topic>(?:the )?[\w' -]{3,40}), (?:please )?"
    r"(?:say|answer|reply|tell (?:them|people|callers|families|parents))(?: that|:)? (?P<what>.+)$",
    re.I,
)
_IT = re.compile(r"\b(?P<at>for|of|in|on|at) (?:it|that|them)(?=(?: yet| so far| today)?[.,;!]|$)", re.I)


def _say_done(match: re.Match[str]) -> str:
    was = "was" if _SINGULAR.search(match["what"].strip()) else "were"
    return f"{match['says']} {match['what'].strip()} {was} {_DONE[match['noun'].lower()]}"


def _say_not_sent(match: re.Match[str]) -> str:
    counted = f"{match['many']} people are affected, and " if match["many"] else ""
    return f"{match['letters']}{counted}not everyone affected has been sent a letter{match['yet']}"


def reword(sentence: str) -> str:
    """The sentence in words that rules read, without a label that tells where it is shown."""
    told = _SHOWN.sub("", sentence)
    if about := _IF_ASKED_ABOUT.match(told):
        topic = re.sub(r"^the ", "", about["topic"])
        told = _IT.sub(rf"\g<at> {topic}", about["what"], count=1)
    told = _CALLS.sub("The call center ", _NOUN_OF.sub(_say_done, told))
    told = _OF_EACH.sub(r"\g<files> every file", _NO_VERSION.sub(r"\g<what> have no clean version", told))
    told = _NOT_ALL_HAVE.sub(_say_not_sent, told)
    return f"{told[:1].upper()}{told[1:]}" if told != sentence else sentence
