"""What `feedmill init` learns of some articles."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from feedmill.config.schema import Articles, Config, Site
from feedmill.generators.facts import Facts
from feedmill.generators.proposal import Proposal
from feedmill.scaffold.proposals import along_the_paths
from feedmill.scaffold.samples import left_out, newest_link, settled

PLAIN = Proposal(include=("posts/**/*.md",))


def article(*lines: str) -> bytes:
    """Give the bytes of an article with more lines in its front matter."""
    return "\n".join(["---", "title: A", "date: 2024-01-02", *lines, "---", "Text."]).encode()


@pytest.mark.parametrize(
    ("permalink", "lines"),
    [
        ("/posts/{folder}/{slug}/", []),
        ("", ["link: https://a.example/"]),
        ("", ["webUrl: https://a.example/"]),
    ],
)
def test_links_that_are_lacking(permalink: str, lines: list[str]) -> None:
    """Articles without a link of their own get one along their paths, others keep theirs."""
    found = settled(PLAIN, PLAIN.include, {"posts/a.md": article(*lines)})
    assert ((("", permalink),) if permalink else ()) == found.permalink


def test_a_site_without_articles_gets_a_pattern() -> None:
    """Where there is no article yet, the first one gets a link; a generator has its own rules."""
    assert (("", "/{year}/{month}/{slug}/"),) == settled(PLAIN, PLAIN.include, {}).permalink
    hugo = replace(PLAIN, generator="hugo")
    assert hugo == settled(hugo, hugo.include, {})


@pytest.mark.parametrize(
    ("permalink", "include"),
    [
        ("/a%20b/{folder}/{slug}/", ("a b/**/*.md", "a b/**/*.html")),
        ("/{folder}/{slug}/", ("a/*.md", "b/*.md")),
        ("/{folder}/{slug}/", ("my [[]1]/**/*.md",)),
    ],
)
def test_along_the_paths(permalink: str, include: tuple[str, ...]) -> None:
    """The part that all patterns share stands in the link; what is below it is the folder."""
    assert permalink == along_the_paths(include)


def test_the_newest_link() -> None:
    """A link to compare is the newest article's; without an article there is none."""
    articles = Articles(include=PLAIN.include, permalink="/p/{stem}/")
    site = Site(title="A", url="https://example.org/", authority="example.org,2000")
    config = Config(site=site, articles=articles)
    old = article().replace(b"2024", b"2023")
    files = {"posts/a.md": article(), "posts/b.md": old, "posts/c.md": b"Words."}
    assert "https://example.org/p/a/" == newest_link(config, files)
    assert "" == newest_link(config, {"posts/c.md": b"Words."})


def test_dated_files_elsewhere() -> None:
    """Folders with several dated files that are no articles are named; templates are not."""
    names = ["content/blog/a.md", "archetypes/a.md", "content/a/1.md"]
    names += [f"content/talks/{number}/index.md" for number in range(3)]
    facts = Facts(paths=tuple(names), heads={name: {"date": "2024-01-02"} for name in names})
    assert [("content/talks", 3)] == left_out(facts, ["content/blog/a.md"])
