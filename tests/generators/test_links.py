"""Links by `feedmill init` alone, as the generators themselves made them.

Each row is a site with one rule, and the links that its generator gave (Hugo 0.168, Jekyll 4.3.1,
Eleventy 3.1, Pelican 4, Material for MkDocs 9; Zola, Astro and Docusaurus by their docs).
"""

from __future__ import annotations

import pytest

from proposed import articles_of, facts_of, links_of, proposed

Site = dict[str, str]


def post(front: str = "title: Hello", body: str = "Words.") -> str:
    """Return an article with YAML front matter."""
    return f"---\n{front}\n---\n\n{body}\n"


def jekyll(settings: str, **posts: str) -> Site:
    """Return a site of Jekyll; without posts it has one."""
    return {
        "_config.yml": f"url: https://a.example\n{settings}\n",
        **(posts or {"_posts/2026-01-02-hello.md": post()}),
    }


DATE = "title: Hello\ndate: 2026-01-02T10:00:00Z"
HELLO = "_posts/2026-01-02-hello.md"
JEKYLL: dict[str, tuple[Site, list[str]]] = {
    "days that there are not": (
        {
            "_config.yml": "url: https://a.example",
            "_posts/16-04-31-hello.md": post("title: T"),
            "_posts/2011-02-29-b.md": post("title: B"),
        },
        ["/2016/05/01/hello.html", "/2011/03/01/b.html"],
    ),
    "names without dates": (
        jekyll("", **{HELLO: post(), "_posts/hello.md": post(DATE)}),
        ["/2026/01/02/hello.html"],
    ),
    "the day first": (
        jekyll("", **{HELLO: post("title: H\ndate: 11-9-2017")}),
        ["/2017/09/11/hello.html"],
    ),
    "what begins as an excluded path": (
        jekyll(
            "exclude: [_posts/temp]", **{"_posts/templates/2026-01-02-a.md": post(), HELLO: post()}
        ),
        ["/2026/01/02/hello.html"],
    ),
    "a collection without dates": (
        jekyll(
            "collections: {guides: {output: true, permalink: /:path/}}",
            **{"_guides/a.md": post(), "_guides/b.md": post("title: B\ndate: 2026-01-02")},
        ),
        ["/b/"],
    ),
    "default": (jekyll(""), ["/2026/01/02/hello.html"]),
    "pretty": (jekyll("permalink: pretty"), ["/2026/01/02/hello/"]),
    "none": (jekyll("permalink: none"), ["/hello.html"]),
    "ordinal": (jekyll("permalink: ordinal"), ["/2026/002/hello.html"]),
    "weekdate": (jekyll("permalink: weekdate"), ["/2026/W01/Fri/hello.html"]),
    "collections": (
        jekyll("collections: {posts: {permalink: /news/:year/:month/:day/:title/}}"),
        ["/news/2026/01/02/hello/"],
    ),
    "defaults beat it": (
        jekyll(
            "permalink: /x/:title\ndefaults:\n- scope: {path: '', type: posts}\n"
            "  values: {permalink: '/:year/:i_month/:i_day/:title'}"
        ),
        ["/2026/1/2/hello"],
    ),
    "defaults without the first slash": (
        jekyll("defaults: [{scope: {type: posts}, values: {permalink: ':year/:title/'}}]"),
        ["/2026/hello/"],
    ),
    "defaults of a folder": (
        jekyll(
            "permalink: /p/:title/\ndefaults:\n- scope: {path: _posts/tech}\n"
            "  values: {permalink: '/tech/:title/'}",
            **{"_posts/tech/2026-01-02-a.md": post(), "_posts/2026-01-03-b.md": post()},
        ),
        ["/p/b/", "/tech/a/"],
    ),
    "nested": (
        jekyll(
            "permalink: pretty",
            **{"en/news/_posts/2026-01-02-hello.md": post(), "_posts/2026-01-03-b.md": post()},
        ),
        ["/2026/01/03/b/", "/en/news/2026/01/02/hello/"],
    ),
    "nested only": (
        jekyll("", **{"blog/_posts/2026-01-02-hello.md": post("title: H\ncategories: [News]")}),
        ["/blog/news/2026/01/02/hello.html"],
    ),
    "categories": (
        jekyll("", **{HELLO: post("title: H\ncategories: [News, Big]")}),
        ["/news/big/2026/01/02/hello.html"],
    ),
    "categories in words": (
        jekyll("", **{HELLO: post("title: H\ncategories: news big")}),
        ["/news/big/2026/01/02/hello.html"],
    ),
    "a category of two words": (
        jekyll("", **{HELLO: post("title: H\ncategory: Big News")}),
        ["/big%20news/2026/01/02/hello.html"],
    ),
    "slug": (
        jekyll("permalink: /:slug/", **{"_posts/2026-01-02-Hello-6.0.md": post()}),
        ["/hello-6-0/"],
    ),
    "title": (
        jekyll("permalink: /:title/", **{"_posts/2026-01-02-Hello-6.0.md": post()}),
        ["/Hello-6.0/"],
    ),
    "short year": (jekyll("permalink: /:short_year/:i_day/:title"), ["/26/2/hello"]),
    "collections_dir": (
        jekyll("collections_dir: c", **{"c/_posts/2026-01-02-hello.md": post()}),
        ["/2026/01/02/hello.html"],
    ),
    "source": (
        jekyll("source: src", **{"src/_posts/2026-01-02-hello.md": post()}),
        ["/2026/01/02/hello.html"],
    ),
    "another collection": (
        jekyll(
            "collections: {articles: {output: true, permalink: '/a/:name/'}}",
            **{"_articles/hello.md": post("title: H\ndate: 2026-01-02")},
        ),
        ["/a/hello/"],
    ),
    "another collection, by its path": (
        jekyll(
            "permalink: pretty\ncollections: {news: {output: true}}",
            **{"_news/sub/hello.md": post("title: H\ndate: 2026-01-02")},
        ),
        ["/news/sub/hello/"],
    ),
    "a permalink with placeholders": (
        jekyll("", **{HELLO: post("title: H\npermalink: /x/:year/:title")}),
        ["/x/2026/hello"],
    ),
    "an odd date": (
        jekyll("", **{HELLO: post("title: H\ndate: 2023-01-29 18:30:22 2023 -0800")}),
        ["/2023/01/29/hello.html"],
    ),
    "the site's zone": (
        jekyll("timezone: Asia/Tokyo", **{HELLO: post("title: H\ndate: 2026-01-02 20:00 +0000")}),
        ["/2026/01/03/hello.html"],
    ),
}
TITLES = {
    "content/blog/a.md": post('title: "What\'s new in C++ & Go 1.2?"\ndate: 2026-01-02'),
    "content/blog/b.md": post('title: "It\'s here: Überblick"\ndate: 2026-01-03'),
}
HUGO: dict[str, tuple[str, Site, list[str]]] = {
    "pages that are hidden below": (
        "ignoreFiles = ['/wip/']\n[[cascade]]\n[cascade.build]\nrender = 'never'\n"
        "[cascade.target]\npath = '/blog/old/**'",
        {
            "content/blog/_index.md": post("title: Blog"),
            "content/blog/hid/_index.md": post("title: H\ncascade: {build: {list: never}}"),
            **{f"content/blog/{one}.md": post(DATE) for one in ("hid/a", "old/b", "wip/c", "d")},
        },
        ["/blog/d/"],
    ),
    "languages that are off, and that have rules": (
        "[permalinks]\nblog = '/p/:slug/'\n[languages.en]\n[languages.de]\ndisabled = true\n"
        "[languages.fr.permalinks]\nblog = '/q/:slug/'",
        {
            "content/blog/a.md": post(DATE),
            "content/blog/b.fr.md": post(DATE),
            "content/blog/c.de.md": post(DATE),
        },
        ["/fr/q/hello/", "/p/hello/"],
    ),
    "a host for each language": (
        "[languages.en]\nbaseURL = 'https://a.example/'\n"
        "[languages.fr]\nbaseURL = 'https://fr.example/'",
        {"content/blog/a.md": post(DATE), "content/blog/b.fr.md": post(DATE)},
        ["/blog/a/", "https://fr.example/blog/b/"],
    ),
    "names that give dates give slugs": (
        "[frontmatter]\ndate = [':filename', 'mine', 'date', 'publishDate', ':default']\n"
        "[permalinks]\nblog = '/:year/:slug'",
        {
            "content/blog/2026-01-02-hello.md": post("title: Other"),
            "content/blog/b.md": post("title: B\nmine: 2025-01-02"),
        },
        ["/2025/b/", "/2026/hello/"],
    ),
    "dates of names come after others": (
        "[frontmatter]\ndate = ['date', ':filename']\n[permalinks]\nblog = '/:year/:slug'",
        {"content/blog/2026-01-02-a.md": post("title: Other\ndate: 2025-01-02")},
        ["/2025/other/"],
    ),
    "a folder that is mounted": (
        "[[module.mounts]]\nsource = 'posts'\ntarget = 'content/blog'",
        {"posts/a.md": post(DATE)},
        ["/blog/a/"],
    ),
    "a rule with an ending": (
        "[permalinks]\nblog = '/:title.html'",
        {"content/blog/a.md": post("title: a +- b/c (d) + e\ndate: 2026-01-02")},
        ["/a--b-c-d--e.html/"],
    ),
    "long fences": (
        "",
        {"content/blog/a.md": f"------\n{DATE}\n-----------\n\nWords.\n"},
        ["/blog/a/"],
    ),
    "resources of a page": (
        "",
        {
            "content/blog/a/index.md": post(DATE),
            "content/blog/a/part.md": post(DATE),
            "content/blog/a/more/part.md": post(DATE),
            "content/blog/b.md": post(DATE),
        },
        ["/blog/a/", "/blog/b/"],
    ),
    "settings in folders": (
        "",
        {
            "config/_default/languages/languages.yaml": "en: {contentDir: content/en}",
            "content/en/blog/a.md": post(DATE),
        },
        ["/blog/a/"],
    ),
    "default": (
        "",
        {"content/blog/2026-01-02-Hello You.md": post(DATE)},
        ["/blog/2026-01-02-hello-you/"],
    ),
    "slug of the title": (
        "[permalinks]\nblog = '/:slug/'",
        TITLES,
        ["/whats-new-in-c-go-1.2/", "/its-here-%C3%BCberblick/"],
    ),
    "slug key": (
        "",
        {"content/blog/a.md": post("title: T\ndate: 2026-01-02\nslug: PQ-Certs")},
        ["/blog/pq-certs/"],
    ),
    "filename": (
        "[permalinks]\nblog = '/x/:filename/'",
        {"content/blog/2026-01-02-Hello You.md": post(DATE)},
        ["/x/2026-01-02-hello-you/"],
    ),
    "sections": (
        "[permalinks]\nblog = '/:sections[1:]/:title'",
        {
            "content/blog/_index.md": post("title: B"),
            "content/blog/sub/_index.md": post("title: S"),
            "content/blog/sub/a.md": post(DATE),
        },
        ["/sub/hello/"],
    ),
    "month names and short years": (
        "[permalinks.page]\nblog = '/:06/:monthname/:title/'",
        {"content/blog/a.md": post(DATE)},
        ["/26/january/hello/"],
    ),
    "case is kept": (
        "disablePathToLower = true",
        {"content/Blog/Hello World.md": post(DATE)},
        ["/Blog/Hello-World/"],
    ),
    "ugly": ("uglyURLs = true", {"content/blog/a.md": post(DATE)}, ["/blog/a.html"]),
    "an ugly section": (
        "[uglyURLs]\nblog = true",
        {"content/blog/a.md": post(DATE), "content/news/x.md": post(DATE)},
        ["/blog/a.html", "/news/x/"],
    ),
    "a folder per language": (
        "[languages.en]\ncontentDir = 'content/en'",
        {"content/en/blog/hello.md": post(DATE), "content/en/docs/x.md": post("title: Doc")},
        ["/blog/hello/"],
    ),
    "an ending per language": (
        "[languages.en]\n[languages.fr]",
        {"content/blog/hello.fr.md": post(DATE), "content/blog/hello.md": post(DATE)},
        ["/fr/blog/hello/", "/blog/hello/"],
    ),
    "an ending with a capital": (
        "[languages.en]\n[languages.zh-Hans]",
        {"content/blog/hello.zh-Hans.md": post(DATE), "content/blog/hello.md": post(DATE)},
        ["/zh-hans/blog/hello/", "/blog/hello/"],
    ),
    "an ending for the first language too": (
        "[languages.en]\n[languages.fr]\n[permalinks]\nblog = '/:contentbasename/'",
        {
            "content/blog/hello/index.fr.md": post(DATE),
            "content/blog/hello/index.en.md": post(DATE),
        },
        ["/fr/hello/", "/hello/"],
    ),
    "a folder for the first language too": (
        "defaultContentLanguageInSubdir = true\n[languages.en]\n[languages.fr]",
        {"content/blog/hello.fr.md": post(DATE), "content/blog/hello.md": post(DATE)},
        ["/fr/blog/hello/", "/en/blog/hello/"],
    ),
    "days in the date's own zone": (
        "[permalinks]\nblog = '/:day/:title/'",
        {"content/blog/a.md": post("title: A\ndate: 2026-01-01T23:30:00-08:00")},
        ["/01/a/"],
    ),
    "published is a date": (
        "[permalinks]\nblog = '/:year/:title/'",
        {"content/blog/a.md": post("title: A\npublished: 2026-01-02")},
        ["/2026/a/"],
    ),
    "url key": ("", {"content/blog/a.md": post(f"{DATE}\nurl: my/own")}, ["/my/own/"]),
    "main sections": (
        "[params]\nmainSections = ['talks']",
        {"content/blog/a.md": post(DATE), "content/talks/b.md": post(DATE)},
        ["/talks/b/"],
    ),
    "drafts by cascade": (
        "",
        {
            "content/blog/_index.md": post("title: B\ncascade:\n- draft: true"),
            "content/blog/a.md": post(DATE),
            "content/news/b.md": post(DATE),
        },
        ["/news/b/"],
    ),
}


