"""Size and shape: what a stranger can hold in the head at once."""

from __future__ import annotations

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


def count_parameters(function: Function, *, is_method: bool) -> tuple[int, int]:
    """How many a caller may give without their name, and how many in all; `self` is not counted."""
    arguments = function.args
    positional = len(arguments.posonlyargs) + len(arguments.args) - is_method
    return positional, positional + len(arguments.kwonlyargs)


def test_no_function_takes_more_than_a_person_remembers() -> None:
    many = {
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in source_files()
        for function, is_method in functions_of(parse(path))
        if count_parameters(function, is_method=is_method)[1] > MAX_PARAMETERS
    }
    assert many == set()


def test_what_other_modules_call_names_what_it_is_given() -> None:
    """Public functions and constructors; what is private to a module is seen together with its callers."""
    nameless = {
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in source_files()
        for function, is_method in functions_of(parse(path))
        if (function.name == "__init__" or not function.name.startswith("_"))
        and count_parameters(function, is_method=is_method)[0] > MAX_POSITIONAL
    }
    assert nameless == set()
