"""The article on a page: found, cut out, and rid of what the page puts around it."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from feedmill.bodies.rendered.page import CutError, Cutter
from feedmill.bodies.sanitise import sanitise
from feedmill.config.articles import Rendered
from feedmill.model import Article, Person

LINK = "https://example.org/a/"
ARTICLE = Article(
    id="tag:x",
    title="Tea & more",
    link=LINK,
    published=datetime(2026, 3, 5, 8, tzinfo=UTC),
    updated=datetime(2026, 3, 9, tzinfo=UTC),
    path="a.md",
    authors=(Person(name="Ann Lee"),),
    topics=("Cups",),
)


def cut(page: str, select: str | None = None, *remove: str) -> str:
    """Return what is cut out of a page."""
    settings = Rendered(folder="_site", select=select, remove=remove)
    return Cutter(settings).cut(page.encode(), LINK, ARTICLE).markup


@pytest.mark.parametrize(
    ("page", "markup"),
    [
        ("<div class='h-entry'><p>x<div class='e-content z'><p>a</div></div>", "<p>a</p>"),
        (
            "<div class=h-cite><p class=e-content>reply</p></div><div class=e-content><p>a</div>",
            "<p>a</p>",
        ),
        ("<article>x<div itemprop='text articleBody'><p>a</div></article>", "<p>a</p>"),
        ("<main>x<article><p>a</article></main>", "<p>a</p>"),
        ("<main><article>1</article><article>2</article></main>",
         "<article>1</article><article>2</article>"),
        ("<main><p>Long text of the post</p><article>n</article></main>",
         "<p>Long text of the post</p><article>n</article>"),
        ("<div><main><p>a</main></div>", "<p>a</p>"),
        ("<html lang=en /><head /><body class=x/><main><p>a</main></div>", "<p>a</p>"),
        ("<div role=main><p>a</div>", "<p>a</p>"),
        ("<div class=post><div class=entry-content><p>a</div></div>", "<p>a</p>"),
    ],
)  # fmt: skip
def test_the_article_is_where_pages_usually_have_it(page: str, markup: str) -> None:
    """Microformats, schema.org, the only article, main, names that themes use."""
    assert markup == cut(page)


def test_a_selector_of_the_config_goes_before() -> None:
    """Where `select` says what the article is, nothing else counts."""
    page = "<main class=e-content>x</main><div id=post><p>a</div>"
    assert "<p>a</p>" == cut(page, "#post")
    with pytest.raises(CutError, match="select matches nothing"):
        cut(page, ".post")


@pytest.mark.parametrize(
    "page",
    ["", " ", "<!-- -->", "<p>a", "plain", "\0", "{}", "<main><p> ", "<main><h1>Tea &amp; more"],
)
def test_a_page_without_an_article_says_so(page: str) -> None:
    """What cannot be found is not guessed."""
    with pytest.raises(CutError):
        cut(page)


@pytest.mark.parametrize(
    "around",
    [
        "<nav><a href=/>Home</a></nav>",
        "<footer>Share this</footer>",
        "<form action=/s><input name=q>Search <button>Go</button></form>",
        "<style>a{}</style>",
        "<div id=comments><p>Nice!</div>",
        "<h3>Comments</h3><div id=disqus_thread></div>",
        "<button class=copy>Copy</button>",
    ],
)
def test_what_pages_put_around_an_article_goes(around: str) -> None:
    """Navigation, forms, comments and scripts are no part of an article."""
    assert "<p>a</p>" == cut(f"<main>{around}<p>a</p>{around}</main>")


def test_what_an_author_may_have_written_stays() -> None:
    """In the content itself, only what feeds cannot have at all goes."""
    page = "<div class=e-content><nav>a</nav><blockquote>b<footer>c</footer></blockquote></div>"
    assert "<nav>a</nav><blockquote>b<footer>c</footer></blockquote>" == cut(page)
    page = "<main><blockquote>b<footer>c</footer></blockquote></main>"
    assert "<blockquote>b<footer>c</footer></blockquote>" == cut(page)
    form = f"<form>{'Was this page of any use? ' * 20}</form>"
    assert "<p>a</p>" * 4000 == cut(f"<main>{'<p>a</p>' * 4000}{form}</main>")
    page = f"<main><form><p>{'A long story. ' * 30}</p></form></main>"
    assert "A long story" in cut(page)


@pytest.mark.parametrize(
    "label",
    [
        "<h2><button data-bs-toggle=collapse>Cups</button></h2>",
        "<button aria-controls=part>Cups</button>",
        "<ul><li><button role=tab data-bs-target='#part'>Cups</button></li></ul>",
        "<button class=accordion-button>Cups</button>",
    ],
)
def test_a_button_that_names_a_part_of_the_text_keeps_its_words(label: str) -> None:
    """Parts that open and close have buttons as headings; others copy code or share pages."""
    more = "<button>Share</button><h3>Tea<button>Copy</button></h3>"
    text = sanitise(cut(f"<main><p>a</p>{label}<div id=part>b</div>{more}</main>"), LINK)
    assert "Cups" in text
    assert "<h3>Tea</h3>" == text.partition("</div>")[2]


def test_a_footer_with_notes_that_the_text_links_to_stays() -> None:
    """It is the author's own; that of the theme has nothing that the text needs."""
    notes = "<footer><ol><li id=ref1>Kakuzo</ol></footer>"
    theme = "<footer id=end><a href='#end'>Share</a></footer>"
    text = cut(f"<main><p>Tea <a href='#ref1'>[1]</a></p>{notes}{theme}</main>")
    assert "Kakuzo" in text
    assert "Share" not in text


