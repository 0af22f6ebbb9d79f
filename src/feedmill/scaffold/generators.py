"""Which site generator a folder belongs to, and what it says of title, links and folders. Pure.

A row of GENERATORS looks at the facts and gives a Guess, or None if they are not its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from .facts import CNAMES, METADATA, Facts, plain, quoted
from .permalinks import HUGO, JEKYLL, JEKYLL_STYLES, PELICAN, translate, untold

_SECTIONS = ("blog", "posts", "post", "articles", "_news", "news")


class Guess(Struct, frozen=True, kw_only=True):
    """What a folder says of its site; what it does not say is empty.

    `permalink` follows the site's own pattern if that can be told in ours, else the default of
    its generator; `lost` are the parts of the site's own that no placeholder stands for. `output`
    is a folder that the generator publishes as it is; where there is none, `remedy` is what the
    generator must be told.
    """

    generator: str = ""
    include: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    language: str = ""
    timezone: str = ""
    description: str = ""
    permalink: str = ""
    lost: tuple[str, ...] = ()
    link_key: str = ""  # of front matter: a page's own address
    output: str = "feeds"
    remedy: str = ""
    config: str = "config.yaml"  # a name that the generator does not read itself


def guess(facts: Facts) -> Guess:
    """Tell which generator's the folder is, and what is known of the site."""
    found = next((made for look in GENERATORS if (made := look(facts))), None) or _plain(facts)
    host = next((facts.texts[path].strip() for path in CNAMES if path in facts.texts), "")
    return replace(found, url=f"https://{host}/") if host and not found.url else found


def _jekyll(facts: Facts) -> Guess | None:
    settings = facts.settings("_config")
    if settings is None and not facts.articles("_posts/"):
        return None
    style = plain(settings, "permalink") or "date"
    pattern = JEKYLL_STYLES.get(style, style)
    return Guess(
        generator="Jekyll",
        include=facts.patterns("_posts"),
        title=plain(settings, "title", "name"),
        url=_joined(plain(settings, "url"), plain(settings, "baseurl")),
        language=plain(settings, "lang", "locale"),
        timezone=plain(settings, "timezone"),
        description=plain(settings, "description"),
        permalink=translate(pattern, JEKYLL) or translate(JEKYLL_STYLES["date"], JEKYLL),
        lost=untold(pattern, JEKYLL) or (() if translate(pattern, JEKYLL) else (pattern,)),
        link_key="permalink",
    )


def _hugo(facts: Facts) -> Guess | None:
    settings = facts.settings("hugo", "config/_default/hugo")
    if settings is None:
        settings = facts.settings("config", "config/_default/config")
        if settings is None or "baseurl" not in map(str.lower, settings):
            return None
    section = _section(facts, "content")
    rules = settings.get("permalinks")
    if isinstance(rules, dict):
        rules = rules.get("page", rules)
    pattern, tokens = plain(rules, section), {**HUGO, ":section": section}
    # Of the files in a site's top folder Hugo reads the first of these, then config.yaml.
    first = {"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml"}
    return Guess(
        generator="Hugo",
        include=facts.patterns(f"content/{section}".rstrip("/")),
        title=plain(settings, "title"),
        url=plain(settings, "baseURL"),
        language=plain(settings, "locale", "languageCode", "defaultContentLanguage"),
        timezone=plain(settings, "timeZone"),
        description=plain(settings.get("params"), "description"),
        permalink=translate(pattern, tokens) or _below(section, "{folder}/{slug}/"),
        lost=untold(pattern, tokens),
        output="static/feeds",
        config="config.yaml" if first & facts.texts.keys() else "feedmill.yaml",
    )


def _zola(facts: Facts) -> Guess | None:
    settings = facts.settings("config", "zola")
    if settings is None or "base_url" not in settings:
        return None
    section = _section(facts, "content")
    return Guess(
        generator="Zola",
        include=facts.patterns(f"content/{section}".rstrip("/")),
        title=plain(settings, "title"),
        url=plain(settings, "base_url"),
        language=plain(settings, "default_language"),
        description=plain(settings, "description"),
        permalink=_below(section, "{folder}/{slug}/"),
        output="static/feeds",
    )


