"""The judges by name, as vocabulary.toml calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from firstbell.notify.statements.judges import (
    agencies,
    backups,
    extortion,
    offers,
    people,
    personal_data,
    protections,
    searches,
    story,
    systems,
    theft,
    ways_in,
)
from firstbell.notify.statements.judges.truth import UNJUDGED, Truth
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.record import CaseRecord

Judge = Callable[[CaseRecord, ClaimReading], Truth]


def _leave(record: CaseRecord, reading: ClaimReading) -> Truth:
    """What no subject of facts tells of."""
    del record, reading
    return UNJUDGED


JUDGES: Mapping[str, Judge] = {
    "backups_used": backups.judge_backups_used,
    "backups_whole": backups.judge_backups_whole,
    "cause_known": story.judge_cause_known,
    "coercion": extortion.judge_coercion,
    "credit_monitoring": offers.judge_monitoring,
    "data_lost": backups.judge_lost,
    "dwell": story.judge_dwell,
    "event": story.judge_event,
    "eviction": story.judge_eviction,
    "exfiltration": theft.judge_exfiltration,
    "forensic_firm": story.judge_firm,
    "group": people.judge_group,
    "hit": systems.judge_hit,
    "investigation_on": story.judge_investigation_on,
    "investigation_over": story.judge_investigation_over,
    "law_enforcement": agencies.judge_law_enforcement,
    "legal_counsel": story.judge_counsel,
    "letters": people.judge_letters,
    "misuse": extortion.judge_misuse,
    "multi_factor": protections.judge_multi_factor,
    "negotiation": extortion.judge_negotiation,
    "password_reset": protections.judge_passwords,
    "people_final": people.judge_people_final,
    "people_count": people.judge_people_count,
    "personal_data": personal_data.judge_personal_data,
    "published": theft.judge_published,
    "ransom_demanded": extortion.judge_demanded,
    "ransom_paid": extortion.judge_paid,
    "reports": agencies.judge_reports,
    "restored": systems.judge_restored,
    "restoring": systems.judge_restoring,
    "timing": story.judge_timing,
    "recall": searches.judge_recall,
    "risk": people.judge_risk,
    "told": _leave,
    "logs_reviewed": searches.judge_logs,
    "misuse_search": searches.judge_misuse_search,
    "searched": searches.judge_searched,
    "transfers": searches.judge_transfers,
    "undone": searches.judge_undone,
    "unaffected": systems.judge_unaffected,
    "unsaid": _leave,
    "hardening": protections.judge_hardening,
    "secure": story.judge_secure,
    "way_in": ways_in.judge_way_in,
}
