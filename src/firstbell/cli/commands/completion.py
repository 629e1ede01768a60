"""`firstbell completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from firstbell.cli.environment import COMPLETION_VARIABLE
from firstbell.cli.terminal.options import OutputOptions, output_command

SHELLS = ("bash", "zsh", "fish")


@output_command()
@click.argument("shell", type=click.Choice(SHELLS))
def command(options: OutputOptions, *, shell: str) -> None:
    """Print a script that completes commands and options in SHELL.

    Open a new shell afterwards.

    \b
    EXAMPLES
      firstbell completion bash > ~/.local/share/bash-completion/completions/firstbell
      firstbell completion zsh > "${fpath[1]}/_firstbell"
      firstbell completion fish > ~/.config/fish/completions/firstbell.fish
    """
    script = render_script(shell)
    options.output.text(script)
    options.output.summary({"shell": shell, "script": script})


def render_script(shell: str) -> str:
    """The script of a shell, as click makes it."""
    made = get_completion_class(shell)
    if made is None:
        raise AssertionError(f"click knows {shell}")
    root = click.get_current_context().find_root().command
    return made(root, {}, "firstbell", COMPLETION_VARIABLE).source()
