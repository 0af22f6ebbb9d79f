"""One article's front matter: find a field in it, and note what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from feedmill.model import Problem

from . import front_matter, problems
from .yaml.fast import Repeated, Value

# Zola and Hugo refuse keys of one's own at the top; they go in here, and count as if at the top.
_OPENED = ("taxonomies", "extra", "params")
_NULLS = ("null", "~", "Null", "NULL")


def is_absent(value: Value | None) -> bool:
    """Return whether a value is as good as none: null, or empty text, list or map."""
    return not value or value in _NULLS


class Sheet:
    """The front matter of one article, by lower-case keys, and the problems found in it."""

    def __init__(
        self,
        path: str,
        parts: front_matter.Parts,
        keys: Mapping[str, tuple[str, ...]],
        *,
        lenient: bool = False,
        last_key: bool = False,
    ) -> None:
        """Parse the front matter; `keys` has the lower-case keys of each field.

        `lenient` says that what is no YAML may be lines of keys and values, `last_key` that of
        keys of YAML that stand twice the last one counts, of Pelican's lines the first.

        Raise Refused if that cannot be done.
        """
        self.path = path
        self.parts = parts
        self.yaml_times = False  # as in `generators/rules.py`
        self.problems: list[Problem] = []
        self._keys = keys
        repeated: list[Repeated] | None = [] if last_key else None
        values = front_matter.parse(parts, lenient=lenient, repeated=repeated)
        # Of keys that differ in case only the first counts, and before those of nested maps.
        lower = map(str.lower, reversed(values))
        self.values = dict(zip(lower, reversed(values.values()), strict=True))
        self._others: list[tuple[str, Value]] = []
        if len(self.values) < len(values):
            for key, value in values.items():
                if value is not self.values[key.lower()]:
                    self._others.append((key.lower(), value))
        for name in _OPENED:
            if name in self.values:
                self._open(name)
        for one in repeated or ():
            self._others.append((one.key.lower(), one.value))  # a flag that keeps it out still does
            message = f"{one.message}, as it does on the site"
            self.problems.append(problems.problem(path, "repeated-key", message, one.line))

    def _open(self, name: str) -> None:
        """Count the keys of a nested map as if they were at the top."""
        for inner in [self.values[name], *(value for key, value in self._others if key == name)]:
            if isinstance(inner, dict):
                for written, value in inner.items():
                    key = written.lower()
                    if self.values.setdefault(key, value) is not value:
                        self._others.append((key, value))

    def is_typed(self, text: str) -> bool:
        """Return whether a text is a date to YAML, if it looks like one: not in quotes."""
        raw = self.parts.raw
        return self.yaml_times and f'"{text}"' not in raw and f"'{text}'" not in raw

    def find(self, field: str) -> tuple[str, Value] | None:
        """Return the first key of a field that has a value, and the value."""
        values = self.values
        for key in self._keys[field]:
            value = values.get(key)
            if value and value not in _NULLS:  # as is_absent says, without the call
                return key, value
        return None

    def find_each(self, field: str) -> Iterator[tuple[str, str, Value]]:
        """Yield each key of a field that has a value, the key at the top, and the value.

        They differ for `a.b`, which is the key `b` in the map `a`.
        """
        for key in self._keys[field]:
            top, value = key, self.values.get(key)
            if value is None and "." in key:
                top, _, inner = key.partition(".")
                outer = self.values.get(top)
                pairs = outer.items() if isinstance(outer, dict) else ()
                value = next((one for name, one in pairs if name.lower() == inner), None)
            if value and value not in _NULLS:
                yield key, top, value

    def find_all(self, field: str, split: Callable[[str], list[str]]) -> tuple[str, Value] | None:
        """Find a field of which a key may be several, joined by `+`: then their items together.

        `split` takes text apart.
        """
        for key in self._keys[field]:
            if "+" not in key:
                value = self.values.get(key)
                if value and value not in _NULLS:
                    return key, value
                continue
            items: list[Value] = []
            names = [name for name in key.split("+") if not is_absent(self.values.get(name))]
            for name in names:
                value = self.values[name]
                if isinstance(value, str):
                    parts = split(value) if name.endswith("s") else [value]
                    items += [part for part in parts if part.strip()]
                else:
                    items += value if isinstance(value, list) else [value]
            if items:
                return names[0], items
        return None

    def every(self, field: str) -> Iterator[tuple[str, Value]]:
        """Yield all that is written under a field's keys, absent values and repetitions too."""
        for key in self._keys[field]:
            if key in self.values:
                yield key, self.values[key]
            for other, value in self._others:
                if other == key:
                    yield key, value

    def find_text(self, field: str, code: str = "bad-text") -> tuple[str, str] | None:
        """Return key and text of a field; note a problem if it is a list or a map."""
        found = self.find(field)
        if found is None:
            return None
        key, value = found
        if isinstance(value, str):
            return key, value
        self.note(code, f"{key} is a {'list' if isinstance(value, list) else 'map'}, not text", key)
        return None

    def note(
        self, code: str, message: str, key: str | None = None, *, place: int | None = None
    ) -> None:
        """Note a problem, at a key, at a place in the file's text, or at the front matter."""
        parts = self.parts
        if place is None:
            line = parts.line_of(key) if key else parts.first_line
        else:
            line = parts.line_at(place)
        self.problems.append(problems.problem(self.path, code, message, line))

    @property
    def refused(self) -> bool:
        """Whether a problem so far keeps the article out."""
        return any(problem.severity == "error" for problem in self.problems)
