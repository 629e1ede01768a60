"""Race, religion and gender: what tells of them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds.examples import KindExamples

DEMOGRAPHICS = KindExamples(
    kind="demographics",
    said="""
        Race: Asian
        ethnicity: Hispanic
        Religious affiliation: none
        sexual orientation: asked not to say
        national origin: Laos
        gender identity: they
        She identifies as bisexual.
        He came out as gay.
        identified as non-binary
        out as trans
    """,
    unsaid="""
        The race starts at nine.
        a relay race
        She came out as the winner.
        The raven was identified as a crow.
        orientation for ninth grade
        He came out of the gym.
        The white board
        the black binder
        The tribe of Ben in the poem
        a trans-Atlantic flight
    """,
    headers="""
        Race
        Ethnicity
        Race/Ethnicity
        Ethnic code
        Racial group
        Hispanic/Latino ethnicity
        Religion
        Religious affiliation
        Sexual orientation
        Gender identity
        Tribal affiliation
        Tribe
        LGBTQ+
        Federal race code
        American Indian or Alaska Native
        Asian
        Black
        White
        Native Hawaiian
        Two or more races
    """,
    other_headers="""
        Race time
        Races won
        Orientation date
        Whiteboard
        Native plants
        Gender
        Relay
        Region
        Two
    """,
)
