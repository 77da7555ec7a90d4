"""Tests of Grafana as a destination, against the test Grafana."""
