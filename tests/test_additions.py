"""CONTRIBUTING.md tells the truth: what is added as it says works everywhere.

A copy of the package gets a format, a dimension and a field, in the files that the recipes name and
in no others; then every command meets them.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import feedparser
import pytest

import feedmill
from feedserver import TYPES, FeedServer, running
from repository import commit, repository
from sites import article, tree, write_site
from test_architecture import MODULES

PACKAGE = Path(feedmill.__file__).parent

FORMAT = '''\
"""A toy: one line for the feed, one per entry."""

from feedmill.model import Feed


def render(feed: Feed) -> bytes:
    lines = [f"{feed.title} {feed.urls['toy']}", *(f"{e.title}|{e.subtitle}" for e in feed.entries)]
    return "".join(f"{line}\\n" for line in lines).encode()


def self_links(data: bytes) -> tuple[str, ...]:
    return tuple(data.decode().splitlines()[0].split(" ")[-1:])
'''
RENDER = """\
def _toy(feed):
    from . import toy

    return toy.render(feed)


"""
LINKS = RENDER.replace("_toy(feed)", "_toy_links(data)").replace("render(feed)", "self_links(data)")
FORMAT_ROW = """\
        Format(
            name="toy",
            title="Toy 1.0",
            ending=".toy",
            media_type="text/x-toy",
            render=_toy,
            default=True,
            self_links=_toy_links,
        ),
"""
MEMBERS = """\
def _years(article):
    year = str(article.published.year)
    return [Member(year, year)]


"""
DIMENSION_ROW = """\
        Dimension(
            name="year",
            plural="years",
            folder="years",
            docs="year",
            members=_years,
            phrase=" of {year}",
        ),
"""
FIELD_ROW = """\
        Field("subtitle", ("subtitle", "deck"), "A line below the title.", kind="text"),
