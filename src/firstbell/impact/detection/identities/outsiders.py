"""People whom the roster does not know, as they stand in a document."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.impact.detection.kinds import DataKind
from firstbell.impact.detection.results import Keeper, Outsider
from firstbell.impact.detection.values import Value
from firstbell.impact.people.dates import is_minor
from firstbell.impact.people.folded_text import compose, fold


def make_outsider(keeper: Keeper, name: str, *, role: str, values: Iterable[Value]) -> Outsider:
    """Somebody outside the roster, by name and by what stands beside it."""
    folded = b" ".join(sorted(fold(compose(name)).replace(b",", b" ").split())).decode()
    dob = next((value.text for value in values if value.kind == DataKind.DOB), "")
    ssn = next((value.text for value in values if value.kind == DataKind.SSN), "")
    email = next((value.text for value in values if value.fact == "email"), "")
    anchors = [keeper.keyed("name", folded)]
    anchors += [keeper.keyed("ssn", ssn)] if ssn else []
    anchors += [keeper.keyed("name+dob", f"{folded}|{dob}")] if dob else []
    anchors += [keeper.keyed("email", email)] if email else []
    return Outsider(
        name,
        role,
        tuple(anchors),
        keeper.keyed("dob", dob) if dob else "",
        keeper.keyed("ssn", ssn) if ssn else "",
        is_minor(dob, keeper.today),
    )
