"""Custody, homes, orders of courts and harm at home: what tells of them, and what only sounds so."""

from __future__ import annotations

from tests.impact.kinds.examples import KindExamples

SAFEGUARDING = KindExamples(
    kind="safeguarding",
    said="""
        Her uncle is on the offender registry.
        a registered sex offender lives there
        I made the report to the county today.
        We are making a call to CPS.
        He may not come near her.
        Their dad must never be around the kids.
        The judge said his father must leave.
        court gave her mom the house
        He may not come within 300 feet.
        moved in with a cousin, police matter
        moved in with her aunt; police case
        He is scared to go home.
        She refuses to go home.
        He slept in the van.
        They sleep at the bus station.
        sleeping in a laundromat
        Do not let him go with dad.
        Never let the kids go if mom comes.
        TPO against the stepfather
        DVRO in effect until June
        The dad was deported in March.
        Her mother got arrested.
        They are now staying at a campground.
        the family is living with an aunt
        child protective services
        child welfare case
        CPS referral
        DHS investigation
        mandated reporting form
        mandatory report filed
        physical abuse
        sexual misconduct
        suspected maltreatment
        disclosure of abuse
        alleged assault
        custody hearing
        protective order
        no-contact order
        court papers
        joint custody
        full custody
        foster parent
        foster placement
        McKinney-Vento
        homeless liaison's list
        homelessness
        They are doubled up.
        He lives in a shelter.
        staying at a motel
        domestic abuse
        ward of the state
        an unaccompanied minor
        orden de alejamiento
        custodia compartida
        maltrato infantil
        servicios de proteccion de menores
        county child protection intake
        cp hold
        a maltreatment finding
        reported to social services
        referral made to CPS
        in foster care since May
        out-of-home placement
        a group home
        kinship care
        guardian ad litem
        termination of parental rights
        CHIPS petition
        He was molested.
        she says that she was groped
        sexually exploited
        sexual contact
        sex trafficking
        indecent exposure
        bruises on both arms
        bruising along the jaw
        hit with a belt
        beaten at home
        not safe at home
        unsafe at home
        He disclosed that it happened twice.
        order for protection
        OFP
        restraining order
        harassment restraining order
        no contact with the father
        no visits
        supervised visitation
        unsupervised contact
        Grandpa may not pick up.
        may not be released to the uncle
        do not release
        not released to dad
        parenting time
        trespass warning
        no longer allowed to pick up
        couch-surfing
        living in their car
        staying with relatives
        His family became homeless.
        MKV
        unsheltered
        We got evicted.
        transitional housing
        a missing child
        a welfare check
        He ran away in April.
        an unaccompanied youth
        violencia domestica
        sin hogar
        cuidado temporal
        no release to dad
        released only to mom
        sleeps out of their truck
        slept in a camper
        lost their apartment on 3/2
        They were put out of the motel.
        at the Harbor mission
        a Safe at Home card
        address confidentiality program
        Her boyfriend beats her.
        The stepdad choked him.
        no-contact directive
        The county took the baby.
        a report filed on the mother
        safety plan until Monday
        The respondent grabbed her.
        He touched the complainant.
        without her consent
        a child in need of protection
        protective supervision
        CHIPS hearing
        He must not remove the child.
        Dad may not take the kids.
        release to grandma only
        released only to foster mom only
        Only mom picks her up.
        only, no dad
        no stepdad at pickup
        no bio mom allowed
        Not to father.
        Nobody but grandma picks him up.
        He put his hand under her shirt.
        She says he touched her down there.
        He was touched by his uncle.
        She gets hit at home.
        being locked out at their house
        was slapped by his stepdad
        got thrown out by her mom
        ward of Hennepin county
        DANCO
        parental rights have been severed
        monitored visits only
        TPR hearing
        The call was screened in.
        disclosed being hit
        no food in the house
        no food at home
        came with a burn on her hand
        left alone overnight
        untreated burns
        no pickup by the uncle
        licensed foster care
        He locks them in the closet.
        She doesn't feed us.
        They won't let me eat.
        emergency placement
        another foster home
        on her friend's couch
        UHY
        Mom kicked him out.
        temporary custody
        Dad is in jail.
        released from prison
        placing agency
        nights at the motel
        When he drinks he gets physical.
        He hit me.
        She hits them.
        a runaway
        maltreatment
        raped
        neglect
        removed from the home
        placed with an aunt
        living with friends
        with an aunt since May
        county worker
        caseworker
        an open case
        Mom got thrown out of her place.
        lost our lease
        hotel voucher
        She is sleeping on the floor.
        in the camper since August
        on her aunt's couch
        at a friends' house
        nowhere to go
        no place to live
        school of origin
        He beats me.
        Mom hurts me.
        hitting me
        She is afraid of her stepfather.
        scared of the weekend
        He touched me.
        under clothes
        He sent nude pictures.
        nudes of her
        bruises
        belt marks
        marks on his neck
        a burn mark
        a black eye
        They fled from Duluth.
        her abuser
        He stalked her.
        a battered mother
        assault and battery
        a violent ex
        a DV advocate called
        PO box only
        do not print
        no release
        may not pickup
        not allowed to see
        court order
        order on file
        HRO
        visitation
        supervised visits
        legal alert
        limits contact
        Parents share custody.
        mom and dad alternate
        odd weeks with dad
        every other week at mothers
        Grandma has custody.
        foster mom
    """,
    unsaid="""
        He abandoned the project in week two.
        She neglected to sign the slip.
        The battery of the laptop died.
        Batteries for the calculators.
        pancake batter
        The batters warmed up.
        celery stalks
        good marks on the test
        He touched the stove.
        He may not come late.
        He is not to be late again.
        The judge of the science fair said his model was best.
        Domestic animals, unit 4.
        He fostered a love of reading.
        She slept in.
        The club car is blue.
        They are staying after school.
        They are staying for the game.
        The band is staying at the front.
        Students advocate for longer recess.
        The lunchroom was supervised by two aides.
        The report was filed in the office.
        He made a call to the bus garage.
        The court of King Arthur.
        The basketball court was wet.
        A ward in the hospital play.
        Chips and salsa on Friday.
        potato chips
        an order for pizza
        Protection for the gym floor.
        The motor runs.
        The house was painted.
        Pick up the books in room 9.
        The couch in the lounge is green.
        The shell on the beach.
        He ran to the bus.
        A car wash for the band.
        Lost: one blue coat.
        The county fair opens Friday.
        Sleeping Beauty rehearsal
        The tent poles are in the shed.
        He hits the ball well.
        She beats the drum.
        His aunt came to the concert.
        Visit the library.
        The house on Main Street
        A new home page.
        foot placement in dance
        Where is the order of books?
    """,
    headers="""
        Homels
        Homeless flag
        HRO
        TRO
        MKV
        McKinney-Vento
        Nighttime res
        Unaccompanied youth
        CPS report no
        child prot worker
        GAL
        Guardian ad litem
        release restrictions
        dismissal alerts
        Not released to
        never allowed
        May not pick up
        Barred person
        Protected party
        Order expires
        Order on file
        Where staying
        currently sleeping
        Housing situation
        Runaway status
        Guardianship type
        Ward of
        Legal custody
        Legal hold
        Custody arrangement
        Custodial parent
        DHS case
        County case no
        HUD category
        Displaced by
        HMLS
        Hless
        FST
        Foster ind
        Legal alerts text
        alert legal expires
        Custody notes
        Restraining order
        Foster care flag
        Neglect report
        Nighttime residence code
        Primary nighttime residence
        Do not release to
        Pick up restrictions
        Living arrangement
        Sleeping at
        Shelter
        MV status
        Caregiver
        Case worker
        Maltreatment
        No contact
        Where slept last night
        Nights spent
        Mck V
        TAT level
        BTAM outcome
        TAT date
        Mandated reports filed
        Rpt made to county
        Harassment complaint
        Title IX role
        T9 status
        Resp compl
        Complainant respondent
        CHIPS petition
        Orden de proteccion
        Custodia
        Personas no autorizadas para recoger
        No autorizado a recoger
    """,
    other_headers="""
        Home
        Home phone
        Homework
        Case
        Order
        Night class
        Pick up time
        Release date
        Visit
        Award
        Report
        Shelter island trip
        Staying late
        Car
        Alert
        Contact
    """,
    titles="""
        CPS
        child protection
        custody
        family in transition
        students in transition
        homeless list
        McKinney
        MKV
        foster care
        abuse
        mandated reports
        restraining
        safeguarding
        maltreatment
        OFP
        no contact
        doubled up
        Title IX
        MV 2026
        unaccompanied
        kinship
        orders of protection
        HRO
        court orders
        legal alerts
        no pickups
        pickup restrictions
        do not release
        neglect
        sexual assault
        TIX
        trafficking
        runaways
        domestic violence
        guardianship
        DOPA
        educational neglect
        626.556
        termination of parental rights
        safe at home
        address confidentiality
        welfare check
        housing instability
    """,
    other_titles="""
        tix export
        tix closed
        Basketball court
        Home games
        Family night
        pick up line
        Order forms
        Chips and dip
        Transition to middle school
        Case of books
        lost and found
        release notes
    """,
    codes="""
        CHIPS
        Homels
        HMLS
        Unacc
        Runaway
        Doubled-up
        Motel
        Hotel/Motel
        Unsheltered
        Couch surfing
        Transitional
        Foster care
        Kinship
    """,
)
