"""A damaged index: one line, a rebuild, and the same feeds as ever."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from hostile import put_instead
from sites import CONFIG, article, build_site, tree, write_site

FULL = CONFIG + "feeds: {content: full, families: [all, topic, provider, [topic, provider]]}\n"
FULL = FULL.replace("[topic, provider]]", "{by: [topic, provider]}]")
BESIDE = ("", "-wal", "-shm", "-journal")


def articles(edited: str = "") -> dict[str, str]:
    """Give some articles, one of them with another title."""
    return {
        f"{at}.md": article(
            f"Title {at}{edited if at == 3 else ''}",
            webUrl=f"https://example.org/{at}",
            topics=f"[AI, 'Topic {at % 3}']",
            excerpt="Excerpt." if at % 2 else None,
            body=f"Body {at}.",
        )
        for at in range(8)
    }


def edit(site: Path, edited: str) -> None:
    """Give one of the articles another title."""
    write_site(site, {"3.md": articles(edited)["3.md"]}, FULL)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was built; nobody changes it."""
    site = write_site(tmp_path_factory.mktemp("built") / "site", articles(), FULL)
    build_site(site)
    return site


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The feeds of a first build, of the site as it is and with the edit."""
    found = []
    for edited in ("", " edited"):
        site = write_site(tmp_path_factory.mktemp("fresh"), articles(edited), FULL)
        build_site(site)
        found.append(tree(site / "feeds"))
    return found


@pytest.fixture
def site(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, whose index is used."""
    monkeypatch.setenv("FEEDMILL_TRUST_STATE", "1")
    shutil.copytree(built, tmp_path / "site", symlinks=True)
    time.sleep(0.05)  # so that the times of the articles tell whether they change
    build_site(tmp_path / "site")
    return tmp_path / "site"


def check(site: Path, expected: list[dict[str, bytes]], notices: int | None = 1) -> None:
    """Build, edit, build: the feeds are right, and what was wrong is said at most once."""
    said = build_site(site).notices
    assert notices is None or notices == len(said), said
    assert all("\n" not in notice for notice in said)
    assert expected[0] == tree(site / "feeds")
    edit(site, " edited")
    later = build_site(site)
    assert expected[1] == tree(site / "feeds")
    assert len(said) + len(later.notices) <= 1
    last = build_site(site)
    assert ((), ()) == (last.notices, last.written)


def truncate(place: Path) -> None:
    os.truncate(place, 4096 * 3)


def cut_short(place: Path) -> None:
    os.truncate(place, place.stat().st_size - 100)


def empty(place: Path) -> None:
    os.truncate(place, 0)


def rubbish(place: Path) -> None:
    place.write_bytes(b"rubbish" * 1000)


def zeros(place: Path) -> None:
    place.write_bytes(bytes(place.stat().st_size))


def header_only(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:100] + bytes(3996))


def text(place: Path) -> None:
    place.write_text("-- not a database\n")


@pytest.mark.parametrize("damage", [truncate, cut_short, empty, rubbish, zeros, header_only, text])
def test_damaged_file(
    site: Path, expected: list[dict[str, bytes]], damage: Callable[[Path], None]
) -> None:
    """A file that is no whole database is made again; an empty one is as good as none."""
    damage(site / ".feedmill/index.sqlite")
    check(site, expected, 0 if damage is empty else 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and fifos")
@pytest.mark.parametrize("ending", BESIDE)
@pytest.mark.parametrize("what", ["link", "hard link", "fifo", "folder", "rubbish"])
def test_something_else(
    site: Path, expected: list[dict[str, bytes]], ending: str, what: str
) -> None:
    """What is in the place of the index, or beside it, makes room, and nothing else is touched."""
    place, victim = site / f".feedmill/index.sqlite{ending}", site.parent / "victim"
    victim.write_text("kept")
    put_instead(place, what, victim)
    if what == "rubbish":
        place.write_bytes(b"rubbish" * 1000)
    check(site, expected, None if what == "rubbish" else 1)
    assert "kept" == victim.read_text()


STATEMENTS = [
    "drop table member",
    "drop table meta",
    "drop index article_uid",
    "alter table entry rename to entries",
    "create trigger t after insert on entry begin update entry set body = x'00'; end",
    "create view v as select 1",
    "delete from member",
    "delete from entry",
    "delete from feed where id = 2",
    "delete from article where id = 2",
    "update meta set value = x'ff' where key = 'files'",
    "update meta set value = 5 where key = 'files'",
    "update meta set value = 'text' where key = 'stamps'",
    "update meta set value = null where key = 'feeds'",
    "update meta set value = 'x' where key = 'feed_problems'",
    "update meta set value = 'x' where key = 'cutoff'",
    "update meta set value = x'' where key = 'fingerprint'",
    "update meta set value = x'ff' where key = 'stencils'",
    "update meta set value = 'x' where key = 'stencils'",
    "update article set path = cast(x'ff' as text) where id = 2",
    "update article set path = 5 where id = 3",
    "update article set stamp = x'00'",
    "update article set feeds = x'00' where id = 4",
    "update article set names = x'c1' where id = 4",
    "update article set names = 'text'",
    "update article set published = 'yesterday'",
    "update article set uid = null",
    "update entry set body = x'80' where article = 3",
    "update entry set body = 'text' where article = 4",
    "update entry set body = cast(x'ff' as text)",
    "update feed set family = 99",
    "update feed set family = -1",
    "update feed set family = 'x'",
    "update feed set identities = 'forged', dirty = 1 where id = 2",
    "update feed set record = x'90'",
    "update feed set digest = 7",
    "update feed set entries = 'many'",
    "update name set name = 'Forged'",
    "update name set articles = 'many'",
    "update name set identity = cast(x'ff' as text)",
    "update member set newest = newest + 86400 * 400 where article = 2",
    "update or ignore member set article = 999",
    "update tally set articles = 'many'",
    "insert into problem values (1, 0, x'c1')",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_damaged_values(site: Path, expected: list[dict[str, bytes]], statement: str) -> None:
    """Values that no build writes never stop one, nor do they come into a feed."""
    with closing(sqlite3.connect(site / ".feedmill/index.sqlite")) as db:
        db.execute(statement)
        db.commit()
    said = build_site(site).notices
    for edited in (" more", " edited"):
        edit(site, edited)
        said += build_site(site).notices
    assert expected[1] == tree(site / "feeds"), said
    assert len(said) <= 1
    last = build_site(site)
    assert ((), ()) == (last.notices, last.written)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes(site: Path, expected: list[dict[str, bytes]], seed: int) -> None:
    """Bytes that were changed anywhere never stop a build, nor do they come into a feed."""
    chance = random.Random(seed)
    place = site / ".feedmill/index.sqlite"
    data = bytearray(place.read_bytes())
    for _ in range(chance.choice([1, 10, 1000])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    place.write_bytes(data)
    edit(site, " edited")
    said = build_site(site).notices
    assert all("\n" not in notice for notice in said)
    # What was read of the others may have been lost; the next edit of the config reads all again.
    write_site(site, articles(" edited"), FULL + "# again\n")
    build_site(site)
    titles = b"".join(tree(site / "feeds").values())
    assert b"Title 3 edited" in titles
