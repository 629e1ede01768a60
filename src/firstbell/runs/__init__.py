"""Floor 6: plans, their runs, rehearsals and readiness."""
