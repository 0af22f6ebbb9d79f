"""Draw the pictures of the sample site into its image store: no photograph, nobody's but ours.

    python benchmarks/draw.py

One picture for each address that an article marks with `isCached: true`, of the size that it names:
a landscape of flat shapes, or a mark on a square. The same addresses give the same pictures.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image as Picture
from PIL import ImageDraw

from feedmill.config.load import load_config
from feedmill.images.commands import references
from feedmill.images.enclose import with_store
from feedmill.images.manifest import Stored
from feedmill.images.store import Writer, store_folder, writing
from feedmill.images.wanted import wanted_images
from feedmill.model import Image

ROOT = Path(__file__).resolve().parent.parent
FETCHED = datetime(2026, 11, 25, tzinfo=UTC)
PALETTES = (
    ("#f6e7c1", "#e8a87c", "#c38d9e", "#41b3a3", "#1f3044"),
    ("#dfeaf2", "#9ec1d9", "#4f7ca3", "#24476b", "#0f2233"),
    ("#fbe9e7", "#ffab91", "#d84315", "#6d4c41", "#3e2723"),
    ("#e8f5e9", "#a5d6a7", "#4caf50", "#2e7d32", "#12321a"),
)


def draw(url: str, width: int, height: int) -> Picture.Image:
    """Draw the picture of an address."""
    rng = random.Random(url)  # noqa: S311 (a picture)
    sky, glow, far, near, dark = rng.choice(PALETTES)
    picture = Picture.new("RGB", (width, height), sky)
    pen = ImageDraw.Draw(picture)
    if width == height:
        pen.ellipse((width * 0.1, height * 0.1, width * 0.9, height * 0.9), fill=near)
        pen.rectangle((width * 0.4, height * 0.3, width * 0.6, height * 0.7), fill=sky)
        return picture
    x, y, size = rng.uniform(0.2, 0.8) * width, height * 0.35, height * rng.uniform(0.1, 0.2)
    pen.ellipse((x - size, y - size, x + size, y + size), fill=glow)
    for colour, level in ((far, 0.55), (near, 0.7), (dark, 0.85)):
        steps = range(0, width + 1, max(width // 8, 1))
        ridge = [(step, height * (level + rng.uniform(-0.08, 0.08))) for step in steps]
        pen.polygon([(0, height), *ridge, (width, height)], fill=colour)
    for _ in range(rng.randrange(3, 7)):
        left, top = rng.uniform(0, 0.9) * width, height * rng.uniform(0.45, 0.75)
        pen.rectangle((left, top, left + width * 0.04, height * 0.9), fill=dark)
        pen.rectangle((left + 6, top + 8, left + width * 0.02, top + height * 0.05), fill=glow)
    return picture


def store(writer: Writer, image: Image) -> None:
    """Draw an image, and put it into the store."""
    width, height = image.width or 600, image.height or 338
    kind, ending = ("WEBP", "webp") if image.url.endswith("webp") else ("PNG", "png")
    part = writer.part()
    colours = draw(image.url, width, height).quantize(16) if kind == "PNG" else None
    (colours or draw(image.url, width, height)).save(part, kind, optimize=True)
    data = part.read_bytes()
    file = writer.place(part, hashlib.sha256(data).hexdigest(), ending)
    stored = Stored(
        url=image.url,
        file=file,
        bytes=len(data),
        type=f"image/{ending}",
        width=width,
        height=height,
        fetched=FETCHED,
    )
    writer.add(stored)


def main() -> None:
    """Draw what the store of the sample site lacks."""
    config = load_config(ROOT / "config.yaml")
    published = references(config, ROOT, FETCHED).published
    wanted = wanted_images(published)
    named = [one for article in published for one in article.images]
    named += [one for article in published if article.provider for one in article.provider.images]
    images = {one.url: one for one in reversed(named) if one.url in wanted}
    folder = store_folder(ROOT, with_store(config))
    with tempfile.TemporaryDirectory() as state, writing(folder, Path(state)) as writer:
        for url in sorted(images.keys() - writer.images.keys()):
            store(writer, images[url])


if __name__ == "__main__":
    main()
