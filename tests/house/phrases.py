"""Phrases that no text for people uses, and what to write instead; the rules are in `docs/style.md`."""

from __future__ import annotations

# each is a regular expression, read without regard to case
BANNED = (
    (r"\bis outlived by\b", "say which is older"),
    (r"\bhow-manieth\b", "give the number"),
    (r"\btell more\b", "Show more details."),
    (r"\bwait so long\b", "Wait up to this long"),
    (r"\bso long for\b", "up to this long"),
    (r"\bto be known first\b", "Before you start"),
    (r"\bwho wants\b", "To do this, ..."),
    (r"\bis said to\b", "say who says it"),
    (r"\bhold noise or nothing\b", "are encrypted or emptied"),
    (r"\bhold noise\b", "look encrypted"),
    (r"\bno work is lost but\b", "You lose only ..."),
    (r"\bexclude each other\b", "use either --a or --b, not both"),
    (r"\bwhatever the case\b", "ignoring case"),
    (r"\bwho loses (it|the)\b", "If you lose it, ..."),
    (r"\bwhoever knows that\b", "if you know that"),
    (r"\bbegins so\b", "starts with"),
    (r"\bin passing\b", "while reading"),
    (r"\bby turns\b", "in rotation"),
    (r"\bis removed by nobody\b", "nobody can remove"),
    (r"\bcounsel alone\b", "only counsel"),
    (r"\bof theirs\b", "their"),
    (r"\bkept in mind\b", "remembered"),
    (r"\bwas never said to be done\b", "unfinished"),
    (r"\bare passed over\b", "ignores"),
    (r"\bhas no meaning with\b", "has no effect with"),
    (r"\bmeans something for a plan only\b", "only works with a plan"),
    (r"\bthe one before it stands\b", "the last result stays"),
    (r"\bcame to less than\b", "found less than"),
    (r"\bas it should be\b", "correct"),
    (r"\bis right as it is\b", "is correct"),
    (r"\bthe way it is meant\b", "say how"),
    (r"\bno past\b", "new file"),
    (r"\bset aside\b", "in quarantine"),
    (r"(?<!there )\bis no (JSON|TOML|text|file|folder|vault|desk|plan|case|list|object)\b", "is not a"),
    (r"\banew\b", "again"),
    (r"\bgo in a circle|goes in a circle\b", "depends on itself in a circle"),
    (r"\bper cent\b", "percent"),
    (r"\bone a line\b", "one per line"),
    (r"\bas well as he\b|\bhis own key\b|\bby his\b", "their"),
    (r"\bcould not be kept\b", "could not be recorded"),
    # the key "organisation" of a file of facts stays as it is
    (r"\b(?:colour|favour|behaviour|neighbour|honour|labour|recognis|whilst|travell)", "color, favor ..."),
    (r"\borganis(?!ation(?:\.names|\"))", "organization"),
    (r"\b(?:centre|licence|catalogue|cheque|grey|enquir(?:y|ies))s?\b", "center, license, check ..."),
)

# how a sentence of a description may not begin: a clause that stands for its subject ("What cannot be read is
# reported") makes the reader wait for the verb
HEADLESS = r"(?:^|(?<=[.;:] ))(?:What|Who|Whoever|Whatever|Whom) (?!to\b)[^.?;:]*[.;:]"
