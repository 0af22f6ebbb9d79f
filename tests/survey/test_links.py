"""The lines by which browsers and feed readers find the feeds from a site's pages."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from feedmill.cli.main import main
from sites import CONFIG, article, write_site

Capture = pytest.CaptureFixture[str]
FAMILIES = """\
feeds:
  formats: [rss]
  families:
    - language
    - topic
    - all
    - name: old
      path: {rss: feed.xml}
      title: "Old {site}"
"""


class Links(HTMLParser):
    """The links of a page's head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Take a link."""
        assert tag == "link"
        self.found.append(dict(attrs))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site in two languages."""
    texts = {"a.md": article("A", lang="de"), "b.md": article("B", webUrl="https://example.org/b")}
    config = CONFIG.replace("title: Example", 'title: "A & \\"B\\" {x}"') + FAMILIES
    monkeypatch.chdir(write_site(tmp_path, texts, config.replace(" {x}", "")))
    return tmp_path


def test_html(site: Path, capsys: Capture) -> None:
    """The site's language comes first, then feeds of all articles, then other languages."""
    assert 0 == main(["list", "links"])
    found = Links(capsys.readouterr().out).found
    home = "https://example.org/feeds/"
    assert [
        f"{home}{one}" for one in ("languages/en.rss", "feed.xml", "all.rss", "languages/de.rss")
    ] == [one["href"] for one in found]
    assert {"alternate"} == {one["rel"] for one in found}
    assert {"application/rss+xml"} == {one["type"] for one in found}
    assert 'Old A & "B"' == found[1]["title"]
    assert not (site / "feeds").exists()


@pytest.mark.parametrize(
    ("generator", "condition"),
    [
        ("hugo", '{{ if eq site.Language.Lang "de" }}'),
        ("jekyll", '{% if page.lang == "de" %}'),
        ("eleventy", '{% if lang == "de" %}'),
    ],
)
@pytest.mark.usefixtures("site")
def test_templates(generator: str, condition: str, capsys: Capture) -> None:
    """In templates, the feed of a page's language comes first, and only there."""
    assert 0 == main(["list", "links", f"--{generator}"])
    lines = capsys.readouterr().out.splitlines()
    assert condition == lines[1]
    assert "languages/de.rss" in lines[2]
    assert "languages/en.rss" in lines[4]
    assert 1 == sum("languages/de" in line for line in lines)


@pytest.mark.usefixtures("site")
def test_syntaxes_are_for_links_alone(capsys: Capture) -> None:
    """Templates are written of links only."""
    assert 2 == main(["list", "feeds", "--hugo"])
    assert "--hugo is for `list links`" in capsys.readouterr().err
    assert 0 == main(["list", "links", "--json"])


def test_a_feed_with_exceptions(site: Path, capsys: Capture) -> None:
    """A feed that `adopt` continued is one of all articles, though it leaves some out."""
    config = site / "config.yaml"
    marked = "      where: {fields: {in-old: ['true']}}\n"
    defaults = "articles:\n  defaults: [{values: {in-old: 'true'}}]\n"
    text = config.read_text() + marked
    config.write_text(
        text.replace("articles:\n", defaults) if "articles:" in text else text + defaults
    )
    assert 0 == main(["list", "links"])
    found = Links(capsys.readouterr().out).found
    assert "https://example.org/feeds/feed.xml" == found[1]["href"]
