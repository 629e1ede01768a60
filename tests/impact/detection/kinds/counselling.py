"""Counseling, grief and risk of suicide: what tells of them, and what only sounds so."""

from __future__ import annotations

from tests.impact.detection.kinds.examples import KindExamples

COUNSELLING = KindExamples(
    kind="counselling",
    said="""
        She came out to me.
        She feels hated by the table.
        She cuts when she is alone.
        I cut again last week.
        He panics every morning.
        I do not want to be alive anymore.
        She does not want to wake up.
        never wanting to exist
        I wish I was never born.
        has not eaten in 3 days
        DBT skills
        CBT group
        anger management
        emotion regulation group
        psychiatrist appointment
        counseling intake
        He drinks before school.
        She can't stop crying.
        couldn't sleep since
        depression
        anorexia
        PTSD
        hallucinating
        panic attacks
        an overdose
        addicted
        sobriety
        relapsed
        selective mutism
        gender dysphoria
        counselor note
        counseling referral
        therapy session
        social worker report
        psychologist notes
        met with the counselor
        She sees a therapist.
        referred to our social worker
        suicidal
        self-harm
        self-injurious
        cutting behavior
        suicide risk assessment
        mental health crisis
        mental health diagnosis
        grief symptoms
        trauma
        struggles with anxiety
        signs of hopelessness
        history of trauma
        crisis response plan
        pensamientos suicidas
        autolesiones
        notas de consejeria
        thoughts of dying
        thinking about killing
        thought about ending it
        He wants to die.
        does not want to live
        kill myself
        She burned herself.
        cuts on his arm
        cut her wrists
        marks: cutting marks on thigh
        crisis safety plan
        no-harm contract
        suicide note
        attempted suicide
        ideation
        play therapy
        individual counseling
        art therapy
        talked with her, still crying
        check-in with him about the divorce
        session with Ada: lonely
        social emotional support
        wellness check
        behavioral health referral
        divorce
        death of her grandmother
        death of a brother
        I hate my life.
        no reason to live
        better off dead
        starving myself
        make myself throw up
        urgent psych evaluation for crisis
        same-day referral to mobile crisis
        counted out pills
        hoarding his meds
        goodbye letters
        giving away her things
        googled how to die
        took him to Regions for an assessment
        crisis line
        I dont wanna wake up anymore.
        my stomach hurts cuz i dont eat
        I barely eat anymore.
        making herself sick
        painless ways to die
        how many pills to die
        managing his anger
        anger control
        coping group
        divorce circle
        She posted a goodbye.
        Nobody would miss me.
        no one would care if
        feeling hopeless
        feeling down
        needs to talk today
        worry list
        hiding under the
        suicidality
        cutting
        grieving
        traumatic
        counseled? In counseling since May.
        hopeless
        bullying victim
        sad all the time
        cries daily
        not sleeping
        nightmares
        lonely
        anxious
        overwhelmed
        panicky
        depressed
        OCD
        mobile crisis
        hears voices
        moderately severe
        item 9
        scared to
        hurting myself
        dying
    """,
    unsaid="""
        The barber cut his hair.
        They cut her hours at the store.
        The office cut their budget.
        burned his toast
        He cut the paper into strips.
        cut the cake
        He met with Crystal about the play.
        the panel session
        The session starts at nine.
        workout session
        She met with the coach.
        He met with the plumber.
        social studies
        The worker fixed the door.
        group photo
        book group
        the art room
        Talk to the librarian.
        the mental math quiz
        a risk in chess
        Columbia University
        Columbia River
        the wellness fair
        the divorced? No, the diverse crowd.
        A good bye week for the team.
        goodbye party? farewell party
        He gave away the tickets.
        The line was long.
        an attempt at the record
        The plan is safe.
        fire safety plane
        The note was short.
        pills of wool on the sweater
        He drinks milk.
        She sleeps late on Sundays.
        He is happy.
        wide awake
        play rehearsal
        Trust fall
        the interest group
    """,
    headers="""
        PHQ-A
        GAD
        MH status
        Mental health provider
        SW notes
        Counselor concern
        Therapist reason
        What seen for
        Risk score
        Screener score
        Therapist
        Self harm
        Issue discussed
        Topic
        Coping plan
        Safety plan date
        Group counseling
        Suicidal
        Counseling notes
        Session reason
        Social work referral
        Suicide risk
        Risk level
        Presenting concern
        Counseling
        GAD-7
        SI item
        C-SSRS
        Columbia score
        BDI total
        CDI total
    """,
    other_headers="""
        Group
        Score
        Level
        Session
        Notes
        Plan date
        Item
        Reason
        SI units
        Present
        Works
        Risks of rain
    """,
    titles="""
        counseling
        grief groups
        divorce group
        counselor logs
        suicide
        mental health
        therapy
        social work
        SW caseload
        crisis
        someone died
        loved one passed
        bereavement
        loss group
        anger group
        changing families lunch
        self esteem club
        C-SSRS
        Columbia
        PHQ-9
        risk screening
        safety plans
        self harm
        depression screening
        trauma
        therapists
        psych notes
        day treatment
        at risk
    """,
    other_titles="""
        social studies
        Columbia field trip menu
        group photos
        lunch club
        safety patrol
        risk insurance
        screen printing
        lost items
        play group
    """,
)
