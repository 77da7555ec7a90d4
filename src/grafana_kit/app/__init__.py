"""Use cases: one module per thing a user can ask for. The command line only parses and prints."""
