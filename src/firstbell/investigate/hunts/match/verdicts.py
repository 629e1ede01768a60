"""What was said of a record is said of each that is like it in all that the rules ask.

Logs repeat themselves: a machine starts the same programs by the same commands all day. Where the rules of a
source ask for named fields alone, their verdict on those values is kept, and neither texts are searched nor
rules tried again.
"""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.investigate.hunts.match import detections
from firstbell.investigate.hunts.match.rules import HuntRule

# for fewer rules a look into the cache costs what it saves
_LEAST_RULES = 40
_MOST_VERDICTS = 4096
# so long values seldom come twice, and fill the memory
_MOST_CHARACTERS = 4096
# after so many records it shows whether they repeat
_TRIAL = 1024
_LEAST_SHARE = 0.25
_Values = tuple["str | tuple[str, ...] | None", ...]


def list_asked(detection: detections.Detection) -> frozenset[str] | None:
    """The fields by which alone the detection goes; None where it looks at all of a record."""
    if isinstance(detection, detections.Every | detections.Some):
        asked = [list_asked(part) for part in detection.parts]
        known = [one for one in asked if one is not None]
        return frozenset().union(*known) if len(known) == len(asked) else None
    if isinstance(detection, detections.Neither):
        return list_asked(detection.part)
    if isinstance(detection, detections.FieldTest | detections.FieldState):
        return frozenset({detection.name})
    return (
        frozenset({detection.name, detection.other}) if isinstance(detection, detections.FieldPair) else None
    )


class KeptVerdicts:
    """The rules that fit records, by the values of the fields that all of the rules ask for."""

    def __init__(self, asked: frozenset[str]) -> None:
        self._asked = tuple(sorted(asked))
        self._verdicts: dict[_Values, list[HuntRule]] = {}
        self._tried = self._known = 0

    @classmethod
    def for_rules(cls, rules: Iterable[HuntRule]) -> KeptVerdicts | None:
        """Where verdicts are kept of those rules that go by named fields; None where that is not worth it."""
        known = [asked for rule in rules if (asked := list_asked(rule.detection)) is not None]
        return cls(frozenset().union(*known)) if len(known) >= _LEAST_RULES else None

    @property
    def is_worth_it(self) -> bool:
        """Whether records have come again often enough so far."""
        return self._tried < _TRIAL or self._known >= self._tried * _LEAST_SHARE

    def name_values(self, fields: detections.Fields) -> _Values:
        """What a record says in the fields that are asked for."""
        get = fields.get
        values = [get(name) for name in self._asked]
        return tuple([one if one is None or isinstance(one, str) else tuple(one) for one in values])

    def find(self, values: _Values) -> list[HuntRule] | None:
        """The rules that fitted a record of these values; None where none has come yet."""
        self._tried += 1
        verdict = self._verdicts.get(values)
        self._known += verdict is not None
        return verdict

    def keep(self, values: _Values, verdict: list[HuntRule]) -> None:
        """Remember what fits a record of these values."""
        if sum(len(one) for one in values if isinstance(one, str)) > _MOST_CHARACTERS:
            return
        if len(self._verdicts) >= _MOST_VERDICTS:
            self._verdicts.clear()
        self._verdicts[values] = verdict
