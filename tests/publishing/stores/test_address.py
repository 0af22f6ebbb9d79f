"""Addresses to publish to: what they mean, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.errors import PublishError
from feedmill.publishing.stores.address import StoreAddress, parse_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s3://news", StoreAddress(scheme="s3", bucket="news")),
        ("s3://news/", StoreAddress(scheme="s3", bucket="news")),
        ("S3://news/a/b/", StoreAddress(scheme="s3", bucket="news", folder="a/b")),
        ("gs://my.bucket_1/f", StoreAddress(scheme="gs", bucket="my.bucket_1", folder="f")),
        ("az://container/f", StoreAddress(scheme="az", bucket="container", folder="f")),
        ("file:///srv/www/feeds/", StoreAddress(scheme="file", folder="/srv/www/feeds")),
        ("file://localhost/srv", StoreAddress(scheme="file", folder="/srv")),
        ("file:///a%20b/%C3%BC", StoreAddress(scheme="file", folder="/a b/ü")),
        ("file:///C:/www", StoreAddress(scheme="file", folder="C:/www")),
    ],
)
def test_meaning(text: str, expected: StoreAddress) -> None:
    """A scheme, a bucket, and a folder in it."""
    assert expected == parse_address(text)
    assert expected == parse_address(str(expected).replace(" ", "%20"))


@given(st.text(max_size=40))
def test_anything(text: str) -> None:
    """Whatever is written, no folder leads out of the bucket, and a refusal is one line."""
    for scheme in ("s3://bucket/", "file:///", ""):
        refused = ""
        try:
            folder = parse_address(f"{scheme}{text}").folder.strip("/")
        except PublishError as error:
            folder, refused = "", str(error)
        assert len(refused.splitlines()) <= 1
        assert not folder or not {"", ".", ".."} & set(folder.split("/"))
