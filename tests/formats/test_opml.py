"""index.opml: all feeds for one import. listparser reads it back, and Python's own XML parser."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import listparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.config.schema import Site
from feedmill.errors import PublishError
from feedmill.formats.opml import INDEX, render
from feedmill.model import Person
from feedmill.publishing.manifest import FeedRecord, FileRecord, Manifest, decode_manifest, united
from sites import CONFIG, article, build_site, write_site

SITE = Site(title="Räder & <Co>", url="https://example.org/", authority="example.org,2021")
# What the spec asks of an outline that is a subscription (http://opml.org/spec2.opml).
REQUIRED = {"type", "text", "xmlUrl"}
FOLDERS = {
    "all": "{}",
    "robots": "{}",
    "topics/ai": "{}: topics",
    "providers/fox9.com": "{}: providers",
    "topics/ai/fox9.com": "{}: topics by provider",
}
# Text that XML can hold, white space folded as in every title.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zs", "Zl", "Zp"]),
    min_size=1,
).map(lambda text: text.strip() or "x")


def record(key: str, title: str = "A title", formats: tuple[str, ...] = ("atom",)) -> FeedRecord:
    """Make what the manifest says of a feed."""
    files = tuple(
        FileRecord(
            format=name,
            path=f"{key}.{name}",
            url=f"https://example.org/feeds/{key}.{name}",
            bytes=1,
            sha256="0" * 64,
        )
        for name in formats
    )
    return FeedRecord(key=key, title=title, entries=1, files=files)


def outlines(data: bytes) -> list[ET.Element]:
    """Give the outlines that are feeds."""
    return [one for one in ET.fromstring(data).iter("outline") if "xmlUrl" in one.attrib]


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(FOLDERS)), texts),
        min_size=1,
        unique_by=lambda pair: pair[0],
    ),
    texts,
)
def test_round_trip(feeds: list[tuple[str, str]], title: str) -> None:
    """listparser finds every feed once, in its family's folder, under its title and address."""
    site = Site(title=title, url="https://example.org/", authority="example.org,2021")
    found = listparser.parse(render([record(*feed) for feed in feeds], site).decode())
    assert (False, "opml2", title) == (bool(found.bozo), found.version, found.meta.title)
    assert {
        (f"https://example.org/feeds/{key}.atom", name, FOLDERS[key].format(title))
        for key, name in feeds
    } == {(feed.url, feed.title, feed.categories[0][0]) for feed in found.feeds}
    assert len(feeds) == len(found.feeds)
    assert [] == found.lists


def test_outlines_say_all_there_is() -> None:
    """Each feed has what the spec requires, its title for readers that look there, and the site."""
    data = render([record("all", 'A "title" & <more>'), record("topics/ai")], SITE)
    for outline in outlines(data):
        assert REQUIRED < outline.attrib.keys()
        assert outline.get("text") == outline.get("title")
        assert "https://example.org/" == outline.get("htmlUrl")
    assert 'A "title" & <more>' == outlines(data)[0].get("text")


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        (("json", "rss", "atom"), ("rss", "atom")),
        (("json", "rss"), ("rss", "rss")),
        (("json",), ("JSONFeed", "json")),
    ],
)
def test_one_format_a_feed(formats: tuple[str, ...], expected: tuple[str, str]) -> None:
    """A feed stands there once: as Atom, else as RSS; as JSON, and called so, if that is all."""
    (outline,) = outlines(render([record("all", formats=formats)], SITE))
    kind, ending = expected
    assert (kind, f"https://example.org/feeds/all.{ending}") == (
        outline.get("type"),
        outline.get("xmlUrl"),
    )


def test_head() -> None:
    """The head names the site and who answers for it, and has no date."""
    site = Site(
        title="T",
        url="https://example.org/",
        authority="example.org,2021",
        author=Person(name="R & D", email="desk@example.org"),
    )
    head = ET.fromstring(render([record("all")], site))[0]
    assert {
        "title": "T",
        "ownerName": "R & D",
        "ownerEmail": "desk@example.org",
        "docs": "http://opml.org/spec2.opml",
    } == {element.tag: element.text for element in head}


