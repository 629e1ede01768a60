"""What damaged files have in common, and what follows from it for files that alone are undecided.

Signs: a suffix in common; a constant growth over several types; the same bytes at the end or the start;
wiping in company. Benign changes have none of them together with damage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from firstbell.base.deferral import defer
from firstbell.base.pathtext import say_path
from firstbell.examine.history import History
from firstbell.examine.paths import get_extension, split_path
from firstbell.record.examination import Examination
from firstbell.record.versions import FileVersion, Judgement, State

if TYPE_CHECKING:
    from firstbell.examine.look import Look
    from firstbell.examine.validators import registry
else:
    registry = defer("firstbell.examine.validators.registry")

_LEAST_ALIKE = 3
_LEAST_SUFFIXED = 2
_LEAST_MARKER_BYTES = 6
_LEAST_EMPTIED = 5
_TINY_BYTES = 64
_EDGE_BYTES = 64


class Campaign(msgspec.Struct, frozen=True):
    """Signs in common. `growth`: bytes by which files of several types grew alike, else None."""

    suffixes: frozenset[bytes] = frozenset()
    growth: int | None = None
    markers: frozenset[bytes] = frozenset()
    suffixed: int = 0
    grown: int = 0
    marked: int = 0


def find_campaign(
    looks: Sequence[Look], moves: Sequence[tuple[FileVersion, FileVersion]], *, history: History
) -> Campaign:
    """The signs the damaged files of a snapshot have in common, and those known from before."""
    damaged = [look for look in looks if look.is_damaged]
    suffixes = _find_suffixes(damaged) | history.suffixes
    growth, grown = _find_growth(damaged)
    markers = _find_markers(damaged) | history.markers
    news = [look.pair.new.path for look in looks] + [new.path for _, new in moves]
    return Campaign(
        suffixes=suffixes,
        growth=growth,
        markers=markers,
        suffixed=sum(_has_suffix(path, suffixes) for path in news),
        grown=grown,
        marked=sum(_has_marker(look, markers) for look in damaged),
    )


def find_suffix(was: bytes | None, path: bytes) -> bytes:
    """What was appended to a name, or the extension it got; empty where the name stayed."""
    if was is None or was == path:
        return b""
    old, new = split_path(was)[1], split_path(path)[1]
    return new[len(old) :] if new.startswith(old) else get_extension(path)


def find_suffixes(examination: Examination) -> frozenset[bytes]:
    """The suffixes an event appended, from the damaged files of an examination: for `History.suffixes`."""
    counts = Counter(
        find_suffix(finding.was, finding.path)
        for finding in examination.findings
        if finding.judgement.state is State.DAMAGED
    )
    return _keep_remarkable(counts)


def _find_suffixes(damaged: Iterable[Look]) -> frozenset[bytes]:
    return _keep_remarkable(Counter(find_suffix(look.pair.was, look.pair.new.path) for look in damaged))


def _keep_remarkable(counts: Counter[bytes]) -> frozenset[bytes]:
    return frozenset(
        suffix
        for suffix, count in counts.items()
        if suffix and count >= _LEAST_SUFFIXED and registry.find_expected(b"x" + suffix) is None
    )


def _find_growth(damaged: Sequence[Look]) -> tuple[int | None, int]:
    growths: Counter[int] = Counter()
    types: dict[int, set[str]] = {}
    for look in damaged:
        if look.pair.old is not None:
            growth = look.pair.new.size_bytes - look.pair.old.size_bytes
            growths[growth] += 1
            types.setdefault(growth, set()).add(get_type(look))
    del growths[0]
    if not growths:
        return None, 0
    growth, count = growths.most_common(1)[0]
    is_common = count >= _LEAST_ALIKE and len(types[growth]) >= 2 and growth > 0
    return (growth, count) if is_common else (None, 0)


def _find_markers(damaged: Sequence[Look]) -> frozenset[bytes]:
    """Bytes at the end or start that many damaged files share and that are not one repeated byte."""
    tail = _find_shared_start([look.tail[::-1] for look in damaged])[::-1]
    head = _find_shared_start([look.head for look in damaged])
    return frozenset(marker for marker in (tail, head) if marker)


def _find_shared_start(edges: list[bytes]) -> bytes:
    """The longest start of at least six bytes that three and a third of all have."""
    counts = Counter(edge[:_LEAST_MARKER_BYTES] for edge in edges)
    if not counts:
        return b""
    start, count = counts.most_common(1)[0]
    if count < max(_LEAST_ALIKE, len(edges) // 3) or len(set(start)) < 3:
        return b""
    alike = [edge for edge in edges if edge.startswith(start)]
    length = len(start)
    while length < len(start) + _EDGE_BYTES and len({edge[: length + 1] for edge in alike}) == 1:
        length += 1
    return alike[0][:length]


def get_type(look: Look) -> str:
    """The type a file had, or else its old name's extension."""
    if look.pair.old is None:
        return "new file"
    return look.was_type or get_extension(look.pair.old.path).decode("latin-1") or "no type"


