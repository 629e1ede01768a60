"""User names and what opens them: lines, labels and cards in; logins, and links to whose they are, out."""
