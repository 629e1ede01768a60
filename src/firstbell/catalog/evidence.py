"""Evidence as a catalog keeps it, and folded into that of the snapshot after it when one is forgotten."""

from __future__ import annotations

import msgspec

from firstbell.base.clock import DAY_NS
from firstbell.record.evidence import MOST_DAYS_BETWEEN, WINDOW_DAYS, Evidence
from firstbell.record.examination import SEVERITY, Verdict

# older than the snapshot it is told with, by however little
_A_MOMENT = 1e-6


def render_evidence(evidence: Evidence | None) -> str | None:
    """JSON of the evidence."""
    return None if evidence is None else msgspec.json.encode(evidence).decode()


def read_evidence(stored: str | None) -> Evidence | None:
    """The evidence that was rendered so."""
    return None if stored is None else msgspec.json.decode(stored, type=Evidence)


def fold_losses(kept: Evidence, forgotten: Evidence | None) -> Evidence:
    """What the forgotten snapshot lost is kept with the one after it, for as long as losses are in mind.

    Also where the forgotten one was clean: a file a day adds up, whichever snapshots are kept.
    """
    if forgotten is None or not forgotten.losses:
        return kept
    days = max(0.0, (kept.at_ns - forgotten.at_ns) / DAY_NS) if kept.at_ns and forgotten.at_ns else 0.0
    days = min(days, MOST_DAYS_BETWEEN)
    older = [
        msgspec.structs.replace(loss, days_ago=loss.days_ago + max(days, _A_MOMENT))
        for loss in forgotten.losses
    ]
    return msgspec.structs.replace(
        kept, losses=(*kept.losses, *(loss for loss in older if loss.days_ago <= WINDOW_DAYS))
    )


def fold_evidence(kept: Evidence, forgotten: Evidence | None, verdict: Verdict) -> Evidence:
    """What the remaining snapshot shows, with what the forgotten one showed before it.

    `verdict`: the forgotten one's, which stands as long as there is something to show for it.
    """
    older = forgotten or Evidence()
    codes = {sign.code for sign in kept.signs}
    least = max((Verdict(one) for one in (kept.least, verdict) if one), key=SEVERITY.__getitem__)
    return msgspec.structs.replace(
        kept,
        signs=(*kept.signs, *(sign for sign in older.signs if sign.code not in codes)),
        places=(*kept.places, *older.places),
        shared=(*kept.shared, *older.shared),
        is_spread=kept.is_spread or older.is_spread,
        is_proof=kept.is_proof or older.is_proof,
        least="" if least is Verdict.CLEAN else least,
    )
