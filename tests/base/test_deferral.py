from __future__ import annotations

import sys

import pytest

from firstbell.base.deferral import DeferredModule, defer


def test_a_deferred_module_loads_when_a_name_of_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    deferred = defer("colorsys")
    assert isinstance(deferred, DeferredModule)
    assert "colorsys" not in sys.modules

    assert deferred.rgb_to_hls(0, 0, 0) == (0, 0, 0)

    assert deferred.rgb_to_hls is sys.modules["colorsys"].rgb_to_hls


def test_a_loaded_module_is_given_itself() -> None:
    assert defer("sys") is sys


def test_what_a_deferred_module_lacks_is_an_error_of_attributes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with pytest.raises(AttributeError, match="colorsys"):
        _ = defer("colorsys").nothing_like_it
