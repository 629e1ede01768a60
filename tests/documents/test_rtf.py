"""RTF: words come out as they were typed, and of the markup nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.documents.rtf import strip_rtf


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1 Ana\par Ben\line Cam\tab Dan}", "Ana\nBen\nCam\tDan"),
        (rb"{\rtf1\trowd\trftsWidth1\trftsWidthB3\clftsWidth3 Ana\cell Ben\cell\row}", "Ana\tBen\t\n"),
        (rb"{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\*\generator Word;}Ana}", "Ana"),
        (rb"{\rtf1{\info{\author Ana}}}", "Ana"),
        (rb"{\rtf1{\mmathPr\mdispDef1 x}Ana}", "Ana"),
        (rb"{\rtf1{\*\unknown Ana {Ben}} Cam}", " Cam"),
        (rb"{\rtf1\ansicpg1252 Mu\'f1oz}", "Muñoz"),
        (rb"{\rtf1\ansicpg1251 \'c8\'e2\'e0\'ed}", "Иван"),
        (rb"{\rtf1\ansicpg77777 Mu\'f1oz}", "Muñoz"),
        (rb"{\rtf1\u7877? Nguy\u7877\'3fn}", "ễ Nguyễn"),
        (rb"{\rtf1\uc0\u241 oz}", "ñoz"),
        (rb"{\rtf1\uc2\u241\'a4\'a4oz}", "ñoz"),
        (rb"{\rtf1{\uc0\u241 }\u241?oz}", "ññoz"),
        (rb"{\rtf1\u-10179?\u-8704?}", "\U0001f600"),
        (rb"{\rtf1\u-10179?lone}", "\ufffdlone"),
        (rb"{\rtf1 a\~b\_c\\d\{e\}}", "a b-c\\d{e}"),
        (rb"{\rtf1 O\rquote Neil \ldblquote so\rdblquote}", 'O\'Neil "so"'),
        (b"{\\rtf1 Ana\r\nLopez}", "AnaLopez"),
        (rb"}}}Ana{{{", "Ana"),
        (rb"{\rtf1 Ana\'", "Ana"),
        (b"", ""),
        (rb"{\rtf1\uc99999999\u241???????????}", "ñ???"),
    ],
)
def test_what_was_typed_comes_out(rtf: bytes, text: str) -> None:
    assert strip_rtf(rtf) == text


@given(st.text("añễИ語 \U0001f600{}\\\ufffd", max_size=40))
def test_any_text_comes_back_from_its_own_rtf(text: str) -> None:
    units = text.encode("utf-16-le")
    written = "".join(
        rf"\u{int.from_bytes(units[at : at + 2], 'little', signed=True)}?" for at in range(0, len(units), 2)
    )
    assert strip_rtf(b"{\\rtf1\\ansi " + written.encode() + b"}") == text


@given(st.binary(max_size=200))
def test_any_bytes_have_a_text_that_can_be_written(data: bytes) -> None:
    strip_rtf(b"{\\rtf1" + data).encode("utf-8")
