"""Evidence as a catalog keeps it, and folded into that of the snapshot after it when one is forgotten."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from firstbell.record.evidence import Evidence
from firstbell.record.examination import Verdict

_SEVERITY = list(Verdict)


def render_evidence(evidence: Evidence | None) -> str | None:
    """JSON of the evidence."""
    return None if evidence is None else msgspec.json.encode(evidence).decode()


def read_evidence(stored: str | None) -> Evidence | None:
    """The evidence that was rendered so."""
    return None if stored is None else msgspec.json.decode(stored, type=Evidence)


def fold_evidence(kept: Evidence, forgotten: Evidence | None, verdict: Verdict) -> Evidence:
    """What the remaining snapshot shows, with what the forgotten one showed before it.

    `verdict`: the forgotten one's, which stands as long as there is something to show for it.
    """
    older = forgotten or Evidence()
    codes = {sign.code for sign in kept.signs}
    least = max((Verdict(one) for one in (kept.least, verdict) if one), key=_SEVERITY.index)
    return replace(
        kept,
        signs=(*kept.signs, *(sign for sign in older.signs if sign.code not in codes)),
        places=(*kept.places, *older.places),
        shared=(*kept.shared, *older.shared),
        is_spread=kept.is_spread or older.is_spread,
        is_proof=kept.is_proof or older.is_proof,
        least="" if least is Verdict.CLEAN else least,
    )