def toml(front: str = 'title = "Hello"\ndate = 2026-01-02') -> str:
    """Return an article with TOML front matter."""
    return f"+++\n{front}\n+++\n\nWords.\n"


ZOLA: dict[str, tuple[str, Site, list[str]]] = {
    "default": (
        "",
        {"content/blog/Hello_You 1.2.md": toml()},
        ["/blog/hello-you-1-2/"],
    ),
    "path": (
        "",
        {"content/x.md": toml('title = "A"\npath = "2026/03/26/x"')},
        ["/2026/03/26/x/"],
    ),
    "slug": ("", {"content/blog/a.md": toml('title="A"\ndate=2026-01-02\nslug="b"')}, ["/blog/b/"]),
    "languages": (
        "[languages.fr]",
        {"content/blog/hello.fr.md": toml(), "content/blog/hello.md": toml()},
        ["/fr/blog/hello/", "/blog/hello/"],
    ),
    "date in the name": ("", {"content/blog/2026-01-02-a.md": toml('title = "A"')}, ["/blog/a/"]),
}


def meta(title: str = "Hello", **more: str) -> str:
    """Return an article with Pelican's lines."""
    lines = [f"{key}: {value}" for key, value in more.items()]
    return "\n".join([f"Title: {title}", "Date: 2026-01-02 10:00", *lines, "", "Words."])


