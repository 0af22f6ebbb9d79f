"""What is wrong with a config, line by line."""

import pytest

from feedmill.config import parse_config
from feedmill.errors import ConfigError

SITE = """\
site:
  title: Site
  url: https://site.example/
  authority: site.example,2021
"""  # what follows in a case begins with line 5


def errors(text: str) -> list[str]:
    """Give what is wrong with a config, without what all its errors begin with."""
    with pytest.raises(ConfigError) as caught:
        parse_config(text, "config.yaml")
    assert [str(problem) for problem in caught.value.problems] == str(caught.value).split("\n")
    return [
        line.removeprefix("config.yaml").replace(" error[config]:", "", 1)
        for line in str(caught.value).split("\n")
    ]


TEXTS = {
    "empty": (
        "",
        ": is empty; expected a file that names the site and its articles (see docs/config.md)",
    ),
    "only comments": (
        "# nothing\n---\n",
        ": is empty; expected a file that names the site and its articles (see docs/config.md)",
    ),
    "a list": (
        "\n- site\n",
        ":2: is a list; expected a mapping with site, articles, feeds, dimensions, groups, "
        "topics, providers, images, hub, pages, guard",
    ),
    "a text": (
        "site",
        ":1: is text; expected a mapping with site, articles, feeds, dimensions, groups, "
        "topics, providers, images, hub, pages, guard",
    ),
    "a tab": ("site:\n\ttitle: x\n", ":2: is indented with a tab; YAML allows only spaces"),
    "a tab after a dash": ("site:\n-\tx\n", ":2: is indented with a tab; YAML allows only spaces"),
    "a quote left open": (
        "site:\n  title: 'x\n",
        ":3: is not YAML: found unexpected end of stream (while scanning a quoted scalar from "
        "line 2)",
    ),
    "a colon in a value": (
        "site:\n  title: News: all of it\n",
        ":2: is not YAML: unexpected colon; quote values that contain one, and align the keys",
    ),
    "a sign at the beginning": (
        "site:\n  title: @news\n",
        ":2: a value cannot begin with @; put it in quotes",
    ),
    "an alias": (
        "site: &a {title: x}\nimages:\n  *a\n",
        ":3: the alias *a is not allowed here; write out its value",
    ),
    "an alias of itself": (
        "site: &a [*a]\n",
        ":1: the alias *a is not allowed here; write out its value",
    ),
    "a tag": (
        "site: !!python/object:os.system {}\n",
        ":1: a tag (!) is not allowed here; remove it",
    ),
    "a directive": ("%TAG ! x\n---\n", ":1: a directive (%) is not allowed here; remove it"),
    "two documents": ("site: {}\n---\n", ":2: a second document (---) is not allowed here"),
    "a list for a key": ("? [a]\n: b\n", ":1: a key is a list or a mapping; expected text"),
    "a NUL": ("site:\n  title: a\0b\n", ":2: contains the character U+0000; remove it"),
    "a lone surrogate": ("site: \ud800\n", ":1: contains the character U+D800; remove it"),
    "51 deep in brackets": ("[" * 51, ":1: is nested deeper than 50"),
    "40,000 deep in brackets": ("[" * 40_000, ":1: is nested deeper than 50"),
    "40,000 deep in dashes": ("- " * 40_000, ":1: is nested deeper than 50"),
    "40,000 deep in keys": ("? " * 40_000, ":1: is nested deeper than 50"),
    "51 deep in lines": (
        "".join(f"{' ' * depth}a:\n" for depth in range(60)),
        ":51: is nested deeper than 50",
    ),
    "over 1 MiB": ("#" * (2**20 + 1), ": is larger than 1 MiB"),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_text(text: str, expected: str) -> None:
    """What is no config at all is one clear line."""
    assert errors(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "feeds: {}",
            [": site: is missing; expected a mapping with title, url, authority, feeds_url, "
             "language, description, author, icon, rights"],
        ),
        (
            "site:\n",
            [
                ":1: site.title: is missing; expected text",
                ":1: site.url: is missing; expected an http(s) address such as "
                '"https://example.org/", no ? or #',
                ":1: site.authority: is missing; expected domain,year such as "
                '"example.org,2021"',
            ],
        ),
        (
            "site: Example News\n",
            [":1: site: is text; expected a mapping with title, url, authority, feeds_url, "
             "language, description, author, icon, rights"],
        ),
    ],
    ids=["missing", "empty", "text"],
)  # fmt: skip
def test_site(text: str, expected: list[str]) -> None:
    """Only the site is required."""
    assert errors(text) == expected


