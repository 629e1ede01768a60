"""Days: those that hang on others or on today, how long something took, and what happened when."""
