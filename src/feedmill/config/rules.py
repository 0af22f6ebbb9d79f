"""What must be true of a config's keys together. Pure.

A rule takes a draft and yields the path of a key and what is wrong with it. What has an error
of its own is BROKEN in the draft, or has its default, or is not there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from feedmill import names
from feedmill.sources.patterns import is_address, matcher

from . import addresses
from .convert import Path, quoted, show, verdict
from .schema import Articles, Family, Feeds, Group, Images, Site
from .unfit import Unfit
from .validators import KINDS

Found = Iterator[tuple[Path, str]]

_FILES = ("all.atom", "all.rss", "all.json", "feeds.json", "index.opml", "topics/ai.atom")


class Draft(NamedTuple):
    """What could be read of a config. `site` is None if there is no such section."""

    site: Site | None
    articles: Articles
    feeds: Feeds
    topics: dict[str, Group]
    providers: dict[str, Group]
    images: Images


def author(draft: Draft) -> Found:
    """Hold the author's address to what every address is held to."""
    person = draft.site and draft.site.author
    if not person:
        return
    if person.name == "":
        yield ("site", "author", "name"), "is empty; expected a name"
    if person.uri is not None:
        try:
            addresses.url(person.uri)
        except Unfit as error:
            expected = KINDS["url"].expected
            yield ("site", "author", "uri"), verdict(person.uri, error, expected)
    if person.email is not None and not _is_email(person.email):
        wrong = (
            f"{quoted(person.email)} is no e-mail address; expected one such as desk@example.org"
        )
        yield ("site", "author", "email"), wrong


def families(draft: Draft) -> Found:
    """Ask for one of `by` and `name`, and for feeds that are not made twice."""
    made: dict[object, Path] = {}
    for number, item in enumerate(draft.feeds.families):
        if not isinstance(item, Family | str):
            continue  # broken
        path: Path = ("feeds", "families", number)
        if isinstance(item, Family) and (item.by is None) == (item.name is None):
            what = "neither by nor name" if item.by is None else "both by and name"
            yield path, f"has {what}; expected one of them"
            continue
        family = whole_family(item)
        feeds = family.name or family.by
        if feeds in made:
            yield path, f"makes the same feeds as {show(made[feeds])}; expected another by or name"
        made.setdefault(feeds, path)
        for name in ("topic", "provider"):
            if f"{{{name}}}" in (family.title or "") and name not in (family.by or ()):
                yield (*path, "title"), f"has {{{name}}}, but the feeds are not by {name}"


def topics(draft: Draft) -> Found:
    """Keep topics apart: by name, by file name; and their parents in a tree."""
    yield from _groups("topics", draft.topics, names.fold, names.slug)


def providers(draft: Draft) -> Found:
    """Keep providers apart in the same way."""
    for domain, group in draft.providers.items():
        try:
            addresses.domain(group.parent or "example.org")
        except Unfit as error:
            expected = KINDS["domain"].expected
            yield ("providers", domain, "parent"), verdict(group.parent or "", error, expected)
    yield from _groups("providers", draft.providers, _domain, str)


def folders(draft: Draft) -> Found:
    """Keep articles and feeds in folders of their own."""
    output = f"{draft.feeds.output}/"
    for number, pattern in enumerate(draft.articles.include):
        if not isinstance(pattern, str):
            continue  # broken
        path: Path = ("articles", "include", number)
        fixed, last = names.fixed_part(pattern), pattern.rpartition("/")[2]
        if last and not any(sign in last for sign in "*?[."):
            yield (
                path,
                f"{quoted(pattern)} names one file; did you mean {quoted(f'{pattern}/**/*.md')}?",
            )
        elif fixed and _within(output, fixed):
            wrong = f"{quoted(draft.feeds.output)} lies in the folder of the articles, {fixed}"
            yield ("feeds", "output"), f"{wrong}; expected a folder outside it"
        elif _within(fixed, output):
            wrong = f"{quoted(pattern)} lies in the folder of the feeds, {output}"
            yield path, f"{wrong}; expected a folder outside it"
        elif _takes(pattern, draft):
            wrong = f"{quoted(pattern)} takes in the feeds in {output}"
            yield path, f'{wrong}; expected a narrower pattern such as "**/*.md"'


