"""What the commands of planning, running, rehearsing and readiness share."""
