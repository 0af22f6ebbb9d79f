"""Small sites for tests: written, built and looked at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from feedmill.config import load_config
from feedmill.pipeline.build import Options, Progress, build
from feedmill.report import Report

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CONFIG = """\
site:
  title: Example
  url: https://example.org/
  authority: example.org,2021
"""


def article(title: str = "A title", **fields: object) -> str:
    """Give the text of an article in the usual schema, with these fields instead."""
    front = {
        "title": f'"{title}"',
        "publishedDateTime": "2026-01-02T03:04:05Z",
        "webUrl": "https://example.org/a",
        "excerpt": '"An excerpt."',
    } | fields
    body = str(front.pop("body", ""))
    lines = [f"{key}: {value}" for key, value in front.items() if value is not None]
    return "\n".join(["---", *lines, "---", body])


def write_site(root: Path, articles: dict[str, str | bytes], config: str = CONFIG) -> Path:
    """Write config.yaml and the articles, by path below `articles/`; give `root`."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "config.yaml").write_text(config, encoding="utf-8")
    for path, text in articles.items():
        place = root / "articles" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def build_site(
    root: Path, now: datetime = NOW, progress: Progress | None = None, **options: object
) -> Report:
    """Build in this process, as the command does."""
    config = load_config(root / "config.yaml")
    return build(config, root, Options(now=now, jobs=1, **options), progress)


def tree(folder: Path) -> dict[str, bytes]:
    """Give the files below `folder` with their bytes, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
