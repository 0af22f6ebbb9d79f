"""Which part of the site's pages is the article, found by what the articles' files say."""

from __future__ import annotations

import sys

import pytest
from msgspec.structs import replace

from feedmill.config import parse_config
from feedmill.generators.proposal import Proposal, RenderedPages
from feedmill.scaffold.answers import Answers
from feedmill.scaffold.config_text import config_text
from feedmill.scaffold.pages import fit_rendered

ANSWERS = Answers(
    title="A", url="https://a.example/", authority="a.example,2026", include=("posts/**/*.md",)
)
FOUND = Proposal(include=ANSWERS.include, permalink=(("", "/{slug}/"),))
WORDS = "Apples are red and pears are green, said *{0}* to the baker of cakes, who knew."
ARTICLES = {
    f"posts/{name}.md": f"---\ntitle: T\ndate: 2026-01-02\n---\n{WORDS.format(name)}".encode()
    for name in ("ann", "bo", "cy", "di")
}
OTHER = "<p>Something else altogether that many pages have beside their text, and long, too.</p>"


def pages(template: str, folder: str = "_site", missing: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Return a page for each article, by path; `{0}` is the article."""
    return {
        f"{folder}/{name}/index.html": template.format(f"<p>{WORDS.format(name)}</p>").encode()
        for name in ("ann", "bo", "cy", "di")
        if name not in missing
    }


def fit(found: dict[str, bytes], *folders: str) -> RenderedPages | None:
    """Return what `feedmill init` would write."""
    made = fit_rendered(
        FOUND,
        ANSWERS,
        ARTICLES,
        folders or ("_site",),
        found.get,
        lambda text: parse_config(text, "x"),
    )
    return made.rendered


def test_the_usual_places_need_no_selector() -> None:
    """What every site has is not written into its config."""
    assert RenderedPages(folder="_site") == fit(pages(f"<main><h1>T</h1>{{0}}</main>{OTHER}"))


def test_a_selector_is_found_where_the_usual_places_are_not() -> None:
    """The part whose words are those of the files."""
    template = f"<div class='all x'>{OTHER}<div id=post-9 class='x text'>{{0}}</div>{OTHER}</div>"
    assert RenderedPages(folder="_site", select=".text") == fit(pages(template))


def test_a_selector_is_found_where_it_is_closer() -> None:
    """An `article` with the whole page in it is no good place."""
    template = f"<article>{OTHER * 3}<div id=body>{{0}}</div></article>"
    assert RenderedPages(folder="_site", select="#body") == fit(pages(template))


def test_a_part_without_a_name_is_found_by_what_it_is_in() -> None:
    """Simple themes name nothing: the text is the only `div` in the `article`."""
    template = f"<article><h1>T</h1><div>{{0}}</div>{OTHER * 3}</article>"
    assert RenderedPages(folder="_site", select="article > div") == fit(pages(template))


def test_what_stands_around_the_text_is_removed() -> None:
    """The part of the page holds it, and no narrower one has the text alone."""
    template = "<main><div class=share>Tweet this</div>{0}<p>So.</p></main>"
    assert RenderedPages(folder="_site", remove=(".share",)) == fit(pages(template))


def test_a_page_of_nothing_else_is_the_article() -> None:
    """Simple themes put no element around the text."""
    template = "<title>T</title><h1>T</h1>{0}<div class=made>Made by us</div>"
    made = RenderedPages(folder="_site", select="body", remove=(".made",))
    assert made == fit(pages(template))


def test_what_an_extra_would_render_is_compared_as_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Init does not stop where a package is missing: the build says what to install."""
    monkeypatch.setitem(sys.modules, "markdown", None)
    found = replace(FOUND, generator="mkdocs")
    template = f"<div class='all'>{OTHER}<div class='x text'>{{0}}</div>{OTHER}</div>"
    made = fit_rendered(
        found,
        ANSWERS,
        ARTICLES,
        ("_site",),
        pages(template).get,
        lambda text: parse_config(text, "x"),
    )
    assert made.rendered == RenderedPages(folder="_site", select=".text")


def test_the_folder_with_the_pages_of_the_articles_counts() -> None:
    """A folder of other pages, or with few of them, is none."""
    template = "<main>{0}</main>"
    assert fit(pages(template, missing=("ann", "bo"))) is None
    assert fit(pages(f"<main>{OTHER}</main>")) is None
    assert fit({}) is None
    both = {**pages(f"<main>{OTHER}</main>", "public"), **pages(template, "dist")}
    assert RenderedPages(folder="dist") == fit(both, "public", "dist")


def test_the_config_says_where_the_pages_are() -> None:
    """What was found is written as config.yaml has it, and read again as it was meant."""
    for select in ("", "#a", ".b", "div.c"):
        rendered = RenderedPages(folder="docs/_site", select=select, remove=(".d", "#e"))
        made = Proposal(include=("a/*.md",), rendered=rendered)
        read = parse_config(config_text(made, ANSWERS), "x").articles.rendered
        assert read is not None
        assert (rendered.folder, select or None) == (read.folder, read.select)
        assert [*rendered.remove] == [*read.remove]
