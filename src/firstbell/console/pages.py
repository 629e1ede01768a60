"""The pages: what each answers, where it is, who sees it. Both processes read this one table, pages.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from importlib.resources import files

import msgspec

DIRECTOR, TECHNICIAN, FORENSIC = "director", "technician", "forensic"
COUNSEL, COMMUNICATIONS, REVIEWER, BOARD = "counsel", "communications", "reviewer", "board"
ROLES = (DIRECTOR, TECHNICIAN, FORENSIC, COUNSEL, COMMUNICATIONS, REVIEWER, BOARD)


class PageRows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table of a page. `type`: which lines of which section are its rows.

    `key`: the field that names a row, "" for its number.
    `filters`: fields that a reader may narrow it by; `search`: fields that words are looked for in.
    `counted`: where the command line itself narrows the table and cuts it into parts, the field of its
    summary that says how many rows there are in all; "" where it prints the whole table.
    """

    section: str
    type: str
    key: str
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    counted: str = ""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One page. `path`: `{host}` and its like are ids; none is ever a person's name or number.

    `menu`: its word in the navigation, "" for a page that others lead to. `heading`: its title, where that is
    not the word. `needs_names`: people stand on it.
    """

    name: str
    path: str
    question: str
    roles: frozenset[str]
    rows: PageRows | None = None
    menu: str = ""
    heading: str = ""
    needs_names: bool = False

    @property
    def title(self) -> str:
        """What stands above it."""
        return self.heading or self.menu

    @property
    def in_case(self) -> bool:
        """Whether it is about one case."""
        return "{case}" in self.path


def _load_pages() -> Iterator[Page]:
    """Those of pages.toml, in its order."""
    by_letter = dict(zip("DTFCMRB", ROLES, strict=True))
    for name, told in tomllib.loads(files(__package__).joinpath("pages.toml").read_text()).items():
        roles = frozenset(by_letter[letter] for letter in told.pop("roles"))
        yield msgspec.convert({"name": name, "roles": roles, **told}, Page)


PAGES = tuple(_load_pages())
BY_NAME = {page.name: page for page in PAGES}
# these stand as they were opened: each look at people counts, and what was searched or typed stays
_STILL = frozenset({"files", "you"})


def is_live(page: Page) -> bool:
    """Whether the page follows what changes while it is open."""
    return not page.needs_names and page.name not in _STILL


def list_pages(role: str) -> list[Page]:
    """The pages of a role, in the order of the navigation."""
    return [page for page in PAGES if role in page.roles]


_ID = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_QUERY = re.compile(r"[A-Za-z0-9._~!$'()*+,;:@/?%&=-]{0,2000}")


def is_page(asked: str, role: str = "") -> bool:
    """Whether an address that a stranger's browser gives back leads to a page of ours; of a role's, with one.

    >>> is_page("/runs?sort=name"), is_page("//evil.example/runs"), is_page("/runs", "board")
    (True, False, False)
    """
    path, _, query = asked.partition("?")
    pages = list_pages(role) if role else PAGES
    known = any(re.fullmatch(re.sub(r"{\w+}", lambda _: _ID, page.path), path) for page in pages)
    return known and _QUERY.fullmatch(query) is not None


def first_path(role: str, cases: list[str]) -> str:
    """Where a role begins: its first page that can be opened without choosing anything."""
    for page in list_pages(role):
        if page.menu and not page.in_case:
            return page.path
        if page.menu and cases:
            return page.path.replace("{case}", cases[0])
    return "/you"


def narrow_role(invited: str, granted: Collection[str]) -> str | None:
    """The role of somebody who was invited to one, where others grant these: never one that sees more.

    The invited one, where it is granted or a granted one sees all that it sees; else the widest granted one
    of which it sees all; None where there is none.
    """
    seen = {role: {page.name for page in list_pages(role)} for role in ROLES}
    if any(seen[invited] <= seen[role] for role in granted):
        return invited
    within = [role for role in ROLES if role in granted and seen[role] <= seen[invited]]
    return max(within, key=lambda role: len(seen[role]), default=None)
