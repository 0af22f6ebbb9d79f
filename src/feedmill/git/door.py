"""The only place that runs git, and how it is run.

A repository is written by strangers, its `.git/config` included (archives carry it, and so does a
bare repository inside a checkout). So git runs nothing that a repository names: no hook, monitor,
filter, external diff, text conversion, pager or alias, and no program to fetch what is missing.
Nor do variables count that point git elsewhere, such as a hook's `GIT_DIR` and `GIT_INDEX_FILE`.
What stays is the user's own: where git is, and which global configuration it reads.

Only plumbing is run: commands whose output and side effects no configuration changes. Open `run`
first. https://git-scm.com/docs/git-config, https://git-scm.com/docs/git#_environment_variables
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feedmill.background import Background
from feedmill.errors import HistoryError

from .patience import GitWatch, answer_of

# Seconds that an answer may take: a list of many files takes time, what is said of one thing does
# not.
PATIENCE, _SHORT_PATIENCE = 300.0, 10.0
NO_ANSWER = "git does not answer (is there a fifo or a device among its files?)"

_SETTINGS = (
    ("safe.bareRepository", "explicit"),  # a folder that looks like a repository is none
    ("core.fsmonitor", "false"),
    ("core.hooksPath", os.devnull),
    ("diff.ignoreSubmodules", "all"),  # else git runs in each, by the configuration there
    ("submodule.recurse", "false"),
    # An edit that keeps size and time is seen by these only.
    ("core.trustctime", "true"),
    ("core.checkStat", "default"),
    ("core.bigFileThreshold", "32m"),  # larger objects are streamed instead of held in memory
)
_FLAGS = ("--no-pager", "--no-optional-locks")
# Of the variables that git reads, those of the machine and its user.
_OWN = (
    *("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
    *("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
)
_VARIABLES = {
    "GIT_NO_LAZY_FETCH": "1",  # git 2.44 or later
    "GIT_ALLOW_PROTOCOL": "",  # of none: the fetch that an older one starts ends at once
    "GIT_NO_REPLACE_OBJECTS": "1",  # an id stands for the bytes that it is the id of
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",  # what git says is quoted
}
_NAMES = ("git.exe",) if os.name == "nt" else ("git",)
_ASKED = (
    r"^(filter\..*\.(clean|smudge|process|required)|core\.worktree"
    r"|remote\..*\.promisor|extensions\.partialclone)$"
)
_NONE_SET = 1  # the status of git config
_STUCK: set[Path] = set()  # where a git was ended: the next would only wait as long

Setting = tuple[str, str]


class GitAnswer(Struct, frozen=True):
    """What git answered: its exit status, its output, and its first line of complaint."""

    status: int
    output: bytes
    complaint: str

    @property
    def text(self) -> str:
        """The output as one text without the line's end."""
        return os.fsdecode(self.output).removesuffix("\n")


Later = Background[GitAnswer]


class Nature(Struct, frozen=True):
    """What a repository's configuration says that calls have to know.

    `filters` turns off all filter drivers; empty if there are none. `is_partial`: objects may be
    missing, which git would fetch.
    """

    filters: tuple[Setting, ...] = ()
    is_partial: bool = False


def run(folder: Path, *words: str) -> GitAnswer:
    """Run one command of git in a folder, without input. Raises HistoryError if there is no git."""
    return _finish(folder, start(folder, *words, complaints=True), PATIENCE)


def run_bounded(folder: Path, *words: str, limit: int) -> GitAnswer:
    """Run a command whose output may have no end, as a few objects can make up endless folders.

    More than `limit` bytes are an answer with a complaint. Raises HistoryError if there is no git.
    """
    call = start(folder, *words)
    assert call.stdout is not None
    with GitWatch(call, PATIENCE):
        output = call.stdout.read(limit)
    if len(output) == limit:
        call.kill()
    answer = _finish(folder, call, PATIENCE)
    if len(output) == limit:
        return GitAnswer(-1, b"", f"git's answer is longer than {limit / 2**20:.0f} MiB")
    return replace(answer, output=output + answer.output)


def run_later(folder: Path, *words: str, settings: Iterable[Setting] = ()) -> Later:
    """Start one command, and return its answer to come. Raises HistoryError if there is no git."""
    call = start(folder, *words, settings=settings)
    return Background(lambda: _finish(folder, call, PATIENCE))