PELICAN: dict[str, tuple[str, Site, list[str]]] = {
    "articles at the top of the folder": (
        "PATH = ''\nARTICLE_PATHS = ['c++', 'lua']\nARTICLE_URL = '{category}/{slug}/'",
        {
            "c++/a.md": "Title: A\nDate: 2026-01-02\n\na",
            "lua/b.md": "Title: B\nDate: 2026-01-02\n\nb",
            "README.md": "# Read me\n",
        },
        ["/c/a/", "/lua/b/"],
    ),
    "slugs of titles": (
        "",
        {
            "content/a.md": meta("What's new in C++ & Go 1.2?"),
            "content/b.md": meta("Über die Żabka"),
        },
        ["/whats-new-in-c-go-12.html", "/uber-die-zabka.html"],
    ),
    "slugs of names": (
        "SLUGIFY_SOURCE = 'basename'",
        {"content/Hello_You 1.2.md": meta()},
        ["/hello_you-12.html"],
    ),
    "categories": (
        "ARTICLE_URL = '{category}/{slug}/'",
        {
            "content/My Stuff/a.md": meta("A"),
            "content/b.md": meta("B", Category="Big News & C++"),
            "content/c.md": meta("C"),
        },
        ["/my-stuff/a/", "/big-news-c/b/", "/misc/c/"],
    ),
    "translations": (
        "DEFAULT_LANG = 'en'",
        {
            "content/a.md": meta(Slug="x"),
            "content/a-fr.md": meta(Slug="x", Lang="fr"),
            "content/new-de.md": meta(Slug="y"),
            "content/c.md": meta(Slug="z", Lang="de"),
        },
        ["/x.html", "/x-fr.html", "/y.html", "/z-de.html"],
    ),
    "translations in folders": (
        "DEFAULT_LANG = 'en'",
        {
            **{f"content/{one}/x.md": meta(Slug="x", Lang=one) for one in ("en", "de", "pt-BR")},
            "content/blog/en/a.md": meta(Slug="a", Lang="en"),
            "content/blog/de/a.md": meta(Slug="a", Lang="de"),
            "content/fr/b.md": meta(Slug="b", Lang="fr"),
            "content/fr/c.md": meta(Slug="c"),  # which is not in French
        },
        [
            "/a-de.html",
            "/a.html",
            "/b-fr.html",
            "/c.html",
            "/x-de.html",
            "/x-pt-BR.html",
            "/x.html",
        ],
    ),
    "no folders": (
        "USE_FOLDER_AS_CATEGORY = False\nARTICLE_URL = '{category}/{slug}/'",
        {"content/My Stuff/a.md": meta()},
        ["/misc/hello/"],
    ),
    "month names": (
        "ARTICLE_URL = '{date:%Y}/{date:%b}/{date:%j}/{slug}/'",
        {"content/a.md": meta()},
        ["/2026/Jan/002/hello/"],
    ),
    "slug and date in the name": (
        "FILENAME_METADATA = r'(?P<date>\\d{4}-\\d{2}-\\d{2})-(?P<slug>.*)'",
        {"content/2026-01-02-hello.md": "Title: Other\n\nWords.\n"},
        ["/hello.html"],
    ),
    "drafts by default, and files that are ignored": (
        "DEFAULT_METADATA = {'status': 'draft'}\nIGNORE_FILES = ['_*']",
        {
            "content/a.md": meta("A", Status="published"),
            "content/b.md": meta("B"),
            "content/_c.md": meta("C", Status="published"),
        },
        ["/a.html"],
    ),
    "pages are no articles": (
        "",
        {"content/a.md": meta("A"), "content/pages/b.md": meta("B")},
        ["/a.html"],
    ),
    "a URL of its own": ("", {"content/a.md": meta(URL="own/place/")}, ["/own/place/"]),
    "case is kept": ("SLUGIFY_PRESERVE_CASE = True", {"content/a.md": meta("A B")}, ["/A-B.html"]),
    "reStructuredText": (
        "",
        {"content/a.rst": "Hello\n#####\n\n:date: 2026-01-02\n:slug: my-rst\n\nWords.\n"},
        ["/my-rst.html"],
    ),
    "letters are kept": (
        "SLUGIFY_USE_UNICODE = True",
        {"content/a.md": meta("Über")},
        ["/%C3%BCber.html"],
    ),
}


