"""Tests of the client that talks to servers."""
