"""Tables that have come down to lines of text: the text in; their rows out, to the reader of tables."""