# id: what follows the site, and its errors from line 5 on.
CASES: dict[str, tuple[str, list[str]]] = {
    "unknown key": ("feeds:\n  limt: 5\n", [':6: feeds.limt: unknown key; did you mean "limit"?']),
    "unknown section": (
        "Feeds: {}\nx: {}\n",
        [
            ':5: Feeds: unknown key; did you mean "feeds"?',
            ":6: x: unknown key; expected site, articles, feeds, dimensions, groups, "
            "topics, providers, images, hub, pages or guard",
        ],
    ),
    "keys that came twice": (
        "feeds:\n  limit: 5\n  limit: 6\nfeeds: {}\ntopics: {A: , A: }\n",
        [
            ":7: feeds.limit: is already set in line 6",
            ":8: feeds: is already set in line 5",
            ":9: topics.A: is already set in line 9",
        ],
    ),
    "numbers": (
        "feeds: {limit: -1}\nimages:\n  per_host: 33\n  max_bytes: 1_000\n  thumbnail: [1]\n"
        "  max_pixels: 0x10\n  generic_after: 99999999999999999999\n",
        [
            ':5: feeds.limit: "-1" is too small; expected a whole number, at least 0',
            ':7: images.per_host: "33" is too large; expected a whole number, at least 1, at most '
            "32",
            ':8: images.max_bytes: "1_000" is not a whole number; expected a whole number, at '
            "least "
            "1024, at most 268435456",
            ":9: images.thumbnail: is a list; expected a whole number, at least 16, at most 4096",
            ':10: images.max_pixels: "0x10" is not a whole number; expected a whole number, at '
            "least "
            "1, at most 500000000",
            ':11: images.generic_after: "99999999999999999999" is not a whole number; expected a '
            "whole number, at least 1",
        ],
    ),
    "yes and no": (
        "articles: {future: yes}\n",
        [':5: articles.future: "yes" is neither true nor false; expected true or false'],
    ),
    "choices": (
        "feeds:\n  content: ful\n  formats: [rss, feed, rss]\n",
        [
            ':6: feeds.content: "ful" is not known; did you mean "full"?',
            ':7: feeds.formats[1]: "feed" is not known; expected atom, rss or json',
            ':7: feeds.formats[2]: "rss" is already in the list',
        ],
    ),
    "empty lists": (
        "articles: {include: []}\nfeeds: {formats: [], families: []}\n",
        [
            ":5: articles.include: is empty; expected a list, each item a relative pattern such as "
            '"articles/**/*.md"',
            ":6: feeds.formats: is empty; expected a list, each item atom, rss or json",
            ":6: feeds.families: is empty; expected a list, each item a mapping with by, name, "
            "title, description, where, min_entries, limit, formats, path, also_at, id, "
            "entry_id, language, "
            "or a dimension such as "
            '"topic"',
        ],
    ),
    "text": (
        'feeds: {output: ""}\nimages: {store: "a\\0"}\n',
        [
            ":5: feeds.output: is empty; expected a folder below that of config.yaml, such as "
            '"feeds", or "."',
            ':6: images.store: "a\N{REPLACEMENT CHARACTER}" contains the character U+0000; '
            "expected a "
            'folder below that of config.yaml, such as "feeds"',
        ],
    ),
    "extensions": (
        "articles: {markdown: {extensions: [markdown.extensions.toc, tocs, admonitoin], "
        "options: {toc: {anchorlnk: true, permalink: true}, smarty: {smart_quotes: 3}}}}\n",
        [
            ':5: articles.markdown.extensions[1]: "tocs" is not known; did you mean "toc"?',
            ':5: articles.markdown.extensions[2]: "admonitoin" is not known; did you mean '
            '"admonition"?',
            ':5: articles.markdown.options.toc.anchorlnk: "anchorlnk" is not an option of toc that '
            'feeds can have; did you mean "anchorlink"?',
            ':5: articles.markdown.options.toc.permalink: "permalink" is not an option of toc that '
            "feeds can have; it changes no body",
            ':5: articles.markdown.options.smarty.smart_quotes: "3" is neither true nor false; '
            "expected true or false",
        ],
    ),
    "time zone": (
        "articles: {timezone: Berlin}\n",
        [':5: articles.timezone: "Berlin" is not a time zone; did you mean "Europe/Berlin"?'],
    ),
    "time zone of this machine": (
        "articles: {timezone: localtime}\n",
        [
            ':5: articles.timezone: "localtime" is not a time zone; expected a time zone such as '
            '"UTC" or "Europe/Berlin"'
        ],
    ),
    "time zone that is a path": (
        "articles: {timezone: ../../etc/passwd}\n",
        [
            ':5: articles.timezone: "../../etc/passwd" is not a time zone; expected a time zone '
            "such "
            'as "UTC" or "Europe/Berlin"'
        ],
    ),
    "patterns": (
        "articles:\n  include: [/abs/*.md, '../*.md', 'a\\*.md', 'C:/x', '[z-a].md', "
        "'a/***/b', news, 'a/*.md', 'a/*.md']\n  exclude: ~user/*.md\n",
        [
            ':6: articles.include[0]: "/abs/*.md" is not a relative path; expected a relative '
            "pattern "
            'such as "articles/**/*.md"',
            ':6: articles.include[1]: "../*.md" leaves the folder with ..; expected a relative '
            "pattern "
            'such as "articles/**/*.md"',
            ':6: articles.include[2]: "a\\*.md" has a backslash; did you mean "a/*.md"?',
            ':6: articles.include[3]: "C:/x" is not a relative path; expected a relative pattern '
            "such "
            'as "articles/**/*.md"',
            ':6: articles.include[4]: "[z-a].md" is not a valid pattern; expected a relative '
            "pattern such "
            'as "articles/**/*.md"',
            ':6: articles.include[5]: "a/***/b" has too many stars; expected a relative pattern '
            'such as "articles/**/*.md"',
            ':6: articles.include[8]: "a/*.md" is already in the list',
            ':6: articles.include[6]: "news" names one file; did you mean "news/**/*.md"?',
            ':7: articles.exclude: "~user/*.md" is not a relative path; expected a relative '
            "pattern "
            'such as "articles/**/*.md"',
        ],
    ),
    "too many patterns": (
        f"articles:\n  exclude: [{', '.join(map(str, range(201)))}]\n",
        [":6: articles.exclude: has 201 items; expected at most 200"],
    ),
    "a long text": (
        f"articles:\n  timezone: {'x' * 2001}\n",
        [
            f':6: articles.timezone: "{"x" * 79}…" has 2001 characters, more than 2000; expected a '
            'time zone such as "UTC" or "Europe/Berlin"'
        ],
    ),
    "placeholder": (
        "articles: {permalink: '/{yaer}/{slug}'}\n",
        [
            ':5: articles.permalink: "/{yaer}/{slug}" has an unknown placeholder {yaer}; did you '
            'mean "{year}"?'
        ],
    ),
    "field without its name": (
        "articles: {permalink: '/{field[]}'}\n",
        [
            ':5: articles.permalink: "/{field[]}" has an unknown placeholder {field[]}; expected a '
            'pattern such as "/{year}/{slug}/" or "https://example.org/{slug}"'
        ],
    ),
    "Jekyll's placeholders": (
        "articles: {permalink: /:year/}\n",
        [':5: articles.permalink: "/:year/" has :year for a placeholder; did you mean "/{year}/"?'],
    ),
    "braces": (
        "articles: {permalink: '/{slug}}'}\n",
        [
            ':5: articles.permalink: "/{slug}}" has an unmatched brace; expected a '
            'pattern such as "/{year}/{slug}/" or "https://example.org/{slug}"'
        ],
    ),
    "permalink without a placeholder": (
        "articles: {permalink: /news/}\n",
        [
            ':5: articles.permalink: "/news/" has no placeholder, so that all links would be the '
            'same; expected a pattern such as "/{year}/{slug}/" or "https://example.org/{slug}"'
        ],
    ),
    "permalink that leads nowhere": (
        "articles: {permalink: 'news/{slug}'}\n",
        [
            ':5: articles.permalink: "news/{slug}" is not a web address; expected a pattern such '
            "as "
            '"/{year}/{slug}/" or "https://example.org/{slug}"'
        ],
    ),
    "permalink of any host": (
        "articles: {permalink: 'https://{slug}.example.org/'}\n",
        [
            ':5: articles.permalink: "https://{slug}.example.org/" is not a web address; '
            "expected a "
            'pattern such as "/{year}/{slug}/" or "https://example.org/{slug}"'
        ],
    ),
    "fields": (
        "articles:\n  fields:\n    titel: x\n    link: []\n    slug:\n    topics: {a: b}\n",
        [
            ':7: articles.fields.titel: "titel" is not known; did you mean "title"?',
            ":8: articles.fields.link: is empty; expected a list, each item text",
            ":9: articles.fields.slug: is empty; expected text",
            ":10: articles.fields.topics: is a mapping; expected a list, each item text",
        ],
    ),
    "output": (
        "feeds: {output: ..}\nimages: {store: ../pics}\n",
        [
            ':5: feeds.output: ".." leaves the folder with ..; expected a folder below that of '
            'config.yaml, such as "feeds", or "."',
            ':6: images.store: "../pics" leaves the folder with ..; expected a folder below that '
            "of "
            'config.yaml, such as "feeds"',
        ],
    ),
    "output inside the articles": (
        "articles: {include: news/**/*.md}\nfeeds: {output: News/feeds}\n",
        [
            ':6: feeds.output: "News/feeds" is in the folder of the articles, news/; expected a '
            "folder outside it"
        ],
    ),
    "output is the articles": (
        "feeds: {output: ./articles/}\n",
        [
            ':5: feeds.output: "articles" is in the folder of the articles, articles/; expected '
            "a folder outside it"
        ],
    ),
    "addresses": (
        """feeds:
  families:
    - {name: all, path: feed, also_at: [old.xml, rss.xml]}
    - {by: topic, path: tags/feed}
    - {by: author, path: "{topic}", id: "{feed_url}/{year}"}
    - {name: x, path: {rss: feed.xml, pdf: x.pdf}}
    - {name: y, path: feed.xml}
    - {name: z, formats: rss, path: {json: z.json}}
""",
        [
            ':7: feeds.families[0].also_at: "old.xml" can be a copy of atom, rss or json; '
            "expected lists per format, such as {rss: […]}",
            ':8: feeds.families[1].path: "tags/feed" has no {topic}, so that its feeds would be '
            "one file; expected it in the path",
            ':9: feeds.families[2].path: "{topic}" has {topic}; expected no placeholders but what '
            "the feeds are by",
            ':9: feeds.families[2].path: "{topic}" has no {author}, so that its feeds would be '
            "one file; expected it in the path",
            ':9: feeds.families[2].id: "{feed_url}/{year}" has {year}; expected no placeholders '
            "but what the feeds are by",
            ':10: feeds.families[3].path.pdf: "pdf" is not known; expected atom, rss or json',
            ':11: feeds.families[4].path: "feed.xml" is a whole file name; write it per format, '
            'such as {rss: …}, or without its ending; did you mean "feed"?',
            ":12: feeds.families[5].path.json: json is not written; expected rss",
        ],
    ),
    "one address twice": (
        """feeds:
  families:
    - {name: all, path: {rss: Feed.xml}}
    - {name: x, path: {rss: feed.xml}}
    - {name: y, also_at: {rss: [feeds.json]}}
    - author
topics: {AI: {limit: 3}}
groups: {author: {Ann: {path: y}}}
""",
        [
            ':8: feeds.families[1]: its file "feed.xml" is that of feeds.families[0]; expected '
            "another path",
            ':9: feeds.families[2]: its file "feeds.json" is Feedmill\'s own; expected another '
            "path",
            ':11: topics.AI.limit: there is no feed of it alone; expected "topic" in '
            "feeds.families",
            *(
                f':12: groups.author.Ann: its file "y.{one}" is that of feeds.families[2]; '
                "expected another path"
                for one in ("atom", "rss", "json")
            ),
        ],
    ),
    "feeds are articles": (
        "articles: {include: '**/*'}\n",
        [
            ':5: articles.include[0]: "**/*" includes the feeds in feeds/; expected a narrower '
            'pattern such as "**/*.md"'
        ],
    ),
    "image store elsewhere": (
        "images: {store: pictures}\n",
        [
            ":5: images.base_url: is missing; required because images.store is not a folder in "
            "feeds/"
        ],
    ),
    "hosts": (
        "images: {allow_hosts: ['http://a/', local host, localhost]}\n",
        [
            ':5: images.allow_hosts[0]: "http://a/" is not a host name; expected a host such as '
            '"images.example.org"',
            ':5: images.allow_hosts[1]: "local host" is not a host name; expected a host such as '
            '"images.example.org"',
        ],
    ),
    "families": (
        "feeds:\n  families:\n    - al\n    - [topic]\n    - {}\n    - {by: topic, name: x}\n"
        "    - by: [topic, topic]\n    - by: {}\n    - by: [all]\n    - by: []\n",
        [
            ':7: feeds.families[0]: "al" is not known; did you mean "all"?',
            ":8: feeds.families[1]: is a list; expected a mapping with by, name, title, "
            "description, where, min_entries, limit, formats, path, also_at, id, entry_id, "
            'language, or a dimension such as "topic"',
            ":9: feeds.families[2]: has neither by nor name; expected one of them",
            ":10: feeds.families[3]: has both by and name; expected one of them",
            ':11: feeds.families[4].by[1]: "topic" is already in the list',
            ':12: feeds.families[5].by: is a mapping; expected a dimension such as "topic", or a '
            'list, each item a dimension such as "topic"',
            ':13: feeds.families[6].by[0]: "all" is not known; expected topic, provider, author or '
            "language",
            ":14: feeds.families[7].by: is empty; expected a list, each item a dimension such as "
            '"topic"',
        ],
    ),
    "families that make the same feeds": (
        "feeds:\n  families:\n    - all\n    - {by: all, limit: 3}\n    - name: all\n"
        "    - by: [topic, provider]\n    - by: [provider, topic]\n    - topic\n    - by: [topic]\n"
        "    - {name: x, where: {languages: en}}\n    - {name: x, where: {languages: fr}}\n",
        [
            f":{line}: feeds.families[{this}]: makes the same feeds as feeds.families[{other}]; "
            "expected another by or name"
            for line, this, other in [(8, 1, 0), (9, 2, 0), (11, 4, 3), (13, 6, 5), (15, 8, 7)]
        ],
    ),
    "names of families": (
        "feeds:\n  families:\n    - name: feeds\n    - name: Robots That See\n    - name: con.x\n"
        "    - name: ../x\n",
        [
            ':7: feeds.families[0].name: "feeds" is a name that Feedmill needs for itself; '
            'expected a file name such as "my-feed"',
            ':8: feeds.families[1].name: "Robots That See" is not a valid file name; did you mean '
            '"robots-that-see"?',
            ":9: feeds.families[2].name: \"con.x\" makes the file name 'con.x', which Windows "
            'reserves; expected a file name such as "my-feed"',
            ':10: feeds.families[3].name: "../x" is not a valid file name; did you mean "x"?',
        ],
    ),
    "titles of families": (
        "feeds:\n  families:\n    - {by: topic, title: '{topics}'}\n"
        "    - {by: provider, title: '{topic}'}\n    - {name: x, title: '{site'}\n"
        "    - {by: author, title: '{author:shout}'}\n",
        [
            ':7: feeds.families[0].title: "{topics}" has an unknown placeholder {topics}; did you '
            'mean "{topic}"?',
            ":8: feeds.families[1].title: has {topic}, but the feeds are not by topic",
            ':9: feeds.families[2].title: "{site" has an unmatched brace; expected a '
            'title such as "News of {site}"',
            ':10: feeds.families[3].title: "{author:shout}" has an unknown rule :shout; expected '
            "title, capitalize or lower",
        ],
    ),
    "where": (
        "feeds:\n  families:\n    - name: x\n      where:\n        topics: {a: A}\n"
        "        providers: FOX 9\n        languages: [en_GB]\n        min_heat: hot\n",
        [
            ":9: feeds.families[0].where.topics.a: unknown key; expected any, all or none",
            ':10: feeds.families[0].where.providers: "FOX 9" is not a host name; expected a '
            'domain such as "example.org"',
            ':11: feeds.families[0].where.languages[0]: "en_GB" is not a language tag; did you '
            "mean "
            '"en-GB"?',
            ':12: feeds.families[0].where.min_heat: "hot" is not a whole number; expected a whole '
            "number",
        ],
    ),
    "where by groups": (
        "feeds:\n  families:\n    - name: x\n      where:\n        topics: A\n        groups:\n"
        "          serie: B\n          topic: C\n          provider: {none: FOX 9}\n"
        "          language: en_GB\ndimensions: {series: {field: series}}\n",
        [
            ':11: feeds.families[0].where.groups.serie: "serie" is not known; did you mean '
            '"series"?',
            ":12: feeds.families[0].where.groups.topic: is already used as "
            "feeds.families[0].where.topics",
            ':13: feeds.families[0].where.groups.provider.none[0]: "FOX 9" is not a host name; '
            'expected a domain such as "example.org"',
            ':14: feeds.families[0].where.groups.language[0]: "en_GB" is not a language tag; did '
            "you "
            'mean "en-GB"?',
        ],
    ),
    "dimensions": (
        "dimensions:\n  topic: {field: x}\n  Series: {field: x}\n"
        "  part: {field: x, folder: topics}\n  con: {field: x}\n"
        "  level: {field: x, folder: images}\n  kind: {folder: kinds}\n"
        "  sort: {field: x, folder: kinds, title: '{site} {kind}'}\n"
        "  form: {field: x, folder: kinds}\n"
        "feeds: {families: [seires, {name: kinds}, {by: [sort, sorts]}]}\n",
        [
            ':6: dimensions.topic: "topic" is a name that Feedmill needs for itself; expected a '
            'name of a-z, 0-9, "_", "-", such as "series"',
            ':7: dimensions.Series: "Series" is not a valid name; did you mean "series"?',
            ':8: dimensions.part: its folder "topics" is taken; expected another folder',
            ":9: dimensions.con: makes the file name 'con', which Windows reserves; expected "
            "dimensions.con.folder to name one",
            ':10: dimensions.level: its folder "images" is taken; expected another folder',
            ":11: dimensions.kind.field: is missing; expected text",
            ":12: dimensions.sort.title: has the placeholder {kind}; expected {site} or {sort}",
            ':13: dimensions.form: its folder "kinds" is that of dimensions.sort; expected another '
            "folder",
            ':14: feeds.families[0]: "seires" is not known; expected all, topic, provider, author, '
            "language, part, con, level, sort or form",
            ':14: feeds.families[1].name: "kinds" is the folder of other feeds',
            ':14: feeds.families[2].by[1]: "sorts" is not known; did you mean "sort"?',
        ],
    ),
    "groups": (
        "groups:\n  topics: {A: {}}\n  topic: {A: {}, a: {}}\n  author: {Ann: {}, ann: {slug: x}}\n"
        "  language: {en_GB: {}, en: {parent: x y}, EN: {}}\n  provider: {fox: {}}\n"
        "topics: {A: {slug: x}}\n",
        [
            ':6: groups.topics: "topics" is not known; did you mean "topic"?',
            ':7: groups.topic.A: is the same as "A"; expected it once',
            ':7: groups.topic.a: is the same as "A"; expected it once',
            ':8: groups.author.ann: is the same as "Ann"; expected it once',
            ':9: groups.language.en_GB: "en_GB" is not a language tag; did you mean "en-GB"?',
            ':9: groups.language.en.parent: "x y" is not a language tag; expected a language tag '
            "such "
            'as "en" or "en-GB"',
            ':9: groups.language.EN: is the same as "en"; expected it once',
            ':10: groups.provider.fox: "fox" has no dot; expected a domain such as "example.org"',
        ],
    ),
    "topics that are one": (
        "topics:\n  Computer Vision: {}\n  computer  VISION: {}\n",
        [
            ':7: topics.computer VISION: is the same as "Computer Vision"; expected it once',
        ],
    ),
    "topics that share a file": (
        "topics:\n  C++: {}\n  C plus-plus: {slug: cplusplus}\n  A.I.: {}\n  A i: {}\n",
        [
            ':7: topics.C plus-plus: makes the file name "cplusplus", as topics.C++ does; expected '
            "topics.C plus-plus.slug to tell them apart",
            ':9: topics.A i: makes the file name "a-i", as topics.A.I. does; expected '
            "topics.A i.slug to tell them apart",
        ],
    ),
    "topics without a file": (
        "topics:\n  🧵: {}\n  Con: {}\n  '': {}\n  X: {slug: Ex}\n",
        [
            ":6: topics.🧵: has no letter or digit for a file name; expected topics.🧵.slug "
            "to name one",
            ":7: topics.Con: makes the file name 'con', which Windows reserves; expected "
            "topics.Con.slug to name one",
            ":8: topics.: is empty; expected a name",
            ':9: topics.X.slug: "Ex" is not a valid file name; did you mean "ex"?',
        ],
    ),
    "parents": (
        "topics:\n  A: {parent: b}\n  B: {parent: C}\n  C: {parent: a}\n  D: {parent: A}\n"
        "  E: {parent: e}\n  F: {roll_up: true}\n",
        [
            ":6: topics.A.parent: leads back to itself: A → B → C → A",
            ":10: topics.E.parent: leads back to itself: E → E",
            ":11: topics.F.roll_up: needs a parent; expected topics.F.parent",
        ],
    ),
    "providers": (
        "providers:\n  Fox9.com: {}\n  fox9.com.: {}\n  fox9: {}\n  https://Fox9.com/x: {}\n"
        "  a.example: {parent: A.example}\n  b.example: {parent: b}\n"
        "  c.example: {slug: a.example}\n",
        [
            ':7: providers.fox9.com.: is the same as "Fox9.com"; expected it once',
            ':8: providers.fox9: "fox9" has no dot; expected a domain such as "example.org"',
            ':9: providers.https://Fox9.com/x: "https://Fox9.com/x" is an address; did you mean '
            '"fox9.com"?',
            ":10: providers.a.example.parent: leads back to itself: a.example → a.example",
            ':11: providers.b.example.parent: "b" has no dot; expected a domain such as '
            '"example.org"',
            ':12: providers.c.example: makes the file name "a.example", as providers.a.example '
            "does; expected providers.c.example.slug to tell them apart",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_errors(text: str, expected: list[str]) -> None:
    """All errors are found at once, in the order of their lines, each with its key."""
    assert errors(SITE + text) == expected


ADDRESS = 'expected an http(s) address such as "https://example.org/", no ? or #'
AUTHORITY = 'expected domain,year such as "example.org,2021"'


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("url", "site.example", 'has no https:// before it; did you mean "https://site.example"?'),
        ("url", "/home", f"is not a web address; {ADDRESS}"),
        ("url", "ftp://site.example/", f"is not a web address; {ADDRESS}"),
        ("url", "javascript:alert(1)", f"is not a web address; {ADDRESS}"),
        ("url", "https://", f"is not a web address; {ADDRESS}"),
        ("url", "https://a b.example/", f"contains white space; {ADDRESS}"),
        ("url", "https://[::1/", f"is not an address; {ADDRESS}"),
        ("url", "https://site.example:port/", f"is not an address; {ADDRESS}"),
        ("url", "https://-site-.example/", f"is not a host name; {ADDRESS}"),
        ("url", "https://xn--ü.example/", f"has a host that IDNA does not allow; {ADDRESS}"),
        (
            "url",
            "https://me:pw@site.example/",
            f"contains a user name, and feeds are public; {ADDRESS}",
        ),
        ("url", "https://site.example/?a=b", f"has a query or a fragment; {ADDRESS}"),
        ("authority", "site.example", f"has no year after a comma; {AUTHORITY}"),
        ("authority", "site.example,21", f"has no year after a comma; {AUTHORITY}"),
        ("authority", "site.example,2021-02-30", f"names a day that does not exist; {AUTHORITY}"),
        ("authority", "site.example,0000", f"names a day that does not exist; {AUTHORITY}"),
        ("authority", "site,2021", f"names no domain before its comma; {AUTHORITY}"),
        ("language", "en_US.UTF-8", 'is not a language tag; did you mean "en-US"?'),
        (
            "language",
            "english",
            'is not a language tag; expected a language tag such as "en" or "en-GB"',
        ),
    ],
)
def test_kinds_of_text(key: str, value: str, expected: str) -> None:
    """A text that is not of its kind is shown, and what is expected instead."""
    plain = {"title": "T", "url": "https://site.example/", "authority": "site.example,2021"}
    text = "\n  ".join(f"{name}: {text}" for name, text in (plain | {key: value}).items())
    [line] = errors(f"site:\n  {text}\n")
    assert line.partition(": ")[2] == f'site.{key}: "{value}" {expected}'


def test_author() -> None:
    """The author's address is absolute; and it is looked at when the site has other errors."""
    text = "site:\n  title:\n  author: {name: '', uri: /about, email: desk}\n"
    assert errors(text) == [
        ":1: site.url: is missing; expected an http(s) address such as "
        '"https://example.org/", no ? or #',
        f":1: site.authority: is missing; {AUTHORITY}",
        ":2: site.title: is empty; expected text",
        ":3: site.author.name: is empty; expected a name",
        ':3: site.author.uri: "/about" is not a web address; expected an http(s) address such as '
        '"https://example.org/icon.png"',
        ':3: site.author.email: "desk" is not an e-mail address; expected one such as '
        "desk@example.org",
    ]


def test_long_values_are_cut() -> None:
    """No line gets longer than a terminal takes, and none breaks."""
    key = "x" * 1000
    [first, second] = errors(f'{SITE}{key}: 1\n"a\\n\\e[31m": 2\n')
    assert first.startswith(f":5: {'x' * 79}…: unknown key; ")
    assert second.startswith(":6: a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31m: unknown")


def test_too_many_errors() -> None:
    """After a hundred errors nothing more is looked for."""
    found = errors(SITE + "".join(f"x{number}: 1\n" for number in range(500)))
    assert len(found) == 101
    assert found[0] == ": has 100 errors or more; checking stopped"
