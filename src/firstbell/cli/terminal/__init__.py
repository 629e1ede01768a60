"""What a terminal is given: options, figures, output, progress, exit statuses."""
