"""One module per command, named as the command, each with a `command`; loaded when it is called."""
