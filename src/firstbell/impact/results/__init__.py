"""What all readings come to: the people, each with what of theirs was in which file, and the files."""
