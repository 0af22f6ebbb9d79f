"""Everything that can be wrong with an article, by code. The one place that says how bad it is."""

from __future__ import annotations

from feedmill.model import Problem, Severity
from feedmill.text import fold_text

RETRACTION = "retraction"

PROBLEMS: dict[str, tuple[Severity, str]] = {
    # the file
    "bad-path": ("error", "The file's name is not UTF-8."),
    "encoding": ("error", "The file is not UTF-8."),
    "no-front-matter": ("warning", "The file has no front matter, so it is not an article."),
    "unclosed-front-matter": ("error", "The line that ends the front matter is missing."),
    "front-matter-size": ("error", "The front matter is over 1 MiB."),
    "front-matter-language": ("error", "The front matter is in a language that is not data."),
    "yaml": ("error", "The front matter is not valid YAML."),
    "toml": ("error", "The front matter is not valid TOML."),
    "json": ("error", "The front matter is not valid JSON."),
    "control-character": ("error", "The front matter contains a control character."),
    "too-deep": ("error", "The front matter is nested deeper than 50."),
    "alias": ("error", "A YAML alias (`*name`) contains itself, or expands to too much."),
    "duplicate-key": ("error", "A key is set twice."),
    "repeated-key": (
        "warning",
        "A key is set twice; the site's generator takes the last.",
    ),
    "not-a-map": ("error", "The front matter is a list or plain text, not keys with values."),
    # what an article needs
    "bad-flag": (
        "error",
        "A flag such as `draft`, or the status, does not clearly say whether to publish.",
    ),
    "no-title": ("error", "Neither a title nor a heading in the body."),
    "bad-title": ("error", "The title is not text."),
    "no-date": ("error", "No date in the front matter, in the file's name or in its path."),
    "bad-date": ("error", "The date cannot be read."),
    "no-link": ("error", "No link, and no `articles.permalink` to make one from."),
    "bad-link": ("error", "The link is neither an http(s) address nor a path of the site."),
    "bad-id": ("error", "The id is not text."),
    "bad-topic": ("error", "A topic is not text, or longer than 200 characters."),
    # what it can do without
    "name-date": ("warning", "The date cannot be read; the one in the file's name is used."),
    "ambiguous-date": ("warning", "Day and month of the date could be the other way round."),
    "bad-updated": ("warning", "The date of the last change cannot be read."),
    "empty-topic": ("warning", "A topic is empty."),
    "bad-provider": ("warning", "The provider's domain cannot be used."),
    "bad-image": ("warning", "An image, or its size, cannot be used."),
    "bad-related": ("warning", "A related article has no usable link."),
    "bad-author": ("warning", "An author has no name, or an unusable address."),
    "bad-language": ("warning", "The language is not a tag such as `en` or `pt-BR`."),
    "bad-number": ("warning", "One of `quality`, `heat` is not a number."),
    "bad-field": ("warning", "A field that the config groups or selects by is not text."),
    "bad-text": ("warning", "A value that should be text is a list or a map."),
    "no-page": ("warning", "The article's page is not where `articles.rendered` says."),
    "lazy-image": (
        "warning",
        "A script loads a picture in the body, from an unknown address.",
    ),
    "left-out": ("warning", "A part of the body can't be shown in feeds."),
    "tangled-body": ("warning", "The body's markup can't be rendered as it is."),
    "long-body": ("warning", "The body is too long for a feed."),
    RETRACTION: ("warning", "It is retracted, but has no date, so that no feed can say so."),
}


def problem(path: str, code: str, message: str, line: int | None = None) -> Problem:
    """Make the Problem with a code of the table above."""
    severity = PROBLEMS[code][0]
    return Problem(path=path, line=line, severity=severity, code=code, message=fold_text(message))


class Refused(Exception):  # noqa: N818 (never leaves this package)
    """A file that cannot be read as an article at all; `line` counts from 1 in the file.

    `key` is the one that stands twice, if that is why.
    """

    def __init__(self, code: str, message: str, line: int | None = None, *, key: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.key = key
