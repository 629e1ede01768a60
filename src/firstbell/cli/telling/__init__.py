"""The subcommands of `firstbell statement`, `firstbell notice` and `firstbell case clocks`."""
