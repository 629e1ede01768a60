"""What people do while a system is out: "Until bus routing is restored, drivers use paper route sheets".

Such a sentence says that the system is not back; what is done on paper or by hand meanwhile claims nothing
of the event. So the first is what is judged.
"""

from __future__ import annotations

import re

from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.paraphrase.labels import is_system_list
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.everyday import denies
from firstbell.notify.statements.waits.holds import names_event

_WHAT = r"(?:(?:the|our|your) )?(?P<what>[\w' ,-]{3,80}?)"
_BACK = (
    r"(?:(?:is|are) (?:fully |all )*(?:back(?: (?:up|online|in service))?|restored|working(?: again)?"
    r"|available(?: again)?|running(?: again)?|up(?: and running)?|online again|fixed|repaired)"
    r"|(?:comes?|returns?|works?)(?: back| again)?(?: online)?|(?:has|have) been restored)"
)
_OUT = (
    r"(?:(?:is|are) (?:still )?(?:down|out(?: of service)?|offline|unavailable|pending|being restored"
    r"|not (?:yet )?(?:back|restored|working|available|running))"
    r"|(?:remains?|stays?) (?:down|out|offline|unavailable)|(?:does|do)(?: not|n't) work)"
)
_OTHER = _WHAT.replace("P<what>", "P<other>")
_WHILE = rf"(?:(?:until|till) {_WHAT} {_BACK}(?: again)?|(?:while|as long as|because|since) {_OTHER} {_OUT})"
_FIRST = any_case(rf"^{_WHILE}, (?P<done>.+?)[.!]?$")
_LAST = any_case(rf"^(?P<done>.+?),? {_WHILE}[.!]?$")
# how it is done meanwhile
_BY_HAND = any_words(
    r"(?:on |by |from |with |using )?(?:paper\w*|hand(?:-?written)?|printed \w+|print-?outs?|clipboards?"
    r"|pencils?|pens?|chalk|whiteboards?|spreadsheets?|notebooks?|binders?|ledgers?|index cards?"
    r"|sign-?in sheets?|photocopies)"
    r"|manual(?:ly)?|in person"
    r"|by (?:phone|telephone|radio|mail|fax|word of mouth)"
    r"|walkie-talkies?|cash|checks?|ring the (?:door)?bell|front (?:door|office|desk)"
)


def tell_workaround(read: str, record: CaseRecord) -> str:
    """That the system is not back, where the rest of the sentence is what is done by hand meanwhile."""
    match = _FIRST.match(read) or _LAST.match(read)
    if match is None or not _BY_HAND.search(match["done"]):
        return read
    what = (match["what"] or match["other"]).strip()
    # what is done must be nothing but that: no word of the event, no other system, and nothing denied
    done = match["done"]
    if (
        not is_system_list(what)
        or denies(done)
        or names_event(done)
        or list_systems(done) - list_systems(what)
    ):
        return read
    several = re.search(r",|\band\b|(?<!s)s$", what) is not None
    return f"{capitalize(what)} {'are' if several else 'is'} not yet restored."
