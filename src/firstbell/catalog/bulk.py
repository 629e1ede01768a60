"""Many rows at once: by COPY and by one statement over arrays on PostgreSQL, one by one on SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from typing import cast as cast_type

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Connection,
    Table,
    Update,
    bindparam,
    cast,
    func,
    insert,
)
from sqlalchemy.sql import column, visitors

Row = Mapping[str, Any]
# below it one by one costs less than the arrays do
_FEW = 20


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows, which all name the same columns."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), list(rows))
        return
    names = list(rows[0])
    columns = [table.c[name] for name in names]
    change = [
        column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in columns
    ]
    kinds = [column.type.compile(connection.dialect).lower() for column in columns]
    prepare = connection.dialect.identifier_preparer
    schema = connection.get_execution_options()["schema_translate_map"][None]
    place = f"{prepare.quote(schema)}.{prepare.quote(table.name)}"
    listed = ", ".join(prepare.quote(name) for name in names)
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {place} ({listed}) FROM STDIN (FORMAT BINARY)") as copying,
    ):
        copying.set_types(kinds)
        for row in rows:
            copying.write_row([_change(row[name], by) for name, by in zip(names, change, strict=True)])


def _change(value: Any, by: Callable[[Any], Any] | None) -> Any:
    return value if by is None or value is None else by(value)


def update_rows(connection: Connection, statement: Update, rows: Iterable[Row]) -> None:
    """Run an update once for each row of its parameters; no two of them may be meant for one row."""
    values = list(rows)
    if not values:
        return
    if connection.dialect.name != "postgresql" or len(values) < _FEW:
        connection.execute(statement, values)
        return
    connection.execute(_over_arrays(statement), {name: [row[name] for row in values] for name in values[0]})


def _over_arrays(statement: Update) -> Update:
    """The same update, joined to a table of its parameters, which are arrays now."""
    kinds = {
        one.key: one.type
        for one in visitors.iterate(statement)
        if isinstance(one, BindParameter) and one.required
    }
    arrays = [cast(bindparam(name, type_=ARRAY(kind)), ARRAY(kind)) for name, kind in kinds.items()]
    given = func.unnest(*arrays).table_valued(
        *(column(name, kind) for name, kind in kinds.items()), name="given"
    )
    given = given.render_derived()

    def replace(element: Any, **_: Any) -> ColumnElement[Any] | None:
        is_ours = isinstance(element, BindParameter) and element.key in kinds
        return given.c[element.key] if is_ours else None

    return cast_type(Update, visitors.replacement_traverse(statement, {}, replace))
