"""A key written into front matter. What the reader makes of the result says what is right."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feedmill.adopt.insertion import insert_key
from feedmill.parsing import front_matter
from feedmill.parsing.problems import Refused

ID = "tag:example.org,2021:2021/a-b"


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("---\ntitle: x\n---\nbody", f"---\nid: {ID}\ntitle: x\n---\nbody", 2),
        ("---yaml\ntitle: x\n...\n", f"---yaml\nid: {ID}\ntitle: x\n...\n", 2),
        (
            "\ufeff---\r\n# c\r\ntitle: x\r\n---\r\na\rb\nc",
            f"\ufeff---\r\nid: {ID}\r\n# c\r\ntitle: x\r\n---\r\na\rb\nc",
            2,
        ),
        ("---\rtitle: x\r---\r", f"---\rid: {ID}\rtitle: x\r---\r", 2),
        ("---\n\n  title: x\n---\n", f"---\n  id: {ID}\n\n  title: x\n---\n", 2),
        ("+++\ntitle = 'x'\n+++\n", f"+++\nid = \"{ID}\"\ntitle = 'x'\n+++\n", 2),
        (
            "+++\ntitle = 'x'\n[params]\nid = 'no'\n+++\n",
            f"+++\nid = \"{ID}\"\ntitle = 'x'\n[params]\nid = 'no'\n+++\n",
            2,
        ),
        (
            "+++\ntitle = 'x'\n[extra] # mine\na = 1\n+++\n",
            f"+++\ntitle = 'x'\n[extra] # mine\nid = \"{ID}\"\na = 1\n+++\n",
            4,
        ),
        (
            "+++\ntitle = 'x'\n[taxonomies]\ntags = ['a']\n+++\nbody",
            f"+++\ntitle = 'x'\n[taxonomies]\ntags = ['a']\n[extra]\nid = \"{ID}\"\n+++\nbody",
            6,
        ),
        ('{"title": "x"}\n\nbody', f'{{"id": "{ID}", "title": "x"}}\n\nbody', 1),
        (
            '---json\n{\n\t"title": "x"\n}\n---\nbody',
            f'---json\n{{\n\t"id": "{ID}",\n\t"title": "x"\n}}\n---\nbody',
            3,
        ),
        ("Title: x\nTags: a\n\nbody", f"id: {ID}\nTitle: x\nTags: a\n\nbody", 1),
        ("-----\ntitle: x\n-----\n", f"-----\nid: {ID}\ntitle: x\n-----\n", 2),
    ],
)
def test_one_line(before: str, after: str, line: int) -> None:
    """One line is added, in the file's own style, and all else stays byte for byte."""
    made = insert_key(before.encode(), "id", ID)
    assert after == made.data.decode()
    assert line == made.line
    shown = made.data.decode().removeprefix("\ufeff").splitlines()[line - 1]
    assert made.text in shown


def test_a_field_of_restructuredtext() -> None:
    """It is the first one, below the title."""
    before = "Title\n=====\n\n:date: 2024-01-02\n:tags: a, b\n\nHello: *you*\n"
    made = insert_key(before.encode(), "id", ID, "articles/x.rst")
    assert before.replace(":date", f":id: {ID}\n:date") == made.data.decode()
    assert (4, f":id: {ID}") == (made.line, made.text)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("---\n{title: x}\n---\n", "a line cannot be added here", 2),
        ("---\ntitle: x\nID:\n---\n", f"already a line for id: replace it with `id: {ID}`", 3),
        ("---\ntitle: [\n---\n", "", 3),
        ("no front matter", "no front matter", 1),
        ("+++\ntitle = '''\n[extra]\n'''\n+++\n", "a line cannot be added here", 4),
        ("{}", "a line cannot be added here", 1),
    ],
)
def test_refused(text: str, message: str, line: int) -> None:
    """Where a line would do harm, or not do what it should, none is written."""
    with pytest.raises(Refused) as refused:
        insert_key(text.encode(), "id", ID)
    assert message in refused.value.message
    assert line == refused.value.line


VALUES = st.one_of(
    st.from_regex(r"[a-z]{1,9}:[!-~]{1,30}", fullmatch=True),
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1),
)
SCALARS = st.from_regex(r"[A-Za-z][A-Za-z0-9 ]{0,8}[A-Za-z0-9]", fullmatch=True)
KEYS = st.from_regex(r"[a-z]{3,8}", fullmatch=True)
MAPS = st.dictionaries(KEYS, SCALARS, min_size=1, max_size=4)
ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])
BODIES = st.text(st.characters(codec="utf-8"), max_size=50)


def yaml(values: dict[str, str]) -> list[str]:
    """Write YAML front matter."""
    return ["---", *(f"{key}: {value}" for key, value in values.items()), "---"]


def toml(values: dict[str, str]) -> list[str]:
    """Write TOML front matter."""
    return ["+++", *(f'{key} = "{value}"' for key, value in values.items()), "+++"]


def zola(values: dict[str, str]) -> list[str]:
    """Write TOML front matter with a table of Zola's."""
    return [*toml(values)[:-1], "[extra]", 'own = "x"', "+++"]


def json(values: dict[str, str]) -> list[str]:
    """Write JSON front matter."""
    members = [f'  "{key}": "{value}"' for key, value in values.items()]
    return ["---json", "{", *",\n".join(members).split("\n"), "}", "---"]


def pelican(values: dict[str, str]) -> list[str]:
    """Write the lines that Pelican reads."""
    return ["title: x", *(f"{key}: {value}" for key, value in values.items() if key != "title")]


@given(
    write=st.sampled_from([yaml, toml, zola, json, pelican]),
    values=MAPS,
    value=VALUES,
    ending=ENDINGS,
    bom=st.booleans(),
    body=BODIES,
)
def test_adds_the_key_and_nothing_else(
    write: object, values: dict[str, str], value: str, ending: str, bom: bool, body: str
) -> None:
    """The key reads as the value, the others and the body as before; the rest is the same bytes."""
    assert callable(write)
    text = ending.join([*write(values), "", body])
    data = text.encode("utf-8-sig" if bom else "utf-8")
    try:
        before = front_matter.split(front_matter.decode(data))
        old = front_matter.parse(before)
        made = insert_key(data, "id", value)
    except Refused:
        assume(False)  # not what was meant to be written, or a value for no plain line
        return
    after = front_matter.split(front_matter.decode(made.data))
    new = front_matter.parse(after)
    place = new if "id" in new else new["extra"]
    assert isinstance(place, dict)
    assert value == place.pop("id")
    assert (old, before.body) == (new, after.body)
    start = next(
        (at for at, (x, y) in enumerate(zip(data, made.data, strict=False)) if x != y), len(data)
    )
    end = len(data) - start
    assert made.data.endswith(data[start:] if end else b"")
    assert data == made.data[:start] + made.data[len(made.data) - end :]
