"""Floor 1: pages of one file: templates, one style sheet, pictures as SVG."""
