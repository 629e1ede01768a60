"""The state of one version, from what it is and from what it was.

Order of the signs, strongest first: content that decodes whole is intact, whatever changed; content that
held before and holds no more is damaged where the changed places are noise; noise written in place into
content that otherwise stayed; places that became noise; encoded noise; blank content. What was opaque
before and is opaque now says nothing.
"""

from __future__ import annotations

import codecs

from firstbell.examine.content import Content
from firstbell.examine.difference import ByteDifference, compare
from firstbell.examine.randomness import as_array, is_noise, is_text_noise
from firstbell.examine.validators.outcome import Grade
from firstbell.examine.validators.registry import find_expected
from firstbell.examine.validators.text import promises_text
from firstbell.record.versions import Judgement, State

# fewer struck bytes than this inside structured content may be a hash or a key
_LEAST_STRUCK_BYTES = 64
_LEAST_STRUCK_SHARE = 0.2
# alone, a short run of base64 is a token; where something else stood before, it is not
_LEAST_ENCODED_ALONE = 256
_HEAD_BYTES = 1024
_TINY_BYTES = 64
# what is packed alone may be anything, such as a dump that a program encrypted
_PACKERS = frozenset(("gzip", "bzip2", "xz", "lzma", "zstd"))
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_REGULAR_ISLANDS = 3
_LEAST_DENSE_BYTES = 64
_LEAST_KEPT_SHARE = 0.05
# of the old content, looked for in the new one
_PIECES, _PIECE_BYTES = 16, 16
# islands at no round places: a few are parts of a share of the file, many are two keys of one length
_MOST_RAGGED_ISLANDS = 10
# film and sound whose frames are of lengths of their own: encoded anew, a piece is never of the same length,
# with the same table of its frames in front
_FRAMED = frozenset(("iso-media", "matroska", "ogg", "flac"))
_LEAST_BODY_BYTES = 16 << 10


def _intact(code: str, reason: str) -> Judgement:
    return Judgement(State.INTACT, f"intact.{code}", reason)


def _damaged(code: str, reason: str) -> Judgement:
    return Judgement(State.DAMAGED, f"damaged.{code}", reason)


def _unknown(code: str, reason: str) -> Judgement:
    return Judgement(State.UNKNOWN, f"unknown.{code}", reason)


EMPTY = _intact("empty", "empty file")


def judge_alone(new: Content) -> Judgement:
    """State of a version of which no older one is known."""
    outcome = new.outcome
    if not new.data:
        return EMPTY
    if outcome.holds:
        if (
            outcome.type == "text"
            and len(new.data) >= _LEAST_ENCODED_ALONE
            and new.encoding not in (None, "hex")
        ):
            return _judge_encoded(new)
        if new.filled and outcome.type not in _PACKERS:
            return _unknown("filled", f"{outcome.type}: {new.filled}")
        return _intact("parses", f"{outcome.type}: {outcome.detail}")
    if outcome.grade is not Grade.NONE:
        return _unknown(outcome.grade, f"{outcome.type}: {outcome.detail}")
    return _judge_untyped(new)


def _judge_untyped(new: Content) -> Judgement:
    expected = new.outcome.expected
    if new.blank is not None:
        return _intact("blank", f"every byte is {new.blank:#04x}")
    if new.has_noise:
        return _unknown(
            "noise", "looks like noise" + (f" where the name says {expected}" if expected else "")
        )
    if expected:
        return _unknown("mismatch", f"not of the type its name says: {expected}")
    return _intact("structured", "no known type, but structured")


def _judge_encoded(new: Content) -> Judgement:
    if new.outcome.expected or b"." not in new.path.rsplit(b"/", 1)[-1].lstrip(b"."):
        return _unknown("encoded", f"noise written as {new.encoding}")
    return _intact("encoded", f"text: {new.encoding} of something that looks like noise")


