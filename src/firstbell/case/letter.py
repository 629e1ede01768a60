"""What goes along with an export for people and for plain Python: the letter, and the check of an excerpt."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files

from firstbell.base.clock import format_second
from firstbell.investigate.exports import CaseOutline

_WHOLE = """  ledger/entries.jsonl   the record: who put down what when, chained and signed
  verify.py              checks it with nothing but Python 3.8:
                           python3 verify.py ledger/entries.jsonl
"""
_EXCERPT = """  ledger/excerpt.json    the entries of the record that are for this role, with proofs
  verify_excerpt.py      checks them with nothing but Python 3.8:
                           python3 verify_excerpt.py ledger/excerpt.json
"""
_WHOLE_TWO = """  ledger/entries.jsonl   the record up to its upgrade, chained and signed
  ledger-3/entries.jsonl the record since then; its first entry signs the whole one before it
  verify.py              checks both with nothing but Python 3.8:
                           python3 verify.py ledger/entries.jsonl ledger-3/entries.jsonl
"""
_EXCERPT_TWO = """  ledger/excerpt.json    the entries up to the upgrade that are for this role, with proofs
  ledger-3/excerpt.json  those since the upgrade
  verify_excerpt.py      checks them with nothing but Python 3.8, one after the other:
                           python3 verify_excerpt.py ledger/excerpt.json
"""
_HEADS = "  heads/                 heads of the record that were kept, and their time-stamps\n"
_WITH_HEAD = "                           (to check the record with one, add --head heads/FILE.head)\n"
_REST = """  facts.json             what was known, believed, unknown, and since when
  evidence.json          what was taken into custody, and what became of it
  timeline/              what happened when, for Timesketch, mactime, STIX, DFIR-IRIS, TheHive
  case.json              the case in a few words
"""
_EVIDENCE = (
    "  evidence/              copies of the evidence, each under its SHA-256, as evidence.json names it\n"
)
_PRIVILEGED = """  {first:<22} counsel's own track, for no other reader; to check it:
                           python3 verify.py {files}
"""
_END = """
The folder above this one is a bag (RFC 8493): its manifests name every file with SHA-256 and SHA-512. Compare
the head that the check prints with one that came to you another way, such as on paper, by mail or by phone.
If they are the same, nothing before that head was changed, removed or back-dated.
"""
_PARTS = ("ledger/verifier/ed25519.py", "case/excerpt_check.py")
_CALL = """

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], is_signed_by))
"""


def render_letter(
    outline: CaseOutline, role: str, *, is_whole: bool, is_continued: bool, beside: Collection[str]
) -> str:
    """The letter that lies on top: what this is, and how it is checked. `is_continued`: in two ledgers.

    `beside`: the names of all that goes along.
    """
    parts = (_EXCERPT_TWO, _WHOLE_TWO) if is_continued else (_EXCERPT, _WHOLE)
    event = f"Encryption event {outline.event_id}.\n" if outline.event_id else ""
    who = f" of {outline.organisation}" if outline.organisation else ""
    begin = f"Case {outline.name!r}{who}, for {role}.\nOpened {format_second(outline.made)}"
    begin += f" by {outline.opened_by}.\n" if outline.opened_by else ".\n"
    tracks = [f"{name}/entries.jsonl" for name in sorted(beside) if name.startswith("privileged")]
    also = (
        _PRIVILEGED.format(first=f"{tracks[0].partition('/')[0]}/", files=" ".join(tracks)) if tracks else ""
    )
    heads = (_HEADS + _WITH_HEAD * is_whole) * ("heads" in beside)
    evidence = _EVIDENCE * ("evidence" in beside)
    return f"{begin}{event}Id {outline.id}.\n\n{parts[is_whole]}{also}{heads}{_REST}{evidence}{_END}"


def render_excerpt_verifier() -> str:
    """The text of `verify_excerpt.py`: one file, plain Python 3.8."""
    texts = [files("firstbell").joinpath(part).read_text(encoding="utf-8") for part in _PARTS]
    future = "from __future__ import annotations\n"
    joined = "\n\n".join(text.replace(future, "") for text in texts)
    title = '"""Checks an excerpt of a ledger: python3 verify_excerpt.py excerpt.json"""\n\n'
    return f"{title}{future}\n{joined}{_CALL}"
