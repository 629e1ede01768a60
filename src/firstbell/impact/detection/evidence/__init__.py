"""What a claim rests on: how a document tells it, how much each piece weighs, and what is found."""
