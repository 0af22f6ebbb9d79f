"""Front matter that the config gives to articles that do not say otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from feedmill.config.articles import Defaults
from feedmill.sources.patterns import matcher

from .yaml.fast import Value


def defaults_of(rules: Iterable[Defaults]) -> Callable[[str], Mapping[str, Value] | None]:
    """Return the function that gives a path its defaults, by lower-case keys; None for none."""
    compiled = [(matcher(rule.match or ("**",)), _values(rule)) for rule in rules]
    if not compiled:
        return lambda _: None

    def of_path(path: str) -> Mapping[str, Value] | None:
        fit = [values for matches, values in compiled if matches(path)]
        return {key: value for values in reversed(fit) for key, value in values.items()}

    return of_path


def _values(rule: Defaults) -> dict[str, Value]:
    return {
        key.lower(): items[0] if len(items) == 1 else list(items)
        for key, items in rule.values.items()
    }
