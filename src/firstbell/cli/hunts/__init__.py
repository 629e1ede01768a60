"""What the verbs of `firstbell hunt` share."""
