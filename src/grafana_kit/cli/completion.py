"""``grafana-kit completion``: the shell's completion script."""

from __future__ import annotations

import click

from grafana_kit.cli.output import say


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    \b
    Examples, for bash, zsh and fish:
      grafana-kit completion bash > ~/.local/share/bash-completion/completions/grafana-kit
      grafana-kit completion zsh > "${fpath[1]}/_grafana-kit"
      grafana-kit completion fish > ~/.config/fish/completions/grafana-kit.fish
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from click.shell_completion import get_completion_class

    complete = get_completion_class(shell)
    assert complete
    program = ctx.find_root()
    say(complete(program.command, {}, "grafana-kit", "_GRAFANA_KIT_COMPLETE").source())
