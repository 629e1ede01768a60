"""Floor 9: the sample district, the strike, the story: proof that a tree comes back, byte for byte."""
