"""Which feeds are related."""

from __future__ import annotations

from feedmill.pages.relations import FeedNode, Relations, relations

PARENTS = {("topic", "vision"): ("topic", "ai"), ("topic", "lost"): ("topic", "nowhere")}


def node(key: str, *groups: tuple[str, str]) -> FeedNode:
    """Make a feed that is called as its key is."""
    return FeedNode(key, key.title(), frozenset(groups))


def keys(found: Relations) -> tuple[list[str], list[str], int]:
    """Give the keys of the related feeds."""
    return [one.key for one in found.broader], [one.key for one in found.narrower], found.more


AI, VISION, LOST = ("topic", "ai"), ("topic", "vision"), ("topic", "lost")
FOX, SUN = ("provider", "fox"), ("provider", "sun")


def test_relations() -> None:
    """A child names its parent, a pair its topic and its provider, and these name them in turn."""
    found = relations(
        [
            node("all"),
            node("ai/sun", AI, SUN),
            node("ai/fox", AI, FOX),
            node("ai", AI),
            node("vision", VISION),
            node("lost", LOST),
            node("fox", FOX),
            node("robots"),
        ],
        PARENTS,
    )
    assert {
        "all": ([], [], 0),
        "robots": ([], [], 0),
        "ai": ([], ["vision", "ai/fox", "ai/sun"], 0),
        "vision": (["ai"], [], 0),
        "lost": ([], [], 0),
        "fox": ([], ["ai/fox"], 0),
        "ai/fox": (["ai", "fox"], [], 0),
        "ai/sun": (["ai"], [], 0),
    } == {key: keys(one) for key, one in found.items()}


def test_the_order_is_that_of_titles() -> None:
    """The order in which feeds are given changes nothing."""
    feeds = [node("ai", AI), *(node(f"x{n}", AI, ("provider", f"{n}")) for n in range(5))]
    assert relations(feeds, {}) == relations(reversed(feeds), {})
    assert [f"x{n}" for n in range(5)] == keys(relations(feeds, {})["ai"])[1]


def test_very_many_are_counted() -> None:
    """A page lists sixty, and says how many more there are."""
    feeds = [node("ai", AI), *(node(f"x{n}", AI, ("provider", f"{n}")) for n in range(130))]
    _, narrower, more = keys(relations(feeds, {})["ai"])
    assert (60, 70) == (len(narrower), more)
