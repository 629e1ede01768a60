"""The key process: sessions, roles, what each page may show, and the log of who saw what."""
