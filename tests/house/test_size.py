"""Size and shape: what a stranger can hold in the head at once."""

from __future__ import annotations

import pytest

from tests.house.sources import Function, all_files, functions_of, name_of, parse, source_files

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_PARAMETERS = 5
MAX_POSITIONAL = 3


def count_lines(function: Function) -> int:
    """Lines from the signature to the end, decorators left out."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_module_is_longer_than_a_person_reads() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in all_files()}
    assert len(lengths) > 50
    assert {name: lines for name, lines in lengths.items() if lines > MAX_MODULE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name_of(path)}:{function.lineno} {function.name}": count_lines(function)
        for path in all_files()
        for function, _ in functions_of(parse(path))
        if count_lines(function) > MAX_FUNCTION_LINES
    }
    assert long == {}


@pytest.mark.parametrize("what", ["all", "positional"])
def test_a_signature_is_short_and_names_what_it_is_given(what: str) -> None:
    """At most five parameters, of which three may be given without their name."""
    offenders = {}
    for path in source_files():
        for function, is_method in functions_of(parse(path)):
            arguments = function.args
            positional = len(arguments.posonlyargs) + len(arguments.args) - is_method
            count = positional + len(arguments.kwonlyargs) if what == "all" else positional
            if count > (MAX_PARAMETERS if what == "all" else MAX_POSITIONAL):
                offenders[f"{name_of(path)}:{function.lineno} {function.name}"] = count
    assert offenders == {}
