"""What workers do last: entries are put into feeds, rendered and staged."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace

from feedmill.config import load_config
from feedmill.feeds.assembly import Assembler
from feedmill.feeds.catalog import catalog
from feedmill.images.gallery import gallery
from feedmill.index import open_index
from feedmill.pipeline.rendering import FeedJob, Task, render_chunk
from sites import CONFIG, article, build_site, tree, write_site


def test_a_feed_that_is_rendered_in_blocks_is_the_same(tmp_path: Path) -> None:
    """Files, copies, records and digests are those of a feed in one piece; so is no change."""
    articles = {
        f"{number}.md": article(
            f"Title {number}",
            id=f"a:{number % 7}{number}",
            body="A *body*.",
            topics="[AI]" if number % 2 else None,
            publishedDateTime=f"2026-01-{2 + number // 3:02}T03:04:05Z",
            modifiedDateTime="2026-02-01" if number == 4 else None,
        )
        for number in range(9)
    } | {"gone.md": article(id="a:gone", removed="true")}
    families = "[{by: all, also_at: {atom: [feed.xml]}}, topic]"
    feeds = f"feeds: {{content: full, limit: 0, families: {families}}}\n"
    root = write_site(tmp_path / "site", articles, f"{CONFIG}{feeds}")
    build_site(root)
    config = load_config(root / "config.yaml")
    with open_index(root / ".feedmill", config, []) as index:
        images = gallery(root, config, index)
        listed = catalog(index, config, Assembler(config), None, images.open().lookup)
        jobs = [FeedJob(feed.row.id, feed.metadata, None, {}, None) for feed in listed.feeds]
        index.commit()
        task = Task(index.path, msgspec.msgpack.encode(config), "", None, images, b"")
        made = []
        for at_once in (2**30, 0):
            staging = tmp_path / f"{at_once}"
            staging.mkdir()
            own = replace(task, staging=f"{staging}", at_once=at_once)
            found = render_chunk(own, [jobs])
            made.append(([(one.digest, one.record) for one in found], tree(staging)))
            same = [replace(job, digest=one.digest) for job, one in zip(jobs, found, strict=True)]
            assert [None] * len(jobs) == [one.record for one in render_chunk(own, [same])]
        assert made[0] == made[1]
        assert {"all.atom", "feed.xml", "topics/ai.json"} < made[0][1].keys()
        assert made[0][1]["all.atom"] == (root / "feeds/all.atom").read_bytes()
