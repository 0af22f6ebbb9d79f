"""Functions of templates over texts. Pure.

https://gohugo.io/functions/strings/, https://gohugo.io/functions/fmt/,
https://gohugo.io/functions/safe/, https://gohugo.io/functions/transform/
"""

from __future__ import annotations

import json
import posixpath
import re
from html import escape, unescape
from typing import Any
from urllib.parse import quote, urlencode

from feedmill.generators.hugo import of_title
from feedmill.text import plain

from .running import Function, Html, shown, sized
from .syntax import NotUnderstoodError

_VERB = re.compile(r"%(?:(%)|([-+ #0]*)(\d{0,3})(?:\.(\d{1,2}))?([vsdqftxT]))")
_MAX_TEXT = 2**18


def _text(value: Any) -> str:
    return shown(value)


def _kept(value: Any, made: str) -> str:
    if len(made) > _MAX_TEXT:
        raise NotUnderstoodError
    return Html(made) if isinstance(value, Html) else made


def _formatted(pattern: str, *given: Any) -> str:
    values = list(given)

    def verb(found: re.Match[str]) -> str:
        if found[1]:
            return "%"
        if not values or found[5] == "T":
            raise NotUnderstoodError
        value = values.pop(0)
        kind = found[5]
        if kind in "dx":
            return f"%{found[2]}{found[3]}{kind}" % int(value)
        if kind == "f":
            return f"%{found[2]}{found[3]}.{found[4] or 6}f" % float(value)
        if kind == "q":
            return json.dumps(_text(value), ensure_ascii=False)
        return f"%{found[2]}{found[3]}s" % _text(value)

    made = _VERB.sub(verb, pattern)
    return _kept("", made)


def _replaced(value: Any, old: str, new: str, count: int = -1) -> str:
    if len(new) > 100 and _text(value).count(old) > 1000:
        raise NotUnderstoodError
    return _kept(value, _text(value).replace(_text(old), _text(new), count))


def _split(value: Any, sign: str) -> list[str]:
    return _text(value).split(sign) if sign else list(_text(value))


def _joined(values: Any, sign: str, last: str | None = None) -> str:
    texts = [_text(one) for one in values or []]
    if last is not None and len(texts) > 1:
        return sign.join(texts[:-1]) + last + texts[-1]
    return sign.join(texts)


def _part(value: Any, start: int, length: int | None = None) -> str:
    text = _text(value)
    start = start if start >= 0 else max(len(text) + start, 0)
    if length is None:
        return text[start:]
    return text[start : start + length] if length >= 0 else text[start:length]


def _titled(value: Any) -> str:
    return re.sub(r"(?<![\w'’])\w", lambda found: found[0].upper(), _text(value))


def _human(value: Any) -> str:
    text = re.sub(r"[-_]+", " ", _text(value))
    return text[:1].upper() + text[1:]


def _shortened(length: Any, *rest: Any) -> str:
    *ellipsis, value = rest
    text = plain(value) if isinstance(value, Html) else _text(value)
    if len(text) <= int(length):
        return text
    return text[: int(length)].rpartition(" ")[0] + (_text(ellipsis[0]) if ellipsis else " …")


def _as_json(*given: Any) -> Html:
    try:
        return Html(json.dumps(sized(given[-1]), ensure_ascii=False, sort_keys=True))
    except RecursionError:
        raise NotUnderstoodError from None


def _query(*given: Any) -> str:
    return urlencode(sorted(zip(map(_text, given[::2]), map(_text, given[1::2]), strict=True)))


def _safe(value: Any) -> Html:
    return Html(_text(value))


def _address(value: Any) -> str:
    return quote(of_title(_text(value).replace(" ", "-")), safe="/-._~%#")


def _anchor(value: Any) -> str:
    text = _text(value).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


