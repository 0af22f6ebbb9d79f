"""Tags of an Eleventy site that only name a collection. Pure.

https://www.11ty.dev/docs/collections/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from feedmill.generators.facts import found
from feedmill.generators.proposal import Values
from feedmill.sources.patterns import matcher


def without_tags_of_all(
    rules: Sequence[tuple[str, Values]],
    articles: Sequence[str],
    heads: Mapping[str, Mapping[str, object]],
) -> Iterator[tuple[str, Values]]:
    """Yield what data files give, without tags that they give to all articles, such as `posts`.

    A topic of all articles tells nothing. One that an article's own front matter has, too, stays.
    """
    tagged: dict[str, set[str]] = defaultdict(set)
    for match, values in rules:
        for tag in _tags(values):
            tagged[tag].update(filter(matcher([match]), articles))
    own = {tag for path in articles for tag in _tags(heads.get(path, {}))}
    idle = {tag for tag, paths in tagged.items() if len(paths) == len(articles)} - own
    for match, values in rules:
        told = dict(values)
        if not idle.isdisjoint(_tags(values)):
            told["tags"] = tuple(tag for tag in _tags(values) if tag not in idle)
        if told := {key: value for key, value in told.items() if value}:
            yield match, told


def _tags(values: Mapping[str, object]) -> tuple[str, ...]:
    tags = found(values, "tags")
    listed = tags if isinstance(tags, list | tuple) else [tags]
    return tuple(tag for tag in listed if isinstance(tag, str))
