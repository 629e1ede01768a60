"""Floor 8: verbs of the product, each once: a request in, a result out; entries of ledgers are typed.

A room a noun: what a verb works on is in `access`; `events`, `vault`, `desk` and `case` are what the others
(`impact`, `messages`, `notify`, `recovery`) lean on.
"""
