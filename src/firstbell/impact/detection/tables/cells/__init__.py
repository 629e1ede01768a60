"""One cell, whatever its column is called: its text in; the numbers, names, days and papers in it, out."""
