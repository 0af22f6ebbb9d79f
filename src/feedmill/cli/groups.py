"""How the help groups the commands, and where those are that `main.py` does not hold."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

import click

_SUMMARY = 64  # columns for a command's summary, of 80

SECTIONS = {
    "Build": ("build", "check", "list", "diff", "serve"),
    "Images": ("images",),
    "Publish": ("publish", "ping", "probe"),
    "Set up": ("init", "adopt", "ids", "schema", "completion"),
}
"""The commands as the help groups them, by what people want to do; a test has them all."""


class Commands(click.Group):
    """The commands; those in other modules are imported when they are asked for."""

    elsewhere: ClassVar = {
        "check": "survey",
        "list": "survey",
        "images": "images",
        "adopt": "diff",
        "init": "init",
        "ping": "live",
        "probe": "live",
        "publish": "live",
        "diff": "diff",
        "ids": "diff",
        "serve": "hosting.serve",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names, sorted."""
        return sorted([*super().list_commands(ctx), *self.elsewhere])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, its variable in its module, perhaps with a `_`."""
        if cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        module = import_module(f".{self.elsewhere[cmd_name]}", __package__)
        command: click.Command = getattr(module, f"{cmd_name}_", None) or getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, each with the first sentence of its help."""
        for section, names in SECTIONS.items():
            rows = []
            for name in names:
                command = self.get_command(ctx, name)
                if command is not None and not command.hidden:
                    rows.append((name, command.get_short_help_str(_SUMMARY)))
            with formatter.section(section):
                formatter.write_dl(rows, col_max=12)
