"""Words: what a sentence says, in English or Spanish: dates, numbers, names, how sure, what it claims."""
