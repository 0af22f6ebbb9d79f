"""Pictures that take too long or too much to decode, and fetches that are interrupted."""

from __future__ import annotations

import asyncio
import io
import os
import resource
import signal
import struct
import subprocess
import sys
import zlib
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image

from feedmill.http.refusal import FetchRefused
from feedmill.images.fetching.decoding import Decoders
from feedmill.images.fetching.jobs import Picture
from feedmill.images.fetching.limits import Limits
from imagefetch import Fetching, quick
from imageserver import Answer, Server, picture
from sites import CONFIG, article, write_site

T = TypeVar("T")
MIB = 2**20


def scans(number: int, side: int = 2000) -> bytes:
    """Make a progressive JPEG with that many more scans, each of which refines nothing."""
    file = io.BytesIO()
    Image.new("L", (side, side)).save(file, "JPEG", progressive=True)
    data = file.getvalue()
    blocks = (-(-side // 8)) ** 2
    # ITU T.81, B.2.3 and G.1.2.3: one component, the last coefficient, as the first time.
    head = b"\xff\xda\x00\x08\x01\x01\x00\x3f\x3f\x00"
    # EOB runs of 2^14 blocks (EOBn, symbol 0xE0) cover the picture in a few bytes.
    table = b"\xff\xc4\x00\x14\x10" + b"\x01" + bytes(15) + b"\xe0"
    bits = "".join("0" + f"{0:014b}" for _ in range(-(-blocks // 2**14)))
    bits += "1" * (-len(bits) % 8)
    packed = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    return data[:-2] + table + (head + packed) * number + b"\xff\xd9"


def frames(number: int) -> bytes:
    """Make a GIF of one pixel with that many frames."""
    file = io.BytesIO()
    Image.new("P", (1, 1)).save(file, "GIF")
    data = file.getvalue()
    start = data.index(b",")
    return data[:start] + data[start:-1] * number + b";"


def plain_png(width: int, height: int, colour: int) -> bytes:
    """Make a PNG of zeros, of a colour type of the specification."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    channels = {0: 1, 2: 3, 6: 4}[colour]
    packer = zlib.compressobj(1)
    row = bytes(1 + channels * width)
    rows = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.fixture
def decode(tmp_path: Path) -> Callable[..., Picture]:
    """Give a function that decodes bytes as a fetch does."""

    def one(data: bytes, *, thumbnail: int | None = None, **limits: float) -> Picture:
        path = tmp_path / "part"
        path.write_bytes(data)

        async def look(decoders: Decoders) -> Picture:
            return await decoders.examine(path, svg=False, thumbnail=thumbnail)

        return with_decoders(look, roomy(**limits))

    return one


def roomy(memory: int = 300 * MIB, **limits: float) -> Limits:
    """Give limits that leave room for this process, which other tests have made large."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return Limits(memory=memory + int(pages) * resource.getpagesize(), **limits)  # type: ignore[arg-type]


def with_decoders(act: Callable[[Decoders], Awaitable[T]], limits: Limits) -> T:
    """Do something with decoders of one loop."""

    async def main() -> T:
        decoders = Decoders(limits)
        try:
            return await act(decoders)
        finally:
            await decoders.close()

    return asyncio.run(main())


@pytest.mark.slow
def test_a_picture_with_many_scans(decode: Callable[..., Picture]) -> None:
    """It is refused when its time on the processor is over; with few scans it is a picture."""
    assert (2000, 2000) == (decode(scans(3)).width, decode(scans(3)).height)
    with pytest.raises(FetchRefused, match="takes more than 1 s of processor time") as caught:
        decode(scans(9000), decoding=1)
    assert "too-slow" == caught.value.code


@pytest.mark.slow
def test_a_server_of_pictures_that_take_too_long(server: Server, fetching: Fetching) -> None:
    """After a few of them the others are not even fetched."""
    slow = scans(9000)
    urls = [server.gives(f"/{number}", slow) for number in range(9)]
    done = fetching(*urls, limits=quick(decoding=0.2, per_host=1, max_pixels=5_000_000))
    assert {"image-too-slow"} == {one.code for one in done.problems}
    assert (9, 4) == (done.failed, len(server.asked))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGCHLD"), reason="there is no such signal")
def test_nobody_says_how_a_decoder_ended(decode: Callable[..., Picture]) -> None:
    """A program that is started with SIGCHLD ignored learns no status, and still says too slow."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with pytest.raises(FetchRefused) as caught:
            decode(scans(9000), decoding=1)
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert "too-slow" == caught.value.code


def test_an_animation_with_many_frames(decode: Callable[..., Picture]) -> None:
    """As many frames are decoded as the limit on pixels allows, and the others not looked for."""
    assert "image/gif" == decode(frames(700_000)).type


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draw", "fits"),
    [
        (partial(plain_png, 6900, 6900, 0), True),
        (partial(plain_png, 6000, 6000, 2), True),
        (partial(plain_png, 5900, 5900, 6), True),
        (partial(plain_png, 7000, 7000, 6), None),
        (partial(picture, "JPEG", (7000, 7000)), True),
        (partial(picture, "JPEG", (5000, 5000), progressive=True, subsampling="4:2:0"), True),
        (partial(picture, "WEBP", (3000, 3000)), True),
    ],
    ids=["grey", "rgb", "rgba", "rgba-large", "jpeg", "progressive", "webp"],
)
@pytest.mark.parametrize("thumbnail", [None, 400])
def test_memory_of_large_pictures(
    tmp_path: Path, draw: Callable[[], bytes], fits: bool | None, thumbnail: int | None
) -> None:
    """Whatever a picture needs, the processes together stay below 300 MiB, or it is refused."""
    path = tmp_path / "part"
    path.write_bytes(draw())
    code = f"""if True:
        import asyncio, resource
        from pathlib import Path
        from feedmill.http.refusal import FetchRefused
        from feedmill.images.fetching.decoding import Decoders
        from feedmill.images.fetching.limits import Limits
        async def main():
            decoders = Decoders(Limits())
            try:
                await decoders.examine(Path({str(path)!r}), svg=False, thumbnail={thumbnail})
                return "fits"
            except FetchRefused as refused:
                return refused.code
            finally:
                await decoders.close()
        print(asyncio.run(main()))
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said, *sizes = done.stdout.split()
    assert said in ({"fits"} if fits else {"fits", "too-much-memory"})
    assert sum(map(int, sizes)) < 300 * 1024


def test_a_picture_that_needs_too_much_memory(decode: Callable[..., Picture]) -> None:
    """It is refused with the limit that it passes."""
    data = plain_png(4500, 4500, 6)
    assert 4500 == decode(data).width
    with pytest.raises(FetchRefused, match=r"needs more than \d+ MiB of memory") as caught:
        decode(data, memory=110 * MIB)
    assert "too-much-memory" == caught.value.code


def test_a_decoder_that_dies_is_replaced(tmp_path: Path) -> None:
    """The picture is looked at once more, by another process, and so are those that follow."""
    path = tmp_path / "part"
    path.write_bytes(picture("PNG"))

    async def act(decoders: Decoders) -> list[str]:
        seen = []
        for _ in range(3):
            seen.append((await decoders.examine(path, svg=False, thumbnail=None)).type)
            for process in decoders._all:
                process.kill()
        return seen

    assert ["image/png"] * 3 == with_decoders(act, roomy())


def test_many_at_once(tmp_path: Path) -> None:
    """Large and small pictures can be looked at in any order, at the same time."""
    small, large, bad = (tmp_path / name for name in ("small", "large", "bad"))
    small.write_bytes(picture("GIF"))
    large.write_bytes(plain_png(3500, 3500, 2))
    bad.write_bytes(b"rubbish")

    async def act(decoders: Decoders) -> list[str]:
        paths = [small, large, bad, small, large, small, bad] * 3
        looks = (decoders.examine(path, svg=False, thumbnail=None) for path in paths)
        found = await asyncio.gather(*looks, return_exceptions=True)
        return [one.type if isinstance(one, Picture) else type(one).__name__ for one in found]

    gif, png, no = "image/gif", "image/png", "FetchRefused"
    assert [gif, png, no, gif, png, gif, no] * 3 == with_decoders(act, roomy())


def test_modules_of_the_checkout_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decode: Callable[..., Picture]
) -> None:
    """Where a fetch is started has no say in what its processes load."""
    for name in ("json", "PIL", "msgspec", "resource", "sitecustomize", "usercustomize"):
        (tmp_path / f"{name}.py").write_text("open('loaded', 'w'); raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert "image/png" == decode(picture("PNG")).type
    assert not (tmp_path / "loaded").exists()


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Path]:
    """Give a function that makes a site whose articles show these images."""

    def make(*urls: str) -> Path:
        hosts = sorted({url.split("/")[2].rpartition(":")[0] for url in urls})
        images = ", ".join(f"{{url: '{url}', isCached: true}}" for url in urls)
        config = f"{CONFIG}images: {{allow_hosts: [{', '.join(hosts)}], thumbnail: 300}}\n"
        return write_site(tmp_path / "site", {"a.md": article(images=f"[{images}]")}, config)

    return make


def start(root: Path, *before: str) -> subprocess.Popen[str]:
    """Start a fetch in a process group of its own, as a terminal does."""
    command = [*before, sys.executable, "-m", "feedmill", "images", "fetch", "--report", "json"]
    return subprocess.Popen(
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )


@pytest.mark.slow
@pytest.mark.parametrize("what", ["scans", "frames", "headers", "body", "busy"])
def test_interrupted(what: str, server: Server, site: Callable[..., Path]) -> None:
    """Ctrl-C ends a fetch at once, whatever it waits for, and leaves no process behind."""
    answers = {
        "scans": Answer(scans(9000)),
        "frames": Answer(frames(300_000)),
        "headers": Answer(picture(), wait=60),
        "body": Answer(picture(), piece=1, pace=9),
        "busy": Answer(b"", 503, {"Retry-After": "50"}),
    }
    run = start(site(server.gives("/a", answers[what])))
    while not server.asked:
        assert run.poll() is None
        signal.sigtimedwait([], 0.01)
    signal.sigtimedwait([], 1.0)
    if what != "frames":  # which may be done already
        assert run.poll() is None
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=10)
    if what != "frames":
        assert (130, "interrupted\n") == (run.returncode, told)
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


@pytest.mark.slow
def test_a_thousand_hosts_and_few_files(server: Server, site: Callable[..., Path]) -> None:
    """Idle connections are closed: 256 open files are enough."""
    other = Server("0.0.0.0")
    other.start()
    try:
        other.gives("/a", picture())
        hosts = [f"127.1.{number // 250}.{number % 250 + 1}" for number in range(1000)]
        root = site(*(f"http://{host}:{other.port}/a" for host in hosts))
        limit = ("bash", "-c", 'ulimit -n 256 && exec "$@"', "-")
        told, wrong = start(root, *limit).communicate(timeout=300)
    finally:
        other.stop()
    assert "" == wrong
    assert '"added": 1000' in told