def mkdocs_post(title: str = "Hello", front: str = "") -> str:
    """Return a post of MkDocs-Material, whose title is a heading."""
    return f"---\ndate: 2026-01-02\n{front}\n---\n\n# {title}\n\nWords.\n"


POSTS = "docs/blog/posts"
MKDOCS: dict[str, tuple[str, Site, list[str]]] = {
    "slugs of titles": (
        "plugins: [blog]",
        {f"{POSTS}/a.md": mkdocs_post("We're here – C++ & Go 1.2?")},
        ["/blog/2026/01/02/were-here--c--go-12/"],
    ),
    "slug key": (
        "plugins: [blog]",
        {f"{POSTS}/a.md": mkdocs_post(front="slug: my-own")},
        ["/blog/2026/01/02/my-own/"],
    ),
    "formats": (
        'plugins: [blog: {post_url_format: "{date}/{file}", post_url_date_format: dd-MMM-yy}]',
        {f"{POSTS}/My File_2.md": mkdocs_post()},
        ["/blog/02-Jan-26/My%20File_2/"],
    ),
    "categories": (
        'plugins: [blog: {post_url_format: "{categories}/{slug}"}]',
        {
            f"{POSTS}/a.md": mkdocs_post(front="categories: [Big News, Other]"),
            f"{POSTS}/b.md": mkdocs_post("B"),
        },
        ["/blog/big-news/hello/", "/blog/b/"],
    ),
    "the name is the title": (
        "plugins: [blog]",
        {f"{POSTS}/some-file_name.md": "---\ndate: 2026-01-02\n---\n\nWords.\n"},
        ["/blog/2026/01/02/some-file-name/"],
    ),
    "another folder": (
        "plugins: {blog: {blog_dir: news}}",
        {"docs/news/posts/a.md": mkdocs_post()},
        ["/news/2026/01/02/hello/"],
    ),
    "files": (
        "plugins: [blog]\nuse_directory_urls: false",
        {f"{POSTS}/a.md": mkdocs_post()},
        ["/blog/2026/01/02/hello.html"],
    ),
    "case is kept": (
        "plugins:\n- blog:\n    post_slugify: !!python/object/apply:pymdownx.slugs.slugify {}",
        {f"{POSTS}/a.md": mkdocs_post("Big News")},
        ["/blog/2026/01/02/Big-News/"],
    ),
}
CONFIG = {"eleventy.config.js": "export default function (c) {}\n"}
ELEVENTY: dict[str, tuple[Site, list[str]]] = {
    "the date stays": (
        {**CONFIG, "blog/2026-01-02-hello.md": post(DATE)},
        ["/blog/2026-01-02-hello/"],
    ),
    "a dated index is called as its folder": (
        {
            **CONFIG,
            "blog/blog.json": '{"permalink": "/b/{{ page.fileSlug }}/"}',
            "blog/2026-02-03-hello/2026-01-02-index.md": post(DATE),
            "blog/2026-01-05-index.md": post(DATE),
        },
        ["/b/hello/", "/b/index/"],
    ),
    "a folder of the same name": (
        {**CONFIG, "blog/hello/hello.md": post(DATE)},
        ["/blog/hello/"],
    ),
    "dates by a filter of the site's own": (
        {
            "eleventy.config.js": "export default function (c) {\n"
            "c.addFilter('day', d => d.toISOString().slice(0, 10));\n"
            "c.addFilter('month', (date) => DateTime.fromJSDate(date).toFormat('yyyy/LL'));\n}",
            "blog/blog.json": '{"permalink": "/b/{{ page.date | month }}/{{ page.fileSlug }}/"}',
            "blog/a.md": post(DATE),
            "config/filters/toPath.js": "module.exports = async (date) => "
            "date.toISOString().split('T')[0].split('-').join('/');",
            "posts/posts.json": '{"permalink": "/{{ page.date | toPath }}/{{ page.fileSlug }}/"}',
            "posts/c.md": post(DATE),
            "news/news.11tydata.yml": "permalink: /n/{{ page.date | day }}/index.html\n",
            "news/b.md": post(DATE),
        },
        ["/2026/01/02/c/", "/b/2026/01/a/", "/n/2026-01-02/"],
    ),
    "posts in a folder of all content": (
        {
            "eleventy.config.js": "export const config = { dir: { input: 'src' } };",
            "src/content/blog/a.md": post(DATE),
            "src/content/library/b.md": post("title: B"),
        },
        ["/content/blog/a/"],
    ),
    "programs": (
        {
            "eleventy.config.js": "const folders = {input: 'src'};\n"
            "export default function (c) { return { dir: folders }; }",
            "src/blog/blog.11tydata.js": "export default { permalink: (data) => "
            "`/c/${data.page.fileSlug}/${this.slugify(data.title)}/index.html` };",
            "src/blog/a.md": post(DATE),
            "src/news/news.json": '{"eleventyComputed": '
            '{"permalink": "{{ page.filePathStem }}.html"}}',
            "src/news/in/b.md": post(DATE),
            "src/notes/notes.json": '{"permalink": "/n/{{ slug or page.fileSlug }}/"}',
            "src/notes/c.md": post(DATE),
            "src/notes/d.md": post(f"{DATE}\nslug: e"),
        },
        ["/c/a/hello/", "/n/c/", "/n/e/", "/news/in/b.html"],
    ),
    "what is ignored": (
        {
            "eleventy.config.js": "export default c => { c.ignores.add('./blog/old/'); };",
            ".eleventyignore": "# not yet\n**/_*.md\n",
            **{f"blog/{name}.md": post(DATE) for name in ("a", "_b", "old/c")},
        },
        ["/blog/a/"],
    ),
    "a folder for each post": (
        {
            "eleventy.config.js": "export const config = { dir: { input: 'content' } };",
            "content/index.md": post("title: Home"),
            **{f"content/post-{number:02}/index.md": post(DATE) for number in range(15)},
        },
        [f"/post-{number:02}/" for number in range(15)],
    ),
    "a host that serves no final slash": (
        {
            **CONFIG,
            "firebase.json": '{"hosting": {"trailingSlash": false, "cleanUrls": true}}',
            "blog/a.md": post(DATE),
        },
        ["/blog/a"],
    ),
    "an input folder": (
        {
            "eleventy.config.js": "export const config = {\n  dir: { input: 'content' }, // x\n};",
            "content/blog/a.md": post(DATE),
        },
        ["/blog/a/"],
    ),
    "a folder's data": (
        {
            **CONFIG,
            "_posts/_posts.json": "{\"permalink\": "
            "\"/b/{{ page.date | date: '%Y' }}/{{ page.fileSlug }}/\"}",
            "_posts/2026-01-02-hello.md": post(DATE),
        },
        ["/b/2026/hello/"],
    ),
    "a folder's data in JavaScript": (
        {
            **CONFIG,
            "blog/blog.11tydata.js": "module.exports = {\n"
            "  permalink: '/js/{{ page.fileSlug }}/',\n};",
            "blog/a.md": post(DATE),
        },
        ["/js/a/"],
    ),
    "a layout": (
        {
            **CONFIG,
            "_includes/base.njk": '---\npermalink: "/c/{{ page.fileSlug }}/"\n---\n',
            "_includes/post.njk": "---\nlayout: base.njk\n---\n",
            "blog/a.md": post(f"{DATE}\nlayout: post.njk"),
        },
        ["/c/a/"],
    ),
    "an index file": (
        {**CONFIG, "blog/a.md": post(f"{DATE}\npermalink: x/y/index.html")},
        ["/x/y/"],
    ),
    "a template": (
        {**CONFIG, "blog/a.md": post(f"{DATE}\npermalink: '/{{{{ title | slugify }}}}/'")},
        ["/hello/"],
    ),
    "a template that only Eleventy runs": (
        {**CONFIG, "blog/a.md": post(f"{DATE}\npermalink: '/{{% if x %}}a{{% endif %}}/'")},
        [],
    ),
    "a prefix": (
        {"eleventy.config.js": "export default c => ({pathPrefix: '/sub/'});",
         "_data/metadata.json": '{"url": "https://a.example"}', "blog/a.md": post(DATE)},
        ["/blog/a/"],
    ),
}  # fmt: skip
ASTRO: dict[str, tuple[Site, list[str]]] = {
    "a blog of Starlight": (
        {
            "astro.config.mjs": "import starlight from '@astrojs/starlight';\n"
            "import starlightBlog from 'starlight-blog';\n"
            "export default defineConfig({ site: 'https://a.example', integrations: [starlight({"
            " plugins: [starlightBlog({ prefix: 'news' })], x: { base: 'y' } })] });",
            "src/content/docs/guide.md": post("title: G"),
            "src/content/docs/news/hello.md": post(DATE),
        },
        ["/news/hello/"],
    ),
    "a route": (
        {
            "astro.config.mjs": "export default defineConfig({ site: 'https://a.example' });",
            "src/content/blog/Hello You 1.2.md": post(DATE),
            "src/pages/posts/[...slug].astro": "const posts = await getCollection('blog');",
        },
        ["/posts/hello-you-12/"],
    ),
    "collections by another name, loaders with constants": (
        {
            "astro.config.ts": "export default defineConfig({});",
            "src/content.config.ts": "const ROOT = 'src/data';\n"
            "const blogCollection = defineCollection({\n"
            "  loader: glob({ pattern: '**/*.md', base: `./${ROOT}/blog` }),\n});\n"
            "const pages = defineCollection({ loader: glob({ pattern: '*.md', base: './docs' }) });"
            "\nexport const collections = { 'posts': blogCollection, pages };",
            "src/pages/writing/[slug]/index.astro": "getCollection('posts')",
            "src/data/blog/_a.md": post(DATE),
            "docs/b.md": post("title: B"),
        },
        ["/writing/_a/"],
    ),
    "what a loader leaves out": (
        {
            "astro.config.ts": "export default defineConfig({});",
            "src/content.config.ts": "const blog = defineCollection({\n"
            "  loader: glob({ pattern: '**/[^_]*.md', base: './posts' }),\n});",
            "posts/a.md": post(DATE),
            "posts/_b.md": post(DATE),
        },
        ["/blog/a/"],
    ),
    "a theme with settings": (
        {
            "astro.config.ts": "export default defineConfig({});",
            "src/config.yaml": "site: {site: 'https://a.example', base: /}\n"
            "apps: {blog: {post: {permalink: '/%year%/%slug%'}}}\n",
            "src/content/post/a.md": post(DATE),
        },
        ["/2026/a"],
    ),
    "a slug, and a published date": (
        {
            "astro.config.mjs": "export default defineConfig({});",
            "src/content/posts/a.md": post("title: A\npublished: 2026-01-02\nslug: b/c"),
        },
        ["/posts/b/c/"],
    ),
    "pages": (
        {
            "astro.config.ts": "export default defineConfig({ trailingSlash: 'never' });",
            "src/pages/blog/a.md": post(DATE),
        },
        ["/blog/a"],
    ),
    "pages beside a collection": (
        {
            "astro.config.ts": "export default defineConfig({});",
            "src/content/thoughts/a.md": post(DATE),
            "src/pages/posts/b.md": post(DATE),
            "src/pages/posts/c.md": post(DATE),
        },
        ["/posts/b/", "/posts/c/", "/thoughts/a/"],
    ),
    "posts that a function of the site's gets": (
        {
            "astro.config.ts": "export default defineConfig({});",
            "src/content.config.ts": "const post = defineCollection({"
            " loader: glob({ base: './content/posts' }) });\n"
            "const note = defineCollection({ loader: glob({ base: './content/notes' }) });\n"
            "export const collections = { post, note };",
            "src/pages/posts/[...slug].astro": "getAllPosts()",
            "src/pages/notes/[...slug].astro": "getCollection('note')",
            "content/posts/a.md": post(DATE),
            "content/notes/b.md": post(DATE),
        },
        ["/notes/b/", "/posts/a/"],
    ),
    "a loader": (
        {
            "astro.config.ts": "export default defineConfig({});",
            "src/content.config.ts": "const blog = defineCollection({\n"
            "  loader: glob({ pattern: '**/*.md', base: './src/data/blog' }),\n});",
            "src/pages/blog/[id].astro": "getCollection('blog')",
            "src/data/blog/a.md": post("title: A\npubDatetime: 2026-01-02T10:00:00Z"),
        },
        ["/blog/a/"],
    ),
}
DOCUSAURUS: dict[str, tuple[Site, list[str]]] = {
    "date in the name": (
        {"docusaurus.config.js": "module.exports = {url: 'https://a.example', baseUrl: '/'};",
         "blog/2026-06-11-x.md": post()},
        ["/blog/2026/06/11/x"],
    ),
    "dates in paths": (
        {
            "docusaurus.config.js": "module.exports = {url: 'https://a.example', baseUrl: '/b/'};",
            **{
                f"blog/{path}.md": post()
                for path in ("in/2026-01-02-x", "2026/01-04-x", "2026-1-5-x", "2026-01-06/index",
                             "2026-01-07-x/y", "2026-01-24_z", "__tests__/2026-01-16-t")
            },
        },
        ["/blog/2026/01/02/in/x", "/blog/2026/01/04/x", "/blog/2026/01/06/index",
         "/blog/2026/01/07/x/y", "/blog/2026/01/24/_z", "/blog/2026/1/5/x"],
    ),
    "slug": (
        {"docusaurus.config.ts": "const config: Config = {trailingSlash: true};",
         "blog/2026-06-11-x.md": post("title: A\nslug: /own/place")},
        ["/blog/own/place/"],
    ),
    "another route": (
        {"docusaurus.config.js": "module.exports = {presets: [['classic', {blog: {path: 'news', "
         "routeBasePath: '/'}}]]};", "news/2026/06/11/x/index.md": post()},
        ["/2026/06/11/x"],
    ),
}  # fmt: skip


