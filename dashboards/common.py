"""What all of Meme Maker's dashboards share: their folder, the way back, and the events drawn over graphs."""

from grafana_kit import Environment, annotation, firing_alerts, panels, promql
from metrics import backend

FOLDER = "Meme Maker"
TAGS = ("meme-maker",)

# By its address: the overview imports the others for its own links, and modules cannot import in a circle.
OVERVIEW = panels.link("Overview", "/d/meme-maker-overview")

EVENTS = (
    firing_alerts(severity=("critical", "warning")),  # not the Watchdog, which always fires
    annotation(
        "Deployments",
        promql.changes(backend.process_start_time_seconds) > 0,
        title="The backend started",
        tags=("instance",),
        color="purple",
    ),
)

UP = {0: ("down", "red"), 1: ("up", "green")}

WHOLE_RANGE = "$__range"
"""The window of numbers that speak of the whole time shown, not of its last moment."""


def queue_steps(env: Environment) -> dict[str, float]:
    """Return the lengths of the queue at which the environment's alerts begin."""
    return {"orange": env.number("queue.high.jobs"), "red": env.number("queue.critical.jobs")}
