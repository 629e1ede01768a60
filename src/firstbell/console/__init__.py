"""Web pages over what the command line knows: a web process without keys, and a key process that holds them.

`web` never imports what opens anything; it asks `key_process` over a Unix socket, in the words of
`messages`. Which pages there are, and who sees which, stands in `pages`. docs/console.md.
"""
