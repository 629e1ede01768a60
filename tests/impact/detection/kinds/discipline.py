"""Suspensions, fights, charges and dismissals: what tells of them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds import discharge_sentences, discipline_sentences
from tests.impact.detection.kinds.examples import KindExamples

DISCIPLINE = KindExamples(
    kind="discipline",
    said=discipline_sentences.SAID + discharge_sentences.SAID,
    unsaid=discipline_sentences.UNSAID + discharge_sentences.UNSAID,
    headers="""
        What he did
        Caught with
        Why sent
        Sent down for
        Consequence given
        Conseq
        Violation 2
        What rider did
        Games missed
        ODRs
        Type of threat
        Days OSS
        dys removed
        Unexcused absences
        Weapon
        Vape
        BCA result
        Criminal history
        Conviction
        Offenses found
        Corrective action
        Problem behavior
        Restorative step
        Bus suspension
        Probation officer
        Arrest
        Citations
        Dean notes
        Staff discipline
        Write up
        Warnings issued
        Discipline code
        Offense date
        Incident description
        Infraction level
        ISS days
        Days suspended
        Action taken
        Referral reason
        Misconduct
        Truancy status
        Charge
        Allegation
        What happened
        Removal type
        Behavior
        Threat level
        Disposition
        Consequence
        Sanction
        Penalty
        Days off bus
        Slip reason
        Rule broken
        Reason for referral
        Dean action
        Finding
        outcome of hearing
        Contract reason
        Strikes
        Demerit
        Detention reason
        Owes mins
        Det hours owed
        Offense cd
        Resolution code
        Bus write up
        Office referral no
        Hall slips
        Lunch det served
        Sat school owed
        Tardy det owed
        Conduct points
        Bus pts
        Susp from
        Expelled thru
        Suspension return date
        MSHSL violation
        Vaping offenses
        Dress code viol 2
        MSHSL penalty
        Action taken by admin
        Paid leave
        Admin lv
        Letter of reprimand
        Memo of direction
        PIP start
        Sancion
        Expulsion escolar
    """,
    other_headers="""
        Did they RSVP
        Bus
        Days
        Points
        Game
        Stop
        Room
        Actions
        Ticket type
        Minutes
        Referred by
        Seat
        Letter
        Rulers
        Type
    """,
    titles="""
        hazing
        delinquents
        bus conduct
        conduct slips
        lunch det
        discipline
        suspensions
        expelled
        misconduct
        reprimands
        behavior referrals
        office referrals
        OSS
        truancy
        deans
        removals
        threat management
        BTAM
        incidents
        employee relations
        investigation
        detentions
        expulsion hearings
        notice of deficiency
        reset room
        refocus center log
        chem violations
        code of conduct violations
        probation
        no trespass list
        write ups
        fights
        vaping
        Saturday school
        dismissals
        notice of suspension
        juvenile
        dispositions
        arrests
        BCA
        corrective actions
        letters of concern
        PIPs
        improvement plans
        Loudermill
        administrative leave
        nonrenewals
        restitution
        plagiarism
        academic integrity
        bullying reports
        attendance contracts
        continuing truants
        petitions
        drug violations
        unexcused
        bus rule violations
        bench violations
    """,
    other_titles="""
        grievances
        psych referrals
        vision referrals
        gifted referrals
        code of conduct handbook
        bus routes
        lunch duty
        contracts with vendors
        improvement of the roof
        conductor list
        write your own story
        Saturday market
        center stage
    """,
    codes="""
        OSS
        ISS 3
        Suspended
        Expulsion
        Removal
        Insubordination
        Fighting
        Assault
        Theft
        Weapon
        Vape
        Tobacco
        Harassment
        Defiance
        Threat
        Disruption
        Profanity
        OSSD
        Reprimand
    """,
)
