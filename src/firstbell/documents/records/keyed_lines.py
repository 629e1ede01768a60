r"""Lines whose codes a line above them explains, and whose words are as many on each: "prog: S=SNAP M=MFIP".

>>> read_keyed("# from the state. prog: S=SNAP M=MFIP\n7 ROE S 11\n8 OLSON M 12\n9 VANG S 13\n")[1]
[['7', 'ROE', 'SNAP', '11'], ['8', 'OLSON', 'MFIP', '12'], ['9', 'VANG', 'SNAP', '13']]
>>> read_keyed("prog: S=SNAP M=MFIP\nThe list came late.\nWe sent it back.\nIt came again.\n")
('', [])
"""

from __future__ import annotations

import re

CODED = re.compile(
    r"(?<![\w=])([A-Z]{1,2}|\d{1,2})=([A-Za-z][\w/&' -]*?)(?=[ ]+(?:[A-Z]{1,2}|\d{1,2})=|[,;.|]|[ ]*$)"
)
FEWEST_CODES = 2
_FEWEST_LINES, _FEWEST_WORDS, _MOST_LINES = 3, 3, 100_000
_CODES = 0.8
_HEAD_CHARS = 2_000


def read_keyed(text: str) -> tuple[str, list[list[str]]]:
    """(what the line above says beside the codes, the words of each line, codes spelled out); no rows where
    the lines are no such records.
    """
    first = text[:_HEAD_CHARS].lstrip().partition("\n")[0]
    found = [*CODED.finditer(first)] if first.count("=") >= FEWEST_CODES else []
    if len(found) < FEWEST_CODES:
        return "", []
    rest = text.lstrip().partition("\n")[2]
    rows = [line.split() for line in rest.splitlines()[:_MOST_LINES] if line.strip()]
    width = len(rows[0]) if rows else 0
    if width < _FEWEST_WORDS or len(rows) < _FEWEST_LINES or any(len(row) != width for row in rows):
        return "", []
    codes = {one[1]: one[2].strip() for one in found}
    coded = [at for at in range(width) if sum(row[at] in codes for row in rows) >= _CODES * len(rows)]
    if not coded or not all(any(map(str.isdigit, "".join(row))) for row in rows):
        return "", []
    title = " ".join(re.findall(r"[A-Za-z]+", first[: found[0].start()]))
    return title, [
        [codes.get(one, one) if at in coded else one for at, one in enumerate(row)] for row in rows
    ]
