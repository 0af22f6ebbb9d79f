"""The law of the fast parser: what it gives is what PyYAML gives; of the rest it gives None."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from feedmill.parsing.yaml.fast import parse_plain

SEEDS = [
    """\
category: news
title: "Council \\"bans\\" it: a < b"
excerpt: "Entities &#8217; and # signs.\\r\\n"
date: 2021-02-12T21:28:00Z
link: "https://www.example.com/a?b=c#d"
quality: 50
published: true

provider:
  name: Fox 9
  domain: fox9.com
  images:
    - url: "https://example.org/50x50.jpg"
      width: 50
topics:
  - Computer Vision
  - C#
  - 'it''s'
related:
  - title: "One"
    provider:
      name: A
    images:
      - url: x
        isCached: true
  - title: Two
secured: "abc+/=="
""",
    """\
# a comment
title: Hello, world  # another
tags: [a, "b, c", 'd', C++, R&D]
categories:
- one
- two:
  - three
-   four: 4
    five:
draft:
empty: ""
extra:
  toc: no
  deep:
     deeper: -1
    # an odd comment
     still: a:b
url: http://x.y/z#a
""",
    "layout: post\ntitle: Été 東京 😀\nsummary: >\n  folded\n  text\nimage: /a.png\n",
    "a: &x 1\nb: *x\nc: !t 2\n<<: {d: 1}\n? e\n: f\n",
    'a:\n- b\n- c: d\n  e:\n  - f\ng: [ ]\nh: "\\t"\n...\n---\ni: {j: k}\n',
]
TOKENS = [
    *" \n:#-'\"[]{},?!&*|>%@`\\\t=~<.",
    *(
        "\n  ",
        "\n- ",
        "\n  - ",
        "- ",
        ": ",
        " #",
        "key: ",
        "\nkey: ",
        "key:\n",
        '"',
        "''",
        "[a, b]",
    ),
    *("---", "...", "<<: ", "\x85", "\u2028", "\ufeff", "\xa0", "\x00", "\x7f", "é", "😀", "a"),
    *("\\n", "\\u0041", "\\x41", "\\ ", "\\/", "null", "~", "x" * 130, "y " * 600, "title"),
]


def by_pyyaml(text: str) -> Any:
    """Give PyYAML's value, or None if it refuses the text or a key stands twice in a map."""
    try:
        node = yaml.compose(text, yaml.CBaseLoader)
        value = yaml.load(text, yaml.CBaseLoader)
    except (yaml.YAMLError, ValueError):
        return None
    return None if has_twins(node) else value


def has_twins(node: yaml.Node | None) -> bool:
    """Say whether a map anywhere in the tree has a key twice."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        return len(set(keys)) < len(keys) or any(has_twins(child) for _, child in node.value)
    return isinstance(node, yaml.SequenceNode) and any(map(has_twins, node.value))


def obeys(text: str) -> bool:
    """Check the law for one text; say whether the fast parser took it."""
    fast = parse_plain(text)
    if fast is not None:
        assert by_pyyaml(text) == fast, text
    assert fast == parse_plain(f"---\n{text}\n---\nBody: 1", 4, 4 + len(text))
    return fast is not None


def test_takes_what_articles_are_written_in() -> None:
    """The first two seeds need no PyYAML."""
    assert [True, True, False, False, False] == [obeys(seed) for seed in SEEDS]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment\n",
        "just text\n",
        "- a list\n",
        "a: 1\na: 2\n",
        "a:\n  b: 1\n  b: 2\n",
        'a: ""\n  b: 1\n',
        "a: x\n  b: 1\n",
        "a: x\n  more\n",
        "a:\n  more\n",
        "a: b: c\n",
        "a:b\n",
        "a: x:\n",
        "a: *b\n",
        "a: &b c\n",
        "a: !b c\n",
        "a: |\n  b\n",
        "a: {b: c}\n",
        "a: [b, [c]]\n",
        "a: [b: c]\n",
        "a: [b\n",
        'a: "b\n',
        'a: "b" c\n',
        'a: "b"# c\n',
        'a: "\\x41"\n',
        "a: b\tc\n",
        "a:\tb\n",
        "\ta: b\n",
        "a: b\x7f\n",
        "a: b # \x00\n",
        'a: "\x1b"\n',
        "a: b\x85\n",
        "a: b\u2028c: d\n",
        "a: \ufeffb\n",
        "<<: b\n",
        '"a": b\n',
        "? a\n: b\n",
        "a: - b\n",
        "- - a\n",
        "a:\n    b: 1\n  c: 2\n",
        "a:\n  - b\n c: 2\n",
        "a: b\n- c\n",
        "a:\n  -\n    b\n",
        "a: @b\n",
        "a: %b\n",
        "--- \na: b\n",
        "a: b\n...\n",
        " a: b\n",
        "x" * 1030 + ": b\n",
    ],
)
def test_leaves_to_pyyaml(text: str) -> None:
    """Whatever is not plain, right or wrong, is none of the fast parser's business."""
    assert parse_plain(text) is None


