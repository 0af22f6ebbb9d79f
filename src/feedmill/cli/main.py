"""The command line: parses, calls, prints. Each command imports what it needs when it runs."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedmill import __version__
from feedmill.display import paint, printable
from feedmill.errors import FeedmillError

from .groups import Commands
from .options import (
    config_option,
    config_path,
    exclusive,
    help_option,
    load_site,
    now,
    printing,
    quiet_option,
    report_option,
    verbose_option,
)
from .output.terminal import (
    colours,
    complain,
    is_terminal,
    progress_bar,
    say,
)

if TYPE_CHECKING:
    pass

SHELLS = ("bash", "fish", "zsh")
_COMPLETE = "_FEEDMILL_COMPLETE"  # the variable that click's scripts set
EXIT_STATUSES = """\
Status:
  0  fine
  1  done, with errors; or --check, diff, adopt or probe found something
  2  could not run"""


@click.group(
    cls=Commands,
    context_settings={"max_content_width": 80},
    invoke_without_command=True,
    epilog="\b\nExample:\n  feedmill build\n\n\b\n" + EXIT_STATUSES,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=printing(lambda _: f"feedmill {__version__}"),
    help="Show the version and exit.",
)
@help_option
@click.pass_context
def cli(context: click.Context) -> None:
    """Turn a folder of Markdown articles into Atom, RSS and JSON feeds."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)


@cli.command(
    epilog="\b\nExample:\n  feedmill build --config site/config.yaml --output public/feeds"
)
@config_option
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write, instead of the configuration's feeds.output.",
)
@click.option("--check", is_flag=True, help="Write nothing; status 1 if any file would change.")
@click.option("-n", "--dry-run", is_flag=True, help="Write nothing; say which files would change.")
@click.option("--strict", is_flag=True, help="Write nothing if any article has an error.")
@click.option("--allow-empty", is_flag=True, help="Empty the feeds if no article is left for them.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    help="Processes to use at most. Default: one per core.",
)
@click.option(
    "--executor",
    metavar="ADDRESS",
    help="Parse articles on this Dask cluster: dask://HOST:PORT.",
)
@report_option
@quiet_option
@verbose_option(help="Show each file that changes, and why articles are left out.")
@help_option
def build(
    config: Path | None,
    output: Path | None,
    check: bool,
    dry_run: bool,
    strict: bool,
    allow_empty: bool,
    jobs: int | None,
    executor: str | None,
    report: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Build the feeds, or what has changed in them."""
    from feedmill.pipeline.build import Options
    from feedmill.pipeline.build import build as make

    from .output.report import Manner, errors_told, tell

    exclusive(quiet, verbose)
    path = config_path(config)
    options = Options(
        now=now(),
        output=output,
        check=check or dry_run,
        dry_run=dry_run and not check,
        strict=strict,
        allow_empty=allow_empty,
        jobs=jobs,
        cluster=executor,
        config_name=path.name,
    )
    manner = Manner(report, path.parent, quiet, verbose)
    with errors_told(manner), progress_bar(quiet) as progress:
        done = make(load_site(path), path.parent, options, progress)
    return tell(done, manner)


@cli.command(epilog="\b\nExample:\n  feedmill schema > config.schema.json")
@help_option
def schema() -> int:
    """Print the JSON Schema of config.yaml, for editors."""
    from feedmill.config.docs.reference import config_schema as make
    from feedmill.report import encode_json

    say(encode_json(make()), end=False)
    return 0


@cli.command(epilog="\b\nExample:\n  feedmill completion zsh > ~/.zfunc/_feedmill")
@click.argument("shell", type=click.Choice(SHELLS))
@help_option
def completion(shell: str) -> int:
    """Print the completion script for a shell.

    It completes commands, options and file names. docs/cli.md says where each shell looks for it.
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None  # SHELLS has only what click knows
    say(found(cli, {}, "feedmill", _COMPLETE).source())
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit status.

    What stops a run is one line on standard error; a bug has its traceback before that.
    """
    if _COMPLETE in os.environ:
        cli.main(prog_name="feedmill")  # prints a completion script, or candidates, and exits
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a title in a terminal of 256 letters
    try:
        # Not `cli.main`: it takes any EPIPE and EOFError, even a bug's, for the user's wish.
        given = sys.argv[1:] if arguments is None else list(arguments)
        with cli.make_context("feedmill", given) as context:
            return int(cli.invoke(context) or 0)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        complain(error.format_message())
        return error.exit_code
    except click.ClickException as error:
        _complain_of(_usage(error))
        return error.exit_code
    except FeedmillError as error:
        for line in str(error).split("\n"):
            _complain_of(printable(line))
        return 2
    except MemoryError:
        _complain_of("there is not enough memory for this")
        return 2
    except KeyboardInterrupt:
        complain("\ninterrupted" if is_terminal(sys.stderr) else "interrupted")  # below its ^C
        if arguments is None:
            os._exit(130)  # not waiting for threads whose workers are gone
        return 130
    except Exception:
        import traceback

        traceback.print_exc()
        complain("error: this is a bug in Feedmill: please report it, with the lines above")
        return 2
    finally:
        if arguments is None:
            gc.freeze()  # the process ends: nobody need look through what is left of it


def _complain_of(line: str) -> None:
    """Print a line about what stopped the run, with a red `error`."""
    # The errors of a config have the form of problems: place, severity, code, message.
    text = line if ": error[" in line else f"error: {line}"
    complain(text.replace("error", paint("error", "red", colours(sys.stderr)), 1))


def _usage(error: click.ClickException) -> str:
    """Say in one line what is wrong with the command line, and where its help is."""
    message = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message} (see `{context.command_path} --help`)" if context else message