_STRINGS: dict[str, Function] = {
    "Contains": lambda value, part: _text(part) in _text(value),
    "ContainsAny": lambda value, signs: any(sign in _text(value) for sign in _text(signs)),
    "Count": lambda part, value: _text(value).count(_text(part)),
    "CountRunes": lambda value: len("".join(_text(value).split())),
    "CountWords": lambda value: len(plain(_text(value)).split()),
    "RuneCount": lambda value: len(_text(value)),
    "FirstUpper": lambda value: _text(value)[:1].upper() + _text(value)[1:],
    "HasPrefix": lambda value, start: _text(value).startswith(_text(start)),
    "HasSuffix": lambda value, end: _text(value).endswith(_text(end)),
    "Repeat": lambda count, value: _repeated(count, value),
    "Replace": _replaced,
    "Split": _split,
    "Substr": _part,
    "SliceString": lambda value, start=0, end=None: _text(value)[start:end],
    "Title": _titled,
    "ToLower": lambda value: _kept(value, _text(value).lower()),
    "ToUpper": lambda value: _kept(value, _text(value).upper()),
    "Trim": lambda value, signs: _kept(value, _text(value).strip(_text(signs))),
    "TrimSpace": lambda value: _kept(value, _text(value).strip()),
    "TrimLeft": lambda signs, value: _kept(value, _text(value).lstrip(_text(signs))),
    "TrimRight": lambda signs, value: _kept(value, _text(value).rstrip(_text(signs))),
    "TrimPrefix": lambda start, value: _kept(value, _text(value).removeprefix(_text(start))),
    "TrimSuffix": lambda end, value: _kept(value, _text(value).removesuffix(_text(end))),
    "Truncate": _shortened,
}


def _repeated(count: Any, value: Any) -> str:
    if int(count) * len(_text(value)) > _MAX_TEXT:
        raise NotUnderstoodError
    return _kept(value, _text(value) * int(count))


_PATHS: dict[str, Function] = {
    "Base": lambda value: posixpath.basename(_text(value).rstrip("/")),
    "BaseName": lambda value: (
        posixpath.basename(_text(value)).rpartition(".")[0] or posixpath.basename(_text(value))
    ),
    "Clean": lambda value: posixpath.normpath(_text(value)),
    "Dir": lambda value: posixpath.dirname(_text(value)) or ".",
    "Ext": lambda value: posixpath.splitext(_text(value))[1],
    "Join": lambda *given: posixpath.normpath(
        "/".join(
            _text(one) for part in given for one in (part if isinstance(part, list) else [part])
        )
    ),
}
_PRINT: dict[str, Function] = {
    "print": lambda *given: "".join(map(_text, given)),
    "printf": _formatted,
    "println": lambda *given: " ".join(map(_text, given)) + "\n",
}
_SAFE = ("safeHTML", "safeHTMLAttr", "safeURL", "safeCSS", "safeJS", "safeJSStr")
TEXTS: dict[str, Any] = {
    **_PRINT,
    **dict.fromkeys(_SAFE, _safe),
    "fmt": {
        **{name.title(): one for name, one in _PRINT.items()},
        "Errorf": _PRINT["printf"],
        "Warnf": lambda *_: "",
    },
    "safe": dict.fromkeys(("HTML", "HTMLAttr", "URL", "CSS", "JS", "JSStr"), _safe),
    "strings": _STRINGS,
    "path": _PATHS,
    "anchorize": _anchor,
    "chomp": lambda value: _kept(value, _text(value).rstrip("\r\n")),
    "countwords": _STRINGS["CountWords"],
    "delimit": _joined,
    "hasPrefix": _STRINGS["HasPrefix"],
    "hasSuffix": _STRINGS["HasSuffix"],
    "htmlEscape": lambda value: escape(_text(value)),
    "htmlUnescape": lambda value: unescape(_text(value)),
    "humanize": _human,
    "jsonify": _as_json,
    "lower": _STRINGS["ToLower"],
    "plainify": lambda value: plain(_text(value)),
    "querify": _query,
    "replace": _replaced,
    "split": _split,
    "string": lambda value: str(_text(value)),
    "substr": _part,
    "title": _titled,
    "trim": _STRINGS["Trim"],
    "truncate": _shortened,
    "upper": _STRINGS["ToUpper"],
    "urlize": _address,
    "urlquery": lambda *given: quote("".join(map(_text, given)), safe=""),
}
