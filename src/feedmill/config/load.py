"""From the file to a Config that is complete: what the file leaves out has been filled in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from feedmill.dimensions import Dimension
from feedmill.errors import ConfigError
from feedmill.model import Person, Problem

from .articles import Articles, PermalinkRule
from .convert import MAX_PROBLEMS, Conversion, TooManyProblemsError, type_of_config
from .dimensions import known_dimensions
from .feeds import Family
from .file import MAX_CONFIG_BYTES, PURPOSE, config_error, read_file
from .rules import RULES, ConfigDraft
from .rules.families import whole_family, whole_where
from .rules.groups import whole_groups
from .schema import Config, Pages, Site
from .tree import Node, NotReadableError, read_tree


def load_config(path: Path) -> Config:
    """Read a config file. ConfigError has all that is wrong with it."""
    return decode_config(read_file(path), path.name)


def decode_config(data: bytes, name: str) -> Config:
    """Make a Config of the bytes of a file called `name`. ConfigError has all that is wrong."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise config_error(name, line, "is not UTF-8; save it as UTF-8") from error
    return parse_config(text, name)


def parse_config(text: str, name: str) -> Config:
    """Make a Config of the text of a file called `name`. ConfigError has all that is wrong."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_CONFIG_BYTES:
        raise config_error(name, None, f"is larger than {MAX_CONFIG_BYTES // 2**20} MiB")
    try:
        root = read_tree(text)
    except NotReadableError as error:
        raise config_error(name, error.line, error.message) from error
    if root is None:
        raise config_error(name, None, f"is empty; {PURPOSE}")
    conversion = Conversion(name)
    problems = conversion.problems
    try:
        values = _checked(conversion, root)
    except TooManyProblemsError:
        last = f"has {MAX_PROBLEMS} errors or more; checking stopped"
        problems.append(Problem(path=name, code="config", message=last))
    if problems:
        raise ConfigError(problems=sorted(problems, key=lambda problem: problem.line or 0))
    return _complete(Config(**values))


def _checked(conversion: Conversion, root: Node) -> dict[str, Any]:
    values = conversion.fields(type_of_config(), root, ())
    site = values.get("site")
    read = {name: values[name] for name in ConfigDraft.__struct_fields__ if name in values}
    draft = ConfigDraft(**read | {"site": site if isinstance(site, Site) else None})
    for rule in RULES:
        for path, message in rule(draft):
            conversion.wrong(path, message)
    return values


def _complete(config: Config) -> Config:
    """Fill in what follows from other keys, so that no other module needs to decide it."""
    site = config.site
    home = site.url.rstrip("/")
    known = known_dimensions(config.dimensions)
    return replace(
        config,
        site=replace(
            site,
            feeds_url=f"{(site.feeds_url or _usual_url(config, home)).rstrip('/')}/",
            author=site.author or Person(name=site.title),
        ),
        articles=replace(config.articles, permalink=_permalink(config.articles, home)),
        feeds=replace(config.feeds, families=tuple(_families(config, known))),
        groups=whole_groups(config, known),
        pages=_pages(config),
    )


def _usual_url(config: Config, home: str) -> str:
    """Return where the output folder is served if nothing says it: `.` is the site's root."""
    return home if config.feeds.output == "." else f"{home}/feeds"


def _permalink(articles: Articles, home: str) -> tuple[PermalinkRule, ...] | None:
    """Write the short form out, and the site's address before patterns that begin with `/`."""
    given = articles.permalink
    rules = (PermalinkRule(pattern=given),) if isinstance(given, str) else given
    return rules and tuple(
        replace(rule, pattern=f"{home}{rule.pattern}") if rule.pattern.startswith("/") else rule
        for rule in rules
    )


def _pages(config: Config) -> bool | Pages:
    """Write `true` out; `folder` is below `feeds.output`, also if that is said again."""
    pages = Pages() if config.pages is True else config.pages
    if not isinstance(pages, Pages) or pages.folder is None:
        return pages
    return replace(pages, folder=pages.folder.removeprefix(f"{config.feeds.output}/"))


def _families(config: Config, known: dict[str, Dimension]) -> Iterator[Family]:
    for item in config.feeds.families:
        family = whole_family(item)
        yield replace(family, where=whole_where(family.where, known))
