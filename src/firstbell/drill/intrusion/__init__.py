"""What an intruder leaves on the hosts of the sample district: made logs, 12 days inside."""
