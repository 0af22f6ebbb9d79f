"""Feeds to pages, looked at with an HTML5 parser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedmill.config.schema import Site
from feedmill.model import Enclosure, Entry, Feed, Person
from feedmill.pages.files import package_theme
from feedmill.pages.paths import Places
from feedmill.pages.relations import FeedLink, Relations
from feedmill.pages.renderer import ListedSection, Renderer
from htmlpage import Page, text, texts

SITE = Site(
    title="Räder & Co",
    url="https://example.org/",
    authority="example.org,2021",
    feeds_url="https://example.org/feeds/",
    description="News of wheels",
    rights="© <us>",
)
PLACES = Places(folder="", feeds_url="https://example.org/feeds/", own_urls=(SITE.url,))
PAGE = "https://example.org/feeds/topics/ai.html"
WHEN = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
STORED = Enclosure(
    url="https://example.org/feeds/images/ab/x.jpg", type="image/jpeg", length=9, width=3, height=2
)


def renderer(places: Places = PLACES, **site: str) -> Renderer:
    """Make a renderer of the package's templates."""
    return Renderer(
        replace(SITE, **site), places, "#c2410c", package_theme(site.get("language", "en"))
    )


def entry(number: int = 0, **fields: object) -> Entry:
    """Make an entry; a higher number is an older one."""
    when = WHEN - timedelta(days=number)
    usual = {
        "id": f"tag:{number}",
        "title": f"Entry {number}",
        "link": f"https://elsewhere.example/{number}?a=1&b=2",
        "published": when,
        "updated": when,
        "summary": f"Summary {number} & <more>",
        "authors": (Person(name="Fox", uri="https://fox.example/"),),
    }
    return Entry(**{**usual, **fields})  # type: ignore[arg-type]


def feed(*entries: Entry, **fields: object) -> Feed:
    """Make a feed of a topic."""
    usual = {
        "key": "topics/ai",
        "id": "tag:feed",
        "title": "Räder & Co: AI",
        "home": SITE.url,
        "updated": WHEN,
        "author": Person(name="Räder & Co"),
        "subtitle": "Models that answer",
        "urls": {
            "rss": "https://example.org/feeds/topics/ai.rss",
            "atom": "https://example.org/feeds/topics/ai.atom",
        },
        "entries": entries,
    }
    return Feed(**{**usual, **fields})  # type: ignore[arg-type]


def page(*entries: Entry, own: str = "", related: Relations | None = None, **site: str) -> Page:
    """Render the page of a feed with these entries, and parse it."""
    return Page(renderer(**site).feed(feed(*entries), [own], related or Relations()))