@pytest.mark.parametrize("seed", [0, 1])
def test_one_letter_beyond_ascii_changes_nothing(seed: int) -> None:
    """Text that is all ASCII is matched by a pattern of its own, and read alike."""
    text = SEEDS[seed]
    assert text.isascii()
    assert parse_plain(text) == parse_plain(f"{text}# é\n")


def test_keys_without_end() -> None:
    """Of the starts of lines, some are remembered; with more of them nothing else happens."""
    keys = [f"key{number}" for number in range(10_000)]
    assert dict.fromkeys(keys, "1") == parse_plain("".join(f"{key}: 1\n" for key in keys))


def test_depth_is_bounded() -> None:
    """A map in a map, and so on, is left to the parser that counts."""
    nested = "".join(" " * depth + "a:\n" for depth in range(100))
    assert parse_plain(nested) is None


SIGNS = "aZ9 _-.,:;#'\"[]{}&*!|>%@`\\/?=<é東😀\xa0\u2003~+("
SCALARS = ["true", "2021-02-12T21:28:00Z", "http://a.b/c?d=e#f", "[a, b]", "[]", "-", ""]
STYLES = ["{}", " {}", "{} ", "{} # c", '"{}"', "'{}'", '"{}" # c', "  '{}'  ", "[{}]"]
STYLES += ["[{}, 'b', \"c\"]"]
KEYS = ["a", "b", "c", "title", "web-url", "x.y", "_id", "A1", "é", "a b", "'q'"]
PADS = ["  ", "  ", "  ", " ", "    ", ""]
AFTER: list[list[str]] = [[], [], [], [], [""], ["# c"], ["   # c"], ["  "]]
Pick = Callable[[Sequence[Any]], Any]
"""Chooses one of several: as Hypothesis likes, to shrink what fails, or by chance, for speed."""


def value(pick: Pick) -> str:
    """Make up a scalar or a list in one line."""
    text = "".join(pick(SIGNS) for _ in range(pick(range(13))))
    return str(pick(STYLES)).format(pick([text, text, *SCALARS]))


def blocks(pick: Pick, indent: str = "", depth: int = 0) -> str:
    """Make up the lines of a map or list, now and then with a wrong indent, a blank, a comment."""
    dash = pick(["", "", "- ", "-   "]) if depth else ""
    lines = []
    for number in range(pick([1, 2, 3, 4])):
        key = pick(KEYS) + (str(number) if pick(range(4)) else "")
        first = dash and (number == 0 or pick([False, True]))
        before = indent + (dash if first else " " * len(dash))
        if depth < 4 and pick(range(3)) == 0:
            lines.append(f"{before}{key}:{pick(['', ' ', ' # c'])}")
            lines.append(blocks(pick, indent + " " * len(dash) + pick(PADS), depth + 1))
        elif dash and pick([False, True]):
            lines.append(before + value(pick))
        else:
            lines.append(f"{before}{key}: {value(pick)}")
        lines += pick(AFTER)
    return "\n".join(lines)


def damaged(pick: Pick) -> str:
    """Make up an article with pieces put in, cut out and doubled."""
    text: str = pick(SEEDS)
    for _ in range(pick([1, 2, 3, 4])):
        at = pick(range(len(text) + 1))
        end = at + pick([0, 0, 0, 1, 1, 2, 5, 40])
        text = text[:at] + pick([*TOKENS, "", text[at : at + 60]]) + text[end:]
    return text


def jumble(pick: Pick) -> str:
    """Make up a text of signs and words that mean something in YAML."""
    return "".join(pick(TOKENS) for _ in range(pick(range(13))))


made_up = pytest.mark.parametrize("make", [blocks, damaged, jumble])


@made_up
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_obeys_pyyaml(data: st.DataObject, make: Callable[[Pick], str]) -> None:
    """Made-up blocks, damaged articles, jumbled signs read as PyYAML reads them, or not at all."""
    obeys(make(lambda choices: data.draw(st.sampled_from(choices))))


@pytest.mark.slow
@made_up
def test_obeys_pyyaml_thousands_of_times(make: Callable[[Pick], str]) -> None:
    """The same law, held to for longer."""
    chance = random.Random(make.__name__)
    for _ in range(4000):
        obeys(make(chance.choice))


def test_the_made_up_texts_are_not_all_refused() -> None:
    """Enough of the texts are plain for the law to mean something."""
    chance = random.Random(1)
    plain = [obeys(blocks(chance.choice)) for _ in range(60)]
    assert sum(plain) >= 3
