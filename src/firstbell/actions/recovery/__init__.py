"""The way back: a snapshot, a scope or a plan in; composed trees, receipts and rehearsals out."""
