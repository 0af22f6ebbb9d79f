"""Telling a WebSub hub which feeds have changed: https://www.w3.org/TR/websub/#publishing.

How a hub is told is left open there; every public hub takes a form with `hub.mode` and `hub.url`.
It fetches at once what it is notified of, and passes on what is new: so it is notified when the new
bytes of a feed can be fetched, not while they are still on their way to the server.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.schema import Config
from feedmill.display import count
from feedmill.errors import ConfigError, HistoryError, PublishError
from feedmill.git import history
from feedmill.git.objects import Objects
from feedmill.http.client import SILENCE, Answer, Unanswered, at_once, get, post
from feedmill.model import Problem, Severity
from feedmill.pipeline.run import Progress
from feedmill.publishing.folder import output_folder
from feedmill.publishing.manifest import MANIFEST, Manifest, decode_manifest

from .telling import Pinged

TRIES = 4
_BUSY = (408, 425, 429, 500, 502, 503, 504)  # statuses that may be others the next time
_LONGEST_PAUSE = 30.0  # seconds
_PATIENCE = 120.0  # seconds


class PingOptions(Struct, frozen=True, kw_only=True):
    """How to ping, in seconds. `wait`: for new bytes to go live; `pause`: between the first tries.

    `patience`: for all else, however many feeds there are and whatever servers do.
    """

    strict: bool = False
    dry_run: bool = False
    wait: float = 120.0
    pause: float = 1.0
    patience: float = _PATIENCE


def ping_hub(
    config: Config,
    root: Path,
    base: str | None,
    options: PingOptions,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> Pinged:
    """Tell the config's hub of the feeds whose live bytes differ from those at `base`.

    `base` is a revision; None, and what CI systems say of a new branch (nothing, or zeros): the
    last one whose manifest is not the one in place. `announce` gets a line that says what there is
    to wait for. What the network does is in the outcome. Raises ConfigError if the config names no
    hub, PublishError if there are no feeds, HistoryError if git cannot say what has changed.
    """
    hub_of(config)
    present = output_folder(root, root / config.feeds.output).manifest()
    if not present.feeds:
        raise PublishError(f"{config.feeds.output}/ holds no feeds yet: run feedmill build")
    commit, before = _published(root, f"{config.feeds.output}/{MANIFEST}", base, present)
    changed = changed_topics(before, present)
    return tell_hub(hub_of(config), commit, changed, options, progress, announce)


def hub_of(config: Config) -> str:
    """Return the address of the config's hub. Raises ConfigError if it names none."""
    if config.hub is None:
        raise ConfigError("the config does not name a hub: add hub: https://…")
    return config.hub


