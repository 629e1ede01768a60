"""Floor 1: frozen facts and the protocols by which rooms hand them on. No behaviour."""
