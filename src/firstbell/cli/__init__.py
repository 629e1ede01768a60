"""Floor 8: the command line. The only reader of arguments and of the environment; one file per command."""