def test_order_of_records_does_not_matter() -> None:
    """The same feeds give the same bytes."""
    feeds = [record(key) for key in FOLDERS]
    assert render(feeds, SITE) == render(reversed(feeds), SITE)


def test_dirty_title() -> None:
    """What XML cannot hold is left out."""
    (outline,) = outlines(render([record("all", "a\x00\ud800\ufffe\x1bb")], SITE))
    assert "ab" == outline.get("text")


def test_a_killed_build_does_not_forget_it() -> None:
    """The manifest that stands while files are moved names the index, be it new or leaving."""
    with_index = Manifest(index=record("all").files[0])
    assert with_index == united(Manifest(), with_index) == united(with_index, Manifest())


class TestBuild:
    """The index in the output folder."""

    def test_it_is_in_the_manifest(self, tmp_path: Path) -> None:
        """The manifest has its size, digest and address, and it lists the manifest's feeds."""
        root = write_site(tmp_path, {"a.md": article(topics="[AI]")})
        report = build_site(root)
        data = (root / "feeds" / INDEX).read_bytes()
        manifest = decode_manifest((root / "feeds" / "feeds.json").read_bytes())
        assert manifest.index is not None
        assert ("opml", "https://example.org/feeds/index.opml", len(data)) == (
            manifest.index.format,
            manifest.index.url,
            manifest.index.bytes,
        )
        assert INDEX in report.written
        assert [feed.files[0].url for feed in manifest.feeds] == [
            outline.get("xmlUrl") for outline in outlines(data)
        ]

    def test_a_new_entry_does_not_change_it(self, tmp_path: Path) -> None:
        """It is written when there is another feed, not when there is another entry."""
        root = write_site(tmp_path, {"a.md": article(topics="[AI]")})
        build_site(root)
        before = (root / "feeds" / INDEX).stat()
        write_site(root, {"b.md": article("Another", topics="[AI]")})
        assert INDEX not in build_site(root).written
        after = (root / "feeds" / INDEX).stat()
        assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
        write_site(root, {"c.md": article("A third", topics="[Dogs]")})
        assert INDEX in build_site(root).written

    def test_damage_is_found_and_mended(self, tmp_path: Path) -> None:
        """`--check` tells of an index that was changed or deleted, and a build restores it."""
        root = write_site(tmp_path, {"a.md": article()})
        build_site(root)
        index = root / "feeds" / INDEX
        good = index.read_bytes()
        for damage in (lambda: index.write_bytes(b"rubbish"), index.unlink):
            damage()
            assert (INDEX,) == build_site(root, check=True).written
            assert (INDEX,) == build_site(root).written
            assert good == index.read_bytes()

    def test_without_feeds_there_is_none(self, tmp_path: Path) -> None:
        """OPML cannot list nothing: with the last feed the index goes, which is then ours."""
        config = f"{CONFIG}feeds: {{families: [topic]}}\n"
        root = write_site(tmp_path, {"a.md": article(topics="[AI]")}, config)
        build_site(root)
        (root / "articles" / "a.md").unlink()
        assert INDEX in build_site(root).deleted
        assert ["feeds.json"] == [path.name for path in (root / "feeds").iterdir()]

    def test_one_of_somebody_else_is_left_alone(self, tmp_path: Path) -> None:
        """An index.opml that Feedmill did not write stops the build, and stays."""
        root = write_site(tmp_path, {"a.md": article()})
        (root / "feeds").mkdir()
        (root / "feeds" / INDEX).write_text("mine")
        with pytest.raises(PublishError, match=r"index\.opml lies in the output folder already"):
            build_site(root)
        assert "mine" == (root / "feeds" / INDEX).read_text()
        assert [INDEX] == [path.name for path in (root / "feeds").iterdir()]
