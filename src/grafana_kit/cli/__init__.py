"""The command line. Each command lives in the module of its name and is imported only when it runs."""

from __future__ import annotations

import gc
import importlib
import sys

import click
from click.shell_completion import CompletionItem

from grafana_kit.errors import KitError, KitErrors

# name → one line for the overview; the module grafana_kit.cli.<name> holds its `command`
COMMANDS = {
    "init": "Write a small working project.",
    "build": "Write dashboards, rules and provisioning files.",
    "metrics": "Capture the metrics that an application exposes; show them.",
    "config": "Show the settings of an environment and where each comes from.",
    "completion": "Print the shell completion script.",
}


class LazyGroup(click.Group):
    """A group whose commands are known by name and imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"grafana_kit.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete command names without importing any command."""
        names = [name for name in COMMANDS if name.startswith(incomplete)]
        items = [CompletionItem(name, help=COMMANDS[name]) for name in names]
        return items + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


EPILOG = """\b
Example:
  grafana-kit init monitoring && cd monitoring && grafana-kit build

Exit codes: 0 good, 1 error, 2 usage, 8 a check failed."""


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.option("--no-color", is_flag=True, help="Plain output; NO_COLOR=1 in the environment does the same.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="grafana-kit", prog_name="grafana-kit")
@click.pass_context
def cli(ctx: click.Context, *, no_color: bool, debug: bool) -> None:
    """Write dashboards and alert rules as Python; build them, check them, push them."""
    ctx.obj = {"debug": debug}
    if no_color:
        ctx.color = False


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    # A run is short and makes many values that live until its end: collecting cycles meanwhile costs a
    # quarter of a large build (scripts/bench build) and frees nothing.
    gc.disable()
    try:
        code = cli.main(args=arguments, prog_name="grafana-kit", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        code = exit_.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except KitError as error:
        if "--debug" in arguments:
            raise
        code = _report(error)
    sys.exit(code if isinstance(code, int) else 0)


def _report(error: KitError) -> int:
    from grafana_kit.cli.output import print_error

    errors = error.errors if isinstance(error, KitErrors) else (error,)
    for one in errors:
        print_error(one)
    return max((one.exit_code for one in errors), default=1)
