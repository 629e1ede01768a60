"""What each kind of entry is called where a person reads it; JSON keeps the kind itself."""

from __future__ import annotations

from collections.abc import Mapping

from firstbell.base.values import say_name

WORDS: Mapping[str, str] = {
    "action": "Action",
    "action.canaries_planted": "Canary files planted",
    "action.canaries_removed": "Canary files removed",
    "approval.notice": "Letters approved",
    "approval.rule": "Rule approved",
    "approval.statement": "Statement approved",
    "case.closed": "Case closed",
    "case.continued": "Record goes on in a new ledger",
    "case.opened": "Case opened",
    "case.reopened": "Case opened again",
    "case.upgraded": "Record goes on from an older ledger",
    "claim.published": "Statement published",
    "claim.statement": "Statement written",
    "contact": "Contact",
    "decision": "Decision",
    "decision.confirm": "Sentence confirmed",
    "decision.correction": "Correction",
    "decision.finding": "Decision on a rule",
    "decision.hold": "Clocks held",
    "decision.hold_ended": "Hold ended",
    "decision.override": "Stopped sentence let through",
    "drill.exercised": "Event played on a copy",
    "drill.packs_read": "Backups read and proven",
    "drill.readiness": "Readiness measured",
    "drill.rehearsed": "System rehearsed",
    "event.closed": "Event closed",
    "event.declared": "Event declared",
    "event.found": "Event found",
    "evidence.checked": "Evidence checked",
    "evidence.handed": "Evidence handed over",
    "evidence.imported": "Lines imported",
    "evidence.taken": "Evidence taken",
    "fact": "Fact",
    "fact.organisation": "Name of the district",
    "finding": "Finding",
    "finding.message": "Message reported",
    "impact.scan": "Search for personal data",
    "key": "Key",
    "lock.lowering_approved": "Shorter lock approved",
    "lock.lowering_asked": "Shorter lock asked for",
    "lock.lowering_done": "Lock made shorter",
    "lock.lowering_withdrawn": "Shorter lock withdrawn",
    "note": "Note",
    "note.exported": "Record handed out",
    "note.stamped": "Record stamped by a time authority",
    "notice.drafted": "Letters written",
    "notice.planned": "Letters planned",
    "notice.sent": "Letters sent",
    "pin.added": "Snapshots pinned",
    "pin.removed": "Pin removed",
    "receipt.system": "System restored",
    "recover.keep_persistence": "Program start kept",
    "recover.run": "Files restored",
    "recover.stopped": "Recovery stopped",
    "report.filed": "Report filed",
    "report.impact": "List of people written",
    "review.language": "Translation reviewed",
    "review.letter": "Letter reviewed",
    "review.person": "Person reviewed",
    "ruling.examination": "Backup ruled on",
    "ruling.examination_undone": "Ruling taken back",
    "ruling.released": "Files released",
    "snapshots.seen": "Snapshots seen",
}


def say_entry_kind(kind: str) -> str:
    """A kind of entry in words; one that somebody made up, without its dots.

    >>> say_entry_kind("evidence.taken"), say_entry_kind("contact.state_police")
    ('Evidence taken', 'Contact, state police')
    """
    return WORDS.get(kind, say_name(kind.replace(".", ", ")).capitalize())
