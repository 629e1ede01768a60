r"""Records of fields that are assigned, one below the other, the same ones in each record: what forms on a
website send, and what programs keep.

>>> read_assigned("form: a\nwho = Ada\nacct_no = 7\n\nform: a\nwho = Ben\nacct_no = 8\n")
[['form', 'who', 'acct no'], ['a', 'Ada', '7'], ['a', 'Ben', '8']]
>>> read_assigned("Name: Ada\nSchool: Hill\n\nName: Ben\nSchool: Lake\n")
[]
"""

from __future__ import annotations

import re

from firstbell.documents.field_names import spell_name

# a field as programs name it: by one word, or by words that underscores, strokes or capitals part
_FIELD = re.compile(r"[ \t]*[\"']?([A-Za-z][\w.-]{0,40})[\"']?[ \t]*(=>|=|:)[ \t]*[\"']?(.*?)[\"']?,?[ \t]*")
_RULE = re.compile(r"[ \t]*(?:[-=*_#~ ]{3,}|\{|\}|\[[^\]]*\]|---|\.\.\.)[ \t]*")
_FEWEST, _MOST_FIELDS = 2, 40
_SAMPLE_LINES, _SAMPLE_CHARS = 40, 8_000
# share of the lines that are fields; of the records that have a field that counts
_MOSTLY, _COMMON = 0.9, 0.6


def read_assigned(text: str) -> list[list[str]]:
    """The records as rows, the names of their fields first; none where a text has no such records, or names
    its fields as people do.
    """
    first = [line for line in text[:_SAMPLE_CHARS].splitlines()[:_SAMPLE_LINES] if line.strip()]
    if sum(bool(_FIELD.fullmatch(line)) for line in first) * 2 < len(first):
        return []
    lines = [line for line in text.splitlines() if line.strip() and not _RULE.fullmatch(line)]
    matches = [match for line in lines if (match := _FIELD.fullmatch(line))]
    if len(matches) < max(2 * _FEWEST, _MOSTLY * len(lines)):
        return []
    made = sum(match[2] != ":" or "_" in match[1] for match in matches)
    if made * 2 < len(matches):
        return []
    opens = matches[0][1]
    records: list[dict[str, str]] = []
    for match in matches:
        if match[1] == opens:
            records.append({})
        records[-1].setdefault(match[1], match[3].strip())
    names = list(dict.fromkeys(name for record in records for name in record))
    common = [name for name in names if sum(name in one for one in records) >= _COMMON * len(records)]
    if len(records) < _FEWEST or not _FEWEST <= len(common) <= len(names) <= _MOST_FIELDS:
        return []
    return [
        [spell_name(name) for name in names],
        *([record.get(name, "") for name in names] for record in records),
    ]
