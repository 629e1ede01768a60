"""What is written once is mended once: no longer function stands in two places."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.house.sources import functions_of, name_of, parse, source_files

_LONGEST_TWIN = 4


def test_no_function_body_stands_in_two_places() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in source_files():
        for function, _ in functions_of(parse(path)):
            body = function.body[1:] if ast.get_docstring(function) is not None else function.body
            if body and (body[-1].end_lineno or 0) - body[0].lineno + 1 > _LONGEST_TWIN:
                text = ast.dump(ast.Module(body, []))
                places[text].append(f"{name_of(path)}:{function.lineno} {function.name}")
    assert len(places) > 3000
    assert [where for where in places.values() if len(where) > 1] == []
