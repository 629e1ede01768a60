"""What words or a state call a number that an office gave somebody, or what somebody earns: the
patterns of each kind, over folded bytes.
"""

from __future__ import annotations

ISSUED_SHAPES: dict[str, tuple[bytes, ...]] = {
    "government_id": (
        rb"\b(passport|psprt|pssprt|psport)\b( (no|num|nbr)\.)?[^\n\d.;]{0,48}\b[a-z]{0,2}\d{6,9}\b",
        rb"\b(pp|ppt|ead|cdl|dl|d\.l\.|i-?94|i-?551|green card)[ :#.]{1,3}"
        rb"([a-z]{2}[ :-]{1,2})?[a-z]{0,3}\d{6,13}\b",
        # as several states write licences: a letter and eleven to thirteen digits, in groups or without
        rb"\b(lic(en[cs]e)?|dl|oln|op(erator)?'?s? lic(en[cs]e)?|licen[cs]e (number|no|num))"
        rb"(,? (it )?is|\.)?[ \t.:#=,]{1,4}(it is )?"
        rb"[a-z](\d{11,13}|\d{3}-\d{4}-\d{4}(-\d\d)?|\d{3}-\d{3}-\d\d-\d{3}-\d)\b",
        rb"\bpasaporte\b( (no|num|nbr)\.)?[^\n\d.;]{0,48}\b[a-z]{0,2}\d{6,9}\b",
        # with what is sent of it between: "drivers license photo no S021337195601"
        rb"\b((driver'?s?|drivers')[ ]*(licen[cs]e|lic\.?)|c?dl)[ ,:]{1,2}"
        rb"((photo|photocopy|copy|scan(ned)?|image|picture|pic|front|attached|enclosed|"
        rb"shown|seen|on file|class [a-d])"
        rb"[ ,:.]{1,2}){1,3}((no|num|number|id|#)\.?[ :#]{0,2})?[a-z]{0,2}\d[\d -]{5,16}\d\b",
        # in groups of three, which a line may part: "driver's license F204\n118 690 331"
        rb"\b((driver'?s?|drivers'|driving)[ ]*(licen[cs]e|lic\.?|permit)|c?dl)[^\n\d]{0,24}"
        rb"[a-z]\d{3}(([ -]|[ ]?\r?\n[> ]{0,3})\d{3}){3}\b",
        # behind the state that gave it
        rb"\b(mn|wi|il|mi|fl|md|nj|wa|ny|ca|oh|tx)[ :-]{1,2}[a-z]\d{11,13}\b",
        rb"\ba[ ]?(#|no\.?|number)[ ]?:?[ ]?\d{3}[ -]\d{3}[ -]\d{3}\b",
        # as an immigrant's number is written: no word is needed beside the name of somebody
        rb"\ba[ ]?-?\d{3}[ -]\d{3}[ -]\d{3}\b",
        # in French
        rb"\bpasseport\b[^\n.;\d]{0,30}\b(\d{2}[a-z]{2}\d{5}|[a-z]{2}\d{6})\b",
        # of whom the immigration service lets study here
        rb"\bsevis\b[^\n.;\d]{0,24}\bn\d{10}\b",
        # what Mexico calls everybody by: four letters of the name, the day of birth, the sex, the state
        rb"\b[a-z]{4}\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])[hm][a-z]{5}[a-z0-9]\d\b",
    ),
    "immigration": (
        # receipts of that service, by the numbers alone
        rb"\b(wac|eac|lin|src|msc|ioe|nbc|ysc)\d{10}\b",
    ),
    # no more of it than its last digits, which banks and offices ask for
    "ssn": (
        rb"\b(last (4|four)( digits?| numbers?| #)?|l4)( of| on| from| for)?( (the|his|her|their|my|your))? ?"
        rb"(ssn?|ss ?#|social( security)?( (number|no\.?|#|card))?|soc\.?( sec\.?)?)( ?#)?"
        rb"( (on file|given|verified))?[ ,:=#]{1,3}(is |was |are |were )?[x*-]{0,7}\d{4}\b",
        rb"\b(ssn?|ss ?#|social( security)?( (number|no\.?|#))?|soc\.? sec\.?)[ ,]{0,2}"
        rb"(last (4|four)( digits?)?( is| are)?|(that )?(ends?|ending)( in| with)?|l4)[ ,:=#]{1,3}\d{4}\b",
        rb"\bssn ?-?4[ :=#]{1,3}\d{4}\b",
    ),
    "financial": (
        # what an hour is paid
        rb"\$ ?\d{1,3}(\.\d\d?)? ?(/|per |an |a )(hr|hour)\b",
        # the line that machines read at the foot of a check: its signs as they are, as letters, as strokes
        rb"(\ba\d{9}a|\bt\d{9}t|\|?:\d{9}\|?:|\?\d{9}\?)[ ]{0,6}\d[\d -]{3,17}\d[ ]?"
        rb"(c\b|u\b|o\b|\"|'|\|\||\?)",
        rb"\brt[gn][ .:#]{1,3}\d{9}\b",
        # an account before the word for it: "891404546493 old Wells acct"
        rb"\b\d{7,17}[ ,(]{1,2}((old|new|his|her|their|the|closed|joint)[ ])?([a-z]{2,12}[ ])?"
        rb"(acct|account)\b",
        # "your salary for the year becomes $61,400"
        rb"\b(salary|(gross|net|annual|base)[ ]pay|(hourly|pay)[ ]rate|wages?)"
        rb"([ ]for[ ]((the|this|next|last)[ ])?((school|fiscal|contract|coming|next)[ ])?"
        rb"(\d{2,4}(-\d{2,4})?[ ]?)?(year)?)?"
        rb"[ ](becomes?|will be(come)?|is now|moves to|rises to|goes up to|goes to|drops to|is|of)[ ]"
        rb"\$[ ]?\d[\d,.]{2,12}",
        rb"\b(weekly|hourly|monthly|annual|daily|biweekly|average weekly|gross weekly)[ ](wages?|pay|salary|"
        rb"earnings)[ \t]*(is|of|:|=)?[ \t]*\$?[ ]?\d[\d,.]{2,12}",
    ),
}
