"""Who is meant: names, numbers and roles in a document, and whose of the roster they are."""