def package(name: str, **files: str) -> Site:
    """Return a site that needs a package."""
    return {"package.json": f'{{"devDependencies": {{"{name}": "1"}}}}', **files}


OTHERS: dict[str, tuple[Site, list[str]]] = {
    "hexo": (
        package(
            "hexo",
            **{
                "_config.yml": "url: https://a.example\npermalink: news/:year/:title/\n"
                "new_post_name: :year-:month-:day-:title.md\n",
                "source/_posts/2026-01-02-hello.md": post(),
            },
        ),
        ["/news/2026/hello/"],
    ),
    "hexo, names as they are": (
        package(
            "hexo",
            **{"_config.yml": "title: T\n", "source/_posts/in/Hello You.md": post(DATE)},
        ),
        ["/2026/01/02/in/Hello%20You/"],
    ),
    "vuepress": (package("vuepress", **{"docs/blog/a.md": post(DATE)}), ["/blog/a.html"]),
    "vitepress": (
        package(
            "vitepress",
            **{
                ".vitepress/config.ts": "export default defineConfig({cleanUrls: true})",
                "posts/vue-3.md": post(DATE),
            },
        ),
        ["/posts/vue-3"],
    ),
    "next": (
        package(
            "next",
            **{
                "next.config.js": "module.exports = { trailingSlash: true }",
                "public/one/index.md": post(DATE),
                "public/two/index.md": post(DATE),
            },
        ),
        ["/one/", "/two/"],
    ),
    "gatsby": (
        package("gatsby", **{"content/posts/x.md": post(f"{DATE}\nslug: /2026/01/x")}),
        ["/posts/2026/01/x/"],
    ),
    "no generator": ({"content/posts/a.md": post(DATE)}, ["/posts/a/"]),
}


