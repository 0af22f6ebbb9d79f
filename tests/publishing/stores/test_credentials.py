"""Settings of object stores, as the clouds' tools take them from the environment."""

from __future__ import annotations

import pytest

from feedmill.errors import PublishError
from feedmill.publishing.stores.credentials import (
    aws_settings,
    azure_settings,
    google_settings,
    wants_profile,
)

CREDENTIALS = """\
[default]
aws_access_key_id = one
aws_secret_access_key = 1%/+
[work]
aws_access_key_id = two
aws_secret_access_key = 2
aws_session_token = t
"""
CONFIG = "[default]\nregion = eu-west-1\n[profile work]\nregion = eu-north-1\nendpoint_url = https://x.test/\n"


def test_endpoints() -> None:
    """The variable of the service wins over that of all services."""
    both = {"AWS_ENDPOINT_URL": "http://a.test/", "AWS_ENDPOINT_URL_S3": "http://b.test"}
    assert {"endpoint": "http://b.test"} == aws_settings(both, ("", ""))
    del both["AWS_ENDPOINT_URL_S3"]
    assert {"endpoint": "http://a.test"} == aws_settings(both, ("", ""))


def test_profiles() -> None:
    """Keys, region and endpoint come from the profile, where no variable gives them."""
    files = (CREDENTIALS, CONFIG)
    assert {"access_key_id": "one", "secret_access_key": "1%/+", "region": "eu-west-1"} == (
        aws_settings({}, files)
    )
    work = {"AWS_PROFILE": "work", "AWS_REGION": "us-east-2"}
    assert {
        "access_key_id": "two",
        "secret_access_key": "2",
        "session_token": "t",
        "endpoint": "https://x.test",
    } == aws_settings(work, files)


def test_a_profile_that_is_not_there() -> None:
    """Its name is said."""
    with pytest.raises(PublishError, match=r"AWS_PROFILE: .* no profile 'nobody'"):
        aws_settings({"AWS_PROFILE": "nobody"}, (CREDENTIALS, CONFIG))


@pytest.mark.parametrize("text", ["no section", "[a\nb"])
def test_a_file_that_cannot_be_read(text: str) -> None:
    """One line says so."""
    with pytest.raises(PublishError, match=r"a file of AWS credentials cannot be read"):
        aws_settings({}, (text, ""))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("AWS_ACCESS_KEY_ID", False),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", False),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", False),
        ("AWS_PROFILE", True),
    ],
)
def test_when_profiles_count(name: str, wanted: bool) -> None:
    """Variables that give keys win."""
    assert wanted == wants_profile({name: "x"})


def test_google() -> None:
    """The variable of Google's emulators."""
    assert {} == google_settings({})
    assert (
        "http://127.0.0.1:4443"
        == (google_settings({"STORAGE_EMULATOR_HOST": "127.0.0.1:4443"})["base_url"])
    )


def test_azure() -> None:
    """The names that the Azure CLI has, or a connection string; the names win."""
    string = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=k==;BlobEndpoint=http://b/a"
    assert {"account_name": "a", "account_key": "k==", "endpoint": "http://b/a"} == (
        azure_settings({"AZURE_STORAGE_CONNECTION_STRING": string})
    )
    given = {"AZURE_STORAGE_CONNECTION_STRING": string, "AZURE_STORAGE_ACCOUNT": "c"}
    assert "c" == azure_settings(given)["account_name"]
    assert {"sas_key": "s"} == azure_settings({"AZURE_STORAGE_SAS_TOKEN": "s"})
