"""Servers that stand in for ones that cannot be started here, each in its own process."""
