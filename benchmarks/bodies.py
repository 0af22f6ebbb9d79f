"""Bodies of real shape: as long, and with as much markup, as those of 1,900 articles of 70 sites.

Counted there, per 9,000 characters: 15 links, 16 spans of code, 7 headings, 14 list items, 3 fenced
blocks, 1 picture; half of the bodies are not pure ASCII, a quarter have HTML of their own, one in
twenty a table, one in fifty footnotes. Lengths are log-normal, with a mean of 9 KB.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_SEED = 7
_MEDIAN, _SPREAD = 8.55, 1.05  # of the logarithm of the length, in characters
_LEAST, _MOST = 200, 60_000
_PLAIN_LIST = """
harbour ledger signal orchard council engine river market archive lantern bridge school method
camera weather kitchen survey tunnel library compass garden station furnace meadow record pilot
window festival current pattern shelter island workshop measure balance village traffic anchor the
the the the of of of and and a a to to in in is that it for on with as was by at from which this
"""
_ACCENTED_LIST = "café naïve Øresund “quoted” don’t – Zürich façade señor — 東京 привет"
_NAME_LIST = "value count index result path name items total start end buffer line"
_PLAIN, _ACCENTED, _NAMES = _PLAIN_LIST.split(), _ACCENTED_LIST.split(), _NAME_LIST.split()
_LANGUAGES = ("python", "js", "go", "rust", "bash", "yaml", "")
_SITE = "https://www.example.org"


def body(number: int) -> str:
    """Make the body of an article: the same for the same number, whatever was made before."""
    rng = random.Random(f"{_SEED}/{number}")  # noqa: S311 (nothing here is secret)
    size = min(max(int(rng.lognormvariate(_MEDIAN, _SPREAD)), _LEAST), _MOST)
    words = _PLAIN + _ACCENTED if rng.random() < 0.5 else _PLAIN
    has_html = rng.random() < 0.28
    parts = [_paragraph(rng, words)]
    length = len(parts[0])
    if rng.random() < 0.06:
        parts.append(_table(rng, words))
    while length < size:
        make = rng.choices(_BLOCKS, weights=_WEIGHTS)[0]
        if make is _html and not has_html:
            continue
        part = make(rng, words)
        parts.append(part)
        length += len(part) + 2
    if rng.random() < 0.02:
        parts.insert(1, f"{_text(rng, words, 20)}[^1]")
        parts.append(f"[^1]: {_text(rng, words, 12)}")
    return "\n\n".join(parts) + "\n"


def _text(rng: random.Random, words: list[str], count: int) -> str:
    return " ".join(rng.choices(words, k=count)).capitalize() + "."


def _paragraph(rng: random.Random, words: list[str]) -> str:
    """Give three to eight sentences, some of them with markup."""
    sentences = []
    for _ in range(rng.randrange(3, 9)):
        text = _text(rng, words, rng.randrange(8, 22))
        at = rng.random()
        if at < 0.20:
            text = f"[{rng.choice(words)} {rng.choice(words)}]({_address(rng, words)}) {text}"
        elif at < 0.42:
            text = f"{text[:-1]} `{rng.choice(_NAMES)}.{rng.choice(_NAMES)}()`."
        elif at < 0.47:
            text = f"**{rng.choice(words)} {rng.choice(words)}** {text}"
        elif at < 0.50:
            text = f"*{rng.choice(words)}* {text}"
        elif at < 0.52:
            text = f"{text[:-1]} {_SITE}/{rng.choice(_NAMES)}/{rng.randrange(9999)}."
        sentences.append(text)
    return "\n".join(sentences)


def _address(rng: random.Random, words: list[str]) -> str:
    path = "/".join(word for word in rng.choices(words, k=3) if word.isascii() and word.isalpha())
    return f"{_SITE if rng.random() < 0.8 else ''}/{path}/{rng.randrange(9999)}/"


def _heading(rng: random.Random, words: list[str]) -> str:
    return f"{'#' * rng.choice((2, 2, 3))} {_text(rng, words, rng.randrange(2, 6))[:-1]}"


def _list(rng: random.Random, words: list[str]) -> str:
    mark = rng.choice(("-", "-", "*", "1."))
    items = []
    for _ in range(rng.randrange(3, 9)):
        link = f"[{rng.choice(words)}]({_address(rng, words)}): " if rng.random() < 0.4 else ""
        items.append(f"{mark} {link}{_text(rng, words, rng.randrange(4, 14))}")
    return "\n".join(items)


def _code(rng: random.Random, _: list[str]) -> str:
    lines = []
    for _ in range(rng.randrange(4, 28)):
        left, right = rng.choices(_NAMES, k=2)
        lines.append(f"{' ' * rng.choice((0, 4, 4, 8))}{left} = {right}[{rng.randrange(99)}] < 'x'")
    return "\n".join([f"```{rng.choice(_LANGUAGES)}", *lines, "```"])


def _picture(rng: random.Random, words: list[str]) -> str:
    return f"![{_text(rng, words, 4)}](/images/{rng.choice(_NAMES)}-{rng.randrange(9999)}.png)"


def _quote(rng: random.Random, words: list[str]) -> str:
    return f"> {_text(rng, words, rng.randrange(10, 40))}"


def _table(rng: random.Random, words: list[str]) -> str:
    rows = [[rng.choice(words), str(rng.randrange(99)), rng.choice(words)] for _ in range(5)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(["| one | two | three |", "| --- | ---: | --- |", *lines])


def _html(rng: random.Random, words: list[str]) -> str:
    text = _text(rng, words, rng.randrange(6, 20))
    name = rng.choice(_NAMES)
    return rng.choice(
        (
            f'<figure class="wide"><img src="/images/{name}.jpg" alt="{name}" width="640">'
            f"<figcaption>{text}</figcaption></figure>",
            f'<p align="center">{text}<br>\n<a href="{_SITE}/{name}" rel="me">{name}</a></p>',
            f'<div class="note">\n\n{text} <kbd>Ctrl</kbd>+<kbd>C</kbd>\n\n</div>',
        )
    )


_BLOCKS: tuple[Callable[[random.Random, list[str]], str], ...] = (
    _paragraph,
    _heading,
    _list,
    _code,
    _picture,
    _quote,
    _html,
)
_WEIGHTS = (42, 26, 10, 6, 4, 3, 12)