def rows() -> list[object]:
    """Return all sites, with their settings in them."""
    sites: dict[str, tuple[Site, list[str]]] = {}
    for name, table in {
        "jekyll": JEKYLL,
        "eleventy": ELEVENTY,
        "astro": ASTRO,
        "docusaurus": DOCUSAURUS,
        "others": OTHERS,
    }.items():
        sites |= {f"{name}: {case}": row for case, row in table.items()}
    for case, (settings, files, links) in HUGO.items():
        text = f"baseURL = 'https://a.example/'\n{settings}\n"
        sites[f"hugo: {case}"] = ({"hugo.toml": text, **files}, links)
    for case, (settings, files, links) in ZOLA.items():
        text = f"base_url = 'https://a.example'\n{settings}\n"
        sites[f"zola: {case}"] = ({"config.toml": text, **files}, links)
    for case, (settings, files, links) in PELICAN.items():
        text = f"SITEURL = 'https://a.example'\nPATH = 'content'\n{settings}\n"
        sites[f"pelican: {case}"] = ({"pelicanconf.py": text, **files}, links)
    for case, (settings, files, links) in MKDOCS.items():
        text = f"site_url: https://a.example/\n{settings}\n"
        sites[f"mkdocs: {case}"] = ({"mkdocs.yml": text, **files}, links)
    return [pytest.param(site, links, id=name) for name, (site, links) in sites.items()]


