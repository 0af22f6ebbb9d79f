"""index.opml: all feeds for one import. listparser reads it back, and Python's own XML parser."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import listparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.formats.opml import OPML_INDEX, OpmlFolder, Outline, render
from feedmill.model import Person
from feedmill.publishing.manifest import decode_manifest
from sites import CONFIG, article, build_site, write_site

TITLE = "Räder & <Co>"
HOME = "https://example.org/"
# What the spec asks of an outline that is a subscription (http://opml.org/spec2.opml).
REQUIRED = {"type", "text", "xmlUrl"}
# Text that XML can hold, white space folded as in every title.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zs", "Zl", "Zp"]),
    min_size=1,
).map(lambda text: text.strip() or "x")


def outline(name: str, title: str = "A title", format: str = "atom") -> Outline:  # noqa: A002
    """Make a feed to subscribe to."""
    return Outline(title, f"{HOME}feeds/{name}", format)


def written(*feeds: Outline, title: str = TITLE, owner: Person | None = None) -> bytes:
    """Write the index of a site with these feeds in one folder."""
    return render([OpmlFolder(title, list(feeds))], title, HOME, owner)


def outlines(data: bytes) -> list[ET.Element]:
    """Give the outlines that are feeds."""
    return [one for one in ET.fromstring(data).iter("outline") if "xmlUrl" in one.attrib]


@given(st.lists(st.tuples(texts, st.lists(texts, min_size=1)), min_size=1), texts)
def test_round_trip(folders: list[tuple[str, list[str]]], title: str) -> None:
    """listparser finds every feed once, in its folder, under its title and address."""
    made = [
        OpmlFolder(name, [outline(f"{number}-{at}", one) for at, one in enumerate(feeds)])
        for number, (name, feeds) in enumerate(folders)
    ]
    found = listparser.parse(render(made, title, HOME, None).decode())
    assert (False, "opml2", title) == (bool(found.bozo), found.version, found.meta.title)
    assert [(feed.url, feed.title, folder.title) for folder in made for feed in folder.feeds] == [
        (feed.url, feed.title, feed.categories[0][0]) for feed in found.feeds
    ]
    assert [] == found.lists


def test_outlines_say_all_there_is() -> None:
    """Each feed has what the spec requires, its title for readers that look there, and the site."""
    data = written(outline("all", 'A "title" & <more>'), outline("topics/ai"))
    for one in outlines(data):
        assert REQUIRED < one.attrib.keys()
        assert one.get("text") == one.get("title")
        assert HOME == one.get("htmlUrl")
    assert 'A "title" & <more>' == outlines(data)[0].get("text")


@pytest.mark.parametrize(("name", "kind"), [("atom", "rss"), ("rss", "rss"), ("json", "JSONFeed")])
def test_type(name: str, kind: str) -> None:
    """Atom and RSS are both called rss, as readers expect; JSON is called so."""
    (one,) = outlines(written(outline("all", format=name)))
    assert kind == one.get("type")


def test_folders_are_no_feeds() -> None:
    """A folder has its text alone: with a title, validators ask for its type."""
    (folder,) = ET.fromstring(written(outline("all"), title="T"))[1]
    assert {"text": "T"} == folder.attrib


def test_head() -> None:
    """The head names the site and who answers for it, and has no date."""
    owner = Person(name="R & D", email="desk@example.org")
    head = ET.fromstring(written(outline("all"), title="T", owner=owner))[0]
    assert {
        "title": "T",
        "ownerName": "R & D",
        "ownerEmail": "desk@example.org",
    } == {element.tag: element.text for element in head}


def test_dirty_title() -> None:
    """What XML cannot hold is left out."""
    (one,) = outlines(written(outline("all", "a\x00\ud800\ufffe\x1bb")))
    assert "ab" == one.get("text")


class TestBuild:
    """The index in the output folder."""

    def test_it_is_in_the_manifest(self, tmp_path: Path) -> None:
        """The manifest has its size, digest and address, and it lists the manifest's feeds."""
        root = write_site(tmp_path, {"a.md": article(topics="[AI]")})
        report = build_site(root)
        data = (root / "feeds" / OPML_INDEX).read_bytes()
        manifest = decode_manifest((root / "feeds" / "feeds.json").read_bytes())
        assert manifest.index is not None
        assert ("opml", "https://example.org/feeds/index.opml", len(data)) == (
            manifest.index.format,
            manifest.index.url,
            manifest.index.bytes,
        )
        assert OPML_INDEX in report.written
        assert [feed.files[0].url for feed in manifest.feeds] == [
            outline.get("xmlUrl") for outline in outlines(data)
        ]

    def test_a_new_entry_does_not_change_it(self, tmp_path: Path) -> None:
        """It is written when there is another feed, not when there is another entry."""
        root = write_site(tmp_path, {"a.md": article(topics="[AI]")})
        build_site(root)
        before = (root / "feeds" / OPML_INDEX).stat()
        write_site(root, {"b.md": article("Another", topics="[AI]")})
        assert OPML_INDEX not in build_site(root).written
        after = (root / "feeds" / OPML_INDEX).stat()
        assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
        write_site(root, {"c.md": article("A third", topics="[Dogs]")})
        assert OPML_INDEX in build_site(root).written

    def test_damage_is_found_and_mended(self, tmp_path: Path) -> None:
        """`--check` tells of an index that was changed or deleted, and a build restores it."""
        root = write_site(tmp_path, {"a.md": article()})
        build_site(root)
        index = root / "feeds" / OPML_INDEX
        good = index.read_bytes()
        for damage in (lambda: index.write_bytes(b"rubbish"), index.unlink):
            damage()
            assert (OPML_INDEX,) == build_site(root, check=True).written
            assert (OPML_INDEX,) == build_site(root).written
            assert good == index.read_bytes()

    def test_without_feeds_there_is_none(self, tmp_path: Path) -> None:
        """OPML cannot list nothing: with the last feed the index goes, which is then ours."""
        config = f"{CONFIG}feeds: {{families: [topic]}}\n"
        root = write_site(tmp_path, {"a.md": article(topics="[AI]")}, config)
        build_site(root)
        (root / "articles" / "a.md").unlink()
        assert OPML_INDEX in build_site(root, allow_empty=True).deleted
        assert ["feeds.json"] == [path.name for path in (root / "feeds").iterdir()]

    def test_one_of_somebody_else_is_left_alone(self, tmp_path: Path) -> None:
        """An index.opml that Feedmill did not write stays, and is an error; feeds are published."""
        root = write_site(tmp_path, {"a.md": article()})
        (root / "feeds").mkdir()
        (root / "feeds" / OPML_INDEX).write_text("mine")
        report = build_site(root)
        assert [("feeds/index.opml", "foreign-file")] == [
            (one.path, one.code) for one in report.problems
        ]
        assert "mine" == (root / "feeds" / OPML_INDEX).read_text()
        assert (root / "feeds" / "all.atom").exists()
        assert b"index.opml" not in (root / "feeds" / "feeds.json").read_bytes()
