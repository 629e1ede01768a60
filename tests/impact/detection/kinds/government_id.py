"""Passports, licenses and other papers of identity: what headers call them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds.examples import KindExamples

GOVERNMENT_ID = KindExamples(
    kind="government_id",
    headers="""
        Passport book no
        Travel document number
        Driver's license seen
        DL shown
        Photo ID presented
        Passport copied
        State ID
        Government id no
        EAD number
        Green card #
        PPT no
        Naturalization no
        Matricula consular
        CDL
        OLN
        License number state
        Permit no
        I-94 number
        SEVIS ID
        Visa number
        List B document no
        Doc nbr
        Drivers licence
        Reisepass
        Passeport no
        Case receipt number
        Alien number
        A number
        USCIS no
        DL state
        License on file
        ID checked
        Document num
        Alien registration
        Numero de pasaporte
        Licencia de manejar
        Pasaporte
        Tribal enrollment no
        Tribal ID
    """,
    other_headers="""
        Book
        Travel time
        Document title
        Software license key name
        State
        Photo
        Visa type
        Receipt date
        Green team
        Card game
        Enrollment
        Tribe
    """,
)
