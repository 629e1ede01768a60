"""Kinds of personal data in words. What the program stores, and what JSON gives, keeps its short names."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.base.values import say_name

# kinds whose short name is no word of American English, or does not say what lies in it
KIND_WORDS = {
    "counselling": "counseling",
    "credentials": "passwords",
    "dob": "date of birth",
    "economic": "family income",
    "financial": "bank or pay data",
    "government_id": "government ID",
    "safeguarding": "child protection",
    "ssn": "social security number",
}


def say_data_kind(kind: str) -> str:
    """One kind.

    >>> say_data_kind("dob"), say_data_kind("special_education")
    ('date of birth', 'special education')
    """
    return KIND_WORDS.get(kind) or say_name(kind)


def say_data_kinds(kinds: Iterable[str]) -> str:
    """Several, in their order.

    >>> say_data_kinds(["health", "dob"])
    'health, date of birth'
    """
    return ", ".join(map(say_data_kind, kinds))