def test_a_form_around_pictures_leaves_them() -> None:
    """An author lets readers choose what they see."""
    form = "<form><input type=radio><img src=a.png><input type=radio><img src=b.png></form>"
    assert 2 == cut(f"<main><p>Tea</p>{form}</main>").count("<img")


def test_what_the_config_removes_goes_and_the_text_after_it_stays() -> None:
    """`remove` names elements; text beside them is the article's."""
    page = "<main>1<i class=share>x</i>2<b>3</b><p class='a share'>y</p>4</main>"
    assert "12<b>3</b>4" == cut(page, None, ".share", "nav > p")


@pytest.mark.parametrize(
    "head",
    [
        "<h1>Tea &amp; more</h1>",
        "<h2 id=x>Tea &amp; More <a class=anchor href='#x'>#</a></h2>",
        "<header><h1><a href=/a/>Tea &amp; more</a></h1><p>March 5, 2026</p></header>",
        "<h1>Tea &amp; more</h1><p><time datetime=2026-03-05T08:00:00Z>5 March</time></p>",
        "<div><h1>Tea &amp; more</h1></div><div>By Ann Lee on 05.03.2026 · 4 min read</div>",
        "<p class=date><time datetime='2026-03-05'>Yesterday</time></p><h1>Tea &amp; more</h1>",
        "<h1>Tea &amp; more</h1><p>2026年3月5日</p>",
        "<h1><a href=/a/>Tea &amp; more</a> <small>Posted 5 March 2026 by Ann Lee</small></h1>",
        "<h1>Tea &amp; more</h1><ul><li>Posted 2026-03-05</li><li>in Cups</li></ul><hr>",
    ],
)
def test_title_and_date_at_the_start_go(head: str) -> None:
    """The entry has them already."""
    assert "<p>a</p><h2>Tea</h2>" == cut(f"<main>{head}<p>a</p><h2>Tea</h2></main>").replace(
        "\n", ""
    )


@pytest.mark.parametrize(
    "start",
    [
        "<h1>Another title</h1>",
        "<h1>Tea &amp; more on 5 March 2026, or how we opened a shop</h1>",
        "<p>On March 5, 2026 we opened a shop.</p>",
        "<p>March 5, 2026</p>",
        "<h2>Tea</h2><h2>More tea</h2>",
        "<p>Tea &amp; more</p>",
        "<p><time datetime=1999-01-01>Long ago</time></p>",
    ],
)
def test_what_says_something_else_stays(start: str) -> None:
    """Nothing is taken for a heading or a date only because it is short."""
    assert f"{start}<p>a</p>".replace("datetime=1999-01-01", 'datetime="1999-01-01"') == cut(
        f"<main>{start}<p>a</p></main>"
    )


def test_a_title_below_a_picture_goes_and_the_picture_stays() -> None:
    """A page's picture often stands above the title."""
    page = "<main><p><img src=/p.png></p><h1>Tea &amp; more</h1><p>5 Mar 2026</p><p>a</p></main>"
    assert '<p><img src="/p.png"></p><p>a</p>' == cut(page)


