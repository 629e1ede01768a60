"""The same in other words, which rules read: labels, lists, long sentences parted into clauses."""
