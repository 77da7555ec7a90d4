"""Frozen values with no I/O: what an author defines and what is made of it."""
