"""Tables: rows, or lines of text that were rows, in; what they say, and of whom, out.

`blocks` find tables in text; `reader` takes each through `layouts`, `columns` and `rows`; `cells` and
`logins` know what stands in one cell, whatever table it is in.
"""
