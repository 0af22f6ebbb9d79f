"""Other generators' patterns of addresses, in ours."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from feedmill.config.validators import PLACEHOLDERS, permalink
from feedmill.scaffold.permalinks import HUGO, JEKYLL, JEKYLL_STYLES, PELICAN, translate


@pytest.mark.parametrize(
    ("ours", "theirs", "tokens"),
    [
        ("/{year}/{month}/{day}/{slug}.html", JEKYLL_STYLES["date"], JEKYLL),
        ("/{year}/{month}/{day}/{slug}/", JEKYLL_STYLES["pretty"], JEKYLL),
        ("/{slug}.html", JEKYLL_STYLES["none"], JEKYLL),
        ("/blog/{year}/{slug}", "/blog/:year/:title", JEKYLL),
        ("", "/:year/:y_day/:title/", JEKYLL),  # no placeholder of ours is the day of the year
        ("", "ordinal", JEKYLL),
        ("/{year}/{month}/{title}/", "/:year/:month/:title/", HUGO),
        ("/{stem}", ":contentbasename", HUGO),
        ("/{slug}.html", "{slug}.html", PELICAN),
        (
            "/{category}/{year}/{i_month}/{slug}/",
            "{category}/{date:%Y}/{date:%-m}/{slug}/",
            PELICAN,
        ),
        ("", "{date:%b}/{slug}", PELICAN),  # a month's name
        ("", "/about/", HUGO),
        ("", "", HUGO),
    ],
)
def test_translate(ours: str, theirs: str, tokens: Mapping[str, str]) -> None:
    """Each known token has its placeholder; a pattern with one that is not known has none."""
    assert ours == translate(theirs, tokens)


@pytest.mark.parametrize("tokens", [JEKYLL, HUGO, PELICAN])
def test_every_placeholder_is_one(tokens: Mapping[str, str]) -> None:
    """The tables lead to placeholders that a config may hold."""
    for ours in filter(lambda text: "{" in text, tokens.values()):
        assert ours[1:-1] in PLACEHOLDERS
        assert permalink(f"/{ours}") == f"/{ours}"
