r"""restic's pattern language for paths.

A pattern is a run of path components. `*` and `?` stand for characters of one component, `[a-z]` and
`[^a]` for one of a class, `\` takes the next character as it is; a component `**` stands for any number
of components, none included. A pattern that begins with `/` is anchored at the root, another may begin at
any depth. What lies below a matching path matches, too. `!pattern` takes back what patterns before it
matched; the last one that matches a path decides.

Source: restic's documentation, "Excluding Files", which takes the language of one component from Go's
`filepath.Match`; checked against restic 0.18.0 (`tests/compat/test_patterns.py`).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

import msgspec

from firstbell.base.errors import Error

_ANY_COMPONENTS = "**"
_MOST_SHOWN = 200


class InvalidPatternError(Error):
    """A pattern that cannot be read; `pattern` holds it."""

    code = "usage.pattern"

    def __init__(self, pattern: str, problem: str) -> None:
        # a file of another kind may be one endless line
        shown = pattern if len(pattern) <= _MOST_SHOWN else pattern[:_MOST_SHOWN] + "..."
        super().__init__(f"pattern {shown!r}: {problem}", hint="write a literal character as \\[ or \\*")
        self.pattern = pattern


class _Malformed(Exception):  # noqa: N818  never leaves this module
    """Why a component cannot be read."""


class _Pattern(msgspec.Struct, frozen=True):
    """`search`: finds the pattern in a path. `lead`: what stands before the first `**` of an anchored one."""

    negated: bool
    search: Callable[[str], object | None]
    anchored: bool
    lead: tuple[Callable[[str], object | None], ...]

    def may_match_below(self, components: Sequence[str]) -> bool:
        """Whether a path below these components may match."""
        if not self.anchored:
            return True
        return all(matches(name) for matches, name in zip(self.lead, components, strict=False))


class PatternList:
    """Patterns in their order. A path is absolute inside a snapshot, bytes."""

    def __init__(
        self, patterns: Sequence[str], *, ignore_case: bool = False, fold_anchored: bool = False
    ) -> None:
        """`fold_anchored`: ignore case in patterns that begin at the root, and in no others.

        Raises: InvalidPatternError. Empty patterns are passed over.
        """
        self._ignore_case = ignore_case
        self._patterns = [
            _compile(text, ignore_case=ignore_case, fold_anchored=fold_anchored) for text in patterns if text
        ]

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def match(self, path: bytes) -> bool:
        """Whether the path, or a folder above it, matches."""
        text = self._read(path)
        matched = False
        for pattern in self._patterns:
            if matched is pattern.negated and pattern.search(text):
                matched = not pattern.negated
        return matched

    def child_may_match(self, path: bytes) -> bool:
        """Whether anything below the path may match: False means that a folder need not be entered."""
        text = self._read(path)
        components = text.split("/")[1:] if text != "/" else []
        may_match = False
        for pattern in self._patterns:
            if pattern.negated:
                may_match = may_match and not pattern.search(text)
            else:
                may_match = may_match or pattern.may_match_below(components)
        return may_match

    def _read(self, path: bytes) -> str:
        text = path.decode("utf-8", "surrogateescape")
        if self._ignore_case:
            text = text.lower()
        return text if text.startswith("/") else "/" + text


def _compile(text: str, *, ignore_case: bool, fold_anchored: bool) -> _Pattern:
    negated = text.startswith("!")
    pattern = text[1:] if negated else text
    if not pattern:
        raise InvalidPatternError(text, "nothing follows the `!`")
    # the command line gives bytes that are not UTF-8 as surrogates, as `_read` does
    cleaned = posixpath.normpath(pattern.lower() if ignore_case else pattern)
    anchored = cleaned.startswith("/")
    components = [component for component in cleaned.split("/") if component]
    try:
        parts = [None if name == _ANY_COMPONENTS else _translate(name) for name in components]
    except _Malformed as problem:
        raise InvalidPatternError(text, str(problem)) from None
    body = "".join("(?:/[^/]+)*" if part is None else "/" + part for part in parts)
    end = r"(?:/|\Z)" if parts else ""
    lead = parts[: parts.index(None)] if None in parts else parts
    flags = re.IGNORECASE if anchored and fold_anchored else re.NOFLAG
    return _Pattern(
        negated,
        re.compile((r"\A" if anchored else "") + body + end, flags).search,
        anchored,
        tuple(re.compile(part, flags).fullmatch for part in lead if part is not None),
    )


def _translate(component: str) -> str:
    """A component as a regular expression. Raises: _Malformed."""
    parts = []
    at = 0
    while at < len(component):
        character = component[at]
        if character == "*":
            parts.append("[^/]*")
        elif character == "?":
            parts.append("[^/]")
        elif character == "[":
            part, at = _translate_class(component, at + 1)
            parts.append(part)
            continue
        else:
            character, at = _read_character(component, at)
            parts.append(re.escape(character))
            continue
        at += 1
    return "".join(parts)


def _translate_class(component: str, at: int) -> tuple[str, int]:
    """A class whose first character stands at `at`, and where the rest begins. Raises: _Malformed."""
    negated = component.startswith("^", at)
    at += negated
    ranges: list[tuple[str, str]] = []
    while True:
        if component.startswith("]", at) and ranges:
            break
        first, at = _read_member(component, at)
        last = first
        if component.startswith("-", at):
            last, at = _read_member(component, at + 1)
        ranges.append((first, last))
    members = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high in ranges if low <= high)
    if negated:
        return f"[^/{members}]", at + 1
    return (f"[{members}]" if members else "(?!)"), at + 1


def _read_member(component: str, at: int) -> tuple[str, int]:
    if component[at : at + 1] in ("", "-", "]"):
        raise _Malformed("a class `[...]` is not closed, or lacks a character")
    member, at = _read_character(component, at)
    if at >= len(component):
        raise _Malformed("a class `[...]` is not closed")
    return member, at


def _read_character(component: str, at: int) -> tuple[str, int]:
    if component[at] == "\\":
        at += 1
        if at >= len(component):
            raise _Malformed(r"nothing follows the `\`")
    return component[at], at + 1
