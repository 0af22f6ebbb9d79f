"""The site's author, and where articles, feeds and images are. Pure."""

from __future__ import annotations

import unicodedata

from feedmill import names
from feedmill.config.articles import Markdown, Rendered
from feedmill.config.convert import Path, quoted, verdict
from feedmill.config.kinds import addresses
from feedmill.config.kinds.table import KINDS
from feedmill.config.kinds.unfit import Unfit, nearest
from feedmill.dimensions import DIMENSIONS
from feedmill.formats import FORMATS
from feedmill.formats.opml import OPML_INDEX
from feedmill.sources.patterns import is_address, matcher

from .draft import ConfigDraft, Found

# Some that the output folder may hold.
_FILES = (
    "feeds.json",
    OPML_INDEX,
    *(f"all{row.ending}" for row in FORMATS.values()),
    *(f"{row.folder}/a.atom" for row in DIMENSIONS.values()),
)


def author(draft: ConfigDraft) -> Found:
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
        wrong = f"{quoted(person.email)} is not an e-mail address"
        yield ("site", "author", "email"), f"{wrong}; expected one such as desk@example.org"


def check_folders(draft: ConfigDraft) -> Found:
    """Keep articles and feeds in folders of their own."""
    output = "" if draft.feeds.output == "." else f"{draft.feeds.output}/"
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
        elif output and fixed and _within(output, fixed):
            wrong = f"{quoted(draft.feeds.output)} is in the folder of the articles, {fixed}"
            yield ("feeds", "output"), f"{wrong}; expected a folder outside it"
        elif _takes(pattern, draft):
            wrong = f"{quoted(pattern)} includes the feeds in {output or './'}"
            yield path, f'{wrong}; expected a narrower pattern such as "**/*.md"'


def places(draft: ConfigDraft) -> Found:
    """Ask for articles in one kind of place: a folder here, or addresses."""
    include = [item for item in draft.articles.include if isinstance(item, str)]
    remote = [is_address(item) for item in include]
    if any(remote) and not all(remote):
        path = ("articles", "include", draft.articles.include.index(include[remote.index(True)]))
        yield path, "is an address, and others are not; expected all of them, or none"
    if draft.articles.manifest is not None and not any(remote):
        wrong = 'needs addresses; expected articles.include such as "s3://bucket/articles/**/*.md"'
        yield ("articles", "manifest"), wrong


def rendered_pages(draft: ConfigDraft) -> Found:
    """Ask for a folder of pages that may be looked into."""
    pages = draft.articles.rendered
    if not isinstance(pages, Rendered) or not isinstance(pages.folder, str):
        return  # none, or broken
    if any(part.startswith(".") for part in pages.folder.split("/")):
        wrong = f"{quoted(pages.folder)} is hidden, and nothing hidden is read"
        yield ("articles", "rendered", "folder"), f"{wrong}; expected a folder without a dot"


def markdown_options(draft: ConfigDraft) -> Found:
    """Ask for options that extensions of Python-Markdown have, and for one of their values."""
    own = draft.articles.markdown
    if not isinstance(own, Markdown) or not isinstance(own.options, dict) or not own.options:
        return
    from feedmill.generators.pelican.extensions import OPTIONS  # which few configs need

    for name, options in own.options.items():
        for key, value in options.items():
            path: Path = ("articles", "markdown", "options", name, key)
            kind = OPTIONS[name].get(key)
            if kind is None:
                close = nearest(key, OPTIONS[name])
                known = f"did you mean {quoted(close)}?" if close else "it changes no body"
                yield path, f"{quoted(key)} is not an option of {name} that feeds can have; {known}"
            elif kind == "switch" and value not in ("true", "false"):
                yield path, f"{quoted(value)} is neither true nor false; expected true or false"


def image_store(draft: ConfigDraft) -> Found:
    """Ask where images are served that no folder of the feeds holds."""
    store, output = draft.images.store, f"{draft.feeds.output}/"
    if store is None or draft.images.base_url is not None or draft.feeds.output == ".":
        return
    if f"{store}/" == output or not f"{store}/".startswith(output):
        wrong = f"is missing; required because images.store is not a folder in {output}"
        yield ("images", "base_url"), wrong


def _is_email(text: str) -> bool:
    name, _, host = text.rpartition("@")
    return bool(name and host) and not any(sign.isspace() for sign in text)


def _within(inner: str, outer: str) -> bool:
    """Compare folders as Windows and macOS do, with no regard to case."""
    return _folder(inner).startswith(_folder(outer))


def _folder(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _takes(pattern: str, draft: ConfigDraft) -> bool:
    exclude = [other for other in draft.articles.exclude if isinstance(other, str)]
    matches = matcher((pattern,), exclude)
    files = (*_FILES, "all.html", "index.html") if draft.pages else _FILES
    output = "" if draft.feeds.output == "." else f"{draft.feeds.output}/"
    return any(matches(f"{output}{file}") for file in files)
