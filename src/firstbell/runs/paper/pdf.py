"""PDFs, set by Typst from the templates beside this module; its own fonts, nothing fetched, no browser."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import msgspec
import typst


def print_pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """The PDF of a template, `<template>.typ`, which is handed `values` as JSON.

    What stands in the values is data to Typst and never markup.
    """
    text = files("firstbell.runs.paper").joinpath(f"{template}.typ").read_bytes()
    told = msgspec.json.encode(values).decode()
    pdf = typst.compile(text, sys_inputs={"values": told}, ignore_system_fonts=True)
    assert isinstance(pdf, bytes)
    return pdf
