"""Which generator a folder is of, from the files that its documentation tells of."""

from __future__ import annotations

import pytest

from feedmill.scaffold.facts import KNOWN, Facts
from feedmill.scaffold.generators import GENERATORS, Guess, guess


def facts(texts: dict[str, str], *paths: str) -> Facts:
    """Make facts of the texts of settings and of the names of other files."""
    assert texts.keys() <= KNOWN
    return Facts(name="folder", paths=(*paths, *texts), texts=texts)


DATES = "/{year}/{month}/{day}"
PASSED = 'eleventyConfig.addPassthroughCopy("feeds")'
FOLDERS = {
    "jekyll": (
        facts(
            {
                "_config.yml": "permalink: pretty\nbaseurl: /b\nurl: https://a.example\n"
                "title: A\ntimezone: Europe/Paris\nlang: fr"
            },
            *("_posts/2025-01-01-a.md", "about.md"),
        ),
        Guess(
            generator="Jekyll",
            include=("_posts/**/*.md",),
            title="A",
            language="fr",
            url="https://a.example/b",
            timezone="Europe/Paris",
            permalink=f"{DATES}/{{slug}}/",
            lost=(":categories",),
            link_key="permalink",
        ),
    ),
    "jekyll with what has no placeholder": (
        facts({"_config.yml": "permalink: /:year/:y_day/:title\n"}, "_posts/2025-01-01-a.md"),
        Guess(
            generator="Jekyll",
            include=("_posts/**/*.md",),
            permalink=f"{DATES}/{{slug}}.html",
            lost=(":y_day",),
            link_key="permalink",
        ),
    ),
    "a folder of posts is enough for jekyll": (
        facts({}, "_posts/2025-01-01-a.markdown"),
        Guess(
            generator="Jekyll",
            include=("_posts/**/*.markdown",),
            permalink=f"{DATES}/{{slug}}.html",
            lost=(":categories",),
            link_key="permalink",
        ),
    ),
    "hugo with a permalink": (
        facts(
            {
                "hugo.toml": "baseURL='https://a.example/'\ntitle='A'\n[permalinks.page]\n"
                "letters='/:year/:section/:slug/'\n"
            },
            *("content/letters/a.md", "content/_index.md"),
        ),
        Guess(
            generator="Hugo",
            include=("content/letters/**/*.md",),
            title="A",
            url="https://a.example/",
            permalink="/{year}/letters/{slug}/",
            output="static/feeds",
        ),
    ),
    "hugo of old, with many sections": (
        facts({"config.yaml": "baseurl: https://a.example/\n"}, "content/a/a.md", "content/b/b.md"),
        Guess(
            generator="Hugo",
            include=("content/**/*.md",),
            url="https://a.example/",
            permalink="/{folder}/{slug}/",
            output="static/feeds",
            config="feedmill.yaml",
        ),
    ),
    "hugo with a folder of settings": (
        facts({"config/_default/hugo.yaml": "title: A\n"}, "content/post/a.md", "content/x/b.md"),
        Guess(
            generator="Hugo",
            include=("content/post/**/*.md",),
            title="A",
            permalink="/post/{folder}/{slug}/",
            output="static/feeds",
            config="feedmill.yaml",
        ),
    ),
    "zola": (
        facts(
            {
                "config.toml": "base_url='https://a.example'\ntitle='A'\n"
                "default_language='de'\ndescription='B'"
            },
            "content/blog/a.md",
        ),
        Guess(
            generator="Zola",
            include=("content/blog/**/*.md",),
            title="A",
            language="de",
            url="https://a.example",
            description="B",
            permalink="/blog/{folder}/{slug}/",
            output="static/feeds",
        ),
    ),
    "zola with articles in no section": (
        facts(
            {"config.toml": "base_url='https://a.example'"},
            *("content/a.md", "content/b.md", "content/pages/about.md", "content/_index.md"),
        ),
        Guess(
            generator="Zola",
            include=("content/**/*.md",),
            url="https://a.example",
            permalink="/{folder}/{slug}/",
            output="static/feeds",
        ),
    ),
    "eleventy, its base blog": (
        facts(
            {
                "eleventy.config.js": 'dir: {\n  input: "content",\n}',
                "_data/metadata.js": 'export default {\n\ttitle: "A",\n\turl: "https://a.example/"',
            },
            *("content/blog/a.md", "content/index.md", "README.md"),
        ),
        Guess(
            generator="Eleventy",
            include=("content/blog/**/*.md",),
            title="A",
            url="https://a.example/",
            permalink="/blog/{folder}/{slug}/",
            link_key="permalink",
            remedy=PASSED,
        ),
    ),
    "eleventy in its own folder": (
        facts(
            {".eleventy.js": "module.exports = 1", "_data/site.json": '{"name": "A"}'},
            *("posts/a.md", "notes/c.md", "notes/d.md"),
        ),
        Guess(
            generator="Eleventy",
            include=("posts/**/*.md",),
            title="A",
            permalink="/posts/{folder}/{slug}/",
            link_key="permalink",
            remedy=PASSED,
        ),
    ),
    "pelican": (
        facts(
            {
                "pelicanconf.py": "SITENAME = 'A'\nPATH = 'text/'\nSITEURL = ''\n"
                "TIMEZONE = 'UTC'\nARTICLE_URL = 'x/{slug}/'\nDEFAULT_LANG = 'en'",
                "publishconf.py": "SITEURL = 'https://a.example'",
            },
            *("text/a.md", "text/pages/b.md"),
        ),
        Guess(
            generator="Pelican",
            include=("text/**/*.md",),
            exclude=("text/pages/",),
            title="A",
            url="https://a.example",
            language="en",
            timezone="UTC",
            permalink="/x/{slug}/",
            remedy="copy feeds/ into its OUTPUT_PATH",
        ),
    ),
    "pelican with names of months": (
        facts({"pelicanconf.py": "ARTICLE_URL = '{date:%b}/{date:%b}/{slug}'"}, "content/a.md"),
        Guess(
            generator="Pelican",
            include=("content/**/*.md",),
            permalink="/{slug}.html",
            lost=("{date:%b}",),
            remedy="copy feeds/ into its OUTPUT_PATH",
        ),
    ),
    "astro with all on one line": (
        facts(
            {"astro.config.mjs": "defineConfig({ site: 'https://a.example', base: '/docs' })"},
            "src/content/blog/a.md",
        ),
        Guess(
            generator="Astro",
            include=("src/content/blog/**/*.md",),
            url="https://a.example/docs",
            permalink="/blog/{path}/",
            output="public/feeds",
        ),
    ),
    "astro": (
        facts(
            {
                "astro.config.mjs": "  site: 'https://a.example',\n  base: '/b'",
                "src/consts.ts": "export const SITE_TITLE = 'A';",
            },
            *("src/content/blog/a.md", "src/content/blog/b.mdx"),
        ),
        Guess(
            generator="Astro",
            include=("src/content/blog/**/*.md", "src/content/blog/**/*.mdx"),
            title="A",
            url="https://a.example/b",
            permalink="/blog/{path}/",
            output="public/feeds",
        ),
    ),
    "mkdocs": (
        facts(
            {
                "mkdocs.yml": "site_name: A\nsite_url: https://a.example\nplugins:\n- search\n"
                "- blog:\n    blog_dir: news\ntheme: {language: de}\nx: !!python/name:a.b"
            },
            *("docs/index.md", "docs/news/posts/a.md"),
        ),
        Guess(
            generator="MkDocs",
            include=("docs/news/posts/**/*.md",),
            title="A",
            language="de",
            url="https://a.example",
            permalink=f"/news{DATES}/{{title}}/",
            output="docs/feeds",
        ),
    ),
    "mkdocs with a map of plugins": (
        facts({"mkdocs.yml": "plugins: {blog: , search: }"}, "docs/blog/posts/a.md"),
        Guess(
            generator="MkDocs",
            include=("docs/blog/posts/**/*.md",),
            permalink=f"/blog{DATES}/{{title}}/",
            output="docs/feeds",
        ),
    ),
    "the seed's schema": (
        facts({}, "articles/2021/a.md", "docs/a.md", "docs/b.md", "README.md"),
        Guess(include=("articles/**/*.md",)),
    ),
    "the fullest folder": (
        facts({}, "docs/a.md", "texts/a.md", "texts/b.md"),
        Guess(include=("texts/**/*.md",)),
    ),
    "a folder with a sign of patterns": (
        facts({}, "my [1] *?/a.md"),
        Guess(include=("my [[]1] [*][?]/**/*.md",)),
    ),
    "nothing": (facts({}), Guess(include=("articles/**/*.md",))),
    "nothing but a host": (
        facts({"CNAME": "a.example\n"}),
        Guess(include=("articles/**/*.md",), url="https://a.example/"),
    ),
    "a config of Feedmill's": (
        facts({"config.yaml": "site: {title: A}"}),
        Guess(include=("articles/**/*.md",)),
    ),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_guess(name: str) -> None:
    """A folder is known by its settings, and gives what they say."""
    given, expected = FOLDERS[name]
    assert expected == guess(given)


def test_every_generator_is_tried() -> None:
    """There is a folder above for each row of GENERATORS."""
    known = {look.__name__[1:] for look in GENERATORS}
    assert known == {guess.generator.lower() for _, guess in FOLDERS.values()} - {""}