def _eleventy(facts: Facts) -> Guess | None:
    script = facts.code(".eleventy", "eleventy.config")
    if not script:
        return None
    settings, code = facts.settings(*METADATA), facts.code(*METADATA)
    tops = [f"{quoted(script, 'input').strip('./')}/", "content/", "src/"]
    top = next((top for top in tops if facts.articles(top)), "")
    section = _fullest(facts, top) or "posts"
    return Guess(
        generator="Eleventy",
        include=facts.patterns(f"{top}{section}"),
        title=plain(settings, "title", "name") or quoted(code, "title"),
        url=plain(settings, "url") or quoted(code, "url"),
        language=plain(settings, "language", "lang") or quoted(code, "language"),
        description=plain(settings, "description") or quoted(code, "description"),
        permalink=_below(section, "{folder}/{slug}/"),
        link_key="permalink",
        remedy='eleventyConfig.addPassthroughCopy("feeds")',
    )


def _pelican(facts: Facts) -> Guess | None:
    script = facts.code("pelicanconf", endings=["py"])
    if not script:
        return None
    published = facts.code("publishconf", endings=["py"])
    folder = quoted(script, "PATH").strip("./") or "content"
    pattern = quoted(script, "ARTICLE_URL") or "{slug}.html"
    return Guess(
        generator="Pelican",
        include=facts.patterns(folder),
        exclude=(f"{folder}/pages/",) if facts.articles(f"{folder}/pages/") else (),
        title=quoted(script, "SITENAME"),
        url=quoted(published, "SITEURL") or quoted(script, "SITEURL"),
        language=quoted(script, "DEFAULT_LANG"),
        timezone=quoted(script, "TIMEZONE"),
        description=quoted(script, "SITESUBTITLE"),
        permalink=translate(pattern, PELICAN) or "/{slug}.html",
        lost=untold(pattern, PELICAN),
        remedy="copy feeds/ into its OUTPUT_PATH",
    )


def _astro(facts: Facts) -> Guess | None:
    script = facts.code("astro.config")
    section = _section(facts, "src/content")
    if not script and not section:
        return None
    constants = facts.code("src/consts")
    section = section or "blog"
    return Guess(
        generator="Astro",
        include=facts.patterns(f"src/content/{section}"),
        title=quoted(constants, "SITE_TITLE"),
        url=_joined(quoted(script, "site"), quoted(script, "base")),
        description=quoted(constants, "SITE_DESCRIPTION"),
        permalink=_below(section, "{path}/"),
        output="public/feeds",
    )


def _mkdocs(facts: Facts) -> Guess | None:
    settings = facts.settings("mkdocs")
    if settings is None:
        return None
    docs = plain(settings, "docs_dir").strip("./") or "docs"
    listed = settings.get("plugins")
    plugins = listed if isinstance(listed, list) else [listed]
    options = [one["blog"] for one in plugins if isinstance(one, dict) and "blog" in one]
    blog = next((plain(one, "blog_dir").strip("./") for one in options), "") or "blog"
    return Guess(
        generator="MkDocs",
        include=facts.patterns(f"{docs}/{blog}/posts"),
        title=plain(settings, "site_name"),
        url=plain(settings, "site_url"),
        language=plain(settings.get("theme"), "language"),
        description=plain(settings, "site_description"),
        permalink=_below(blog, "{year}/{month}/{day}/{title}/"),
        output=f"{docs}/feeds",
    )


def _plain(facts: Facts) -> Guess:
    """Take the folder that holds most articles, `articles` if none does."""
    return Guess(include=facts.patterns(_fullest(facts, "") or "articles"))


GENERATORS: tuple[Callable[[Facts], Guess | None], ...] = (
    *(_hugo, _zola, _eleventy, _pelican, _astro, _mkdocs),
    _jekyll,  # last: a folder _posts is enough
)


def _section(facts: Facts, top: str) -> str:
    """Return the folder below `top` that holds the articles: one named as such, or the only one.

    If there are several, or most articles lie in none, it is "": all below `top`.
    """
    folders = _folders(facts, f"{top}/")
    named = next((section for section in _SECTIONS if section in folders), "")
    only = next(iter(folders)) if len(folders) == 1 else ""
    loose = len(facts.articles(f"{top}/")) - folders.total()  # with index.md and the like
    return named or (only if folders[only] >= loose else "")


def _fullest(facts: Facts, top: str) -> str:
    """Return the folder below `top` that holds the articles: one named as such, or the fullest."""
    folders = _folders(facts, top)
    return min(folders, key=lambda name: (name not in _SECTIONS, -folders[name], name), default="")


def _folders(facts: Facts, top: str) -> Counter[str]:
    """Count the articles of each folder right below `top`."""
    paths = [path.split("/") for path in facts.articles(top)]
    return Counter(parts[0] for parts in paths if len(parts) > 1)


def _below(section: str, pattern: str) -> str:
    return f"/{section}/{pattern}" if section else f"/{pattern}"


def _joined(url: str, below: str) -> str:
    return f"{url.rstrip('/')}/{below.strip('/')}" if url and below.strip("/") else url
