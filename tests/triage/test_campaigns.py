"""Duplicates and campaigns: what belongs together, and what only sounds alike."""

from __future__ import annotations

from firstbell.triage.campaigns import Belonging, CampaignIndex

LURE = (
    "Dear {}, the records of your child were in the files that were taken from the school. Confirm by {} that"
    " you are the guardian, with a birth date and a number, or the account is closed. https://x{}.example/verify"
)


def test_the_same_words_are_a_duplicate_of_the_first() -> None:
    index = CampaignIndex()
    assert index.add("a", "See you at noon in the  cafeteria.") == Belonging()
    assert index.add("b", "see you at NOON in the cafeteria!") == Belonging(duplicate_of="a", like="a")


def test_what_differs_in_names_numbers_and_links_is_one_campaign() -> None:
    index = CampaignIndex()
    index.add("first", LURE.format("Ms. Duarte", "Friday", 1))
    assert index.add("second", LURE.format("Mr. Okafor", "Monday", 2)) == Belonging(like="first")
    third = LURE.format("Kim", "noon", 3) + " Do not call the office, lines are busy these days."
    assert index.add("third", third) == Belonging(like="first")


def test_threats_that_share_a_wallet_are_one_campaign() -> None:
    index = CampaignIndex()
    index.add("a", "We have it all. Pay.", [("bitcoin", "bc1qexample")])
    assert index.add("b", "Time is up for the board.", [("bitcoin", "bc1qexample")]).like == "a"
    assert index.add("c", "Time is up for the staff.", [("phone", "555-0100")]).like == ""


def test_two_letters_about_the_same_matter_are_not_joined() -> None:
    index = CampaignIndex()
    index.add("a", "Was the file of my daughter among those that were taken from the school last week?")
    other = index.add("b", "My daughter forgot her jacket at the school last week, was it found by somebody?")
    assert other == Belonging()


def test_an_empty_message_belongs_to_nothing() -> None:
    index = CampaignIndex()
    assert index.add("a", "") == index.add("b", "") == Belonging()
