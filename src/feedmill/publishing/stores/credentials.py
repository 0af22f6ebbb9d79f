"""The settings of object stores, as the clouds' own tools take them from the environment.

Most variables are read by the library itself; here is what it does not know, or not by that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from configparser import ConfigParser, Error

from feedmill.errors import PublishError

Settings = dict[str, str]

_AWS_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
# Whoever has one of these gets credentials in another way.
_AWS_OTHERS = (
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)
_AZURE = {
    "AZURE_STORAGE_ACCOUNT": "account_name",
    "AZURE_STORAGE_KEY": "account_key",
    "AZURE_STORAGE_SAS_TOKEN": "sas_key",
    "AZURE_STORAGE_SERVICE_ENDPOINT": "endpoint",
}
_AZURE_PARTS = {
    "accountname": "account_name",
    "accountkey": "account_key",
    "sharedaccesssignature": "sas_key",
    "blobendpoint": "endpoint",
}
HINTS = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS",
    "az": "AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_KEY",
}
"""The variables with which most people sign in, by scheme."""


def wants_profile(environ: Mapping[str, str]) -> bool:
    """Return whether the keys of AWS come from its shared files: no variable gives them."""
    return not any(environ.get(name) for name in (_AWS_KEYS[0], *_AWS_OTHERS))


def aws_settings(environ: Mapping[str, str], files: tuple[str, str]) -> Settings:
    """Return the settings for `s3:`.

    `files` are the texts of `~/.aws/credentials` and `~/.aws/config`, "" if they are not wanted.
    Raises PublishError if AWS_PROFILE names a profile that neither has.
    """
    settings: Settings = {}
    endpoint = environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL")
    if any(files):
        name = environ.get("AWS_PROFILE", "")
        profile = _profile(files, name or "default")
        if name and not profile:
            raise PublishError(f"AWS_PROFILE: the files of AWS have no profile {name!r}")
        for key in ("aws_access_key_id", "aws_secret_access_key", "aws_session_token"):
            if value := profile.get(key):
                settings[key.removeprefix("aws_")] = value
        if not (environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION")):
            settings |= {"region": profile["region"]} if profile.get("region") else {}
        endpoint = endpoint or profile.get("endpoint_url")
    if endpoint:
        settings["endpoint"] = endpoint.rstrip("/")
    return settings


def google_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings for `gs:`: STORAGE_EMULATOR_HOST, as Google's own libraries take it."""
    host = environ.get("STORAGE_EMULATOR_HOST", "")
    if not host:
        return {}
    return {
        "base_url": (host if "://" in host else f"http://{host}").rstrip("/"),
        "bearer_token": "of-an-emulator",
    }


def azure_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings for `az:`, by the names that the Azure CLI has for them."""
    settings = {}
    for part in environ.get("AZURE_STORAGE_CONNECTION_STRING", "").split(";"):
        key, _, value = part.partition("=")
        if name := _AZURE_PARTS.get(key.strip().lower()):
            settings[name] = value.strip()
    settings |= {name: environ[key] for key, name in _AZURE.items() if environ.get(key)}
    return settings


def _profile(files: tuple[str, str], name: str) -> dict[str, str]:
    """Return what the two files say of a profile; the first one wins."""
    found: dict[str, str] = {}
    for text, section in zip(files, (name, "default" if name == "default" else f"profile {name}"),
                             strict=True):  # fmt: skip
        parser = ConfigParser(interpolation=None, strict=False, default_section="")
        try:
            parser.read_string(text)
        except Error as error:
            reason = str(error).splitlines()[0]
            raise PublishError(f"a file of AWS credentials cannot be read: {reason}") from error
        if parser.has_section(section):
            found = dict(parser[section]) | found
    return found
