"""Say what to do about a difference, with the config line to write where there is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from feedmill.adopt.insertion import insert_key
from feedmill.config.schema import Guard
from feedmill.fields import FIELDS, keys_of
from feedmill.model import Entry, Problem, Severity
from feedmill.names import page
from feedmill.parsing.problems import Refused
from feedmill.pipeline.run import Run

from .difference import Difference, Moved, Withdrawn
from .published import View

# What the withdrawal of an entry means, by `Withdrawn.why`; nothing if it is retracted.
_RETRACT = (
    "was published, and feed readers keep it: to retract it, publish the file with "
    "`{removed}: true`, `{key}: {id}`, and the day of removal as `{updated}`"
)
_ADVICE = {
    "unannounced": "is retracted, but the subscribers of {silent} are not notified: its front "
    "matter needs `{key}: {id}`, `{published}: {date}`{topics}, and the day of removal as "
    "`{updated}`",
    "refused": "was published, and has an error now that keeps it out: {reason}",
    "waiting": "was published, and is dated in the future now; feed readers keep it",
    "renamed": "was published with another id and another link, {id}; feed readers keep that",
    "expired": "was published, and has expired; feed readers keep it",
    "unlisted": "was published, and no feed selects it now; feed readers keep it",
    "section": "was published, and is no longer an article; feed readers keep it",
    "no-front-matter": "was published, and is no longer an article; feed readers keep it",
}
_NAMED = 3  # feeds in one message


class Advice:
    """Says what to do, of a run's config and of what was published `before` and is to be `after`.

    `authority` is that of then. Within the limits of the guard there are warnings, beyond errors.
    """

    def __init__(
        self,
        run: Run,
        config_name: str,
        authority: str,
        before: View,
        after: View,
        guard: Guard,
    ) -> None:
        self._run = run
        self._config_name = config_name
        self._authority = authority
        self._before = before
        self._after = after
        self._guard = guard
        chosen = run.config.articles.fields
        self._keys = {field: keys_of(field, chosen)[0] for field in FIELDS}

    def problems(self, found: Difference) -> tuple[Problem, ...]:
        """Return what to do about a difference, by path."""
        problems = [
            *self._moved(found),
            *self._withdrawn(found),
            *self._gone(found),
            *self._emptied(found),
            *self._again(found),
        ]
        return tuple(sorted(problems, key=lambda one: (one.path, one.code, one.message)))

    def _moved(self, found: Difference) -> list[Problem]:
        """Name the line that gives each entry its id back, or the key that moved all of them."""
        bad = len(found.moved) > self._guard.max_moved
        if found.moved and self._authority != self._run.config.site.authority:
            message = (
                f"site.authority was {self._authority!r}: since it changed, every id has moved"
            )
            return [_problem(self._config_name, "moved-id", message, bad)]
        return [self._repin(one, bad) for one in found.moved]

    def _repin(self, moved: Moved, bad: bool) -> Problem:
        key = self._keys["id"]
        line, what = None, f"write `{key}: {moved.was}`"
        data = self._run.source.read(moved.path)
        if isinstance(data, bytes):
            try:
                pinned = insert_key(data, key, moved.was, moved.path)
                line, what = pinned.line, f"add the line `{pinned.text}`"
            except Refused as why:
                line = why.line
        message = f"its id has moved, so that readers show it once more: {what}"
        return _problem(moved.path, "moved-id", message, bad, line)

    def _withdrawn(self, found: Difference) -> Iterator[Problem]:
        """Say of each entry what its withdrawal means; nothing where all is well."""
        bad = found.emptied or len(found.withdrawn) > self._guard.max_withdrawn
        for one in found.withdrawn:
            if one.why != "retracted":
                yield _problem(one.path, "withdrawn", self._on(one), bad)

    def _on(self, one: Withdrawn) -> str:
        entry = self._before.entries[one.id]
        facts = {
            "id": one.id,
            "key": self._keys["id"],
            "removed": self._keys["removed"],
            "reason": one.reason,
            "date": _written(entry.published),
            "silent": _some(one.silent),
            "published": self._keys["published_at"],
            "updated": self._keys["updated_at"],
            "topics": self._topics(entry),
        }
        return _ADVICE.get(one.why, _RETRACT).format(**facts)

    def _topics(self, entry: Entry) -> str:
        names = ", ".join(category.label for category in entry.categories)
        return f", `{self._keys['topics']}: [{names}]`" if names else ""

    def _again(self, found: Difference) -> Iterator[Problem]:
        """Name new entries whose page has an entry already, which moved ids have not."""
        entries: dict[str, list[str]] = defaultdict(list)
        for identity, entry in sorted(self._after.entries.items()):
            entries[page(entry.link)].append(identity)
        new = {one.id for one in found.new}
        for one in found.new:
            twins = [twin for twin in entries[page(one.link)] if twin != one.id]
            if known := [twin for twin in twins if twin not in new or twin < one.id]:
                other = self._after.paths[known[0]]
                message = f"has the link of {other}: readers show the same page twice"
                yield _problem(one.path, "page-again", message, False)

    def _emptied(self, found: Difference) -> Iterator[Problem]:
        """Name the families that take no article any more."""
        bad = len(found.emptied_families) > self._guard.max_emptied
        for family in found.emptied_families:
            message = f"the `where` of {family} no longer matches any article"
            yield _problem(self._config_name, "emptied-family", message, bad)

    def _gone(self, found: Difference) -> Iterator[Problem]:
        """Name feeds, and formats of feeds, that are gone or another group's, and what helps."""
        bad = sum(found.gone) > self._guard.max_gone
        losers: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for feed in found.feeds:
            if feed.state == "gone" and feed.lost:
                what = f"the feed {feed.key} is gone, and its subscribers get an error (404)"
                remedy = f": write `{feed.keep}` to keep it" if feed.keep else ""
                yield _problem(self._config_name, "gone-feed", what + remedy, bad)
            if feed.taken_from:
                what = f"{feed.key} passes from {feed.taken_from!r} to another group, whose slug"
                message = f"{what} is the same: give that one a `slug` of its own"
                yield _problem(self._config_name, "taken-feed", message, True)
            if feed.state == "kept" and feed.lost:
                losers[feed.lost].append(feed.key)
        for lost, keys in losers.items():
            what = f"no longer published as {' and '.join(lost)}: {_some(keys)}"
            message = f"{what}; their subscribers get an error (404)"
            yield _problem(self._config_name, "gone-feed", message, bad)


def _some(keys: list[str] | tuple[str, ...]) -> str:
    """Name a few feeds."""
    more = len(keys) - _NAMED
    return ", ".join(keys[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _problem(path: str, code: str, message: str, bad: bool, line: int | None = None) -> Problem:
    severity: Severity = "error" if bad else "warning"
    return Problem(path=path, line=line, severity=severity, code=code, message=message)