def tell_hub(
    hub: str,
    base: str | None,
    changed: Mapping[str, str | None],
    options: PingOptions,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> Pinged:
    """Tell a hub of feed files that changed: URL → sha256 (hex) before, None if new.

    `base` is the commit that they are compared with, if it is known.
    """
    outcome = Pinged(dry_run=options.dry_run, hub=hub, base=base, changed=tuple(changed))
    if options.dry_run or not changed:
        return outcome
    call = _Call(hub, options, progress or _ignore, announce or _ignore)
    try:
        live = call.wait_until_live(changed)
        told = call.tell(live)
    finally:
        call.stop.set()
    return replace(outcome, told=tuple(told), problems=tuple(call.problems))


def _ignore(*_: object) -> None:
    """Tell nobody."""


def changed_topics(before: Manifest, now: Manifest) -> dict[str, str | None]:
    """Return the feed files that differ by URL, each with its sha256 (hex) before, None if new."""
    known = {file.url: file.sha256 for feed in before.feeds for file in feed.files}
    return {
        file.url: known.get(file.url)
        for feed in now.feeds
        for file in feed.files
        if known.get(file.url) != file.sha256
    }


def _published(
    root: Path, path: str, base: str | None, present: Manifest
) -> tuple[str | None, Manifest]:
    """Return the commit to compare with, and its manifest; `path` is where that lies."""
    with Objects(root) as objects:

        def manifest_at(commit: str) -> Manifest:
            name = f"{commit}:./{path}"
            data = objects.read(name)
            return Manifest() if data is None else decode_manifest(data, name)

        if base and base.strip("0"):
            commit = history.resolve_commit(root, base)
            return commit, manifest_at(commit)
        last = history.last_change(root, path)
        if last is None:
            return None, Manifest()
        if (manifest := manifest_at(last)) != present:
            return last, manifest
        try:
            before = history.resolve_commit(root, f"{last}^")
        except HistoryError:  # it has no parent
            return None, Manifest()
        return before, manifest_at(before)


class _Call:
    """One conversation with a hub. `problems` gathers what went wrong."""

    def __init__(
        self, hub: str, options: PingOptions, progress: Progress, announce: Callable[[str], None]
    ) -> None:
        self.problems: list[Problem] = []
        self.stop = Event()  # ends all waiting
        self._hub = hub
        self._away: str | None = None  # why the hub is given up
        self._options = options
        self._progress = progress
        self._announce = announce
        self._announced: set[str] = set()
        self._severity: Severity = "error" if options.strict else "warning"
        self._live_by = time.monotonic() + options.wait
        self._end = self._live_by + options.patience

    def wait_until_live(self, changed: Mapping[str, str | None]) -> list[str]:
        """Return those that can be fetched with other bytes than before."""
        late = min(self._end, self._live_by + SILENCE)  # for the last of the answers
        why_not = dict.fromkeys(changed, "does not answer in time")
        answers = at_once(self._wait_for, changed.items(), late)
        live = []
        with suppress(TimeoutError):
            for number, (topic, reason) in enumerate(zip(changed, answers, strict=True), 1):
                why_not[topic] = reason
                if not reason:
                    live.append(topic)
                self._progress("Checking what is live", number, len(changed))
        for topic, reason in why_not.items():
            if reason:
                self._note(topic, "not-live", f"{reason}; the hub is not notified")
        return live

    def tell(self, topics: list[str]) -> list[str]:
        """Tell the hub of each; give those that it took. If it is away, the rest is not tried."""
        told = []
        answers = at_once(self._tell, topics, self._end)
        try:
            for number, (topic, refusal) in enumerate(zip(topics, answers, strict=True), 1):
                if refusal is None:
                    told.append(topic)
                elif self._away is None:
                    self._note(topic, "hub-refused", f"{self._hub} {refusal}")
                self._progress("Notifying the hub", number, len(topics))
        except TimeoutError:
            self._away = self._away or "took too long"
        if self._away is not None:
            missed = f"{len(topics) - len(told):,} of {count(len(topics), 'feed file')}"
            self._note(
                self._hub,
                "hub-away",
                f"{self._away}; it was not notified of {missed}: subscribers see them at their "
                f"next "
                "poll",
            )
        return told

    def _note(self, place: str, code: str, message: str) -> None:
        problem = Problem(path=place, severity=self._severity, code=code, message=message)
        self.problems.append(problem)

    def _say(self, text: str) -> None:
        """Announce what is waited for, once for all that wait for it."""
        if text not in self._announced:
            self._announced.add(text)
            self._announce(text)

    def _wait_for(self, topic: tuple[str, str | None]) -> str:
        """Wait for a topic's new bytes; say why not, in the end."""
        pause = self._options.pause
        while why_not := _not_live(*topic):
            left = self._live_by - time.monotonic()
            if left <= 0:
                return why_not
            self._say(f"waiting for the changes to go live, {self._options.wait:g} s at most")
            if self.stop.wait(min(pause, left)):
                return why_not
            pause = min(2 * pause, _LONGEST_PAUSE)
        return ""

    def _tell(self, topic: str) -> str | None:
        """Tell the hub of one topic; say why not, in the end."""
        pause = self._options.pause
        for number in range(1, TRIES + 1):
            if self._away is not None:
                return "was not tried again"
            asked_for = 0.0
            try:
                answer = post(self._hub, {"hub.mode": "publish", "hub.url": topic})
            except Unanswered as error:
                refusal = f"does not answer ({error})"
            else:
                if 200 <= answer.status < 300:
                    return None
                refusal = _refusal(answer)
                if answer.status not in _BUSY:
                    return refusal
                asked_for = _asked_for(answer)
            if number < TRIES:
                pause = min(max(pause, asked_for), _LONGEST_PAUSE)
                self._say(f"{self._hub} {refusal}: asking again in {pause:g} s")
                if self.stop.wait(pause):
                    return "was not tried again"
                pause *= 2
        self._away = f"{refusal}, {TRIES} times over"
        return self._away


def _not_live(topic: str, before: str | None) -> str | None:
    """Say why a hub that fetched a topic now would see nothing new; None if it would."""
    try:
        answer = get(topic, {"Cache-Control": "no-cache"})
    except Unanswered as error:
        return f"cannot be fetched: {error}"
    if answer.status != 200:
        return f"answers {answer.status}"
    if hashlib.sha256(answer.body).hexdigest() == before:
        return "is still the old version"
    return None


def _refusal(answer: Answer) -> str:
    said = answer.body[:200].decode("utf-8", "replace").split("\n")[0].strip()
    more = answer.headers.get("location") or said
    return f"answers {answer.status}" + (f" ({more})" if more else "")


def _asked_for(answer: Answer) -> float:
    """Return the seconds that a hub asks to wait (RFC 9110, 10.2.3)."""
    after = answer.headers.get("retry-after", "")
    return float(after) if after.isascii() and after.isdigit() else 0.0
