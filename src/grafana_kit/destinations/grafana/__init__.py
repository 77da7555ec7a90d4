"""Grafana as a destination: what it holds is read, and changes are carried out under its own locks."""

from grafana_kit.destinations.grafana.connect import connect
from grafana_kit.destinations.grafana.destination import GrafanaDestination
from grafana_kit.destinations.grafana.facts import Facts, Health, Missing, facts

__all__ = ["Facts", "GrafanaDestination", "Health", "Missing", "connect", "facts"]