def _has_suffix(path: bytes, suffixes: frozenset[bytes]) -> bool:
    return any(path.endswith(suffix) for suffix in suffixes)


def _has_marker(look: Look, markers: frozenset[bytes]) -> bool:
    return any(look.tail.endswith(marker) or look.head.startswith(marker) for marker in markers)


def apply_campaign(looks: Sequence[Look], campaign: Campaign) -> list[Look]:
    """The looks with undecided ones decided where they carry the campaign's signs or are in company."""
    has_company = sum(look.is_damaged for look in looks) >= _LEAST_ALIKE
    wiped = _pick_company(looks, "unknown.wiped", _LEAST_ALIKE)
    emptied = _pick_company(looks, "unknown.emptied", _LEAST_EMPTIED)
    replaced = _pick_company(looks, "unknown.replaced", _LEAST_EMPTIED)
    rules: tuple[tuple[Callable[[Look], bool], str, str], ...] = (
        (
            lambda look: _is_struck_by_name(look, campaign),
            "campaign-suffix",
            "named as the damaged files are",
        ),
        (lambda look: _is_marked(look, campaign), "campaign-marker", "marked as the damaged files are"),
        (lambda look: look.pair.new.path in wiped, "wiped", "wiped in company of others"),
        (lambda look: look.pair.new.path in emptied, "emptied", "emptied in company of others"),
        (lambda look: look.pair.new.path in replaced, "replaced", "replaced in company of others"),
        (lambda look: has_company and _is_replaced(look), "replaced", "replaced among damaged files"),
        (lambda look: has_company and _is_promised(look), "noise-in-company", "among damaged files"),
        (lambda look: has_company and _is_tiny(look), "tiny-in-company", "among damaged files"),
    )
    return [_apply(look, rules) for look in looks]


def _apply(look: Look, rules: tuple[tuple[Callable[[Look], bool], str, str], ...]) -> Look:
    if look.is_damaged:
        return look
    for holds, code, why in rules:
        if holds(look):
            judgement = Judgement(State.DAMAGED, f"damaged.{code}", f"{why}; {look.judgement.reason}")
            return replace(look, judgement=judgement)
    return look


def _is_struck_by_name(look: Look, campaign: Campaign) -> bool:
    if not _has_suffix(look.pair.new.path, campaign.suffixes):
        return False
    is_undecided = not look.type or look.pair.new.size_bytes < _TINY_BYTES
    return look.pair.was is not None or is_undecided or look.judgement.code == "intact.encoded"


def _is_marked(look: Look, campaign: Campaign) -> bool:
    return look.judgement.state is State.UNKNOWN and _has_marker(look, campaign.markers)


def _is_promised(look: Look) -> bool:
    """Noise under a name that says it should be something else."""
    return look.judgement.code == "unknown.noise" and registry.find_expected(look.pair.new.path) is not None


def _is_replaced(look: Look) -> bool:
    """Noise that may be another file, were it alone."""
    return look.judgement.code == "unknown.replaced"


def _is_tiny(look: Look) -> bool:
    """Too small to tell alone, but no text any more."""
    return look.judgement.code == "unknown.tiny"


def _pick_company(looks: Sequence[Look], code: str, least: int) -> frozenset[bytes]:
    """Paths with this code, if there are enough of them in two folders or of two types; logs do not count."""
    chosen = [look for look in looks if look.judgement.code == code and b".log" not in look.pair.new.path]
    folders = {split_path(look.pair.new.path)[0] for look in chosen}
    types = {get_type(look) for look in chosen}
    if len(chosen) < least or (len(folders) < 2 and len(types) < 2):
        return frozenset()
    return frozenset(look.pair.new.path for look in chosen)


def accept_ruled(looks: Sequence[Look]) -> list[Look]:
    """The looks of a snapshot that a person ruled benign: what they changed stands as they left it."""
    return [
        replace(
            look, judgement=Judgement(State.INTACT, "intact.ruled", f"ruled benign; {look.judgement.reason}")
        )
        if look.is_damaged
        else look
        for look in looks
    ]


def judge_move(old: FileVersion, new: FileVersion, *, campaign: Campaign) -> Judgement:
    """State of a file whose content stayed and whose name did not."""
    if _has_suffix(new.path, campaign.suffixes):
        reason = f"content unchanged, renamed as the damaged files were: {say_path(old.path)}"
        return Judgement(State.DAMAGED, "damaged.renamed", reason)
    return Judgement(State.INTACT, "intact.renamed", f"same content as {say_path(old.path)}")
