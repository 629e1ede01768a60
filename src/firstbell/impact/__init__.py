"""Floor 5: from documents to personal data to people: whose data was in the files."""
