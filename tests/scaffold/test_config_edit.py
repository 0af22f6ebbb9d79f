"""Configs changed by the least edit: comments and all other lines stay."""

from __future__ import annotations

import pytest
import yaml

from feedmill.errors import ConfigError
from feedmill.scaffold.config_edit import ConfigText

CONFIG = """\
# What Feedmill reads.
site:
  title: News # the name
  url: https://example.org/

feeds:
  limit: 50
  families: # which feeds there are
    - all
    - topic # one for each topic
    # - name: robots
    #   title: Robots

pages: true # HTML
"""


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that are gone, and those that came."""
    old, new = before.split("\n"), after.split("\n")
    return [one for one in old if one not in new], [one for one in new if one not in old]


def test_a_value_is_replaced_where_it_is() -> None:
    """The comment behind a value stays."""
    text = ConfigText(CONFIG)
    text.put(["site", "title"], "Old: news")
    text.put(["pages"], value=False)
    assert (
        ["  title: News # the name", "pages: true # HTML"],
        ['  title: "Old: news" # the name', "pages: false # HTML"],
    ) == lines(CONFIG, text.text)


def test_a_key_comes_behind_the_others_of_its_section() -> None:
    """A missing key is added, and a missing section with it, apart from the others."""
    text = ConfigText(CONFIG)
    text.put(["site", "feeds_url"], "https://example.org/")
    text.put(["articles", "id"], "{link}")
    gone, came = lines(CONFIG, text.text)
    assert [] == gone
    assert ["  feeds_url: https://example.org/", "articles:", '  id: "{link}"'] == came


def test_an_item_comes_behind_the_others_before_comments() -> None:
    """A list gets one more item; a long one has a key on each line."""
    text = ConfigText(CONFIG)
    family = {"name": "feed", "title": "News " * 20, "path": {"rss": "feed.xml"}, "limit": 10}
    text.add(["feeds", "families"], family)
    assert [] == lines(CONFIG, text.text)[0]
    assert "    - name: feed\n      title: " in text.text
    assert {"rss": "feed.xml"} == yaml.safe_load(text.text)["feeds"]["families"][2]["path"]


def test_an_item_becomes_a_mapping() -> None:
    """The short form of an item is replaced, and its comment stays."""
    text = ConfigText(CONFIG)
    text.replace_item(["feeds", "families"], 1, {"by": "topic", "path": "feeds/{topic}"})
    text.put_in_item(["feeds", "families"], 1, "limit", 3)
    assert '    - {by: topic, path: "feeds/{topic}", limit: 3} # one for each topic' in text.text


def test_an_item_becomes_a_long_mapping() -> None:
    """It has a key on each line; the comment stays in the first one."""
    text = ConfigText(CONFIG)
    family = {"by": "topic", "title": "News " * 20, "path": {"rss": "{topic}.xml"}}
    text.replace_item(["feeds", "families"], 1, family)
    assert "    - by: topic # one for each topic\n      title: " in text.text
    assert family["title"] == yaml.safe_load(text.text)["feeds"]["families"][1]["title"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "site: {title: X}\nfeeds: {limit: 3, families: [all, topic]} # all\n",
        "site:\n  title: X\nfeeds:\n",
        "site:\n  title: >\n    X\n    Y\n\n\n# end",
        "site:\n    title: X\nfeeds:\n    families:\n    - all\n    -  by: topic\n       limit: 3",
        "\ufeffsite:\r\n  title: X\r\nfeeds:\r\n  families: [all]\r\n",
    ],
)
def test_any_style_of_yaml_can_be_edited(text: str) -> None:
    """Block or flow, with any indent and line ends: what was there stays, and the edit is there."""
    edited = ConfigText(text)
    before = yaml.safe_load(text.removeprefix("\ufeff")) or {}
    edited.put(["articles", "id"], "{link}")
    edited.add(["feeds", "families"], {"name": "feed", "limit": 0})
    edited.add(["feeds", "families"], {"name": "feed2", "where": {"topics": ["a: b", "no"]}})
    after = yaml.safe_load(edited.text.removeprefix("\ufeff"))
    families = (before.get("feeds") or {}).get("families", [])
    assert "{link}" == after["articles"]["id"]
    assert [*families, {"name": "feed", "limit": 0}] == after["feeds"]["families"][:-1]
    assert {"topics": ["a: b", "no"]} == after["feeds"]["families"][-1]["where"]
    assert before.get("site") == after.get("site")
    assert ("\r\n" in text) == ("\r\n" in edited.text)


def test_what_cannot_be_edited_is_said() -> None:
    """A config in a form that an edit would break is left alone, with one line."""
    text = ConfigText("site:\n  title: X\nfeeds: !!map\n  ? limit\n  : 3\n")
    with pytest.raises(ConfigError, match=r"feeds\.output cannot be changed"):
        text.put(["feeds", "output"], "static")