def start(
    folder: Path,
    *words: str,
    settings: Iterable[Setting] = (),
    talk: bool = False,
    complaints: bool = False,
) -> subprocess.Popen[bytes]:
    """Start git in a folder. With `talk` it has an input; the caller ends it.

    Raises HistoryError if there is no git.
    """
    if folder in _STUCK:
        raise HistoryError(f"{folder}: {NO_ANSWER}")
    program = _program(os.environ.get("PATH", os.defpath))
    flags = [part for name, value in _SETTINGS for part in ("-c", f"{name}={value}")]
    try:
        if program is None:
            raise HistoryError("git cannot be started (No such file or directory)")
        return subprocess.Popen(
            [program, *_FLAGS, *flags, "-C", folder, *words],
            env=_environment(settings),
            stdin=subprocess.PIPE if talk else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if complaints else subprocess.DEVNULL,
        )
    except OSError as error:
        raise HistoryError(f"git cannot be started ({error.strerror})") from error


def examine_repository(folder: Path) -> Nature:
    """Read what a repository's configuration says of filters, promises and its work tree.

    Raises HistoryError if git cannot tell, or if `core.worktree` says that the work tree is
    elsewhere: then git would list other files than those here.
    """
    call = start(folder, "config", "-z", "--get-regexp", _ASKED, complaints=True)
    answer = _finish(folder, call, _SHORT_PATIENCE)
    if answer.status not in (0, _NONE_SET):
        raise HistoryError(f"{folder}: {answer.complaint}")
    entries = [entry.partition("\n") for entry in os.fsdecode(answer.output).split("\0")[:-1]]
    names = [name for name, _, _ in entries]
    if "core.worktree" in names:
        _check_work_tree(folder)
    drivers = {name.rpartition(".")[0] for name in names if name.startswith("filter.")}
    filters = [
        setting
        for driver in sorted(drivers)
        for setting in (
            *((f"{driver}.{command}", "") for command in ("clean", "smudge", "process")),
            (f"{driver}.required", "false"),
        )
    ]
    promises = any(name.startswith(("remote.", "extensions.")) for name in names)
    return Nature(tuple(filters), promises)


def _check_work_tree(folder: Path) -> None:
    top = run(folder, "rev-parse", "--show-toplevel")
    place = Path(os.path.realpath(folder))
    if top.status or not place.is_relative_to(os.path.realpath(top.text)):
        raise HistoryError(
            f"{folder}: the configuration of its git repository names another work tree "
            "(core.worktree); remove that"
        )


def _finish(folder: Path, call: subprocess.Popen[bytes], patience: float) -> GitAnswer:
    try:
        answer = answer_of(call, patience)
    finally:
        call.kill()
        call.wait()
        for pipe in filter(None, (call.stdout, call.stderr)):
            pipe.close()
    if answer is None:
        _STUCK.add(folder)
        return GitAnswer(-1, b"", NO_ANSWER)
    output, complaints = answer
    lines = complaints.decode(errors="replace").strip().splitlines()
    said = [line for line in lines if line.startswith("fatal: ")] or lines
    complaint = said[-1].removeprefix("fatal: ") if said else f"git ended with {call.returncode}"
    return GitAnswer(call.returncode, output, complaint)


def _environment(settings: Iterable[Setting]) -> dict[str, str]:
    """Return the environment for git; settings go that way as their names may have a `=`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    kept.update((name, os.environ[name]) for name in _OWN if name in os.environ)
    given = tuple(settings)
    for number, (name, value) in enumerate(given):
        kept |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return kept | _VARIABLES | ({"GIT_CONFIG_COUNT": str(len(given))} if given else {})


@cache
def _program(path: str) -> str | None:
    """Find git on PATH, but not where an entry means the current folder: that may be hostile."""
    folders: Sequence[str] = path.split(os.pathsep)
    places = (os.path.join(folder, name) for folder in folders for name in _NAMES)  # noqa: PTH118
    absolute = (place for place in places if os.path.isabs(place) and os.path.isfile(place))  # noqa: PTH113, PTH117
    return next((place for place in absolute if os.access(place, os.X_OK)), None)
