"""`docs/cli.md`, made from the commands themselves.

A test compares; `pytest tests/cli/test_reference.py --update-golden` writes the file.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from feedmill.lint.checks import CHECKS
from feedmill.live.checks import SERVED_CHECKS as PROBED

from .main import EXIT_STATUSES, cli

_INTRODUCTION = """\
# Command line

<!-- Made by feedmill.cli.reference: edit there, or the commands; then run
     pytest tests/cli/test_reference.py --update-golden -->

Feedmill reads the file that `--config` names. Without that option it looks in the current folder,
then in those above it up to the top of the git work tree: for `feedmill.yaml`, then for a
`config.yaml` that has `site:`. Folders in the config are relative to the config's own folder, so
Feedmill can be started from anywhere inside the site.

Results go to standard output: problems as `path:line: severity[code]: message`, then one line that
sums up, or with `--report json` one JSON object and nothing else. Progress, and the one line that
says why Feedmill could not run, go to standard error. With `--report github` problems are GitHub's
annotations, their paths relative to the top of the git repository (without one, to
`GITHUB_WORKSPACE`), and a summary in Markdown is added to the file `GITHUB_STEP_SUMMARY`.
"""

_ENVIRONMENT = """\
## Environment

| variable | effect |
| --- | --- |
| `SOURCE_DATE_EPOCH` | Seconds since 1970 that count as now, instead of the clock. |
| `NO_COLOR` | If not empty: no colour. Without it, there is colour on a terminal. |
| `FORCE_COLOR` | If neither empty nor `0`: colour, on a terminal or not. |
| `TERM` | `dumb`: no colour and no progress bar. |
| `COLUMNS` | Width of tables, instead of the terminal's. |
| `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` | Proxies that `feedmill ping` and `probe` go through. |

## Completion

The shell can complete commands, options and file names. A new shell knows them after this:

```sh
# bash, with the bash-completion package
mkdir -p ~/.local/share/bash-completion/completions
feedmill completion bash > ~/.local/share/bash-completion/completions/feedmill

# zsh: add this line to ~/.zshrc, after compinit
eval "$(feedmill completion zsh)"

# fish
feedmill completion fish > ~/.config/fish/completions/feedmill.fish
```
"""


def cli_reference() -> str:
    """Return the Markdown of docs/cli.md."""
    commands = ("\n".join(_section(name, command)) for name, command in _commands(cli, "feedmill"))
    return "\n".join(
        [_INTRODUCTION, "\n".join(_statuses()), *commands, _checks(), _probed(), _ENVIRONMENT]
    )


def _statuses() -> Iterator[str]:
    yield "| status | meaning |\n| --- | --- |"
    for line in EXIT_STATUSES.splitlines()[1:]:
        status, meaning = line.split(maxsplit=1)
        yield f"| {status} | {meaning} |"
    yield "| 130 | interrupted |\n"


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield all commands with their full names, a group's own after each other."""
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        elif command:
            yield f"{path} {name}", command


def _section(name: str, command: click.Command) -> Iterator[str]:
    """Yield the section of one command: usage, what it does, its options, an example."""
    context = command.make_context(name, [], resilient_parsing=True)
    yield f"## {name}\n\n```text"
    yield f"{' '.join([context.command_path, *command.collect_usage_pieces(context)])}\n```\n"
    yield inspect.cleandoc(command.help or "")
    yield "\n| option | meaning |\n| --- | --- |"
    for option in command.get_params(context):
        record = option.get_help_record(context)
        if option.param_type_name == "option" and record:
            names, meaning = (text.replace("|", "\\|") for text in record)
            yield f"| `{names}` | {meaning} |"
    _, head, example = re.split(r"(Examples?:)", command.epilog or "", maxsplit=1)
    yield f"\n{head}\n\n```sh\n{inspect.cleandoc(example)}\n```\n"


def _checks() -> str:
    rows = "\n".join(f"| `{code}` | {check.description} |" for code, check in CHECKS.items())
    return (
        "## What `feedmill check` looks for\n\n"
        "It reports what `feedmill build` reports about articles that it cannot use, and these "
        "warnings:\n\n"
        f"| code | meaning |\n| --- | --- |\n{rows}\n"
    )


def _probed() -> str:
    rows = "\n".join(
        f"| `{code}` | {check.severity} | {check.description} |" for code, check in PROBED.items()
    )
    return (
        "## What `feedmill probe` looks for\n\n"
        "Also `unanswered`, a file that cannot be fetched, and `elsewhere`: the feeds say "
        "that they are served\nat another address than the one that was asked.\n\n"
        f"| code | severity | meaning |\n| --- | --- | --- |\n{rows}\n"
    )
