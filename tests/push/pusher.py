"""Pushes on demand, each in a process of its own: ``python -m tests.push.pusher FOLDER``.

Everything is imported and the project loaded once; then every line on standard input is a push in a child
process, whose id is printed when it begins and whose exit code when it ends. One request at a time, so that
the n-th request of one push is the n-th of the next.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from grafana_kit.app import push
from grafana_kit.app.target import open_target, run
from grafana_kit.loading.project import load_project


def main(folder: str) -> None:
    """Serve until standard input ends."""
    project = load_project(Path(folder))
    environment = project.environment("dev")
    bundle = push.wanted(project, environment)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                target = open_target(project, environment, os.environ, jobs=1)
                plan = push.planned(bundle, target)
                if plan.pending:
                    finished = run("push", plan, target, jobs=1)
                    code = 0 if finished.outcome.result == "complete" else 4
                else:
                    code = 7 if plan.conflicts else 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        print(child, flush=True)  # noqa: T201 - whoever started it reads this
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
