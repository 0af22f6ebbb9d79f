"""Language tags (BCP 47), as far as a page's markup depends on them. Pure."""

from __future__ import annotations

from feedmill.text import words

# Languages that are written from right to left unless a script says otherwise, and such scripts.
_LANGUAGES = words("ar arc ckb dv fa glk he iw ji ks lrc mzn nqo pnb ps sd ug ur yi")
_SCRIPTS = words("adlm arab aran hebr mand mend nkoo rohg samr syrc thaa")


FALLBACK = "en"
"""The language of pages whose own has no words."""


def direction(tag: str) -> str:
    """Return in which direction a language is written: `rtl` or `ltr`."""
    language, *more = tag.lower().split("-")
    script = next((part for part in more if len(part) == 4 and part.isalpha()), None)
    from_right = script in _SCRIPTS if script else language in _LANGUAGES
    return "rtl" if from_right else "ltr"


def language_candidates(tag: str) -> list[str]:
    """Return what to look a language up by, from narrow to wide: `pt-br`, `pt`.

    Chinese is looked up by its script, which follows from the region where the tag has none.
    """
    parts = tag.lower().split("-")
    if parts[0] == "zh":
        traditional = not {"hant", "tw", "hk", "mo"}.isdisjoint(parts)
        return ["zh-hant", "zh"] if traditional else ["zh"]
    return ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]


def same(one: str, other: str) -> bool:
    """Return whether two tags are the same: they differ in nothing but case."""
    return one.lower() == other.lower()
