"""Which files of a Pelican site are in another language than the site, as patterns. Pure.

Pelican gives these `ARTICLE_LANG_URL`, whether or not there is an original:
https://docs.getpelican.com/en/stable/content.html#translations
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from feedmill.generators.facts import Facts, literal

_ENDING = re.compile(r"[-._]([a-z]{2}(?:-[a-z]{2})?)\.\w+$", re.IGNORECASE)
_FEW = 3  # files that make a folder of any name one of their language


def translations(facts: Facts, folder: str, default: str) -> tuple[list[str], list[str]]:
    """Return patterns of files that are in another language than `default`; files that none has.

    A pattern is of a folder or of an ending of names, whose files are all in one language.
    """
    languages = {
        path: _language(facts.heads.get(path, {}), default)
        for path in (f"{folder}/{name}" for name in facts.articles(f"{folder}/"))
    }
    folders = _folders(languages, folder, default)
    endings = _endings(languages, default)
    rest = [
        path
        for path, language in languages.items()
        if language != default
        and not path.startswith(tuple(f"{one}/" for one in folders))
        and _ending(path) not in endings
    ]
    wide = [f"{literal(folder)}/**/*{literal(end)}.*" for end in endings]
    return [*wide, *(f"{literal(one)}/**" for one in folders)], rest


def _language(head: Mapping[str, object], default: str) -> str:
    found = next((head[key] for key in head if key.lower() == "lang"), default)
    return str(found).strip().lower()


def _ending(path: str) -> str:
    """Return what may name a language at the end of a file's name: `-de` of `a-de.md`."""
    found = _ENDING.search(path)
    return found[0].rpartition(".")[0] if found else ""


def _endings(languages: Mapping[str, str], default: str) -> list[str]:
    fits: dict[str, bool] = {}  # whether all files with it are in that language
    for path, language in languages.items():
        if end := _ending(path):
            fits[end] = fits.get(end, True) and language == end[1:].lower() != default
    return [end for end, fit in fits.items() if fit]


def _folders(languages: Mapping[str, str], top: str, default: str) -> list[str]:
    """Return the outermost folders of one language: called so, or with all files that are in it."""
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    for path, language in languages.items():
        for one in _above(path, top):
            inside[one][language] += 1
    total = Counter(languages.values())
    found: list[str] = []
    for one, counts in sorted(inside.items()):
        (language, number), *others = counts.most_common()
        name = one.rpartition("/")[2].replace("_", "-").lower()
        named = name in (language.replace("_", "-"), re.split("[-_]", language)[0])
        is_all = number == total[language] >= _FEW
        if not others and language != default and (named or is_all):
            found.append(one)
    return [one for one in found if not _is_below(one, found)]


def _above(path: str, top: str) -> Iterable[str]:
    while (path := path.rpartition("/")[0]) != top:
        yield path


def _is_below(folder: str, folders: Iterable[str]) -> bool:
    return any(folder.startswith(f"{one}/") for one in folders)
