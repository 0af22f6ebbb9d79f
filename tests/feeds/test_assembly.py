"""What a feed says of itself, in sites that are built and read by independent parsers."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from sites import CONFIG, article, build_site, write_site

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.mark.parametrize(
    ("where", "language"),
    [
        ("{languages: de}", "de"),
        ("{languages: [pt-BR]}", "pt-BR"),
        ("{languages: {any: [de], none: [fr]}}", "de"),
        ("{languages: [de, fr]}", "en"),
        ("{min_quality: 1}", "en"),
    ],
)
def test_a_feed_selected_by_one_language_carries_it(
    tmp_path: Path, where: str, language: str
) -> None:
    """In all formats; any other feed has that of the site."""
    config = f"{CONFIG}feeds: {{families: [all, {{name: some, where: {where}}}]}}\n"
    articles = {
        f"{tag}.md": article(tag, language=tag, quality=5, webUrl=f"https://example.org/{tag}")
        for tag in ("de", "fr", "pt-BR")
    }
    build_site(write_site(tmp_path, articles, config))
    feeds = tmp_path / "feeds"
    assert language == ET.parse(feeds / "some.atom").getroot().get(XML_LANG)
    assert language == ET.parse(feeds / "some.rss").findtext("channel/language")
    assert language == json.loads((feeds / "some.json").read_bytes())["language"]
    assert "en" == ET.parse(feeds / "all.atom").getroot().get(XML_LANG)
