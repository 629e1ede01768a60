"""Floor 8: verbs of the product, each once: a request in, a result out; entries of ledgers are typed."""
