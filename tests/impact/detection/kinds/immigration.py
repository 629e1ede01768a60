"""Visas, papers and how somebody came to the country: what tells of them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds.examples import KindExamples

IMMIGRATION = KindExamples(
    kind="immigration",
    said="""
        immigration hearing
        immigration papers
        undocumented
        asylum seeker
        asylum granted
        refugee arrival
        deportation
        deported
        alien registration number
        USCIS no
        I-94
        DACA
        green card
        a work permit
        permanent resident
        visa type
        visa expires
        an F-1 visa
        is on an EAD, category
        H-4 visa
        ICE detention
        immigration custody
        arrival date in the US
        estatus migratorio
        indocumentada
        solicitud de asilo
        refugee camp
        refugee agency
        work authorization
        tourist visa
        visa holder
        ICE agents
        immigration lawyer
        temporary protected status
        TPS
        naturalized
        unaccompanied minor
        ORR sponsor
        immigrants
        refugees
        asylum
        on a visa? on his visa
        overstayed a visa
        visas denied
        visa interview
        visa papers
        newcomer
        SLIFE
    """,
    unsaid="""
        paid by VISA ending in 4420
        VISA 4412
        ice cream
        The ice on the lot was salted.
        ice time at the rink
        green paper
        an alien movie
        the permit for the bus
        a permanent marker
        resident artist
        status of the order
        a camp on the lake
        arrival of the buses
        natural science
        minor key
        the f-stop of the lens
        the entry hall
        The unit on migration of birds
        Export the list.
        us against them
        tourist map
    """,
    headers="""
        Immigration status
        Asylum type
        Entry category
        Undocumented
        First US entry date
        Date of US arrival
        Arrived in US
        Work auth exp
        Migrant ind
        Refugee camp
        Visa type
        Citizenship
        I-20
        DACA
        Country of birth
        Birth country code
        Date first entered US school
        US entry date
        Alien status
    """,
    other_headers="""
        Status
        Entry
        Entry time
        Country
        County of birth
        Date entered
        Type
        Work hours
        Camp
        US history
    """,
    titles="""
        immigration
        immigrant pupils
        I-20s
        visas
        refugee
        newcomer status
        asylum
    """,
    other_titles="""
        ice rink
        world music
        camp list
        bird migration
        us history
        entry fees
    """,
    codes="""
        H-1B
        DACA
        Asylee
        Refugee
        Parolee
        TPS
    """,
)
