"""Find names that probably mean one thing: `Power App`, `Power Apps`. Pure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_LETTERS = 6  # shorter words differ by one letter too easily: Iran, Iraq
_STEM = 3  # shorter words are not compared with their plural
_LONGEST = 100  # longer names are compared as a whole only
_ALPHABETS_END = "\u0590"  # Latin, Greek, Cyrillic come before; elsewhere one sign says more


def similar(names: Iterable[str]) -> set[tuple[str, str]]:
    """Return the pairs of names, each pair sorted, that differ in no more than a slip.

    A slip is in case, spacing, accents or punctuation (`A.I.`), a plural s, or one letter wrong,
    missing, added or swapped with the next. Names with other digits, `+` or `#` differ: `C++`,
    `C#`, `Web 2.0`. Takes time in proportion to the length of all names, not to their square.
    """
    near: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name in dict.fromkeys(names):
        letters, signs = _bare(name)
        # Two words one letter apart share what is left when a letter is dropped from one or both.
        for left in {letters, *_without_one(letters)}:
            near[left, signs].append((name, letters))
    return {
        (min(one, other), max(one, other))
        for group in near.values()
        for at, (one, letters) in enumerate(group)
        for other, others in group[at + 1 :]
        if _slip(letters, others)
    }


def _bare(name: str) -> tuple[str, str]:
    """Part a name into its letters, unaccented, and the signs that tell names apart."""
    text = unicodedata.normalize("NFKD", name.casefold().replace("&", "and"))
    letters = "".join(sign for sign in text if sign.isalpha() or unicodedata.category(sign) == "Mc")
    signs = "".join(sign for sign in text if sign.isnumeric() or sign in "+#")
    return letters, signs


def _without_one(letters: str) -> Iterable[str]:
    if len(letters) > _LONGEST:
        return ()
    return (letters[:at] + letters[at + 1 :] for at in range(len(letters)))


def _slip(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if long == f"{short}s":
        return len(short) >= _STEM
    if len(short) < _LETTERS or max(long) >= _ALPHABETS_END:
        return False
    return one[0] == other[0] and _one_letter_apart(short, long)


def _one_letter_apart(short: str, long: str) -> bool:
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    rest, longer = short[start:], long[start:]
    if len(short) < len(long):
        return rest == longer[1:]
    swapped = rest[:2] == longer[:2][::-1] and rest[2:] == longer[2:]
    return rest[1:] == longer[1:] or swapped
