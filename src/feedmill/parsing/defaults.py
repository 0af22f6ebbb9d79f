"""Front matter that the config gives to articles that do not say otherwise."""

from __future__ import annotations

from feedmill.config.schema import Config
from feedmill.generators.rules import Rules
from feedmill.sources.patterns import matcher

from .sheet import Sheet, is_absent
from .yaml.fast import Value


class FrontMatterDefaults:
    """The `articles.defaults` of a config, compiled."""

    def __init__(self, config: Config, rules: Rules) -> None:
        """`rules` are those of the site's generator."""
        given = config.articles.defaults
        self._compiled = [(matcher(one.match or ("**",)), one.values.items()) for one in given]
        self._rules = rules

    def fill(self, sheet: Sheet) -> None:
        """Return an article's front matter what it lacks; the first rule that has a key counts."""
        set_here: set[str] = set()
        for matches, values in self._compiled:
            if not matches(sheet.path):
                continue
            for written, items in values:
                key = written.lower()
                own = sheet.values.get(key)
                if key in self._rules.added and key not in set_here:
                    sheet.values[key] = [*items, *self._items(own)]
                elif is_absent(own):
                    sheet.values[key] = items[0] if len(items) == 1 else list(items)
                set_here.add(key)

    def _items(self, own: Value | None) -> list[Value]:
        if is_absent(own) or own is None:
            return []
        if isinstance(own, str):
            return [*self._rules.names(own)]
        return own if isinstance(own, list) else [own]
