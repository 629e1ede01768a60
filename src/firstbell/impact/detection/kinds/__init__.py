"""The kinds of personal data, and the words by which documents tell them."""