def places(draft: Draft) -> Found:
    """Ask for articles in one kind of place: a folder here, or addresses."""
    include = [item for item in draft.articles.include if isinstance(item, str)]
    remote = [is_address(item) for item in include]
    if any(remote) and not all(remote):
        path = ("articles", "include", draft.articles.include.index(include[remote.index(True)]))
        yield path, "is an address, and others are not; expected all of them, or none"
    if draft.articles.manifest is not None and not any(remote):
        wrong = 'needs addresses; expected articles.include such as "s3://bucket/articles/**/*.md"'
        yield ("articles", "manifest"), wrong


def image_store(draft: Draft) -> Found:
    """Ask where images are served that no folder of the feeds holds."""
    store, output = draft.images.store, f"{draft.feeds.output}/"
    if store is None or draft.images.base_url is not None:
        return
    if f"{store}/" == output or not f"{store}/".startswith(output):
        wrong = f"is missing; required because images.store is not a folder in {output}"
        yield ("images", "base_url"), wrong


RULES: tuple[Callable[[Draft], Found], ...] = (
    author,
    families,
    topics,
    providers,
    folders,
    places,
    image_store,
)


def whole_family(item: Family | str) -> Family:
    """Write a family's short forms out: `all` is a name, `by` a tuple with `topic` first."""
    family = item if isinstance(item, Family) else Family(by=(item,))  # type: ignore[arg-type]
    by = (family.by,) if isinstance(family.by, str) else family.by
    if by == ("all",):
        return replace(family, by=None, name="all")
    return replace(family, by=by and tuple(sorted(by, reverse=True)))


def _groups(
    section: str,
    groups: Mapping[str, Group],
    identity: Callable[[str], str],
    slug: Callable[[str], str],
) -> Found:
    parents: dict[str, str] = {}
    known: dict[str, str] = {}
    files: dict[str, str] = {}
    for name, group in groups.items():
        path = (section, name)
        if identity(name) in known:
            yield path, f"is the same as {quoted(known[identity(name)])}; expected it once"
            continue
        known[identity(name)] = name
        if group.parent is not None:
            parents[name] = identity(group.parent)
        elif group.roll_up:
            yield (*path, "roll_up"), f"needs a parent; expected {show((*path, 'parent'))}"
        file = group.slug or slug(name)
        if problem := names.unusable_slug(file):
            yield path, f"{problem}; expected {show((*path, 'slug'))} to name one"
        elif file in files:
            other = show((section, files[file]))
            wrong = f"makes the file name {quoted(file)}, as {other} does"
            yield path, f"{wrong}; expected {show((*path, 'slug'))} to part them"
        files.setdefault(file, name)
    yield from _cycles(section, parents, known)


def _cycles(section: str, parents: Mapping[str, str], known: Mapping[str, str]) -> Found:
    """Find parents that lead back; each circle once. `known` has names by identity."""
    done: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        name: str | None = start
        while name is not None and name not in done and name not in way:
            way[name] = None
            name = known.get(parents.get(name, ""))
        if name in way:
            circle = [*way][[*way].index(name) :]
            text = " → ".join([*circle[:5], "…"] if len(circle) > 5 else [*circle, name])
            yield (section, name, "parent"), f"leads back to itself: {text}"
        done.update(way)


def _domain(text: str) -> str:
    try:
        return addresses.domain(text)
    except Unfit:
        return ""  # a problem by itself


def _is_email(text: str) -> bool:
    name, _, host = text.rpartition("@")
    return bool(name and host) and not any(sign.isspace() for sign in text)


def _within(inner: str, outer: str) -> bool:
    """Compare folders as Windows and macOS do, with no regard to case."""
    return _folder(inner).startswith(_folder(outer))


def _folder(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _takes(pattern: str, draft: Draft) -> bool:
    exclude = [other for other in draft.articles.exclude if isinstance(other, str)]
    matches = matcher((pattern,), exclude)
    return any(matches(f"{draft.feeds.output}/{file}") for file in _FILES)
