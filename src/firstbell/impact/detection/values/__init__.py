"""Values by their shape and the words around them: numbers, dates of birth, passwords, ticked boxes."""
