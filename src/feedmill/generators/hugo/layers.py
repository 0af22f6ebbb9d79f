"""Hugo's settings, put together from all their files as for production. Pure.

https://gohugo.io/configuration/introduction/
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from feedmill.generators.facts import DATA, Facts, found, parsed

# Of the files in a site's top folder Hugo reads the first of these, then config.yaml.
FIRST = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml")


def merged_settings(facts: Facts) -> dict[str, Any] | None:
    """Return the settings as Hugo puts them together for production; None if there are none."""
    settings = facts.settings("hugo")
    if settings is None:
        settings = facts.settings("config")
        if settings is not None and found(settings, "baseURL") is None:
            settings = None
    has_content = any(path.startswith("content/") for path in facts.paths)
    layers = [settings or {}]
    for folder in ("config/_default", "config/production"):
        for path in sorted(facts.texts):
            name, _, ending = path.removeprefix(f"{folder}/").rpartition(".")
            if path.startswith(f"{folder}/") and ending in DATA:  # in folders, too
                layers.append(_layer(posixpath.basename(name), parsed(facts.texts[path], ending)))
    if settings is None and (len(layers) == 1 or not has_content):
        return None
    merged: dict[str, Any] = {}
    for layer in layers:
        _merge(merged, layer)
    return merged


def _layer(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return what a file in `config/` says: `permalinks.toml` is that table."""
    root, _, language = name.partition(".")
    if root in ("hugo", "config"):
        inner: dict[str, Any] = value
    else:
        # The table may be written out once more: [languages.en] in languages.toml.
        again = found(value, root)
        inner = {root: again if len(value) == 1 and isinstance(again, Mapping) else value}
        if root == "languages" and language:
            return {"languages": {language: value}}
    return {"languages": {language: inner}} if language else inner


def _merge(into: dict[str, Any], layer: Mapping[str, Any]) -> None:
    """Add settings to others, map by map; keys are the same whatever their case."""
    for key, value in layer.items():
        name = str(key).lower()
        there = into.get(name)
        if isinstance(value, Mapping):
            inner: dict[str, Any] = there if isinstance(there, dict) else {}
            _merge(inner, value)
            into[name] = inner
        else:
            into[name] = value
