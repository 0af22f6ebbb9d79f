"""Front-matter fields that the config groups or selects by: these are read, and no others."""

from __future__ import annotations

import pytest

from feedmill.config import parse_config
from feedmill.parsing.parser import Reader

CONFIG = """\
site: {title: S, url: https://s.org/, authority: 's.org,2021'}
dimensions: {series: {field: Series}}
feeds: {families: [series, {name: pinned, where: {fields: {Pinned: true, level: 3}}}]}
"""
READER = Reader(parse_config(CONFIG, "config.yaml"))
HEAD = "title: T\ndate: 2021-02-12\nlink: https://s.org/a\n"


@pytest.mark.parametrize(
    ("yaml", "found", "codes"),
    [
        ("series: Rust", {"series": ("Rust",)}, []),
        ("SERIES: [Rust,  'a   b', Rust]", {"series": ("Rust", "a b", "Rust")}, []),
        ("series: a, b", {"series": ("a, b",)}, []),
        ("extra: {series: Rust}", {"series": ("Rust",)}, []),
        ("pinned: true\nlevel: 3", {"pinned": ("true",), "level": ("3",)}, []),
        ("series: ~\npinned: ''", {}, []),
        ("series: {a: b}", {}, ["bad-field"]),
        ("series: [a, [b], {c: d}]", {"series": ("a",)}, ["bad-field", "bad-field"]),
        (f"series: {'x' * 201}", {}, ["bad-field"]),
        ("secured: c2VjcmV0\nother: x", {}, []),
    ],
)
def test_named_fields(yaml: str, found: dict[str, tuple[str, ...]], codes: list[str]) -> None:
    """A field's value is text or a list of texts, by lower-case key; what is not named is not read.

    What is wrong with one is a warning.
    """
    reading = READER.read("articles/a.md", f"---\n{HEAD}{yaml}\n---\n".encode())
    assert reading.article is not None
    assert found == reading.article.fields
    assert codes == [problem.code for problem in reading.problems]


def test_of_a_retracted_article() -> None:
    """They decide which feeds say that it is gone, so they are read there, too."""
    text = f"---\n{HEAD}id: x\nremoved: true\nseries: Rust\nauthor: Ann\n---\n"
    removed = READER.read("articles/a.md", text.encode()).removed
    assert removed is not None
    assert {"series": ("Rust",)} == removed.fields
    assert ["Ann"] == [author.name for author in removed.authors]


def test_nothing_of_the_rest_is_kept() -> None:
    """No value of a field that neither the tables nor the config name is in what is read."""
    secret = "c2VjcmV0LWtleQ"
    text = f"---\n{HEAD}series: Rust\nsecured: {secret}\nnested: {{series: {secret}}}\n---\nBody.\n"
    assert secret not in repr(READER.read("articles/a.md", text.encode()))
