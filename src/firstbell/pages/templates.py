"""Templates of the pages that people print, file and hang on a wall: each one file that needs nothing else.

What is put into a template is escaped, and what a template names must be given.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from markupsafe import Markup, escape

from firstbell.base.pathtext import say_lines

_COMMAND = re.compile("`([^`\n]+)`")


class _PackagedTemplates(BaseLoader):
    """The templates that lie beside this module, also where the package is an archive."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Any]:
        """The text of a template. Raises: TemplateNotFound."""
        path = files(__package__) / "templates" / template
        if not path.is_file():
            raise TemplateNotFound(template)
        return path.read_text(encoding="utf-8"), None, lambda: True


def _show(value: Any) -> Any:
    """A value as it stands on a page, where no text steers what shows the page's file."""
    return say_lines(value) if isinstance(value, str) else value


def _mark_commands(text: str) -> Markup:
    """The text, escaped, with what stands between backticks as what one types."""
    return Markup(_COMMAND.sub(r"<code>\1</code>", str(escape(say_lines(text)))))


@lru_cache(maxsize=1)
def _load_environment() -> Environment:
    environment = Environment(
        loader=_PackagedTemplates(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_show,
    )
    environment.filters["commands"] = _mark_commands
    environment.filters["thousands"] = "{:,}".format
    # our own sheet, and no value of anybody's
    style = (files(__package__) / "style.css").read_text(encoding="utf-8")
    environment.globals["style"] = Markup(style)
    return environment


def render_page(name: str, **values: Any) -> str:
    """The page of this name. `values`: texts, numbers, pictures of `pages.pictures`; every text is escaped.

    Raises: jinja2.UndefinedError for what the template names and nobody gave.
    """
    return _load_environment().get_template(f"{name}.html").render(**values)
