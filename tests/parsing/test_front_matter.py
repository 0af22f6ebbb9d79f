"""Bytes to front matter and body, in every dialect, with the line of each mistake."""

from __future__ import annotations

import pytest

from feedmill.parsing.front_matter import decode, parse, split
from feedmill.parsing.problems import Refused


def taken_apart(data: str | bytes) -> tuple[object, str]:
    """Give front matter and body."""
    parts = split(decode(data.encode() if isinstance(data, str) else data))
    return parse(parts), parts.body


@pytest.mark.parametrize(
    ("data", "values", "body"),
    [
        ("---\na: b\n---\ntext\n", {"a": "b"}, "text\n"),
        ("---\na: b\n...\ntext\n", {"a": "b"}, "text\n"),
        ("---\na: b\n---", {"a": "b"}, ""),
        ("---\n---\ntext", {}, "text"),
        ("---\n# nothing\n---\n", {}, ""),
        ("--- \na: b\n---  \ntext\n---\nmore\n", {"a": "b"}, "text\n---\nmore\n"),
        ("---\na: b\n--- \ntext\n---\n", {"a": "b"}, "text\n---\n"),
        ("---\na: b\n...\ntext\n---\n", {"a": "b"}, "text\n---\n"),
        ("---yaml\na: b\n---\n", {"a": "b"}, ""),
        ("---\na: |\n  x\n  ---\n---\n", {"a": "x\n---"}, ""),
        (b"\xef\xbb\xbf---\na: b\n---\n", {"a": "b"}, ""),
        ("---\r\na: b\r\n---\r\ntext\r\n", {"a": "b"}, "text\n"),
        ("---\ra: b\r---\rtext\r", {"a": "b"}, "text\n"),
        ("---\na: {b: [c, 'd']}\n---\n", {"a": {"b": ["c", "d"]}}, ""),
        ("---\na: [NO, 1.10, 2021-01-01, ~]\n---\n", {"a": ["NO", "1.10", "2021-01-01", "~"]}, ""),
        ("---\na: !!python/name:os.system x\n---\n", {"a": "x"}, ""),
        ("---\na: !!int '7'\n---\n", {"a": "7"}, ""),
        ("---\na: &anchor b\n---\n", {"a": "b"}, ""),
        ("---\na: &x b\nc: *x\nd: [*x]\n---\n", {"a": "b", "c": "b", "d": ["b"]}, ""),
        ("---\na: &x [b]\nc: *x\n---\n", {"a": ["b"], "c": ["b"]}, ""),
        (
            "---\na: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n---\n",
            {"a": {"b": "1", "c": "2"}, "d": {"b": "1", "c": "3"}},
            "",
        ),
        ("---\na: {<<: [{b: 1}, {b: 2}]}\n---\n", {"a": {"b": "1"}}, ""),
        ("+++\na = 'b'\n+++\ntext\n", {"a": "b"}, "text\n"),
        ("+++\na = [1, 2.5, true]\n+++\n", {"a": ["1", "2.5", "true"]}, ""),
        ("+++\na = 2021-02-12\n+++\n", {"a": "2021-02-12"}, ""),
        ("+++\na = 2021-02-12T10:00:00Z\n+++\n", {"a": "2021-02-12T10:00:00+00:00"}, ""),
        ("+++\n[a]\nb = ['c']\n+++\n", {"a": {"b": ["c"]}}, ""),
        ("---toml\na = 'b'\n---\n", {"a": "b"}, ""),
        ('{"a": 1.50, "b": [null, true]}\ntext', {"a": "1.50", "b": ["", "true"]}, "\ntext"),
        ('---json\n{"a": "b"}\n---\ntext', {"a": "b"}, "text"),
        ('{"title": "half \\ud800 a pair"}', {"title": "half  a pair"}, ""),
        (
            "Title: A: b\nDate: 2021-02-12\n\ntext\n",
            {"title": "A: b", "date": "2021-02-12"},
            "\ntext\n",
        ),
        ("title: A\nsummary: one\n    two\n\n", {"title": "A", "summary": "one\ntwo"}, "\n"),
        ("Title: A\nTags: x, y z\n", {"title": "A", "tags": ["x", "y z"]}, ""),
        ("Title: A\nAuthors: X, Y; Z\n", {"title": "A", "authors": ["X, Y", "Z"]}, ""),
    ],
)
def test_reads(data: str | bytes, values: object, body: str) -> None:
    """Every dialect comes out as text, lists and maps, and the body as it stands."""
    assert (values, body) == taken_apart(data)


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        ("just text\n", "no-front-matter", 1),
        ("", "no-front-matter", 1),
        ("Note: this is prose\n\nmore", "no-front-matter", 1),
        ("----\na: b\n----\n", "no-front-matter", 1),
        ("---\ntitle: x\n", "unclosed-front-matter", 1),
        ("+++\ntitle = 'x'\n---\n", "unclosed-front-matter", 1),
        ("---js\n{}\n---\n", "front-matter-language", 1),
        (b"---\na: b\nc: \xff\n---\n", "encoding", 3),
        (b"---\na: b\n---\nbody \xe9\n", "encoding", 4),
        ("---\na: b\n---\n".encode("utf-16"), "encoding", 1),
        ("---\na: b\nc: d\x00e\n---\n", "control-character", 3),
        ("---\na: b\nc: d\x85\x1be\n---\n", "control-character", 3),
        ("---\na: b\nc: [\n---\n", "yaml", 4),
        ("---\na: b\n\tc: d\n---\n", "yaml", 3),
        ("---\na: b: c\n---\n", "yaml", 2),
        ("---\na: 'b\n---\n", "yaml", 2),
        ("---\na: @b\n---\n", "yaml", 2),
        ("---\n\na: *b\n---\n", "yaml", 3),
        ("---\n- a\n- b\n---\n", "not-a-map", 2),
        ("---\njust text\n---\n", "not-a-map", 2),
        ("---\na: b\nc: d\na: e\n---\n", "duplicate-key", 4),
        ("---\na:\n  b: c\n  b: d\n---\n", "duplicate-key", 4),
        ("---\n[a, b]: c\n---\n", "yaml", 2),
        ("---\na: &x [1]\nb: [" + "*x, " * 1100 + "]\n---\n", "alias", 3),
        ("---\na: &x [*x]\n---\n", "alias", 2),
        ("+++\na = 1\nb = \n+++\n", "toml", 3),
        ("+++\na = 1\na = 2\n+++\n", "duplicate-key", 3),
        (f"+++\na = {'9' * 5000}\n+++\n", "toml", 2),
        ('{"a": 1,\n b}', "json", 2),
        ('{"a": 1, "a": 2}', "duplicate-key", 1),
        ("---json\n[]\n---\n", "not-a-map", 2),
        ('---json\n{"a": 1} x\n---\n', "json", 2),
        ("Title: x\nDate: y\nTitle: z\n\n", "duplicate-key", 3),
    ],
)
def test_refuses(data: str | bytes, code: str, line: int) -> None:
    """What cannot be read is refused with the line of the file."""
    with pytest.raises(Refused) as caught:
        taken_apart(data)
    assert (code, line) == (caught.value.code, caught.value.line)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (f"---\na: {'x' * 2**20}\n---\n", "front-matter-size"),
        (f"+++\na = '{'x' * 2**20}'\n+++\n", "front-matter-size"),
        (f"---\na: {'[' * 60}{']' * 60}\n---\n", "too-deep"),
        (f"---\na: {'[' * 40_000}\n---\n", "too-deep"),
        (f"---\na:\n  {'[' * 1000}\n  {']' * 1000}\n---\n", "too-deep"),
        (f"---\na:\n  {'- ' * 40_000}b\n---\n", "too-deep"),
        (f"---\n{'- ' * 40_000}b\n---\n", "too-deep"),
        (f"---\n{'? ' * 40_000}b\n---\n", "too-deep"),
        ("---\n" + "".join(" " * n + "a:\n" for n in range(60)) + "---\n", "too-deep"),
        (f"+++\na = {'[' * 60}{']' * 60}\n+++\n", "too-deep"),
        (f"+++\na = {'[' * 40_000}\n+++\n", "too-deep"),
        (f"+++\na{'.a' * 300_000} = 1\n+++\n", "too-deep"),
        (f"+++\n[{'a.' * 300_000}a]\n+++\n", "too-deep"),
        ("+++\n'a'" + ".'a'" * 200_000 + " = 1\n+++\n", "too-deep"),
        (f'{{"a": {"[" * 60}{"]" * 60}}}', "too-deep"),
        (f'{{"a": {"[" * 40_000}', "too-deep"),
    ],
)
def test_bounds(data: str, code: str) -> None:
    """Size and depth are bounded before any parser could take long or crash."""
    with pytest.raises(Refused) as caught:
        taken_apart(data)
    assert code == caught.value.code


def test_fifty_levels_are_fine() -> None:
    """The bound on depth is where the design puts it."""
    assert taken_apart(f"---\na: {'[' * 49}{']' * 49}\n---\n")
    with pytest.raises(Refused):
        taken_apart(f"---\na: {'[' * 50}{']' * 50}\n---\n")


@pytest.mark.parametrize(
    ("data", "key", "line"),
    [
        ("---\na: 1\nb: 2\n---\nb: 3\n", "b", 3),
        ("---\nx:\n  title: 1\nTitle: 2\n---\n", "title", 4),
        ("+++\na = 1\n[taxonomies]\ntags = []\n+++\n", "tags", 4),
        ('{"a": 1,\n"b": 2}', "b", 2),
        ("Title: x\nDate: y\n\n", "date", 2),
        ("---\na: 1\n---\n", "gone", 2),
    ],
)
def test_knows_the_line_of_a_key(data: str, key: str, line: int) -> None:
    """A key's line is found when a problem needs it, whatever the dialect."""
    assert line == split(data).line_of(key)
