"""Pictures as SVG, put together from shapes, so that every text in them is escaped in one place."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from firstbell.base.short_names import shorten_apart

Value = str | int | float
# of a row's label, whose letters are 13 units high, in the widest of the fonts that the style sheet names
_MOST_IN_LABEL, _LETTER_WIDTH = 34, 7.8
_HOLDING = frozenset({"svg", "g", "text"})


@dataclass(frozen=True, slots=True)
class PictureShape:
    """One element: `rect`, `line`, `circle`, `text`, `polyline`, `g`. Lengths are in units of the picture.

    `text`: what a `text` element says. `title`: what a pointer and a screen reader are told. `inside`: shapes
    of a group.
    """

    tag: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    text: str = ""
    title: str = ""
    inside: Sequence[PictureShape] = ()


def make_shape(tag: str, text: str = "", *, title: str = "", **attributes: Value) -> PictureShape:
    """A shape. In the names of attributes an underscore stands for a hyphen, one at the end for nothing."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return PictureShape(tag, named, text, title)


def draw_picture(
    shapes: Sequence[PictureShape], *, name: str, width: float, height: float, kind: str
) -> Markup:
    """The picture. `name`: what a screen reader says; `kind`: its class in the style sheet."""
    box = f"0 0 {_show(width)} {_show(height)}"
    attributes: dict[str, Value] = {"viewBox": box, "role": "img", "aria-label": name, "class": kind}
    return _draw(PictureShape("svg", attributes, inside=shapes))


def detach(picture: Markup) -> str:
    """A picture for whoever reads SVG alone, such as what sets a PDF."""
    return str(picture).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _draw(shape: PictureShape) -> Markup:
    attributes = Markup("").join(
        Markup(' {}="{}"').format(name, _show(value)) for name, value in shape.attributes.items()
    )
    title = Markup("<title>{}</title>").format(shape.title) if shape.title else Markup("")
    inside = title + escape(shape.text) + Markup("").join(map(_draw, shape.inside))
    whole = "<{0}{1}>{2}</{0}>" if inside or shape.tag in _HOLDING else "<{0}{1}/>"
    return Markup(whole).format(Markup(shape.tag), attributes, inside)


def _show(value: Value) -> str:
    """A length to a tenth, without zeros at its end."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def draw_bars(rows: Sequence[tuple[str, Mapping[str, int]]], parts: Sequence[str], name: str) -> Markup:
    """One bar a row, cut into `parts`, each of the class that bears its name."""
    short = shorten_apart((label for label, _ in rows), _MOST_IN_LABEL)
    longest = max(map(len, short.values()), default=0)
    wide, bar, gap, room = 760.0, 20.0, 10.0, 70.0
    label_width = max(150.0, longest * _LETTER_WIDTH + 14)
    most = max((sum(counts.values()) for _, counts in rows), default=0) or 1
    scale = (wide - label_width - room) / most
    shapes = []
    for number, (label, counts) in enumerate(rows):
        y = number * (bar + gap)
        middle = y + bar * 0.72
        shapes.append(make_shape("text", short[label], x=label_width - 10, y=middle, class_="label"))
        x = label_width
        for part in parts:
            count = counts.get(part, 0)
            if count:
                width = max(1.0, count * scale)
                told = f"{label}, {part}: {count:,}"
                shapes.append(make_shape("rect", title=told, x=x, y=y, width=width, height=bar, class_=part))
                x += width
        shapes.append(make_shape("text", f"{sum(counts.values()):,}", x=x + 8, y=middle))
    return draw_picture(shapes, name=name, width=wide, height=len(rows) * (bar + gap) or bar, kind="bars")


def draw_stages(seconds: Mapping[str, float]) -> Markup:
    """One bar a stage, its length the seconds it took."""
    wide, row_height, label_width = 1000.0, 30.0, 190.0
    longest = max(seconds.values(), default=0.0) or 1.0
    room = wide - label_width - 90
    shapes = []
    for row, (stage, taken) in enumerate(seconds.items()):
        y, length = row * row_height, max(room * taken / longest, 1.5)
        shapes += [
            make_shape("text", stage, x=label_width - 10, y=y + 20, class_="stage"),
            make_shape("rect", x=label_width, y=y + 6, width=length, height=19, rx=2),
            make_shape("text", f"{taken:,.1f} s", x=label_width + length + 8, y=y + 20, class_="taken"),
        ]
    height = row_height * len(seconds)
    return draw_picture(shapes, name="Seconds by stage", width=wide, height=height, kind="stages")


@dataclass(frozen=True, slots=True)
class StoryDay:
    """One day of a story: `stamp` is its time in words, `did` what happened before it, in a sentence."""

    name: str
    stamp: str
    verdict: str
    did: str
    is_struck: bool


def draw_timeline(days: Sequence[StoryDay]) -> Markup:
    """The days from left to right, evenly spaced, the struck one marked."""
    wide, line_y = 1000.0, 62.0
    step = wide / max(len(days), 1)
    texts = [textwrap.wrap(day.did, int(step / 7.5)) for day in days]
    height = line_y + 62 + 16 * max((len(lines) for lines in texts), default=0)
    shapes = [make_shape("line", x1=step / 2, y1=line_y, x2=wide - step / 2, y2=line_y, class_="axis")]
    for at, (day, lines) in enumerate(zip(days, texts, strict=True)):
        x, kind = step * (at + 0.5), "struck" if day.is_struck else "clean"
        shapes += [
            make_shape("text", day.name, x=x, y=20, class_="day"),
            make_shape("text", day.stamp, x=x, y=38, class_="stamp"),
            make_shape("circle", cx=x, cy=line_y, r=9, class_=kind),
            make_shape("text", day.verdict, x=x, y=line_y + 30, class_=f"verdict {kind}"),
        ]
        shapes += [
            make_shape("text", line, x=x, y=line_y + 52 + 16 * row, class_="did")
            for row, line in enumerate(lines)
        ]
    return draw_picture(shapes, name="The days", width=wide, height=height, kind="timeline")
