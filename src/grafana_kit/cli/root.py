"""The root of the command line: the commands by name, and how a run ends."""

from __future__ import annotations

import importlib
import re
import traceback

import click
from click.shell_completion import CompletionItem

from grafana_kit.errors import KitError, KitErrors, UsageError, nearest

# name → one line for the overview; the module grafana_kit.cli.<name> holds its `command`
COMMANDS = {
    "init": "Write a small working project.",
    "build": "Write dashboards, rules and provisioning files.",
    "diff": "Show what a push would change, and who made each difference.",
    "push": "Make a Grafana what the code says, and lose nothing made there.",
    "rollback": "Bring a Grafana back to what it held before a run.",
    "runs": "List what was pushed and rolled back from here.",
    "status": "Say whether a Grafana answers, and what a push would lack.",
    "metrics": "Capture the metrics that an application exposes; show them.",
    "config": "Show the settings of an environment and where each comes from.",
    "completion": "Print the shell completion script.",
}

EVERYWHERE = ("--no-color", "--debug")
"""Options of the root that may stand behind any command too."""

_NO_COMMAND = re.compile(r"No such command '(.*)'")


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

Exit codes: 0 good, 1 error, 2 usage, 3 not authorised, 4 partly applied,
5 changes pending, 6 server version, 7 conflict, 8 a check failed."""


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog=EPILOG,
)
@click.option("--no-color", is_flag=True, help="Plain output; NO_COLOR=1 in the environment does the same.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")
@click.version_option(package_name="grafana-kit", prog_name="grafana-kit")
@click.pass_context
def cli(ctx: click.Context, *, no_color: bool) -> None:
    """Write dashboards and alert rules as Python; build them, check them, push them."""
    if no_color:
        ctx.color = False


def run(arguments: list[str]) -> int:
    """Run a command and return the exit code; whatever it raises is told in one shape."""
    flags, rest = _flags_first(arguments)
    try:
        code = cli.main(args=[*flags, *rest], prog_name="grafana-kit", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return 130
    except Exception as error:  # noqa: BLE001 - the last place before the user, who gets no traceback unasked
        if "--debug" in flags:
            traceback.print_exc()
        return _report(error, color=False if "--no-color" in flags else None)
    return code if isinstance(code, int) else 0


def _flags_first(arguments: list[str]) -> tuple[list[str], list[str]]:
    end = arguments.index("--") if "--" in arguments else len(arguments)
    flags = [one for one in arguments[:end] if one in EVERYWHERE]
    return flags, [one for one in arguments[:end] if one not in EVERYWHERE] + arguments[end:]


def _report(error: Exception, *, color: bool | None) -> int:
    from grafana_kit.cli.output import print_error

    if type(error).__name__ == "NoArgsIsHelpError":  # click 8.1 does not have it: it prints the help itself
        click.echo(str(error), err=True)
        return UsageError.exit_code
    told = _told(error)
    errors = told.errors if isinstance(told, KitErrors) else (told,)
    for one in errors:
        print_error(one, color=color)
    return max((one.exit_code for one in errors), default=1)


def _told(error: Exception) -> KitError:
    """Return any error in the shape of ours."""
    if isinstance(error, KitError):
        return error
    if isinstance(error, click.UsageError):
        return _usage_error(error)
    if isinstance(error, click.ClickException):
        return KitError(error.format_message())
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return KitError(
        f"internal error: {type(error).__name__}: {error}".rstrip(": "),
        where=f"{frame.filename}:{frame.lineno}",
        hint="this is a mistake of grafana-kit's: run the command again with --debug and report what it prints",
    )


def _usage_error(error: click.UsageError) -> UsageError:
    help_ = f"{error.ctx.command_path} --help" if error.ctx else "grafana-kit --help"
    if isinstance(error, click.NoSuchOption) and error.ctx:
        known = [name for one in error.ctx.command.get_params(error.ctx) for name in one.opts]
        options = [name for name in (*known, *EVERYWHERE) if name.startswith("--")]
        return UsageError(
            f"there is no option {error.option_name}",
            hint=nearest(error.option_name, options) or help_,
        )
    unknown = _NO_COMMAND.match(error.message)
    if unknown and error.ctx and isinstance(error.ctx.command, click.Group):
        commands = error.ctx.command.list_commands(error.ctx)
        return UsageError(f"there is no command {unknown[1]}", hint=nearest(unknown[1], commands) or help_)
    return UsageError(error.format_message().rstrip("."), hint=help_)