@pytest.mark.parametrize(("site", "links"), rows())
def test_links(site: Site, links: list[str]) -> None:
    """Each article has the address that its generator gives it."""
    assert sorted(links) == sorted(links_of(site).values())


def test_a_site_in_a_folder() -> None:
    """The one site in a folder right below has the links that it has where init runs in it."""
    for row in rows():
        site, links = row.values
        assert isinstance(site, dict)
        for folder in ("site", "packages/web"):
            inner = {f"{folder}/{path}": text for path, text in site.items()}
            if facts_of(inner).nested():
                assert sorted(links) == sorted(links_of(inner).values()), row.id


def test_labels_of_tags() -> None:
    """Tags that are keys in `tags.yml` of Docusaurus are called as it says."""
    site = {
        "docusaurus.config.js": "module.exports = {url: 'https://a.example'}",
        "blog/tags.yml": "tech: {label: Tech Talk}\nnews: {label: news}\nno: {label: Unused}\n",
        "blog/2026-01-02-a.md": post("title: A\ntags: [tech, news, other]"),
    }
    found, config = proposed(site)
    assert {"tech": "Tech Talk"} == found.topics
    assert "Tech Talk" == config.groups["topic"]["tech"].title


def test_our_own_config_is_no_settings() -> None:
    """A config.yaml of Feedmill beside config.toml of Hugo hides nothing."""
    site = {
        "config.toml": "baseURL = 'https://a.example/'",
        "config.yaml": "site: {title: A, url: https://a.example/, authority: 'a.example,2026'}",
        "content/blog/a.md": post(DATE),
    }
    assert {"content/blog/a.md": "/blog/a/"} == links_of(site)


