"""Messages that people hand in: held against what district and case know, labelled, put on the record."""
