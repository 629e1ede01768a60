"""Questions with their answers: what each asks, and what an answer says of it, as a sentence."""