class TestFeed:
    """A feed's page."""

    def test_it_names_the_feed(self) -> None:
        """Title, heading and subtitle are the feed's; the site's name is there, too."""
        seen = page(entry())
        assert "Räder & Co: AI" == text(seen.one("head/title")) == text(seen.one("h1"))
        assert "Models that answer" == text(seen.one("p[@class='lead']"))
        assert "Räder & Co" == text(seen.one("header[@class='bar']/p/a"))
        assert ("en", "ltr") == (seen.root.get("lang"), seen.root.get("dir"))
        assert "© <us>" == texts(seen.all("footer/p"))[-1]

    def test_addresses_to_copy(self) -> None:
        """There is one for each format in the table's order, and the head names them, too."""
        seen = page(entry())
        expected = [feed().urls["atom"], feed().urls["rss"]]
        assert expected == texts(seen.all("code"))
        assert [
            ("application/atom+xml", "ai.atom"),
            ("application/rss+xml", "ai.rss"),
        ] == seen.alternates()
        assert expected == [urljoin(PAGE, one.attrib["href"]) for one in seen.all("dt/a")]
        assert ["Atom 1.0", "RSS 2.0"] == texts(seen.all("dt"))

    def test_entries(self) -> None:
        """The newest are shown in the feed's order: link, title, time, author, summary."""
        entries = [entry(number) for number in range(30)]
        seen = page(*entries)
        shown = seen.all("ol/li")
        assert 12 == len(shown)
        assert [one.link for one in entries[:12]] == [
            item.findall("h3/a")[0].attrib["href"] for item in shown
        ]
        assert [one.title for one in entries[:12]] == [text(item.find("h3")) for item in shown]
        times = [item.findall("p/time")[0] for item in shown]
        assert [one.published for one in entries[:12]] == [
            datetime.fromisoformat(time.attrib["datetime"]) for time in times
        ]
        assert "20 Nov 2026" == text(times[0])
        assert "Fox" == text(shown[0].find("p/bdi"))
        assert "Summary 0 & <more>" == texts(shown[0].findall("p"))[-1]

    def test_facts(self) -> None:
        """The number of entries, the date of the newest and how often it changes are said."""
        seen = page(*(entry(number) for number in range(30)))
        facts = seen.all("header[@class='head']/p[@class='facts']")[0]
        assert "30 entries updated 20 Nov 2026 about one a day" == text(facts)
        assert "2026-11-20T06:30:00Z" == facts.findall("time")[0].attrib["datetime"]

    def test_an_empty_feed(self) -> None:
        """It says so, and has addresses all the same."""
        seen = page()
        assert "No entries yet." == texts(seen.all("section/p"))[0]
        assert 2 == len(seen.all("code"))
        assert [] == seen.all("time")

    def test_a_provider_is_not_named_on_its_own_page(self) -> None:
        """Who wrote for it still is."""
        both = (Person(name="Jane"), Person(name="Fox", uri="https://fox.example/"))
        seen = page(entry(authors=both), own="https://fox.example/")
        assert ["Jane"] == texts(seen.all("li//bdi"))
        assert ["Jane", "Fox"] == texts(page(entry(authors=both)).all("li//bdi"))

    def test_dots_between_facts_have_no_direction(self) -> None:
        """A dot is between elements: in one, it would be on the wrong side in Hebrew."""
        facts = page(entry(authors=(Person(name="Jane"),), language="he")).all("li/p")[0]
        assert ["time", "i", "bdi"] == [one.tag.rpartition("}")[2] for one in facts]
        assert [None, None] == [facts[1].text, facts[1].get("dir")]

    def test_languages(self) -> None:
        """An entry in another language has it, and its direction; its date is in the page's."""
        seen = page(
            entry(language="he", title="שלום"), entry(1, language="EN"), entry(2, language=None)
        )
        hebrew, english, unknown = seen.all("ol/li")
        assert ("he", "rtl") == (hebrew.get("lang"), hebrew.get("dir"))
        assert ("en", "ltr") == tuple(map(hebrew.findall("p/time")[0].get, ("lang", "dir")))
        assert (None, "auto") == (english.get("lang"), english.get("dir"))
        assert (None, "auto") == (unknown.get("lang"), unknown.get("dir"))

    def test_related(self) -> None:
        """Related feeds are linked by what tells them from others, and very many are counted."""
        related = Relations(
            (FeedLink("topics/x", "Räder & Co: X"),),
            (FeedLink("topics/ai/fox9.com", "Räder & Co: AI from Fox"),),
            3,
        )
        seen = page(entry(), related=related)
        section = seen.section("related")
        assert section is not None
        links = section.findall(".//li/a")
        assert [("x.html", "X"), ("ai/fox9.com.html", "AI from Fox")] == [
            (one.attrib["href"], text(one)) for one in links
        ]
        assert "3 more in the list of all feeds" == text(section.findall(".//p/a")[0])
        assert page(entry()).section("related") is None

    def test_all_feeds_are_linked(self) -> None:
        """The index and the OPML are, with relative links, as all within the site."""
        seen = page(entry())
        assert {"../index.html", "../index.opml", "../style.css"} <= set(seen.links())
        absolute = {link for link in seen.links() if "://" in link}
        assert {SITE.url, entry().link} == {one for one in absolute if not one.startswith("data:")}


class TestPictures:
    """Which pictures a page shows."""

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"enclosures": (STORED,)}, "../images/ab/x.jpg"),
            ({"enclosures": (replace(STORED, length=0),)}, None),
            ({"enclosures": (replace(STORED, type="audio/mpeg"),)}, None),
            ({"enclosures": (replace(STORED, url="https://other.example/x.jpg"),)}, None),
            (
                {"enclosures": (replace(STORED, url="https://other.example/x.jpg"), STORED)},
                "../images/ab/x.jpg",
            ),
            (
                {
                    "enclosures": (STORED,),
                    "thumbnail": replace(STORED, url="https://example.org/feeds/images/t.jpg"),
                },
                "../images/t.jpg",
            ),
        ],
    )
    def test_only_stored_ones(self, fields: dict[str, object], expected: str | None) -> None:
        """The small copy, else the first that the site itself serves."""
        found = page(entry(**fields)).all("img")
        assert [expected] * (expected is not None) == [one.get("src") for one in found]

    def test_attributes(self) -> None:
        """A picture is loaded late, has its size, and says nothing that the title does not."""
        picture = page(entry(enclosures=(STORED,))).one("img")
        assert ("lazy", "3", "2", "") == tuple(
            map(picture.get, ("loading", "width", "height", "alt"))
        )
        unknown = replace(STORED, width=None, height=None)
        assert page(entry(enclosures=(unknown,))).one("img").get("width") is None