"""
# By file: what is added, and the text that it is added above.
RECIPES: dict[str, dict[str, dict[str, str]]] = {
    "format": {
        "formats/__init__.py": {RENDER + LINKS: "FORMATS = {", FORMAT_ROW: "        Format(\n"}
    },
    "dimension": {
        "dimensions.py": {
            MEMBERS: "DIMENSIONS = {",
            DIMENSION_ROW: '        Dimension(\n            name="author"',
        }
    },
    "field": {
        "fields.py": {FIELD_ROW: "        Field(\n"},
        "model.py": {'    subtitle: str = ""\n': "    language: str | None = None\n    authors"},
        "formats/atom.py": {
            '        add(element, "subtitle", entry.subtitle)\n': "        add_thumbnail("
        },
        "formats/rss.py": {
            '        add(element, f"{{{DC}}}subject", entry.subtitle)\n': "        add_thumbnail("
        },
        "formats/jsonfeed.py": {
            '    subtitle: str = ""\n': '    content_html: str = ""\n',
            "        subtitle=entry.subtitle,\n": "        content_html=entry.content,",
        },
    },
}
CONFIG = """\
site: {{title: Example, url: https://example.org/, authority: "example.org,2021", feeds_url: {url}}}
feeds:
  families:
    - all
    - year
    - by: [year, topic]
    - {{name: old, where: {{groups: {{year: [2025]}}}}}}
groups: {{year: {{2025: {{slug: last-year, title: Last year}}}}}}
"""


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with all that RECIPES add; give the folder that it is in."""
    folder = tmp_path_factory.mktemp("extended")
    copy = folder / "feedmill"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "formats" / "toy.py").write_text(FORMAT, encoding="utf-8")
    for recipe in RECIPES.values():
        for path, additions in recipe.items():
            text = (copy / path).read_text(encoding="utf-8")
            for addition, place in additions.items():
                assert place in text, f"{path} has no place for an addition any more: {place}"
                text = text.replace(place, addition + place, 1)
            (copy / path).write_text(text, encoding="utf-8")
    return folder


class Site:
    """A site whose feeds the extended package makes."""

    def __init__(self, root: Path, package: Path) -> None:
        self.root = root
        self._env = os.environ | {"PYTHONPATH": str(package), "SOURCE_DATE_EPOCH": "1780000000"}

    def run(self, *command: str, status: int = 0) -> str:
        """Run a command; give what it printed."""
        words = [sys.executable, "-P", "-m", "feedmill", *command]
        done = subprocess.run(words, cwd=self.root, env=self._env, capture_output=True, text=True)
        assert (status, "") == (done.returncode, done.stderr if status == 0 else ""), done.stderr
        return done.stdout

    def call(self, code: str) -> str:
        """Run code with the extended package; give what it printed."""
        command = [sys.executable, "-P", "-c", code]
        done = subprocess.run(command, env=self._env, capture_output=True, text=True, check=True)
        return done.stdout

    def report(self, *command: str) -> dict[str, Any]:
        """Run a command; give its report."""
        report: dict[str, Any] = json.loads(self.run(*command, "--report", "json"))
        return report


@pytest.fixture
def site(tmp_path: Path, extended: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site in git, built and committed, with a server for its feeds."""
    monkeypatch.setitem(TYPES, ".toy", "text/x-toy; charset=utf-8")
    root = tmp_path / "site"
    server = FeedServer(root / "feeds")
    below = '"Below &amp; after"'
    articles = {
        "a.md": article(
            "One", topics="[AI]", subtitle=below, publishedDateTime="2025-03-01T00:00:00Z"
        ),
        "b.md": article("Two", topics="[AI]", deck="Deep", webUrl="https://example.org/b"),
    }
    write_site(repository(root), articles, CONFIG.format(url=server.url))
    one = Site(root, extended)
    one.run("build")
    commit(root)
    with running(server):
        yield one


@pytest.mark.slow
class TestExtended:
    """A format, a dimension and a field, added as CONTRIBUTING.md says."""

    def test_the_copy_is_what_runs(self, site: Site, extended: Path) -> None:
        """Else all of this would say nothing."""
        assert f"{extended}/feedmill/__init__.py\n" == site.call(
            "import feedmill; print(feedmill.__file__)"
        )

    def test_build(self, site: Site) -> None:
        """The format has its files, the dimension its feeds, the field its place in each format."""
        feeds = tree(site.root / "feeds")
        years = {"years/2026", "years/last-year", "years/2026/ai", "years/last-year/ai"}
        toys = {path.removesuffix(".toy") for path in feeds if path.endswith(".toy")}
        assert {"all", "old", *years} == toys
        url = json.loads(feeds["feeds.json"])["feeds"][0]["files"][0]["url"].removesuffix("all.toy")
        lines = feeds["years/last-year.toy"].decode().splitlines()
        assert [f"Example: Last year {url}years/last-year.toy", "One|Below & after"] == lines
        assert b"Example: AI of 2026" in feeds["years/2026/ai.toy"]
        assert b"One|" in feeds["old.toy"]
        assert b"Two|" not in feeds["old.toy"]
        atom = feedparser.parse(feeds["all.atom"])
        assert ["Deep", "Below & after"] == [entry.subtitle for entry in atom.entries]
        assert b"<dc:subject>Deep</dc:subject>" in feeds["all.rss"]
        assert "Deep" == json.loads(feeds["all.json"])["items"][0]["subtitle"]
        folders = [
            one.get("text") for one in ET.fromstring(feeds["index.opml"]).iterfind("body/outline")
        ]
        assert ["Example", "Example: years", "Example: years by topic"] == folders

    def test_rebuild_after_an_edit(self, site: Site) -> None:
        """An edit of the field changes the feeds that show it, and a first build gives the same."""
        assert [] == site.report("build")["written"]
        place = site.root / "articles" / "b.md"
        place.write_text(place.read_text().replace("Deep", "Deeper"))
        written = {path.rpartition(".")[0] for path in site.report("build")["written"]}
        assert {"all", "feeds", "years/2026", "years/2026/ai"} == written
        place.write_text(place.read_text().replace("2026-01-02T03:04:05Z", "2024-01-02"))
        assert {"years/2026.toy", "years/2026/ai.toy"} <= set(site.report("build")["deleted"])
        feeds = tree(site.root / "feeds")
        shutil.rmtree(site.root / "feeds")
        shutil.rmtree(site.root / ".feedmill")
        site.run("build")
        assert feeds == tree(site.root / "feeds")

    def test_list(self, site: Site) -> None:
        """The dimension can be listed, and feeds have the format."""
        years = json.loads(site.run("list", "years", "--json"))
        assert [("2025", "Last year", "years/last-year"), ("2026", "2026", "years/2026")] == [
            (year["name"], year["title"], year["feed"]) for year in years
        ]
        assert all(
            "toy" in feed["urls"] for feed in json.loads(site.run("list", "feeds", "--json"))
        )

    def test_diff(self, site: Site) -> None:
        """An edit of the field is a change; a group under another slug has a line that keeps it."""
        place = site.root / "articles" / "b.md"
        place.write_text(place.read_text().replace("Deep", "Deeper"))
        config = site.root / "config.yaml"
        config.write_text(config.read_text().replace("slug: last-year, ", ""))
        found = json.loads(site.run("diff", "--json"))
        assert [["subtitle"]] == [one["fields"] for one in found["changed"]]
        keep = {feed["key"]: feed["keep"] for feed in found["feeds"] if feed["state"] == "gone"}
        assert 'groups: {year: {"2025": {slug: last-year}}}' == keep["years/last-year"]

    def test_check(self, site: Site) -> None:
        """Articles of the new kind are fine, and one whose field is no text is reported."""
        assert [] == site.report("check")["problems"]
        place = site.root / "articles" / "b.md"
        place.write_text(place.read_text().replace("deck: Deep", "deck: [Deep]"))
        assert ["bad-text"] == [problem["code"] for problem in site.report("check")["problems"]]

    def test_probe(self, site: Site) -> None:
        """The format's media type and self links are known."""
        url = re.search(r"feeds_url: ([^}]+)", (site.root / "config.yaml").read_text())
        assert url is not None
        found = json.loads(site.run("probe", url[1], "--json"))
        assert [] == found["problems"]
        toys = [file for file in found["files"] if file["file"]["format"] == "toy"]
        assert 6 == len(toys)
        assert all(toy["selves"] == [toy["file"]["url"]] for toy in toys)

    def test_docs(self, site: Site) -> None:
        """The schema and the references name them."""
        schema = site.run("schema")
        assert all(f'"{name}"' in schema for name in ("toy", "year", "subtitle"))
        reference = site.call(
            "from feedmill.config.docs.reference import config_reference; print(config_reference())"
        )
        assert "`[toy, atom, rss, json]`" in reference
        assert "`year`" in reference
        assert "subtitle" in reference
        cli = site.call("from feedmill.cli.reference import cli_reference; print(cli_reference())")
        assert "|providers|years|authors|" in cli


def test_a_recipe_touches_few_files() -> None:
    """A dimension is in one file, a format in its own and one more, a field in its formats' too."""
    numbers = {name: len(files) for name, files in RECIPES.items()}
    assert {"dimension": 1, "format": 1, "field": 2 + 3} == numbers


# Where else the words may be written out: as names of fields, and in the config's short forms.
FIELD_NAMES = {
    *("config.docs.examples", "diff.advice", "fields", "generators.*", "parsing.fields.kinds"),
    "survey.listing",
}
# As endings of feeds that any generator has written.
FEED_NAMES = {"formats", "formats.*", "names"}


@pytest.mark.parametrize(
    ("words", "homes"),
    [
        ({"topic", "provider", "topics", "providers"}, {"dimensions", *FIELD_NAMES}),
        ({"atom", "rss", ".atom", ".rss"}, FEED_NAMES),
    ],
)  # fmt: skip
def test_names_are_in_the_tables_alone(words: set[str], homes: set[str]) -> None:
    """No other code names a dimension or a format: whoever adds one would have to know."""
    naming = {
        name
        for name, module in MODULES.items()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and node.value in words
    }
    assert set() == {name for name in naming if not any(fnmatchcase(name, home) for home in homes)}
