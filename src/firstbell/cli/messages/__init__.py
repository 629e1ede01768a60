"""What `firstbell message` joins: files, the desk's and the case's knowledge, the record."""
