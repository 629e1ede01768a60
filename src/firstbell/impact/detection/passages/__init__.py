"""What running text says, and of whom: sentences, headings, labels, and a document as a whole."""
