"""A run of publish that is killed with -9 leaves whole feeds, and the next one ends its work."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from feedmill.cli.main import main
from objectstore import Gate, Request, S3Server
from sites import article, build_site, tree

from .conftest import make_site, png, store_image

pytestmark = pytest.mark.slow
FEED = re.compile(r".+\.(atom|rss|json|opml|html|css)")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with few files, but one of each kind: each is a request to be killed at."""
    return make_site(tmp_path / "site", "feeds: {formats: [atom]}\n")


def start(site: Path, address: str) -> subprocess.Popen[bytes]:
    """Begin to publish."""
    command = [sys.executable, "-m", "feedmill", "publish", address]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=site, env=os.environ.copy(), stdout=quiet, stderr=quiet)


def versions(site: Path) -> list[dict[str, bytes]]:
    """Give what the site is, and build what it is to be: other feeds, fewer, and another image."""
    before = tree(site / "feeds")
    (site / "articles" / "a.md").unlink()
    (site / "articles" / "c.md").write_text(article("Three", topics="[ML]"))
    (site / "articles" / "b.md").write_text(article("Zwei", topics="[Go]"))
    for image in (site / "feeds" / "images").rglob("*.png"):
        image.unlink()
    store_image(site, png(2))
    build_site(site)
    return [before, tree(site / "feeds")]


def digest(data: bytes) -> str:
    """Give the MD5, which is what S3 has as an object's ETag."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def digests(files: dict[str, bytes]) -> dict[str, str]:
    """Give the digests of files."""
    return {path: digest(data) for path, data in files.items()}


def check_whole(found: dict[str, str], states: list[dict[str, bytes]]) -> None:
    """Check that each feed is whole, and that the manifest names only what is there.

    `found` are digests by path.
    """
    known = [digests(state) for state in states]
    for path, data in found.items():
        if FEED.fullmatch(path) and not path.endswith("publishing.json"):
            assert data in [state.get(path) for state in known], path
    if "feeds.json" in found:
        at = next(n for n, one in enumerate(known) if one["feeds.json"] == found["feeds.json"])
        manifest = json.loads(states[at]["feeds.json"])
        for feed in manifest["feeds"]:
            for file in feed["files"]:
                assert file["path"] in found
        if at == len(known) - 1:
            assert known[at].items() <= found.items()


class Killer:
    """Kills the process at the request of this number, before the server sees it, or after."""

    def __init__(self, gate: Gate, at: int, late: bool) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.left = at
        gate.seen.clear()
        gate.before = lambda one: None if late else self.count(one)
        gate.after = lambda one: late and self.count(one)

    def count(self, request: Request) -> int | None:
        """Count what changes something; what comes once it was killed is not done."""
        if request.method not in ("PUT", "DELETE"):
            return None
        self.left -= 1
        if self.left == 0:
            while self.process is None:
                time.sleep(0.001)
            self.process.kill()
            self.process.wait()
        return None if self.left > 0 else 500


@pytest.mark.parametrize(
    ("at", "first", "late"),
    [(1, True, True), (2, True, False), (1, False, False), (2, False, True), (3, False, True)],
)
def test_at_every_third_request(
    at: int, first: bool, late: bool, site: Path, gate: Gate, empty: S3Server
) -> None:
    """Wherever it is killed: feeds whole, manifest true; then complete, without orphans; then idle.

    `first`: nothing was there; `late`: the server had done what was asked.
    """
    changed = site.parent / "changed"
    shutil.copytree(site, changed)
    states = versions(changed)
    last = digests(states[1])
    ended = False
    while not ended:
        place = f"killed/{at}-{first}-{late}"
        if not first:
            gate.before, gate.after = lambda _: None, lambda _: None
            assert 0 == main(["publish", "-qc", str(site / "config.yaml"), f"s3://news/{place}"])
        killer = Killer(gate, at, late)
        killer.process = start(changed, f"s3://news/{place}")
        ended = killer.process.wait() == 0
        gate.wait_until_idle()
        gate.before, gate.after = lambda _: None, lambda _: None
        check_whole(empty.digests(place), states)
        assert 0 == main(["publish", "-qc", str(changed / "config.yaml"), f"s3://news/{place}"])
        assert last == empty.digests(place), at
        gate.seen.clear()
        assert 0 == main(["publish", "-qc", str(changed / "config.yaml"), f"s3://news/{place}"])
        assert {"GET"} == {one.method for one in gate.seen}
        at += 3
    assert at > len(states[1])


@pytest.mark.parametrize("at", [1, 2, 6, 9, 12, 14])
def test_and_then_the_site_changes(at: int, site: Path, gate: Gate, empty: S3Server) -> None:
    """What a killed run uploaded goes, too, if the next build no longer has it."""
    old = tree(site / "feeds")
    changed = site.parent / "changed"
    shutil.copytree(site, changed)
    versions(changed)
    killer = Killer(gate, at, late=True)
    killer.process = start(changed, "s3://news/feeds")
    assert killer.process.wait() == -signal.SIGKILL
    gate.wait_until_idle()
    gate.before, gate.after = lambda _: None, lambda _: None
    assert 0 == main(["publish", "-qc", str(site / "config.yaml"), "s3://news/feeds"])
    assert old == empty.tree("feeds")


def test_it_goes_on(site: Path, gate: Gate) -> None:
    """What a killed run has uploaded is not uploaded once more."""
    killer = Killer(gate, 12, late=True)
    killer.process = start(site, "s3://news/feeds")
    assert killer.process.wait() == -signal.SIGKILL
    gate.wait_until_idle()
    before = set(gate.written())
    gate.before, gate.after = lambda _: None, lambda _: None
    gate.seen.clear()
    assert 0 == main(["publish", "-qc", str(site / "config.yaml"), "s3://news/feeds"])
    again = before & set(gate.written())
    assert len(again) <= 1 + len(before) // 2  # the note, and what was on its way


@pytest.mark.parametrize("delay", [n / 100 for n in range(15, 60, 3)])
def test_a_folder(delay: float, site: Path, tmp_path: Path) -> None:
    """A folder is left whole at any time, too, and the next run clears up."""
    www = tmp_path / "www"
    assert 0 == main(["publish", "-qc", str(site / "config.yaml"), www.as_uri()])
    states = versions(site)
    process = start(site, www.as_uri())
    time.sleep(delay)
    process.kill()
    process.wait()
    work = ".publishing/"
    found = {path: data for path, data in tree(www).items() if not path.startswith(work)}
    check_whole(digests(found), states)
    assert 0 == main(["publish", "-qc", str(site / "config.yaml"), www.as_uri()])
    assert states[1] == tree(www)
