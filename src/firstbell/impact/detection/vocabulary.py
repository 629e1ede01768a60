r"""Words that say what a document is about, by kind. Compiled for Firstbell, 2026, Apache-2.0.

A strong phrase makes a document about a person sensitive by itself. A weak one counts where it stands in one
paragraph with the person and another of its kind. `(` and `)` group, `|` parts, `?` may be missing, `\w` is a
letter: the syntax of the pattern library; spaces fit any white space.
"""

from __future__ import annotations

from dataclasses import dataclass

from firstbell.impact.detection.kinds import DataKind

_STRONG = {
    DataKind.SPECIAL_EDUCATION: """
        individuali[sz]ed education(al)? (program|plan)
        iep (meeting|team|goals?|review|services?|accommodations?|annual|date|status|case manager|eligib\\w+|progress|amendment|at a glance)
        (has|have|had|his|her|their|current|annual|initial|an|on an|with an|the|student'?s|draft|amended) iep
        iep for
        iep( program)?:
        section 504
        504 (plan|accommodation\\w*|meeting|eligib\\w+|team|review)
        special education (services?|eligib\\w+|evaluation|referral|placement|student|teacher report|records?|file|plan|program for)
        (emotional|specific learning|intellectual|developmental|other health|orthopedic|visual|hearing|speech|language|speech[ -]language) (disability|disabilities|disorder|impairment|impaired)
        present levels? of (academic|performance|educational)
        least restrictive environment
        (speech|occupational|physical) therapy (services?|minutes|goals?|sessions?|evaluation)
        functional behaviou?r(al)? assessment
        behaviou?r intervention plan
        manifestation determination
        (primary|secondary) disability
        extended school year services
        psycho-?educational (evaluation|report|assessment)
        child with a disability
        (programa|plan) de educacion individuali[sz]ad[oa]|educacion especial
    """,
    DataKind.HEALTH: """
        (diagnos(ed|is|es)|treated|hospitali[sz]ed|prescribed|prescription) (with|of|for|as|:)
        (diagnosis|medical condition|health condition|medications?|allergies|immuni[sz]ations?):
        (individual(i[sz]ed)?|emergency) health (care )?plan
        (asthma|seizure|diabetes|allergy|medical|anaphylaxis) (action|management|emergency|care|history|form|record|report|condition)( plan)?
        medication (administration|authori[sz]ation|log|record|order|form|dose)
        (type [12] diabetes|epilepsy|leuk[a]?emia|hiv|adhd|attention deficit|autis\\w+|bipolar|schizophreni\\w+|asthmatic|cystic fibrosis|crohn\\w*|sickle cell|anorexia|bulimia|epipen|epi-pen|insulin|ritalin|adderall|concerta|albuterol|methylphenidate|sertraline|fluoxetine|prozac|zoloft|lithium|risperidone)
        (nurse|nurse'?s|school nurse|health office|clinic) (visit|note|notes|log|report|record)
        health (record|history|screening results?|insurance (id|number|member))
        (pregnant|pregnancy|miscarriage|drug test|blood test|lab results?|psychiatric|medical leave|fmla|disability leave)
        (patient|medical record) (name|id|number|no|#)
        (vision|hearing) (screening|test) (result|failed|referr\\w+)
        (tests?|tested) positive( for)?
        (is|are|was|were) being treated( for)?
        (medications?|medicines?|insulin|inhaler) (is|are|was|were|will be|must be|to be) (given|taken|administered|kept)
        (tuberculosis|hepatitis( [abc])?|chemotherapy|lymphoma|dialysis|tourette\\w*|cerebral palsy|muscular dystrophy|down syndrome|h[a]?emophilia|celiac|hypoglyc[a]?emia|anaphyla\\w+|feeding tube|eating disorder|heart (condition|defect|murmur)|kidney (disease|failure))
        (has|have|having|had|with|brain|breast|lung|skin) cancer|cancer treatment
        (severe|life-?threatening|peanut|nut|food|bee|latex|dairy|egg) allerg(y|ies)|allergic (reaction )?to
        diagnosticad[oa] (con|de)|alergia a|alergic[oa] a|enfermedad (cronica|del corazon)
    """,
    DataKind.DISCIPLINE: """
        (in-?school|out-?of-?school|was|is|been|has been|were|being|day|days|a|of|student|notice of|letter of|term|your|his|her|their) suspen(ded|sion)
        suspension (notice|letter|report|from|for|hearing|of)
        suspen(ded|sion):
        expell(ed|ing)|expulsion
        (discipline|disciplinary|behaviou?r|office|incident) (referral|report|action|record|letter|notice|hearing|incident|history|log|write-?up)
        (possession of|brought|with|carrying) (a |an )?(weapon|knife|gun|firearm|drugs|marijuana|vape|alcohol)
        (assault\\w*|fighting|vandalism|bullying|harassment|truan(cy|t)) (incident|report|of|on|with|against|by|another|investigation|charge)
        (letter of|written) reprimand
        terminat(ed|ion) for (cause|misconduct)
        misconduct (investigation|report|allegation)
        detention (notice|assigned|for|was)
        (fue|ha sido|sera|esta) (suspendid|expulsad)[oa]|suspension (escolar|de \\w+ dias?)
    """,
    DataKind.COUNSELLING: """
        counsell?(or|ing) (note|notes|session|sessions|record|summary|log|referral|intake|report|case|contact)
        (session|therapy|therapist|psychologist|social work(er)?) (note|notes|session|report|intake|progress)
        (met with|seen by|referred to|sees|seeing|saw) (the |a |an |his |her |their |our )?(school )?(counsell?or|therapist|psychologist|social worker|mental health)
        (suicid(e|al)\\w*|self-?harm\\w*|self-?injur\\w+|cutting behaviou?r)
        (suicide|threat|risk) (risk )?assessment
        mental health (concern|crisis|referral|evaluation|assessment|services|history|note|record|treatment|diagnos\\w+)
        (anxiety|depression|depressive|panic|ptsd|trauma|grief)( disorder| symptoms?| attacks?| counsell?ing| and (anxiety|depression))
        (severe|suffers? from|struggl\\w+ with|symptoms of|signs of|feelings? of|history of|reports?|reported) (anxiety|depression|panic|trauma|grief|hopeless\\w*)
        crisis (intervention|counsell?ing|response) (note|report|plan|for)
        (pensamientos|ideas) suicid(as|arias?)|autolesion\\w*|(sesion(es)?|notas) (de consejeria|con (el|la) consejer[oa])
    """,
    DataKind.SAFEGUARDING: """
        child (protection|protective services|abuse|neglect|welfare (report|case|worker)|maltreatment)
        (cps|dcfs|dhs) (report|case|referral|worker|involvement|investigation|call)
        (mandated|mandatory) report(er|ing)?( of| form| made| filed| suspected| narrative)?
        (sexual|physical|emotional) (abuse|assault|misconduct|molestation)
        (suspected|alleged|reported|disclosed|disclosure of) (abuse|neglect|maltreatment|assault)
        (custody|restraining|protection|protective|no[ -]contact|court) (order|dispute|agreement|arrangement|hearing|papers)
        (sole|joint|legal|full|physical|shared) custody
        order for protection
        foster (care|parent|home|placement|child|family)
        mckinney[ -]vento|homeless(ness)?( liaison| student| status| youth| shelter)?
        (living in|staying at|stays at|doubled up|lives in) (a |the |an )?(shelter|motel|car|homeless)
        domestic (violence|abuse)
        ward of the (state|court)
        unaccompanied (minor|youth)
        orden de (proteccion|restriccion|alejamiento)|custodia (legal|exclusiva|compartida|total)|maltrato infantil|abuso (infantil|sexual|fisico)
        servicios de proteccion (infantil|de menores)
    """,
    DataKind.IMMIGRATION: """
        immigration (status|record|document|case|court|hearing|attorney|papers|number)
        (undocumented|asylum (seeker|application|case|granted|claim)|refugee (status|resettlement|arrival)|deport(ed|ation))
        (alien|uscis) (registration )?(number|no|#)
        (i-20|i-94|i-797|i-551|daca|green card|work permit|permanent resident( card)?)
        visa (type|status|number|no|#|expir\\w+)
        \\b(f-?1|j-?1|h-?1b|h-?4|u|t) visa
        (ice|immigration) (detention|detainer|custody)
        arrival date in (the )?(us|u\\.s|united states)
        (estatus|estado|situacion) migratori[oa]|indocumentad[oa]|solicitud de asilo
    """,
    DataKind.ECONOMIC: """
        free (and|or|&|/) reduced(-| )?(price)?( lunch| meal| meals| price)? (eligib\\w+|status|application|approval|approved|benefits?|list|form for)
        (eligible|approved|qualif\\w+|denied) for (free|reduced)(-| )?(price)? ?(lunch|meal|meals|school meals|or reduced)?
        (household|annual|monthly|gross|family) (income|earnings)
        (free|reduced)[- ](price )?(lunch|meal|meals) (status|eligib\\w+|recipient)
        (lunch|meal) (status|eligibility|benefit|code):
        (snap|tanf|mfip|wic|medicaid|food stamps?) (case|number|recipient|benefits?|eligib\\w+)
        public assistance
        free (and|or|&|/) reduced(-| )?(price|priced)?( school)? ?(lunch|meal|meals|breakfast)?: (approved|eligible|qualified|yes|denied|free|reduced)
        (aprobad[oa]|elegible|califica|solicitud) (para|a) (comidas?|almuerzos?) (gratis|gratuit[oa]s?|a precio reducido)
        ingresos? (familiar(es)?|anual(es)?|mensual(es)?|del hogar)
        fee waiver (approved|granted|request)
        wage garnishment|bankruptcy|eviction (notice|order)?
    """,
    DataKind.DEMOGRAPHICS: """
        (race|ethnicity|race/ethnicity|religion|religious affiliation|sexual orientation|gender identity|tribal affiliation|national origin):
        (identifies|identified|came out|out) as (gay|lesbian|bisexual|transgender|trans|queer|non-?binary)
    """,
    DataKind.FINANCIAL: """
        (direct deposit|payroll) (form|authori[sz]ation|change|enrollment|stub|advice)
        (annual|base|gross|current|biweekly|monthly|new) (salary|pay|wages?)( is|:| of| rate)
        (salary|wages?|gross pay|net pay|hourly rate|pay rate):
        form w-?2|w-?2 (wage|form)|wage and tax statement
    """,
}
_WEAK = {
    DataKind.SPECIAL_EDUCATION: "iep\n504\naccommodations\nspecial education\nspecial ed\nsped\nparaprofessional support\nresource room\ndisability",
    DataKind.HEALTH: "medication\ndiagnosis\nasthma\ndiabetes\nallergy\nallergies\nallergic\nseizures?\ninhaler\ncancer\nmedicine\nsurgery\nillness\nnurse'?s office\nhealth condition\nhospital\ndoctor'?s note\nmedical\nconcussion\ndepression\nanxiety",
    DataKind.DISCIPLINE: "suspended\nsuspension\nexpelled\ndetention\nfighting\nmisconduct\ndisciplinary\nprofanity\ntruancy\nvaping\ndefian(ce|t)\nassault\nthreatened",
    DataKind.COUNSELLING: "counsell?or\ncounsell?ing\ntherapist\ntherapy\nmental health\nsocial worker\npsychologist\nanxious\ngrief\ncrisis",
    DataKind.SAFEGUARDING: "custody\nabuse\nneglect\nfoster\nshelter\nhomeless\nrestraining order\nwelfare check\nunsafe at home",
    DataKind.IMMIGRATION: "visa\nimmigration\nrefugee\nasylum\npassport",
    DataKind.ECONOMIC: "free lunch\nreduced lunch\nincome\nfood stamps\nlow[- ]income\nscholarship need",
    DataKind.DEMOGRAPHICS: "ethnicity\nrace\nreligion\ntransgender\nlgbtq",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase as the scanner finds it. `pattern`: over folded bytes."""

    kind: str
    is_strong: bool
    pattern: bytes


def list_terms() -> list[Term]:
    """Every phrase."""
    terms = []
    for table, is_strong in ((_STRONG, True), (_WEAK, False)):
        for kind, phrases in table.items():
            for phrase in filter(None, map(str.strip, phrases.splitlines())):
                spaced = phrase.replace(" ", "[ \\t\\r\\n]+")
                start = "" if spaced.startswith("\\b") else "\\b"
                end = "\\b" if spaced[-1].isalnum() or spaced[-1] in ")*+?" else ""
                terms.append(Term(kind.value, is_strong, f"{start}(?:{spaced}){end}".encode()))
    return terms


# a document that speaks to everybody is about nobody in it
GENERAL = (
    rb"\b(newsletter|agenda|professional development|workshop|save the date|dear (families|parents and guardians|parents|staff|colleagues|community|all)|upcoming events|"
    rb"honou?r roll|dean's list|congratulations to|staff directory|school directory|phone directory|"
    rb"board (meeting )?minutes|press release|course catalog\w*|student handbook|employee handbook|"
    rb"parent handbook|policy (number|no)|principal'?s (corner|message)|volunteers? needed|lunch menu|"
    rb"information night|open house|all families|awards? (night|ceremony))\b"
)
