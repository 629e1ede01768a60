"""What a verb works on: a desk and a repository in; its ledger, catalog and examinations, open, out."""
