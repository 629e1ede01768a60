"""Transcripts of what was said (WebVTT, SubRip): the words alone, without times and cue numbers."""

from __future__ import annotations

import re

_TIMES = re.compile(r"^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->.*$")
_NUMBER = re.compile(r"^\s*\d{1,6}\s*$")
_TAG = re.compile(r"</?[a-z][^<>]{0,80}>|<\d[\d:.]*>", re.IGNORECASE)
_HEADS = ("WEBVTT", "NOTE ", "STYLE", "Kind:", "Language:")
_LOOKED_AT = 40


def is_captions(text: str) -> bool:
    """Whether a text is a transcript with times."""
    return any(_TIMES.match(line) for line in text.splitlines()[:_LOOKED_AT])


def read_captions(text: str) -> str:
    """The words of a transcript, one line a cue; a line that is said twice in a row stands once."""
    spoken: list[str] = []
    for line in text.lstrip("\ufeff").splitlines():
        if _TIMES.match(line) or _NUMBER.match(line) or line.startswith(_HEADS):
            continue
        said = _TAG.sub("", line).strip()
        if said and (not spoken or spoken[-1] != said):
            spoken.append(said)
    return "\n".join(spoken)
