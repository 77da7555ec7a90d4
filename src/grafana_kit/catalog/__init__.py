"""Exposition texts ↔ typed metric modules: what an application exposes, as Python that can be checked."""