def judge_transition(old: Content, new: Content) -> Judgement:
    """State of the new version, knowing the one before it."""
    if not new.data:
        return EMPTY if not old.data else _unknown("emptied", "all content is gone")
    if new.blank is not None and old.blank is None and old.data:
        return _unknown("wiped", f"every byte is now {new.blank:#04x}")
    if not old.data:
        return judge_alone(new)
    outcome = new.outcome
    if outcome.holds and new.filled and not old.filled and (old.outcome.holds or not old.has_noise):
        was = old.outcome.type or "structured content"
        return _damaged("filled", f"was {was}, is a whole {outcome.type} now in which {new.filled}")
    if outcome.grade is Grade.SOUND:
        return _judge_sound(old, new)
    difference = compare(old.data, new.data)
    judge = _judge_plausible if outcome.grade is Grade.PLAUSIBLE else _judge_fallen
    judgement = judge(old, new, difference)
    if judgement.state is State.DAMAGED and _is_replaced(old, new, difference):
        return _unknown("replaced", "other content under its name, of a length that no strike leaves")
    return judgement


def _is_replaced(old: Content, new: Content, difference: ByteDifference) -> bool:
    """Whether another file may have come in its place: a strike keeps its file's length, or adds to it.

    Nothing of the old content is in the new one, the name is the same, and the new one is shorter, or longer
    by more than anything intruders put behind. Alone that says little; in company it is damage. Under a name
    that promises a type which noise cannot be, nothing came in its place but noise.
    """
    if not new.is_whole or old.path != new.path or difference.kept_length:
        return False
    if promises_text(new.path) or find_expected(new.path) is not None:
        return False
    step = max(1, len(old.data) // _PIECES)
    pieces = (old.data[at : at + _PIECE_BYTES] for at in range(0, len(old.data), step))
    return difference.kept_bytes * 10 < difference.shared_bytes and not any(
        len(piece) == _PIECE_BYTES and piece in new.data for piece in pieces
    )


def _judge_sound(old: Content, new: Content) -> Judgement:
    """Decoded whole, which is a veto, unless it is text that is noise in another alphabet."""
    outcome = new.outcome
    if outcome.type != "text" or new.encoding is None:
        return _intact("decodes", f"{outcome.type}: {outcome.detail}")
    if old.encoding is not None:
        return _intact("encoded", f"{new.encoding} before and after")
    if new.data.startswith(old.data):
        return _intact("appended", f"text that grew at its end, by {new.encoding}")
    if old.data.startswith(new.data):
        return _intact("cut", f"the beginning of what it was, {new.encoding}")
    if old.outcome.holds or not old.has_noise:
        return _damaged("encoded", f"was {old.outcome.type or 'structured'}, now noise as {new.encoding}")
    return _unknown("encoded", f"noise before, noise written as {new.encoding} now")


def _judge_plausible(old: Content, new: Content, difference: ByteDifference) -> Judgement:
    """Structure holds, so only the shape of the change can speak against it."""
    outcome = new.outcome
    if difference.appended:
        return _intact("appended", f"{outcome.type}: grew at its end, {outcome.detail}")
    could_tell = not outcome.is_dense or _is_plain_struck(old, new, difference)
    if could_tell and difference.became_noise and _is_much(difference):
        share = difference.island_bytes * 100 // max(1, difference.shared_bytes)
        return _damaged(
            "became-noise", f"{outcome.type}: {share} % of it became noise{_describe(difference)}"
        )
    if _is_tiny_text_gone(old, new, difference):
        return _unknown("tiny", "a few bytes of text, all replaced, are no plain text now")
    if outcome.type == "text" and _is_text_struck(old, difference):
        return _damaged("fell", f"was valid text, holds noise now{_describe(difference)}")
    # what chance made look like a type whose body is never noise
    if not outcome.is_dense and outcome.type != "text" and old.outcome.type != outcome.type and new.is_noise:
        return _damaged(
            "fell", f"was {old.outcome.type or 'structured'}, is noise that begins like {outcome.type}"
        )
    # nobody writes noise into the middle of a compressed file and leaves the rest where it was
    is_struck = _is_struck_dense(difference) if new.is_whole else _is_struck_large(old, new, difference)
    is_struck = is_struck or _is_body_replaced(old, new, difference)
    if outcome.is_dense and is_struck:
        return _damaged("struck-in-place", f"{outcome.type}: noise written in place{_describe(difference)}")
    return _intact("parses", f"{outcome.type}: {outcome.detail}")


def _is_plain_struck(old: Content, new: Content, difference: ByteDifference) -> bool:
    """Whether a type that may be compressed was not, and noise came into it while the rest stayed."""
    is_same = old.outcome.type == new.outcome.type and difference.kept_length
    # what costs most is asked last: most new versions are of another length
    is_kept = is_same and difference.kept_bytes >= _LEAST_DENSE_BYTES
    return is_kept and difference.was_plain and difference.in_place


def _is_text_struck(old: Content, difference: ByteDifference) -> bool:
    """UTF-8 before, now only text of some other encoding, if that: its new bytes tell."""
    return old.outcome.grade is Grade.SOUND and is_text_noise(difference.struck_old, difference.struck_new)


def _is_tiny_text_gone(old: Content, new: Content, difference: ByteDifference) -> bool:
    """Too few bytes for any statistics, but hardly one of the old text is left."""
    is_tiny = len(difference.old) < _TINY_BYTES and difference.kept_length and not new.data.startswith(_WIDE)
    return is_tiny and old.outcome.grade is Grade.SOUND and difference.kept_bytes * 4 < len(difference.old)


def _is_much(difference: ByteDifference) -> bool:
    """More noise than a hash, a key or a signature would be, or laid out as only a strike is."""
    return (
        difference.island_bytes >= _LEAST_STRUCK_BYTES
        or difference.island_bytes >= difference.shared_bytes * _LEAST_STRUCK_SHARE
        or (len(difference.starts) >= _REGULAR_ISLANDS and difference.alignment > 1)
    )


def _is_struck_dense(difference: ByteDifference) -> bool:
    """Whether enough stayed in place that the change is no new version of the file.

    Two compressed files of nearly one length agree in their headers and in bytes here and there.
    """
    if not difference.in_place or difference.island_bytes < _LEAST_DENSE_BYTES:
        return False
    kept_start = int(difference.starts[0])
    if len(difference.starts) == 1 and len(difference.old) == len(difference.new):
        # one island in a file of the same length, at a round or late place: a new version has neither
        return kept_start >= _LEAST_DENSE_BYTES and (
            kept_start % 16 <= 1 or kept_start * 10 >= len(difference.old)
        )
    if len(difference.starts) > _MOST_RAGGED_ISLANDS and difference.alignment == 1 and difference.period == 0:
        return False
    kept_behind = difference.kept_bytes - kept_start
    return kept_behind >= max(_LEAST_DENSE_BYTES, difference.shared_bytes * _LEAST_KEPT_SHARE)


def _is_body_replaced(old: Content, new: Content, difference: ByteDifference) -> bool:
    """Of film and sound: the same head and length to the byte, and noise wherever else one looks."""
    is_framed = old.outcome.type == new.outcome.type in _FRAMED
    if not is_framed or old.size_bytes != new.size_bytes or not len(difference.starts):
        return False
    start = int(difference.starts[0])
    behind = difference.shared_bytes - start
    kept_behind = difference.kept_bytes - start
    is_noise_there = difference.is_noise and behind >= _LEAST_BODY_BYTES
    return is_noise_there and start >= _LEAST_DENSE_BYTES and kept_behind < behind * _LEAST_KEPT_SHARE


def _is_struck_large(old: Content, new: Content, difference: ByteDifference) -> bool:
    """Of samples: noise, and the length stayed to the byte, which no new version of a large file does."""
    return old.size_bytes == new.size_bytes and difference.in_place


def _judge_fallen(old: Content, new: Content, difference: ByteDifference) -> Judgement:
    """New content does not hold: damaged where it held before and noise took its place."""
    if old.outcome.holds:
        return _judge_fall(old, new, difference)
    if difference.became_noise and difference.island_bytes >= 24:
        if _is_much(difference):
            return _damaged("became-noise", f"structured content became noise{_describe(difference)}")
        return _unknown("some-noise", f"{difference.island_bytes} bytes became noise")
    has_mark = old.outcome.grade is not Grade.NONE
    if (has_mark and _is_struck_dense(difference)) or _is_struck_opaque(old, difference):
        return _damaged("struck-in-place", f"noise written in place{_describe(difference)}")
    if _has_new_noise_head(old, new):
        return _damaged("gained-noise", "begins with noise, and did not before")
    if old.outcome.grade is Grade.NONE and new.outcome.grade is Grade.NONE and not new.has_noise:
        return _intact("structured", "no known type before and after, structured")
    return _unknown("opaque", "could not be read before and cannot be now")


def _has_new_noise_head(old: Content, new: Content) -> bool:
    """Whether new begins with a kibibyte of noise; catches a header put in front, which shifts the rest."""
    heads = [as_array(content.data[:_HEAD_BYTES]) for content in (old, new)]
    return len(heads[1]) == _HEAD_BYTES and is_noise(heads[1]) and not is_noise(heads[0])


def _is_struck_opaque(old: Content, difference: ByteDifference) -> bool:
    """Regular islands in content of no known type; a mounted container changes in sectors, not in these."""
    regular = difference.period > 0 and difference.alignment in (16, 64)
    return regular and difference.in_place and len(difference.starts) >= 2 * _REGULAR_ISLANDS


def _judge_fall(old: Content, new: Content, difference: ByteDifference) -> Judgement:
    was, now = old.outcome, new.outcome
    says = now.detail if now.grade is not Grade.NONE else "no known type now"
    if new.is_whole and len(new.data) < len(old.data) and not len(difference.starts):
        return _unknown("torn", f"the beginning of the {was.type} that it was; nothing was written into it")
    if now.grade is Grade.TORN and not difference.kept_length:
        return _unknown("torn", f"was {was.type}; {now.detail}")
    if difference.appended:
        return _judge_appended(was.type, difference)
    if _is_noise_where_changed(old, new, difference):
        return _damaged(
            "fell", f"was {was.type}, and what changed looks encrypted: {says}{_describe(difference)}"
        )
    if _is_tiny_text_gone(old, new, difference):
        return _unknown("tiny", "a few bytes of text, all replaced, are no text now")
    if was.type == "text" and now.grade is Grade.NONE and new.blank is None and not now.expected:
        return _intact("structured", "was text, is structured content of no known type")
    return _unknown("fell", f"was {was.type}; {says}; what changed is not noise")


def _is_noise_where_changed(old: Content, new: Content, difference: ByteDifference) -> bool:
    """By the islands' histogram, by the bytes of short ones, or by windows and head where all shifted."""
    if difference.island_bytes >= 24 and difference.is_noise:
        return True
    if is_text_noise(difference.struck_old, difference.struck_new):
        return True
    if _has_new_noise_head(old, new) or difference.gained_noise_windows > 0 or new.is_noise:
        return True
    return difference.kept_bytes * 10 < len(old.data) and new.has_noise


def _judge_appended(was: str, difference: ByteDifference) -> Judgement:
    """Old content stands unchanged; only what was added can be noise."""
    if len(difference.tail) >= 24 and not _is_structured(difference):
        return _unknown("appended-noise", f"{was} with {len(difference.tail)} bytes of noise behind it")
    return _intact("appended", f"{was} that grew at its end")


def _is_structured(difference: ByteDifference) -> bool:
    from_tail = Content(b"", difference.tail.tobytes())
    return not from_tail.has_noise


def _describe(difference: ByteDifference) -> str:
    count = len(difference.starts)
    if count < 2:
        return ""
    shape = f", {count} islands"
    if difference.alignment > 1:
        shape += f" aligned to {difference.alignment}"
    if difference.period:
        shape += f" every {difference.period} bytes"
    return shape
