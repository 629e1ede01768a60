"""Floor 6: messages that people hand in: taken apart, labelled by readable rules, each with its reasons."""
