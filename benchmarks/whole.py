"""Builds of feeds with whole texts: Feedmill's, and Hugo's with `.Content`, on the same articles.

RSS of all articles and of each of 60 topics, of the newest 50 and of all; bodies as `bodies.py`
makes them. Feedmill also makes them from pages, as a generator leaves them in `public`.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import corpus
from corpus import front_matter, git
from figures import (
    HUGO_WHOLE,
    PEERS_WHOLE,
    WHOLE,
    WHOLE_ALL,
    WHOLE_EDIT,
    WHOLE_RENDERED,
    WHOLE_UNCHANGED,
)
from measure import Run
from ours import SITE
from peers import Peer
from pyromark import Markdown

import bodies

_LIMIT = 50
_CONFIG = (
    f"{SITE}articles:"
    """
  permalink: /{{path}}/
  fields: {{link: bench_link}}{rendered}
feeds:
  output: {output}
  formats: [rss]
  families: [all, topic]
  content: full
  limit: {limit}
"""
)
_RENDERED = "\n  rendered: {folder: public}"
_FILES = {
    "config.yaml": _CONFIG.format(output="feeds", limit=_LIMIT, rendered=""),
    "all.yaml": _CONFIG.format(output="feeds-all", limit=0, rendered=""),
    "pages.yaml": _CONFIG.format(output="feeds-pages", limit=_LIMIT, rendered=_RENDERED),
    ".gitignore": ".feedmill/\nfeeds*/\npublic/\n",
}
_PAGE = """\
<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>
<link rel=stylesheet href=/style.css></head><body><header><nav><a href=/>Bench</a>{links}</nav>
</header><main><article class=post><h1>{title}</h1><p><time datetime={date}>{date}</time></p>
<div class=e-content>{body}</div></article></main><footer>{links}</footer></body></html>
"""
_LINKS = "".join(f"<a href=/topics/{number}/>Topic {number}</a> " for number in range(30))
_BUILD = [sys.executable, "-m", "feedmill", "build"]
_HUGO_CONFIG = """\
baseURL = "https://bench.example/"
title = "Bench"
disableKinds = ["section", "taxonomy", "sitemap", "robotstxt", "404"]
[taxonomies]
topic = "topics"
[outputs]
home = ["rss"]
page = []
term = ["rss"]
[frontmatter]
date = ["publishedDateTime"]
[markup.goldmark.renderer]
unsafe = true
"""
_HUGO_FEED = """\
{{{{- $pages := cond .IsHome .Site.RegularPages .Pages -}}}}
{{{{- {first} -}}}}
{{{{- printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}}}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>{{{{ .Title }}}}</title><link>{{{{ .Permalink }}}}</link><description/>
{{{{- range $pages }}}}
<item><title>{{{{ .Title }}}}</title><link>{{{{ .Permalink }}}}</link>
<guid>{{{{ .Permalink }}}}</guid>
<pubDate>{{{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}}}</pubDate>
<description>{{{{ .Params.excerpt | transform.XMLEscape | safeHTML }}}}</description>
<content:encoded>{{{{ .Content | transform.XMLEscape | safeHTML }}}}</content:encoded></item>
{{{{- end }}}}
</channel></rss>
"""


class WholeSite:
    """A site of `count` articles with bodies in a git work tree, made once and kept in `folder`."""

    name = "Feedmill, whole texts"

    def __init__(self, folder: Path, count: int) -> None:
        self.root = folder / "site"
        self._newest = Path(_made(folder, self.root, count))

    def round(
        self, measure: Callable[[list[str], Path], Run]
    ) -> Iterator[tuple[str, Run, int | None]]:
        """Go once through all cases; give name, run, and how many feed files there are."""
        cases = ((WHOLE_ALL, "all.yaml"), (WHOLE_RENDERED, "pages.yaml"), (WHOLE, "config.yaml"))
        for case, config in cases:
            self._forget()
            yield case, *self._build(measure, "--config", config)
        yield WHOLE_UNCHANGED, *self._build(measure)
        self._edit()
        yield WHOLE_EDIT, *self._build(measure)

    def _build(self, measure: Callable[[list[str], Path], Run], *options: str) -> tuple[Run, int]:
        run = measure([*_BUILD, *options], self.root)
        files = sum(1 for _ in self.root.glob("feeds*/**/*.rss"))
        if not files:
            raise SystemExit(f"{self.root}: the build made no feeds")
        return run, files

    def _forget(self) -> None:
        for folder in (self.root / ".feedmill", *self.root.glob("feeds*")):
            shutil.rmtree(folder, ignore_errors=True)

    def _edit(self) -> None:
        """Add a sentence to the newest article, and commit it."""
        path = self.root / self._newest
        path.write_text(f"{path.read_text(encoding='utf-8')}\nOne more.\n", encoding="utf-8")
        git(self.root, "commit", "--quiet", "--message", "Edit", "--", self._newest)


def hugo(name: str, command: list[str | Path], folder: Path, count: int) -> Peer:
    """Return Hugo on the same articles; `name` says whether all of them are in each feed."""
    first = f"$pages = first {_LIMIT} $pages" if name == HUGO_WHOLE else "$pages = $pages"
    template = _HUGO_FEED.format(first=first)
    layouts = ("home", "term")
    files = {f"layouts/{kind}.rss.xml": template for kind in layouts}
    return Peer(
        name,
        folder / str(PEERS_WHOLE.index(name)),
        command,
        {"hugo.toml": _HUGO_CONFIG, **files},
        lambda: _for_hugo(count),
    )


def _for_hugo(count: int) -> Iterator[tuple[str, str]]:
    for article in corpus.articles(count, bodies.body):
        yield article.path, front_matter(article, (), "" if article.live else "draft: true")


def _made(folder: Path, root: Path, count: int) -> str:
    """Make the site unless it is there already; give its newest published article."""
    state = folder / "made"
    sources = (Path(module.__file__ or "").read_bytes() for module in (corpus, bodies))
    files = repr((_FILES, _PAGE)).encode()
    recipe = sha256(b"".join([*sources, files])).hexdigest()
    if state.exists():
        made, _, newest = state.read_text(encoding="utf-8").partition("\n")
        if made == recipe:
            return newest
    shutil.rmtree(folder, ignore_errors=True)
    root.mkdir(parents=True)
    newest = corpus.write_repository(root, count, _FILES, bodies.body).as_posix()
    for article in corpus.articles(count, bodies.body):
        place = root / "public" / re.sub(r"\.md$", "", article.path)
        place.mkdir(parents=True)
        (place / "index.html").write_text(_page(article), encoding="utf-8")
    state.write_text(f"{recipe}\n{newest}", encoding="utf-8")
    return newest


_MARKDOWN = Markdown()


def _page(article: corpus.Article) -> str:
    return _PAGE.format(
        title=article.title, date=article.date, links=_LINKS, body=_MARKDOWN.html(article.body)
    )
