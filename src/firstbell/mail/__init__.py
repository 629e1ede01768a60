"""Floor 1: messages out, and messages taken apart."""
