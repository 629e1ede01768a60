"""Who has guessed wrong often enough to be slowed, and until when."""

from __future__ import annotations

from firstbell.server.rate_limits import GuessPacer


def test_an_address_is_slowed_after_three_wrong_credentials_and_for_ten_minutes() -> None:
    guesses = GuessPacer()
    assert not guesses.is_slowed("a", 0.0)
    for at in range(3):
        assert not guesses.is_slowed("a", float(at))
        assert guesses.note("a", float(at)) == 0.0
    assert guesses.is_slowed("a", 3.0)
    assert not guesses.is_slowed("b", 3.0)
    assert guesses.note("a", 3.0) == 0.25
    assert guesses.is_slowed("a", 603.0)
    assert not guesses.is_slowed("a", 604.0)
