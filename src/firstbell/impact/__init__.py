"""Floor 6: from documents to personal data to people: whose data was in the files."""
