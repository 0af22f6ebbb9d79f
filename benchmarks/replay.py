"""Replay the history of a site: its feeds must change when subscribers see a change, only then.

    python benchmarks/replay.py REPOSITORY --config CONFIG.yaml --articles '_news/*.md' [--limit N]

REPOSITORY, of articles in the sample site's schema, is only read. Its first-parent commits that
touch them are made anew in a scratch clone, oldest first, CONFIG.yaml in each, and built as of
their own time with what `.feedmill` kept, as in CI; before each, what time alone changes is built.

Held against each other at every step: the bytes of the feeds; what independent parsers read in
them; the articles' front matter; what real readers that follow along show as new (the library
`reader`; newsboat, where it is installed); and what `feedmill diff` says. Status 1, and a line
each, if they disagree. Prints figures, and why each entry was new to a reader. The front matter
can vouch for feeds of all, by topic and by provider. Needs the dependency group `test`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Set
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from scratch import Moment, Site, is_feed
from witnesses import Library, Newsboat, Shown

from feedmill.diff.difference import Difference, FeedChange

_FULL_EVERY = 50  # commits
_LATE = timedelta(days=2)  # an article that is added so long after its date is an old one
_AGAIN = "THE SAME PAGE AGAIN"


class Step(NamedTuple):
    """One build. `told` is what diff says of it; None where only time has passed."""

    name: str
    before: Moment
    after: Moment
    told: Difference | None = None

    def changed(self) -> list[str]:
        """Give the files whose bytes are others than before."""
        was, now = self.before.files, self.after.files
        return sorted(one for one in was.keys() | now.keys() if was.get(one) != now.get(one))

    def seen(self) -> set[str]:
        """Give the feeds in which others read something else than before."""
        was, now = self.before.feeds, self.after.feeds
        return {
            one
            for one in was.keys() | now.keys()
            if was.get(one) != now.get(one) or list(was[one].entries) != list(now[one].entries)
        }


class Replay:
    """The laws, and what was found. `broken` has a line for each time that one did not hold."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.limit = site.config.feeds.limit or None
        self.readers: list[Library | Newsboat] = [Library(site.feeds, folder)]
        if shutil.which("newsboat"):
            self.readers += [Newsboat(site.feeds, folder, one) for one in ("all.atom", "all.rss")]
        self.known: dict[tuple[str, str], dict[str, Shown]] = {}  # by reader and file, then by id
        self.figures, self.causes = Counter[str](), Counter[str]()
        self.examples = defaultdict[str, list[str]](list)
        self.broken: list[str] = []

    def step(self, step: Step) -> None:
        """Look at what one build did."""
        changed = step.changed()
        feeds = list(filter(is_feed, changed))
        kind = "commits" if step.told or not step.before.files else "moments in between"
        self.figures[f"{kind} in which feeds changed"] += bool(feeds)
        self.figures[f"feed files changed by {kind}"] += len(feeds)
        self._law(step, bool(feeds) == ("feeds.json" in changed), "the manifest disagrees")
        self._same(step, "bytes and parsers", set(feeds), step.seen())
        self._articles(step, feeds)
        changes = {one.key: one for one in step.told.feeds} if step.told else {}
        if step.told:
            self._same(step, "feeds of diff", changes.keys(), set(map(_key, feeds)))
            for file in feeds:
                if change := changes.get(_key(file)):
                    self._told(step, file, change)
            self._count(step.told)
        for reader in self.readers:
            self._follow(step, reader, feeds, changes)

    def full(self, step: Step, anew: Moment) -> None:
        """Hold what was built bit by bit against what is built at once."""
        self.figures["builds compared with one from nothing"] += 1
        same = step.after.files == anew.files
        self._law(step, same, "not what a build from nothing makes")

    def _articles(self, step: Step, feeds: list[str]) -> None:
        """Hold the Atom feeds, which show most, against what the articles say."""
        pages = [*step.before.pages.values(), *step.after.pages.values()]
        for key in {key for one in pages for key in one.keys}:
            was, now = (one.held(key)[: self.limit] for one in (step.before, step.after))
            visible = [(one.id, one.facts) for one in was] != [(one.id, one.facts) for one in now]
            changed = f"{key}.atom" in feeds
            self._law(step, visible == changed, f"{key}: articles {visible}, bytes {changed}")
            if now:
                shown = list(step.after.feeds[f"{key}.atom"].entries)
                self._law(step, shown == [one.id for one in now], f"{key} shows others")

    def _told(self, step: Step, file: str, told: FeedChange) -> None:
        """Hold what diff says of a feed against what is in its file."""
        if told.state != "kept":
            there = {"added": (False, True), "gone": (True, False)}[told.state]
            found = file in step.before.files, file in step.after.files
            self._law(step, found == there, f"{file} is not {told.state}")
            return
        assert step.told is not None
        was, now = step.before.feeds[file].entries, step.after.feeds[file].entries
        held = [{one.id for one in side.held(told.key)} for side in (step.before, step.after)]
        moved = {one.was for one in step.told.moved if one.id in told.moved}
        came, left = now.keys() - was - set(told.moved), was.keys() - now - moved
        differ = {one for one in was.keys() & now if was[one] != now[one]}
        if not file.endswith(".atom"):  # the others do not show everything
            differ |= set(told.changed)
        for what, said, true in (
            ("new", told.new, came - held[0]),
            ("returned", told.returned, came & held[0]),
            ("pushed out", told.pushed_out, left & held[1]),
            ("withdrawn", told.withdrawn, left - held[1]),
            ("changed", told.changed, differ),
        ):
            self._same(step, f"{file}, {what}", set(said), true)

    def _count(self, told: Difference) -> None:
        for what in ("new", "changed", "moved", "withdrawn"):
            self.figures[f"entries {what}, by diff"] += len(getattr(told, what))
        for state in ("added", "gone"):
            self.figures[f"feeds {state}, by diff"] += sum(one.state == state for one in told.feeds)
        for what in ("pushed_out", "returned"):
            number = sum(len(getattr(one, what)) for one in told.feeds)
            self.figures[f"entries {what.replace('_', ' ')} in all feeds, by diff"] += number

    def _follow(
        self, step: Step, reader: Library | Newsboat, feeds: list[str], told: dict[str, FeedChange]
    ) -> None:
        """Let a reader look at what changed, and ask of all that it shows as new why it does."""
        files = [one for one in feeds if one in step.after.files and reader.follows(one)]
        found = defaultdict[str, dict[str, Shown]](dict)
        for one in reader.look(files) if files else ():
            found[one.file][one.id] = one
        for file in files:
            shown, key = found[file], _key(file)
            known = self.known.setdefault((reader.name, file), {})
            fresh = step.after.feeds[file].entries.keys() - known
            self._same(step, f"{reader.name} at {file}", shown.keys(), fresh)
            if not known:  # it has just subscribed: nothing is news
                self.figures[f"feeds followed by {reader.name}"] += 1
            elif key in told and told[key].state == "kept":
                news = {*told[key].new, *told[key].moved, *told[key].returned}
                self._same(step, f"diff and {reader.name}", shown.keys(), news - known.keys())
            for one in shown.values() if known else ():
                why = self._why(step, one, key, known)
                self.causes[f"{reader.name}: {why}"] += 1
                if file == "all.atom" and reader is self.readers[0]:
                    self.examples[why].append(f"{step.name}: {one.id}")
            known |= shown

    def _why(self, step: Step, one: Shown, key: str, known: dict[str, Shown]) -> str:
        """Say why a reader shows an entry as new: which are old ones, and by whose doing."""
        before, after = step.before, step.after
        was, now = before.pages.get(one.id), after.pages.get(one.id)
        if now is None:
            return "of no article"  # a law is broken already: feeds show what articles say
        age = "" if after.now - now.date <= _LATE else ", though of an old date"
        for twin in known.values():
            if one.link == twin.link or (one.title, one.date) == (twin.title, twin.date):
                if after.out(twin.id):
                    return f"{_AGAIN}: the site has two articles of it"
                if not before.out(twin.id):
                    return f"{_AGAIN}: its other article went in an earlier commit"
                moved = {(each.was, each.id) for each in step.told.moved} if step.told else set()
                self._law(step, (twin.id, one.id) in moved, f"diff did not see {one.id} move")
                return f"{_AGAIN}: its id moved"
        if was is None:
            return f"a new article{age}"
        if not before.out(one.id):
            return f"published after it was held back{age}"
        if key not in was.keys:
            return f"an article of other feeds, given this topic or provider{age}"
        return f"came up from beyond the limit{age}"

    def _same(self, step: Step, what: str, one: Set[str], other: Set[str]) -> None:
        self._law(step, one == other, f"{what}: only one has {', '.join(sorted(one ^ other)[:9])}")

    def _law(self, step: Step, holds: bool, otherwise: str) -> None:
        if not holds:
            self.broken.append(f"{step.name}: {otherwise}")


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Replay the history of a site.")
    parser.add_argument("repository", type=Path)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--articles", required=True, help="pattern of the articles")
    parser.add_argument("--limit", type=int, help="replay so many commits only")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="feedmill-replay-") as scratch:
        site = Site(given.repository.absolute(), given.config, given.articles, Path(scratch))
        replay = Replay(site, Path(scratch))
        commits = list(islice(site.commits(), given.limit))
        last = Moment(commits[0][1], {}, {}, {})
        for number, (commit, time) in enumerate(commits, 1):
            name = f"{number} {commit[:10]}"
            if number > 1:
                waited, last = last, site.build(time)
                replay.step(Step(f"{name}, before it", waited, last))
            site.take(commit)
            step = Step(name, last, site.build(time), site.difference(time))
            # Before the first there is a feed without entries, of which nobody knows.
            replay.step(step if number > 1 else step._replace(told=None))
            last = step.after
            if number % _FULL_EVERY == 0 or number == len(commits):
                replay.full(step, site.anew(time))
                sys.stderr.write(f"{name}: {len(replay.broken)} laws broken\n")
    _print(len(commits), replay)
    return int(bool(replay.broken))


def _print(commits: int, replay: Replay) -> None:
    """Write the summary."""
    lines = [f"{commits:7,} commits replayed"]
    lines += [f"{number:7,} {what}" for what, number in sorted(replay.figures.items())]
    lines += [f"{number:7,} new, {what}" for what, number in sorted(replay.causes.items())]
    for why, places in sorted(replay.examples.items()):
        lines += [f"In all.atom, {why}:", *(f"        {one}" for one in places)]
    lines += [f"{len(replay.broken):7,} laws broken", *replay.broken]
    sys.stdout.write("\n".join(lines) + "\n")


def _key(file: str) -> str:
    return file.rpartition(".")[0]


if __name__ == "__main__":
    sys.exit(main())
