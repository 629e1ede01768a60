"""What a sentence says of a detail that the record bears out, in words that no rule judges.

"The forensic firm, engaged on May 4, asks for no fee": that it was engaged is a detail of a fact, and what is
left of the sentence has no subject of its own. It is told of that firm, and nobody knows whether it is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.judges.verdicts import ClaimVerdict
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed

_LEANS = re.compile(
    r"(?:has|have|had|is|are|was|were|does|do|did|can|could|will|would|its|their|they|it|[a-z]{3,}(?:s|ed))\b"
)
_BACK = re.compile(r"(?:its|their|they|it)\b")


def list_predicates(passed: Passed) -> Iterator[Leftover]:
    """The first part without a subject that stands behind a detail, and is not judged."""
    details = [
        one.text.strip(" .,")
        for one in passed.borne
        if one.reading.proposition is not None and one.reading.proposition.truth == "detail"
    ]
    for one in passed.claims:
        if one.verdict is not ClaimVerdict.UNJUDGED or one.reading.proposition is not None:
            continue
        said = one.text.strip(" .,")
        at = passed.flat.find(said)
        # what "and" joins is told of its own subject, unless it points back
        joint = r"[\s,]+(?:and )?$" if _BACK.match(said) else r"[\s,]+$"
        before = re.sub(joint, "", passed.flat[: max(at, 0)])
        if _LEANS.match(said) and any(before.endswith(told) for told in details if told):
            yield Leftover("what else is said of it", said, at)
            return
