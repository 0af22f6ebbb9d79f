"""What data files of Eleventy hold, programs among them, as far as they are literals. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any

from feedmill.generators.facts import SCRIPTS, Facts, found, parsed
from feedmill.generators.scripts import Script

_OPTION = re.compile(r"eleventy\b[^&|;]*?--config[= ]([\w./-]{1,200})")


def program_of(facts: Facts, package: Mapping[str, Any]) -> str:
    """Return the settings: by their usual name, or as the site's own commands name them."""
    if code := facts.code(".eleventy", "eleventy.config"):
        return code
    scripts = found(package, "scripts")
    lines = " ".join(map(str, scripts.values())) if isinstance(scripts, Mapping) else ""
    option = _OPTION.search(lines)
    return facts.texts.get(posixpath.normpath(option[1]), "") if option else ""


def data_of(facts: Facts, path: str) -> Any:
    """Return what a file of data, or a program that exports some, holds; None for nothing."""
    text = facts.texts.get(path)
    if text is None:
        return None
    ending = path.rpartition(".")[2]
    if ending in SCRIPTS:
        script = Script(text)
        exported = script.exported()
        return exported if exported is not None else _first_map(script)
    value = parsed(text, ending)
    return value.get("", value) if len(value) == 1 else value


def _first_map(script: Script) -> Any:
    """Return what a program gives the name that it exports, or that it returns."""
    names = ("metadata", "site", "data", "config", "meta")
    maps = (value for name in names for value in script.assigned(name))
    return next((one for one in maps if isinstance(one, dict) and one), None)
