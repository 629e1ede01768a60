"""Floor 4: what may be forgotten, and what guards keep."""
