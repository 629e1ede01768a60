"""Tables that belong together: what stands under a key in one is put beside what stands under it in another.

Who somebody is often stands in one table, what they did in a second, and what its codes mean in a third. A
column refers to another table where its values are keys of that table and the names say so: `pupil` to
`pupils.id`, `code` to `codes.code`. The first column of a table is its own key: a further one of another
table that has the same name refers to it, `k` to `k`; so does the first one of a table that neither counts
its rows there nor says otherwise whom they are about.

>>> people = [["id", "name"], ["1", "Ada"], ["2", "Ben"]]
>>> visits = [["person", "note"], ["2", "asthma"]]
>>> dict(join_tables({"people": people, "visits": visits, "person": people}))["visits"]
[['person', 'note', 'name'], ['2', 'asthma', 'Ben']]
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

Table = Sequence[Sequence[str]]
# of the values of a column so many must be keys: exports lose people who moved
_KEYS_FOUND = 0.9
# and fewer, where the values tell by themselves what they are
_TOLD_FOUND, _FEWEST_CHARS = 0.6, 4
_MOST_CELLS = 2_000_000
_PASSES = 2
_MOST_PARENTS = 3
_FEWEST_KEYS = 2
# a header of so few letters says little by itself
_LETTERS = 1
_PLURAL = re.compile(r"(?:ies|es|s)\Z")
# whom a record is about, and what tables of people are called, which may be another word
_WHOM = frozenset(
    ("who", "whom", "person", "people", "requester", "requestor", "caller", "user", "client", "customer")
)
_OF_PEOPLE = frozenset(
    (
        "people", "persons", "person", "users", "user", "staff", "employees", "students", "accounts",
        "members", "contacts", "clients", "customers", "folks", "logins",
    )
)  # fmt: skip
_KEY_WORDS = frozenset(("id", "key", "no", "num", "number", "code", "fk", "ref", "pk", "k"))
# what a table calls its own key whatever others call theirs, and what numbers its rows are called
_OWN_KEYS = frozenset(("id", "_id", "pk", "rowid", "guid", "uuid", "code"))
_COUNTS = frozenset(("", "#", "no", "nr", "num", "number", "n", "seq", "line", "row", "item", "ln", "sr"))
_NAMES = frozenset(
    ("name", "last", "first", "lname", "fname", "pupil", "student", "child", "employee", "sid")
)


class _Key(msgspec.Struct, frozen=True):
    """A column whose values tell the rows of its table apart."""

    table: str
    at: int
    rows: Mapping[str, int]


def join_tables(tables: Mapping[str, Table], *, keyless: Collection[str] = ()) -> Iterator[tuple[str, Table]]:
    """Every table, its header first, each with the columns of those that it refers to. `keyless`: those of
    which a database says that they have no key of their own: their first column may refer to another one.
    """
    joined: dict[str, Table] = dict(tables)
    size = sum(len(row) for table in tables.values() for row in table)
    if len(tables) > 1 and size <= _MOST_CELLS:
        for _ in range(_PASSES):
            keys = [key for name, table in joined.items() for key in _find_keys(name, table)]
            joined = {name: _join(name, keys, joined, tables=tables, keyless=keyless) for name in tables}
    yield from joined.items()


def _find_keys(name: str, table: Table) -> Iterator[_Key]:
    for at in range(len(table[0]) if table else 0):
        values = [row[at].strip() if at < len(row) else "" for row in table[1:]]
        if len(values) >= _FEWEST_KEYS and all(values) and len(set(values)) == len(values):
            yield _Key(name, at, {value: number for number, value in enumerate(values, start=1)})


def _join(
    name: str,
    keys: Sequence[_Key],
    joined: Mapping[str, Table],
    *,
    tables: Mapping[str, Table],
    keyless: Collection[str],
) -> Table:
    table = tables[name]
    parents: dict[str, tuple[int, _Key]] = {}
    for at, header in enumerate(table[0] if table else ()):
        values = {row[at].strip() for row in table[1:] if at < len(row) and row[at].strip()}
        for key in keys:
            if key.table == name or key.table in parents or len(parents) >= _MOST_PARENTS or not values:
                continue
            fitting = sum(value in key.rows for value in values)
            named = joined[key.table][0][key.at]
            is_same = bool(header) and header.lower() == named.lower()
            is_child = name in keyless and key.table not in keyless
            is_child = is_child or (is_same and at == key.at == 0 and _is_lent(table, values))
            is_further = (at > 0 or is_child) and key.at == 0 and is_same
            is_told = is_same and are_telling(values)
            if fitting < (_TOLD_FOUND if is_told else _KEYS_FOUND) * len(values):
                continue
            if is_further or is_told or _refers(header, key.table, named):
                parents[key.table] = at, key
    if not parents:
        return table
    return list(_extend(table, parents, joined))


def _is_lent(table: Table, values: Collection[str]) -> bool:
    """Whether the first column of a table may hold the keys of another one: it is no number of the row, and
    no other column says whom the row is about.

    >>> _is_lent([["k", "note"], ["1", "asthma"]], {"1"}), _is_lent([["k", "who", "note"]], {"1"})
    (True, False)
    >>> _is_lent([["No.", "note"], ["1", "ill"], ["2", "hit"]], {"1", "2"}), _is_lent([["id"], ["1"]], {"1"})
    (False, False)
    """
    first, others = table[0][0].lower().strip(" ."), table[0][1:]
    is_count = first in _COUNTS and values == {str(one) for one in range(1, len(table))}
    tell = any({*_split(header)} & (_WHOM | _NAMES | _OF_PEOPLE) for header in others)
    refer = any(header.lower() != first and {*_split(header)[1:]} & _KEY_WORDS for header in others)
    return bool(first) and first not in _OWN_KEYS and not (is_count or tell or refer)


def are_telling(values: Collection[str]) -> bool:
    """Whether values are such as hardly come twice by chance: letters and digits, or many digits.

    >>> are_telling(["R3-02", "R3-11"]), are_telling(["1", "2"]), are_telling(["north", "south"])
    (True, False, False)
    """
    telling = [one for one in values if len(one) >= _FEWEST_CHARS and _is_mixed(one)]
    return len(telling) >= max(_FEWEST_KEYS, _KEYS_FOUND * len(values))


def _is_mixed(value: str) -> bool:
    digits = sum(map(str.isdigit, value))
    return digits > _FEWEST_CHARS or (digits > 0 and any(map(str.isalpha, value)))


def _refers(header: str, table: str, key: str) -> bool:
    """Whether the name of a column says that it holds the key of a table."""
    words, other, named = _split(header), _split(key), _split(table)
    if not words:
        return False
    if words == other:
        # two tables may each call their own key so
        is_own = any(_same(one, last) for one in words for last in named)
        is_own = is_own or (words == [named[-1][:1]] if named else False)
        return is_own or not set(words) <= _KEY_WORDS
    if words[0] in _WHOM and not {*words[1:]} - _KEY_WORDS and named and named[-1] in _OF_PEOPLE:
        return True
    stem = [word for word in words if word not in _KEY_WORDS and (word not in other or word in named)]
    return bool(stem) and any(_same(one, last) for one in stem for last in named) and (
        len(stem) == 1 or len(named) > 1
    )  # fmt: skip


def _split(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]


def _same(one: str, other: str) -> bool:
    short, long = sorted((_PLURAL.sub("", one), _PLURAL.sub("", other)), key=len)
    return short == long or (len(short) >= 3 and long.startswith(short))


def _call(header: str, referring: str) -> str:
    """What a column of another table is called beside the one that refers to it, whose word tells more than a
    letter or two.

    >>> _call("d", "elig"), _call("name", "pupil")
    ('elig desc', 'name')
    """
    return f"{referring} desc" if len(header) <= _LETTERS and len(referring) > _LETTERS else header


def _extend(
    table: Table, parents: Mapping[str, tuple[int, _Key]], tables: Mapping[str, Table]
) -> Iterator[list[str]]:
    taken = {header.lower() for header in table[0]}
    added: list[tuple[int, _Key, Table, list[int]]] = []
    header = list(table[0])
    for name, (at, key) in parents.items():
        other = tables[name]
        wanted = [
            column
            for column, cell in enumerate(other[0])
            if column != key.at and cell and cell.lower() not in taken
        ]
        taken |= {other[0][column].lower() for column in wanted}
        header += [_call(other[0][column], table[0][at]) for column in wanted]
        added.append((at, key, other, wanted))
    yield header
    width = len(table[0])
    for row in table[1:]:
        cells = [*row, *[""] * (width - len(row))]
        for at, key, other, wanted in added:
            number = key.rows.get(cells[at].strip())
            found = other[number] if number is not None else ()
            cells += [found[column] if column < len(found) else "" for column in wanted]
        yield cells
