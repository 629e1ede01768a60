"""Templates to pages. Everything is escaped, and a name that is not there is an error."""

from __future__ import annotations

import gzip
import hashlib
import re
import shlex
from collections.abc import Mapping
from datetime import tzinfo
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from firstbell.base.counts import say_count
from firstbell.console.messages import Answer
from firstbell.console.pages import Page, is_live, list_pages
from firstbell.console.web import words
from firstbell.console.web.coverage_map import draw_rows
from firstbell.console.web.tables import COLUMNS
from firstbell.record.entry_kinds import say_entry_kind
from firstbell.record.sentences import find_written, tell_entry
from firstbell.record.sources import say_source
from firstbell.record.timeline import say_line_kind

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


@cache
def find_static(name: str) -> str:
    """The address of a static file: the name holds the beginning of its hash, so it can be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    stem, _, ending = name.rpartition(".")
    return f"/static/{stem}.{digest}.{ending}"


@cache
def pack_static(path: Path) -> bytes:
    """A static file as gzip. It holds nothing of anybody; pages, which are somebody's, go as they are."""
    return gzip.compress(path.read_bytes(), mtime=0)


def _zone(context: Context) -> tzinfo | None:
    return words.find_page_zone(context["answer"].zone)


@pass_context
def _time(context: Context, text: object) -> str:
    return words.show_time(text, _zone(context))


@pass_context
def _second(context: Context, text: str) -> str:
    return words.show_second(text, _zone(context))


@pass_context
def _age(context: Context, text: str) -> str:
    return words.say_age(text, context["answer"].now)


@pass_context
def _sentence(context: Context, text: object) -> str:
    """A sentence of ours: its times by the district's clocks."""
    return words.say_sentence(text, _zone(context))


@pass_context
def _body(context: Context, value: object) -> str:
    return words.say_body(value, _zone(context))


@pass_context
def _told(context: Context, row: Mapping[str, Any]) -> str:
    if written := find_written(row["kind"], row["body"]):
        named = say_entry_kind(row["kind"])
        return Markup('{}: <span class="written">{}</span>').format(named, written)
    return words.say_sentence(tell_entry(row["kind"], row["body"]), _zone(context))


def _prose(text: object) -> Markup:
    """A message of a command line as a sentence: what stands between backticks is a command.

    >>> str(_prose("run `firstbell watch <DIR>` & wait"))
    'Run <code>firstbell watch &lt;DIR&gt;</code> &amp; wait.'
    """
    said = re.sub(r"^[a-z]+(?=[ ,])", lambda found: found[0].capitalize(), words.clean_text(text))
    return _typed(said if said[-1:] in ".!?:" else f"{said}.")


def _typed(text: object) -> Markup:
    """Words in which a command stands between backticks.

    >>> str(_typed("a person who confirms it (`firstbell statement confirm`)"))
    'a person who confirms it (<code>firstbell statement confirm</code>)'
    """
    said = words.clean_text(text)
    parts = said.split("`")
    if len(parts) % 2 == 0:
        return escape(said)
    shown = [Markup("<code>{}</code>").format(one) if at % 2 else escape(one) for at, one in enumerate(parts)]
    return Markup("").join(shown)


def _link(template: str, row: Mapping[str, Any], value: object, base: str) -> str:
    key = quote(str(row.get("person_id", "")), safe="")
    template = template.replace("{id}", quote(str(row.get("id", "")), safe=""))
    return template.replace("{base}", base).replace("{key}", key).replace("{}", quote(str(value), safe=""))


def _with_query(path: str, query: Mapping[str, str], **changes: str) -> str:
    kept = {name: value for name, value in {**query, **changes}.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def _make_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        time=_time,
        second=_second,
        age=_age,
        size=words.show_size,
        span=words.say_span,
        words=words.say_words,
        rows=draw_rows,
        body=_body,
        told=_told,
        number=words.show_number,
        clean=words.clean_text,
        prose=_prose,
        typed=_typed,
        sentence=_sentence,
        source=say_source,
        entry_kind=say_entry_kind,
        line_kind=say_line_kind,
        quoted=shlex.quote,
        count=say_count,
        unread=words.say_unread,
    )
    environment.globals.update(
        static=find_static, states=words.STATES, link=_link, with_query=_with_query, columns=COLUMNS
    )
    return environment


_environment = _make_environment()


def render(template: str, answer: Answer, *, code: int = 200, **given: Any) -> HTMLResponse:
    """A page. `given`: what its template needs besides the answer."""
    reader = answer.reader
    shown = {
        "answer": answer,
        "reader": reader,
        "menu": [page for page in list_pages(reader.role) if page.menu] if reader else [],
        "page": None,
        "values": {},
        "query": {},
        "path": "",
        **given,
    }
    page = shown["page"]
    shown["live"] = isinstance(page, Page) and is_live(page)
    return HTMLResponse(_environment.get_template(template).render(shown), status_code=code)


def find_template(page: Page) -> str:
    """The template of a page: its own, else that of a table."""
    name = f"{page.name}.html"
    return name if (_HERE / "templates" / name).is_file() else "table.html"