def test_several_sites_in_folders() -> None:
    """Of several sites below none is taken for the whole."""
    inner = jekyll("permalink: pretty")
    both = {f"{name}/{path}": text for name in ("a", "b") for path, text in inner.items()}
    assert "" == proposed(both)[0].generator


def test_several_languages() -> None:
    """Where articles are in several languages, each has its own, and each language a feed."""
    site = HUGO["an ending per language"][1]
    site = {"hugo.toml": "baseURL = 'https://a.example/'\n[languages.en]\n[languages.fr]", **site}
    articles = articles_of(site)
    assert {"content/blog/hello.fr.md": "fr", "content/blog/hello.md": "en"} == {
        path: one.language for path, one in articles.items()
    }
    assert ("language",) == proposed(site)[0].by
    alone = jekyll("", **{HELLO: post("title: H\nlang: de")})
    assert () == proposed(alone)[0].by
    both = jekyll("", **{HELLO: post("lang: de"), "_posts/2026-01-03-b.md": post("lang: en_US")})
    assert ("language",) == proposed(both)[0].by


def test_tags_of_all_articles() -> None:
    """A tag that a data file of Eleventy gives to all articles names a collection, not a topic."""
    site = {"eleventy.config.js": "", "posts/posts.json": '{"tags": ["posts"], "lang": "de"}',
            "posts/a.md": post(f"{DATE}\ntags: [x]"), "posts/b.md": post(DATE)}  # fmt: skip
    site = package("@11ty/eleventy", **site)
    assert (("posts/**", {"lang": "de"}),) == proposed(site)[0].defaults
    other = {"notes/notes.json": '{"tags": "notes"}', "notes/c.md": post(DATE)}
    tags = {files: values["tags"] for files, values in proposed(site | other)[0].defaults}
    assert {"posts/**": ("posts",), "notes/**": "notes"} == tags
    own = {"posts/c.md": post(f"{DATE}\ntags: posts")}
    assert ("posts",) == proposed(site | own)[0].defaults[0][1]["tags"]


def test_links_of_new_translations() -> None:
    """A rule of Pelican's holds for the next translation, or it is said that none does."""
    site = {"pelicanconf.py": "DEFAULT_LANG = 'en'", "content/en/a.md": meta(Slug="a", Lang="en")}
    found = proposed(site | {"content/de/a.md": meta(Slug="a", Lang="de")})[0]
    assert ["content/de/**", "content/**"] == [files for files, _ in found.permalink]
    assert () == found.warnings
    all_in = {f"content/deutsch/{name}.md": meta(Lang="de") for name in "bcd"}
    assert "content/deutsch/**" == proposed(site | all_in)[0].permalink[0][0]
    found = proposed(site | {"content/en/b.md": meta(Slug="b", Lang="de")})[0]
    assert "content/en/b.md" == found.permalink[0][0]
    assert "DEFAULT_LANG, such as content/en/b.md: " in found.warnings[0]


@pytest.mark.parametrize(
    ("engine", "renders"),
    [("", True), ("'liquid'", True), ("'njk'", False), ('"njk"', False), ("false", False)],
)
def test_liquid_of_eleventy(engine: str, renders: bool) -> None:
    """Eleventy renders Liquid in Markdown, unless the site has another engine, or none."""
    key = f"markdownTemplateEngine: {engine}," if engine else ""
    code = f"export default function (c) {{ return {{ {key} dir: {{ input: '.' }} }}; }}\n"
    site = {"eleventy.config.js": code, "blog/a.md": post("title: A\ndate: 2026-01-02")}
    assert renders == proposed(site)[0].liquid


def test_folders_that_jekyll_leaves_out_are_left_out() -> None:
    """`exclude` names them, with a slash or without; what is not there is not written down."""
    post = "---\ntitle: T\ndate: 2026-01-02\n---\nB"
    names = "_posts", "docs/_posts", "old/_posts", "more/_posts"
    site = {f"{one}/2026-01-02-a.md": post for one in names}
    site["_config.yml"] = "exclude: [/docs, old/, none, '*.gem']"
    assert {"_posts/2026-01-02-a.md", "more/_posts/2026-01-02-a.md"} == {*articles_of(site)}
    assert "none" not in " ".join(proposed(site)[0].exclude)


def test_the_end_of_a_summary_is_the_sites() -> None:
    """Jekyll's `excerpt_separator` ends the summaries of all articles, if it is a comment."""
    post = {"_posts/2025-01-01-a.md": "---\ntitle: A\n---\na\n"}
    for written, expected in (("<!--cut-->", "<!--cut-->"), ("<!--more-->", None), ("***", None)):
        settings = f"title: A\nexcerpt_separator: '{written}'\n"
        _, config = proposed({"_config.yml": settings, **post})
        found = [one.values.get("excerpt_separator") for one in config.articles.defaults]
        assert ([(expected,)] if expected else []) == found