class TestIndex:
    """The index of all feeds."""

    def sections(self, make: Renderer, page: str | None = None) -> list[ListedSection]:
        """Make two sections."""
        row = make.row(feed(entry()), "Models that answer")
        return [
            ListedSection(name="all", title="Räder & Co", count=1, rows=(row,)),
            ListedSection(
                name="topics", title="Räder & Co: topics", count=2, rows=(row,), page=page
            ),
        ]

    def test_index(self) -> None:
        """Each section has a heading, each feed a link, its description, a count and a time."""
        make = renderer()
        address = "https://example.org/feeds/all.atom"
        seen = Page(make.index(self.sections(make), [("All", "atom", address)], 3))
        assert ["Räder & Co", "Räder & Co: topics"] == texts(seen.all("h2"))
        assert "Feeds" == text(seen.one("h1"))
        assert [("application/atom+xml", "all.atom")] == seen.alternates()
        link = seen.all("ul/li/a")[0]
        assert ("topics/ai.html", "Räder & Co: AI") == (link.attrib["href"], text(link))
        assert "Models that answer" == text(seen.all("ul/li/p")[0])
        assert "1 entry" == text(seen.all("ul/li/span")[0])
        assert "2026-11-20T06:30:00Z" == seen.all("ul/li/time")[0].attrib["datetime"]
        assert "index.opml" in seen.links()

    def test_a_long_section_has_a_page_of_its_own(self) -> None:
        """The index leads there, and it leads back."""
        make = renderer()
        sections = self.sections(make, "topics.html")
        seen = Page(make.index(sections, [], 3))
        assert ["topics: 2 feeds"] == [
            text(one) for one in seen.all("a") if one.get("href") == "topics.html"
        ]
        own = Page(make.section(sections[1]))
        assert "Räder & Co: topics" == text(own.one("h1")) == text(own.one("head/title"))
        assert "index.html" in own.links()
        assert "topics.html" not in own.links()

    def test_a_row_is_small(self) -> None:
        """A feed takes under 400 bytes of the index."""
        row = renderer().row(feed(*map(entry, range(20))), "Models that answer and decide")
        assert len(row.encode()) < 400


class TestLanguage:
    """Pages in other languages than English."""

    def test_words_are_the_sites(self) -> None:
        """A German site has German pages."""
        seen = page(entry(), language="de-AT")
        assert ("de-AT", "ltr") == (seen.root.get("lang"), seen.root.get("dir"))
        assert "Abonnieren" == text(seen.one("h2[@id='subscribe']"))
        assert seen.one("h2[@id='subscribe']").get("lang") is None

    def test_from_right_to_left(self) -> None:
        """A Hebrew page runs from the right, its addresses do not."""
        seen = page(entry(), language="he")
        assert "rtl" == seen.root.get("dir")
        assert {"ltr"} == {one.get("dir") for one in seen.all("code")}

    def test_words_that_there_are_not(self) -> None:
        """Where English stands in, it is marked as such."""
        seen = page(entry(), language="cy")
        assert "cy" == seen.root.get("lang")
        assert ("en", "ltr") == tuple(map(seen.one("h2[@id='newest']").get, ("lang", "dir")))


NASTY = st.text(
    st.sampled_from("<>&\"'`={}%/ abאあ\u202e\u2028-!") | st.characters(categories=["L", "P", "S"]),
    max_size=30,
)
SCRIPTS = st.sampled_from(
    ["</title><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "-->"]
)


@given(title=NASTY | SCRIPTS, summary=NASTY | SCRIPTS, name=NASTY | SCRIPTS)
def test_text_is_text(title: str, summary: str, name: str) -> None:
    """Whatever strangers write is shown as they wrote it, and is no element and no attribute."""
    one = entry(title=title, summary=summary, authors=(Person(name=name),))
    seen = Page(
        renderer(title=f"T {title}").feed(
            feed(one, title=f"T {title}: {name}", subtitle=summary), (), Relations()
        )
    )
    plain = page(entry(title="x", summary="x", authors=(Person(name="x"),)))
    item = seen.one("ol/li")
    shown = title or summary or one.link  # a link needs a text
    assert shown.split() == text(item.find("h3")).split()
    assert name.split() == text(item.findall("p/bdi")[0]).split()
    assert [] == seen.all("script")
    tags = {one.tag for one in seen.root.iter()}
    assert tags <= {one.tag for one in plain.root.iter()}
    assert not {key for one in seen.root.iter() for key in one.attrib if key.startswith("on")}


@given(st.integers(0, 40), st.sampled_from(["x", "あ", "😀 ", "&"]))
def test_a_page_is_small(entries: int, sign: str) -> None:
    """A page and the stylesheet stay below 30 KB, however much the articles say."""
    make = renderer()
    held = [
        entry(number, title=sign * 120, summary=sign * 4000, authors=(Person(name=sign * 200),))
        for number in range(entries)
    ]
    related = Relations((), tuple(FeedLink(f"topics/ai/x{n}.example", "N") for n in range(40)))
    data = make.feed(feed(*held), (), related)
    assert len(data) + len(make.style()) < 30_000


def test_equal_feeds_give_equal_bytes() -> None:
    """What is rendered twice is the same, by another renderer, too."""
    one = feed(entry(), entry(1))
    assert renderer().feed(one, (), Relations()) == renderer().feed(one, (), Relations())