def test_a_sign_at_the_end_of_a_title_may_be_a_part_of_it() -> None:
    """C# is no C with a link to its heading."""
    article = replace(ARTICLE, title="Tea in C#")
    page = b"<main><h1>Tea in C#</h1><p>a</p></main>"
    assert "<p>a</p>" == Cutter(Rendered(folder="_site")).cut(page, LINK, article).markup


def test_signs_that_link_to_a_heading_itself_go() -> None:
    """They are for people who copy addresses."""
    page = "<main><h2 id=x>A<a href='#x'>¶</a></h2><h3><a href='#y'><svg></svg></a>B</h3>"
    assert "<h2>A</h2><h3>B</h3>" == cut(page.replace(" id=x", ""))
    assert '<h2><a href="https://example.org/a/#x">A</a></h2>' == cut(
        "<main><h2><a href='#x'>A</a></h2></main>"
    )


def test_a_link_in_whose_place_a_script_shows_a_post_has_a_text() -> None:
    """Without the script there would be nothing to see."""
    page = "<main><blockquote class=tweet><a href='https://x.example/1'></a></blockquote></main>"
    assert ">https://x.example/1</a>" in cut(page)


def test_a_link_that_is_broken_on_the_page_is_the_same_in_the_feed() -> None:
    """The site shows `%7Bfilename%7Dx.md`, though nothing is there."""
    page = "<main><p>a <a href='%7Bfilename%7Dx.md'>b</a></p></main>"
    wanted = '<p>a <a href="https://example.org/a/%7Bfilename%7Dx.md">b</a></p>'
    assert wanted == cut(page)


def test_a_base_is_where_links_start() -> None:
    """`<base>` counts as in browsers, but not for links within the page."""
    page = "<base href='/b/'><main><a href=c>c</a><a href='#d'>d</a></main>"
    found = Cutter(Rendered(folder="x")).cut(page.encode(), LINK, ARTICLE)
    assert "https://example.org/b/" == found.base
    assert '<a href="c">c</a><a href="https://example.org/a/#d">d</a>' == found.markup
    page = "<base href='javascript:x'><main>a</main>"
    assert LINK == Cutter(Rendered(folder="x")).cut(page.encode(), LINK, ARTICLE).base


@pytest.mark.parametrize(
    "page",
    [
        "<main>" + "<div>" * 100_000 + "a",
        "<main>" + "<b>" * 50_000 + "x</b>" * 50_000,
        "<main>" + "".join(f"<b {n}>" for n in range(9000)) + "<i>" * 9000 + "x</b>" * 9000,
        "<main>" + "<ul><li>" * 50_000,
        "<main>" + "<table><a>" * 50_000,
        "<main>" + "<p>x</p>" * 200_000,
        "<main>" + "<h2><a href='#x'>#</a>" * 50_000,
        "<main><p " + " ".join(f"a{n}=1" for n in range(500_000)) + ">a",
        '<main><p ="' + " ".join(f"a{n}" for n in range(500_000)) + ">a",
        "<main>" + "<div class=e-content>a</div>" * 100_000,
        "<main>" + "<noscript><img>" * 30_000,
        "<main>" + "<!--" * 100_000,
        "<main>" + "<nav>" * 50_000,
        "<div class=h-cite>" * 200 + "<p class=e-content>" * 100_000,
        "<main>" + "<form>" * 200 + "a " * 1_000_000,
        "<main>" + "<h1>" * 200 + "<a href='#x'>#</a>" * 100_000,
        "<main>" + "<div>" * 200 + "<footer></footer>" * 200_000,
        "<main>" + "<section>" * 200 + "<p>a</p>" * 200_000,
        "<main>" + "<header><h1>" * 20_000,
        "<main>" + "<a href=#r>x</a>" * 50_000 + "<footer><i id=q></i></footer>" * 2000,
        "<main>" + "<footer id=a>" * 200 + "<i id=q><a href=#z></a></i>" * 50_000,
        "<main>" + "<h1>" * 200 + "<i></i>" * 100_000 + "<button>x</button>" * 50_000,
        "<" * 500_000,
        "<main>" + "&" * 500_000,
    ],
    ids=str.__len__,
)
@pytest.mark.slow
def test_no_page_takes_long(page: str) -> None:
    """Time is in proportion to the page."""
    start = time.process_time()
    with contextlib.suppress(CutError):
        cut(page, None, "div p", ".x", "p:nth-child(2)")
    assert time.process_time() - start < 20  # it is about one; others take minutes for some
