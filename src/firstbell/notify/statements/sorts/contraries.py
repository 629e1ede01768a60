"""Forms that say the contrary of the claim that stands in them.

"Had we hired a firm, we would know more" says that nobody was hired; "not a dollar less than" denies no
payment; "rumor: ..." calls false what follows. Rules read the claim inside and not the form around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.sorts.passed import Passed

_US = r"(?:we|i|the (?:district|board|schools?|superintendent|staff)|they|somebody|someone)"
_CONTRARY = re.compile(
    # "had we hired", at the head of a clause that asks nothing
    r"(?:^|[;:,\u2014] ?)(?:and |but |so )?had (?!(?:to|not|been|already|also|all|since|then|now|just"
    r"|never|only)\b)(?:[\w'-]+ ){1,5}?(?:not |never |only |ever )*"
    r"(?:been |\w+(?:ed|en|wn|ld|nt|pt)|paid|told|sent|met|hired|made|put|shut|reset|read|lost|found|had"
    r"|got)\b"
    r"|\bif (?:only )?(?:[\w'-]+ ){1,5}?(?:had|hadn't) (?:not |never |only |ever |just )*(?:been |\w+(?:ed"
    r"|en|wn"
    r"|ld|nt|pt)\b|paid|told|sent|met|hired|made|put|shut|reset|read|lost|found|had|got)(?=[^.;?]*\b(?:would"
    r"|could|might)\b)"
    rf"|\b{_US} (?:could|should|ought to|needed to|was to|were to)(?: (?:not|never|also|simply|just"
    rf"|at least))*"
    r" have (?!to\b)\w+"
    r"|\bwould(?: not|n't)? (?:never |also |still )?have (?!to\b|you\b)\w+"
    r"|\b(?:wish(?:es)?|if only) (?:that )?(?:[\w'-]+ ){1,4}?had(?: not|n't)?\b",
    re.I,
)
_CONTRARIO = re.compile(
    r"(?:^|[;:,] ?)(?:y |pero )?de (?:no )?haber(?:se|nos|l[oa]s?|les?)?(?: \w+)? \w+(?:[ai]do|cho|sto"
    r"|erto)\b"
    r"|\b(?:si|ojal\u00e1|como si)\b[^.;?]{0,40}?\bhubi(?:\u00e9|e)(?:ra|se)\w*"
    r"|\b(?:habr\u00edamos|habr\u00edan?|hubi\u00e9ramos) (?:\w+ )?\w+(?:[ai]do|cho|sto)\b"
    r"|\b(?:deb\w+|pod\w+|ten\w+ que) (?:de )?haber(?:se|l[oa]s?|les?)? \w+(?:[ai]do|cho|sto)\b",
    re.I,
)
# a negation that belongs to a comparison denies nothing
_NO_LESS = re.compile(
    r"\b(?:not|nothing|never) (?:(?:a|an|one|even) (?:single )?\w+ )?(?:less|fewer|lower|short|smaller|shy)"
    r"\b(?! than (?:the )?truth)"
    r"|\b(?:ni|no) (?:\w+ ){0,3}?(?:un|una|uno) (?:solo |sola )?\w+ menos\b|\bnada menos\b|\bno menos de\b",
    re.I,
)
_NO_LESS_READ = re.compile(r"\bnot (?:less|fewer|lower) than\b", re.I)
_CALLED_FALSE = re.compile(
    r"^\W*(?:(?:a |the |one )?(?:\w+ )?(?:rumou?rs?|myths?|fiction|hearsay|gossip|falsehoods?|misconceptions?"
    r"|allegations?|untrue|not true|fake(?: news)?|false|lies?|nonsense|claims?|what (?:some|people"
    r"|others) say"
    r"|mitos?|falso|rumor(?:es)?|bulos?|mentiras?|ficci\u00f3n|lo que se dice|se dice))"
    r"(?: (?:no\.? ?)?#?\d+)?(?: (?:that|going around|we hear|heard|on (?:social media"
    r"|facebook)))*\W{0,2}[:\u2014-]",
    re.I,
)


def list_contraries(passed: Passed) -> Iterator[Leftover]:
    """Forms that turn around, or leave open, the claim that is read in them."""
    if not passed.borne:
        return
    if not passed.flat.endswith("?"):
        for match in (_CONTRARIO if passed.spanish else _CONTRARY).finditer(passed.flat):
            if passed.is_borne_around(match):
                yield Leftover("what would have been, and was not", match[0].strip(" ,;:"), match.start())
    for match in _NO_LESS.finditer(passed.flat):
        if not _NO_LESS_READ.match(match[0]):
            yield Leftover("what a comparison denies", match[0], match.start())
    if called := _CALLED_FALSE.match(passed.flat):
        yield Leftover("what is called a rumor", called[0].strip(), called.start())
