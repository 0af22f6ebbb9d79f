"""The commands of the image cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedmill.cli.main import main
from imageserver import Answer, Server, picture

CONFIG = """\
site:
  title: Example News
  url: https://news.example.org/
  authority: news.example.org,2021
images:
  allow_hosts: [127.0.0.1]
"""
ARTICLE = """\
---
title: About it
webUrl: https://news.example.org/a
publishedDateTime: 2021-02-12T21:28:00Z
images: [{{url: "{good}", isCached: true}}, {{url: "{bad}", isCached: true}}]
---
"""
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def site(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site in the current folder, with one image that can be had and one that cannot."""
    good = server.gives("/good.png", picture("PNG"))
    bad = server.gives("/bad.png", Answer(status=404))
    (tmp_path / "config.yaml").write_text(CONFIG)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(ARTICLE.format(good=good, bad=bad))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output(capture: Capture, *arguments: str, status: int = 0) -> str:
    """Run a command, see that it ends with `status`, give what it prints."""
    assert status == main(["images", *arguments])
    printed = capture.readouterr()
    assert "" == printed.err
    return printed.out


def test_fetch(site: Path, capsys: Capture) -> None:
    """What failed is a line with its article, then a table sums up; status 1 only if strict."""
    text = output(capsys, "fetch")

    assert text.startswith("articles/a.md: warning[image-http-404]: http://127.0.0.1:")
    rows = [" ".join(line.split()) for line in text.splitlines()[1:]]
    assert {"fetched 1", "failed 1", "in total 2"} < set(rows)
    assert "error[image-http-404]" in output(capsys, "fetch", "--strict", status=1)
    assert "" == output(capsys, "fetch", "--quiet")
    assert (site / "feeds" / "images" / "images.jsonl").exists()


def test_fetch_for_programs(site: Path, capsys: Capture) -> None:
    """With `--report json` there is one JSON object and nothing else."""
    found = json.loads(output(capsys, "fetch", "--report", "json"))

    assert (2, 1, 0, 1) == (found["wanted"], found["added"], found["kept"], found["failed"])
    assert ["image-http-404"] == [problem["code"] for problem in found["problems"]]


def test_list(site: Path, capsys: Capture) -> None:
    """A line an image in a pipe; every field as JSON."""
    output(capsys, "fetch")

    lines = [line.split("\t") for line in output(capsys, "list").splitlines()]
    records = json.loads(output(capsys, "list", "--json"))

    assert [["no", "1"], ["yes", "1"]] == [line[:2] for line in lines]
    assert ["bad.png", "good.png"] == [one["url"].rpartition("/")[2] for one in records]


def test_prune_and_verify(site: Path, capsys: Capture) -> None:
    """What is not needed is dropped, what is damaged is an error."""
    output(capsys, "fetch")
    assert "all as they should be\n" in output(capsys, "verify")
    (file,) = (site / "feeds" / "images").glob("??/*")
    file.write_bytes(b"")
    assert "error[image-damaged]" in output(capsys, "verify", status=1)
    (site / "articles" / "a.md").unlink()

    assert output(capsys, "prune", "--dry-run").endswith("(0 B); 0 images kept\n")
    assert file.exists()
    assert 1 == len(json.loads(output(capsys, "prune", "--report", "json"))["images"])
    assert not file.exists()
