"""Write ids into articles before they move: an id made from a path would move with them."""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from msgspec import Struct

from feedmill.config.schema import Config
from feedmill.display import count, printable
from feedmill.fields import keys_of
from feedmill.model import Article, Problem
from feedmill.parsing import front_matter
from feedmill.parsing.parser import Reader
from feedmill.parsing.problems import Refused
from feedmill.parsing.sheet import Sheet
from feedmill.pipeline.run import Progress
from feedmill.report import first_few
from feedmill.sources.folder import FolderSource
from feedmill.sources.source import article_paths, read_files

from .insertion import insert_key

_SHOWN = 10  # lines, unless verbose


class Line(Struct, frozen=True, kw_only=True):
    """A line that an article got, and its number there."""

    path: str
    line: int
    text: str


class Pins(Struct, frozen=True, kw_only=True):
    """What was, or with `dry_run` would be, written; by path.

    `had` counts the articles that name their id already, `kept_out` those that are not published.
    """

    dry_run: bool = False
    pinned: tuple[Line, ...] = ()
    had: int = 0
    kept_out: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def exit_status(self) -> int:
        """0: every article named has its id; 1: not so, see the problems."""
        return int(any(problem.severity == "error" for problem in self.problems))


def pin_ids(
    config: Config,
    root: Path,
    places: Sequence[Path],
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Pins:
    """Write into each article the id that it has; `places` are files and folders (none: all).

    What is no article is a problem and stays as it is. Raises SourceError.
    """
    source = FolderSource(root, config.articles)
    chosen, problems = _chosen(root, places, article_paths(source.scan()))
    pinner = _Pinner(config, source.root, dry_run)
    for number, (path, data) in enumerate(read_files(source, chosen), 1):
        pinner.take(path, data)
        if progress:
            progress("Pinning ids", number, len(chosen))
    return Pins(
        dry_run=dry_run,
        pinned=tuple(pinner.pinned),
        had=pinner.had,
        kept_out=pinner.kept_out,
        problems=(*problems, *pinner.problems),
    )


def pins_text(pins: Pins, *, verbose: bool = False) -> Iterator[str]:
    """Yield what was done as lines for people, without the problems."""
    lines = (printable(f"{one.path}:{one.line}: {one.text}") for one in pins.pinned)
    yield from first_few(lines, _SHOWN, verbose)
    would = "Would pin" if pins.dry_run else "Pinned"
    rest = ((pins.had, "already had one"), (pins.kept_out, "not published"))
    more = "".join(f"; {number:,} {what}" for number, what in rest if number)
    yield f"{would} the ids of {count(len(pins.pinned), 'article')}{more}"


class _Pinner:
    """Takes one article after the other, and remembers what came of each."""

    def __init__(self, config: Config, root: Path, dry_run: bool) -> None:
        keys = keys_of("id", config.articles.fields)
        self._key = keys[0]
        self._keys = {"id": tuple(key.lower() for key in keys)}
        self._reader = Reader(config)
        self._root = root
        self._dry_run = dry_run
        self.pinned: list[Line] = []
        self.had = 0
        self.kept_out = 0
        self.problems: list[Problem] = []

    def take(self, path: str, data: bytes | Problem) -> None:
        """Pin one article."""
        if isinstance(data, Problem):
            self.problems.append(data)
            return
        reading = self._reader.read(path, data)
        if reading.article is None:
            # Nor one that is removed: with an id of its own, it would be announced as gone.
            self.problems += [one for one in reading.problems if one.severity == "error"]
            self.kept_out += bool(reading.skipped)
        else:
            try:
                if self._names_id(path, data):
                    self.had += 1
                else:
                    self._pin(path, data, reading.article)
            except Refused as why:
                self._refuse(path, why.message, why.line)
            except OSError as error:
                self._refuse(path, f"cannot be written: {error.strerror}")

    def _pin(self, path: str, data: bytes, article: Article) -> None:
        edit = insert_key(data, self._key, article.id, path)
        if self._reader.read(path, edit.data).article != article:
            raise Refused(
                "pin", f"would be a different article with the line {edit.text!r}", edit.line
            )
        if not self._dry_run:
            replace_file(self._root / path, edit.data)
        self.pinned.append(Line(path=path, line=edit.line, text=edit.text))

    def _names_id(self, path: str, data: bytes) -> bool:
        parts = front_matter.split(front_matter.decode(data), path, long_fences=True)
        sheet = Sheet(path, parts, self._keys)
        return sheet.find("id") is not None

    def _refuse(self, path: str, message: str, line: int | None = None) -> None:
        self.problems.append(Problem(path=path, line=line, code="pin", message=message))


def _chosen(
    root: Path, places: Sequence[Path], articles: Sequence[str]
) -> tuple[list[str], list[Problem]]:
    """Return those of `articles` that are, or lie in, one of `places`; and what is none."""
    if not places:
        return list(articles), []
    found: set[str] = set()
    problems = []
    for place in places:
        path = posixpath.normpath(Path(os.path.relpath(place, root)).as_posix())
        inside = [one for one in articles if path in (one, ".") or one.startswith(f"{path}/")]
        found.update(inside)
        if not inside:
            what = "has no article" if place.is_dir() else "is not an article"
            message = f"{what} that articles.include matches"
            problems.append(Problem(path=path, code="pin", message=message))
    return sorted(found), problems


def replace_file(place: Path, data: bytes) -> None:
    """Put new bytes in a file's place, at once or not at all; a link goes on leading there.

    Raises OSError.
    """
    real = Path(os.path.realpath(place))
    with NamedTemporaryFile(dir=real.parent, prefix=".", suffix=".new", delete=False) as fresh:
        try:
            fresh.write(data)
            fresh.flush()
            os.fsync(fresh.fileno())
            shutil.copymode(real, fresh.name)
            Path(fresh.name).replace(real)
        except BaseException:
            with suppress(OSError):
                Path(fresh.name).unlink()
            raise
