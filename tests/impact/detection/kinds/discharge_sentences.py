"""Sentences that tell of a discharge, of findings and of suspensions in short, and near ones that do not."""

from __future__ import annotations

SAID = """
    The members want her discharged.
    We want him fired.
    He resigned in place of discharge.
    She resigned rather than be terminated.
    He quit to avoid being fired.
    He lost his license for taking pills.
    It is substantiated in part that she laughed about it.
    Allegation 2 was substantiated: he sent them.
    3 dy susp
    5-day OSS
    ISS: 2 days
    School: exp pending
"""
UNSAID = """
    The team wants him discharged from speech.
    The lease was terminated and the debt discharged.
    She retires in June.
    He renewed his license for two years.
    It was not clear that she laughed.
    3 dy workshop
    School: exp. travel
"""
