"""All steps of a build on an index that is open, from what was listed to the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from msgspec import msgpack

from feedmill import index as indexing
from feedmill.background import Background
from feedmill.config.schema import Pages
from feedmill.feeds.families import FamilyNames, single_feeds
from feedmill.feeds.groups import Groups
from feedmill.formats import load_formats
from feedmill.images.gallery import gallery
from feedmill.index import Index, Intake, ParsedFile, Tracked, gathered
from feedmill.model import Problem, is_error
from feedmill.publishing.manifest import Manifest
from feedmill.publishing.output_state import OutputState
from feedmill.report import Report
from feedmill.sources.source import Listing

from .inputs import observed
from .run import ARTICLES_AT_ONCE, OutputChange, Run

_PROBLEMS = msgpack.Decoder(list[Problem])


def run_whole(
    run: Run, state: Path, scanning: Background[Listing], notices: list[str]
) -> tuple[Report, Manifest | None]:
    """Go all the way, with the index in `state`; meanwhile the articles are listed."""
    with indexing.open_index(state, run.config, notices) as index:
        tracked, output = Tracked(index), run.folder.output_state(index.files())
        if index.is_empty():
            _prepare(run)
        listing = scanning.result()
        read = take_in(run, index, tracked, listing)
        problems = [*listing.problems, *index.problems()]
        tally = index.tally()
        outcome = _put_out(run, index, output, refused=any(map(is_error, problems)))
        problems.extend([*outcome.problems, *index.body_problems()])
        if not (tally or listing.problems):
            problems += _no_articles(run, index, problems)
        waiting = index.waiting(run.cutoff)
        report = Report(
            check=run.options.check,
            dry_run=run.options.dry_run,
            output=_shown(run),
            stopped=outcome.stopped,
            found=sum(tally.values()),
            published=tally.pop("published", 0) - waiting,
            waiting=waiting,
            refused=tally.pop("refused", 0),
            kept_out=dict(sorted(tally.items())),
            read=read,
            feeds=outcome.feeds,
            written=outcome.written,
            unchanged=outcome.unchanged,
            deleted=outcome.deleted,
            problems=tuple(sorted(problems, key=_place)),
            notices=(*notices, *outcome.notices),
        )
        return report, outcome.manifest


def _prepare(run: Run) -> None:
    """Load what a first build needs while git looks at the files; forked workers share it."""
    from . import rendering, work  # noqa: F401

    work.mill_of(run.packed)
    load_formats(run.config.feeds.formats)


def take_in(run: Run, index: Index, tracked: Tracked, listing: Listing) -> int:
    """Bring the index up to what lies in the source; give how many files were read.

    `tracked` is what the index keeps of the last listing.
    """
    now = int(run.options.now.timestamp())
    intake = Intake(index, FamilyNames(run.config, Groups(run.config)).groups, now)
    intake.declare(single_feeds(run.config))
    changed = index.changes(tracked, listing, run.source.matches)
    todo = gathered(index.expiring(changed, now), ARTICLES_AT_ONCE)
    done = 0
    for items in _parsed(run, todo.batches):
        intake.apply(items)
        done += len(items)
        run.progress("Reading articles", done, todo.articles)
    intake.forget(todo.gone)
    intake.settle(run.cutoff)
    look = partial(observed, run.source.files, now_ns=run.now_ns)
    indexing.mark_changed(index, look, intake.changed)
    index.commit()
    return todo.articles


def _parsed(run: Run, batches: list[bytes]) -> Iterator[list[ParsedFile]]:
    """Read batches of articles; note in `run.articles` what was read."""
    if not batches:
        return
    from . import work

    if run.articles is None:
        fixed = (run.source, run.packed, run.moment)
        for chunk in run.readers.map(work.read_chunk, fixed, batches, size=1):
            yield work.decode_items(chunk)
        return
    readings, bodies = run.articles
    for chunk, some in run.readers.map(
        work.read_and_show_chunk, (run.source, run.packed, bodies), batches, size=1
    ):
        readings.update((reading.path, reading) for reading in some)
        yield work.decode_items(chunk)


def _put_out(run: Run, index: Index, output: OutputState, refused: bool) -> OutputChange:
    """Bring the output folder up to what the index holds."""
    found = gallery(run.source.root, run.config, index)
    templates = _templates(run, index)
    if output.left and not index.any_dirty() and _as_left(run, index, output):
        problems = _PROBLEMS.decode(index.get("feed_problems"))
        if not any(one.code == "foreign-file" for one in problems):  # else: is it still there?
            return OutputChange(
                stopped=run.options.strict and (refused or any(map(is_error, problems))),
                feeds=index.get("feeds"),
                unchanged=len(output.left),
                problems=tuple(problems),
            )
    from .renew import renew

    try:
        return renew(run, index, output, found, templates, refused)
    finally:
        if not run.options.check:
            run.folder.discard()


def _templates(run: Run, index: Index) -> bytes:
    """Return the site's own templates of pages; nothing if it has none."""
    pages = run.config.pages
    if not isinstance(pages, Pages) or pages.templates is None:
        return b""
    from .paging import site_templates

    return site_templates(run.source.root, pages.templates, index)


def _as_left(run: Run, index: Index, output: OutputState) -> bool:
    """Return whether the output folder has the bytes that the last build left there."""
    if output.untouched:
        return True
    digests = run.folder.present(output.stamps, output.known)
    if digests != {path: file.sha256 for path, file in output.left.items()}:
        return False
    # Copied there, as by a checkout: the next build need not look so closely.
    index.keep_files(output.renewed(output.stamps, digests, {}))
    index.commit()
    return True


def _no_articles(run: Run, index: Index, known: Iterable[Problem]) -> list[Problem]:
    """Warn of patterns that match nothing, unless that is known as an error."""
    from .emptied import NO_ARTICLES, no_articles

    return [] if any(one.code == NO_ARTICLES for one in known) else [no_articles(run, index)]


def _shown(run: Run) -> str:
    """Return the output folder as people know it, with `/` at its end."""
    folder = run.options.output or Path(run.config.feeds.output)
    return f"{folder.as_posix().rstrip('/')}/"


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.line or 0, problem.code, problem.message
