"""Whether the fonts at hand can show a text: Typst's own, and where these cannot, those of this machine.

PDF/UA-1 refuses a file with one character that no font shows: one name would stop 500 letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
import typst

from firstbell.notify.errors import NotifyError

FONTS = ("Libertinus Serif", "DejaVu Sans Mono")
FONT_HINT = (
    "install fonts for that script (on Debian: fonts-noto-core, fonts-noto-cjk), "
    "or write the name in Latin letters where it comes from"
)
_MOST_NAMED = 5
# set as one text each: what stands alone, such as an accent, may need its letter
_PROBE = b"""
#set document(title: "x")
#set text(font: json("fonts.json"))
#for word in json("words.json") [#par(word)]
"""


class FontError(NotifyError):
    """A character that no font of this machine shows."""

    code = "notify.font"


def list_words(value: Any) -> Iterator[str]:
    """The words of a value, strings in lists and maps too, that hold more than the letters every font has."""
    if isinstance(value, str):
        yield from (word for word in value.split() if not (word.isascii() and word.isprintable()))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from list_words(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from list_words(one)


def find_unshown(words: Iterable[str], *, with_system: bool = False) -> set[str]:
    """Those of these words that no font shows. `with_system`: the machine's fonts count, too."""
    return set(_search(sorted(set(words)), with_system=with_system))


@dataclass(frozen=True, slots=True)
class FontCheck:
    """Which fonts texts need. `with_system`: the machine's own, too. `unshown`: by the key of a text, the
    characters of it that no font shows; a text that is shown whole is not in it.
    """

    with_system: bool
    unshown: Mapping[str, str]


def check_fonts(texts: Mapping[str, Any]) -> FontCheck:
    """Which fonts show these texts, and what none of them shows. The keys say whose they are."""
    words = {whose: set(list_words(text)) for whose, text in texts.items()}
    hard = find_unshown(set().union(*words.values()))
    found = {
        word: find_characters(word, with_system=True) for word in sorted(find_unshown(hard, with_system=True))
    }
    unshown = {
        whose: "".join(dict.fromkeys("".join(found[word] for word in sorted(mine & found.keys()))))
        for whose, mine in words.items()
        if mine & found.keys()
    }
    return FontCheck(with_system=bool(hard - found.keys()), unshown=unshown)


def choose_fonts(texts: Mapping[str, Any]) -> bool:
    """Whether the machine's own fonts are needed to show these texts. The keys say whose they are.

    Raises: FontError where even those do not show one.
    """
    check = check_fonts(texts)
    if not check.unshown:
        return check.with_system
    found = dict.fromkeys("".join(check.unshown.values()))
    named = [one if one.isprintable() else f"U+{ord(one):04X}" for one in found]
    whose = list(check.unshown)
    more = f" and {len(whose) - _MOST_NAMED:,} more" if len(whose) > _MOST_NAMED else ""
    raise FontError(
        f"no font here shows {', '.join(named[:_MOST_NAMED])}, in {', '.join(whose[:_MOST_NAMED])}{more}",
        hint=f"{FONT_HINT}; then draft again",
    )


def name_characters(characters: str) -> str:
    r"""Characters that nobody can see, by their numbers and the names that Unicode gives them.

    >>> name_characters("\u674e\x07")
    'U+674E CJK UNIFIED IDEOGRAPH-674E, U+0007 (it has no name)'
    """
    names = [(one, unicodedata.name(one, "(it has no name)")) for one in characters]
    return ", ".join(f"U+{ord(one):04X} {name}" for one, name in names)


def find_characters(word: str, *, with_system: bool = False) -> str:
    """The characters of a word that no font shows."""
    return "".join(one for one in dict.fromkeys(word) if find_unshown([one], with_system=with_system))


def _search(words: Sequence[str], *, with_system: bool) -> Iterator[str]:
    """By halves: nearly always all of them are shown, and one try says so."""
    if not words or _can_show(words, with_system=with_system):
        return
    if len(words) == 1:
        yield words[0]
        return
    half = len(words) // 2
    yield from _search(words[:half], with_system=with_system)
    yield from _search(words[half:], with_system=with_system)


def _can_show(words: Sequence[str], *, with_system: bool) -> bool:
    told = msgspec.json.encode(words)
    given = {"main.typ": _PROBE, "fonts.json": msgspec.json.encode(FONTS), "words.json": told}
    try:
        _make_compiler(with_system=with_system).compile(
            input=given,  # type: ignore[type-var]  # the stub does not know of files by name
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return False
    return True


@cache
def _make_compiler(*, with_system: bool) -> typst.Compiler:
    nothing = {"main.typ": b"", "fonts.json": b"[]", "words.json": b"[]"}
    return typst.Compiler(nothing, ignore_system_fonts=not with_system)  # type: ignore[type-var]
