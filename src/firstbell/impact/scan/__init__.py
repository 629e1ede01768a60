"""One scan: what is in scope, the fenced readers, what was found, the people it comes to."""
