"""The subcommands of `firstbell case`, by what they are about."""
