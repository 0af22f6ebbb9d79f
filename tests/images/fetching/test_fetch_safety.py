"""Where a fetch may be led: redirects, names, addresses."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from feedmill.config.schema import Images
from imagefetch import LOCAL, Fetching, quick, refusal, resolving
from imageserver import Answer, Server, picture


def test_five_redirects(server: Server, fetching: Fetching) -> None:
    """Five redirects are followed."""
    for number in range(5):
        server.gives(f"/{number}", Answer(status=301 + number % 3, headers=to(f"/{number + 1}")))
    server.gives("/5", picture())

    assert 1 == fetching(f"http://127.0.0.1:{server.port}/0").added


def test_redirect_loop(server: Server, fetching: Fetching) -> None:
    """A loop ends at the sixth."""
    url = server.gives("/a", Answer(status=302, headers=to("/a")))

    assert "redirects" == refusal(fetching(url))[0]
    assert 6 == server.count()["/a"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.2",
        "127.0.0.2.",
        "127.2",
        "2130706434",
        "0x7f.0.0.2",
        "0177.0.0.2",
        "１２７.0.0.2",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.2]",
    ],
)
def test_redirect_to_a_private_address(
    server: Server, private_server: Server, fetching: Fetching, host: str
) -> None:
    """A redirect cannot reach what a URL could not, however it is written."""
    private_server.gives("/secret", picture())
    where = f"http://{host}:{private_server.port}/secret"
    url = server.gives("/a", Answer(status=302, headers=to(where)))

    code, message = refusal(fetching(url))

    assert code in ("private-address", "bad-url")
    assert "redirects to" in message
    assert [] == private_server.asked


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "ftp://127.0.0.1/", "//u:p@127.0.0.1/", "gopher:x", "http://"]
)
def test_redirect_to_no_web_page(server: Server, fetching: Fetching, where: str) -> None:
    """A redirect to another scheme, or with a password, is refused."""
    url = server.gives("/a", Answer(status=302, headers=to(where)))

    assert "bad-url" == refusal(fetching(url))[0]


def test_redirect_without_a_location(server: Server, fetching: Fetching) -> None:
    """A redirect to nowhere is a status like any other."""
    assert "http-302" == refusal(fetching(server.gives("/a", Answer(status=302))))[0]


def test_private_addresses_are_not_connected_to(private_server: Server, fetching: Fetching) -> None:
    """Without config's leave, loopback is not asked."""
    url = private_server.gives("/a", picture())

    code, message = refusal(fetching(url, images=Images(store="store")))

    assert "private-address" == code
    assert "images.allow_hosts" in message
    assert [] == private_server.asked


@pytest.mark.parametrize(
    "addresses", [["127.0.0.2"], ["93.184.215.14", "127.0.0.2"], ["::1"], ["fe80::1%lo"]]
)
def test_names_that_resolve_to_private_addresses(
    private_server: Server,
    fetching: Fetching,
    monkeypatch: pytest.MonkeyPatch,
    addresses: list[str],
) -> None:
    """One private address among those of a name is enough to refuse it."""
    resolving(monkeypatch, [addresses])
    url = f"http://images.example.org:{private_server.port}/a"

    assert "private-address" == refusal(fetching(url))[0]
    assert [] == private_server.asked


def test_rebinding(
    server: Server, private_server: Server, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is resolved once, and connected to at the address that was checked."""
    asked = resolving(monkeypatch, [["127.0.0.1"], ["127.0.0.2"]])
    server.gives("/a", picture())
    url = f"http://rebind.example.org:{server.port}/a"

    done = fetching(url, images=replace(LOCAL, allow_hosts=("rebind.example.org",)))

    assert 1 == done.added
    assert ["rebind.example.org"] == asked
    assert f"rebind.example.org:{server.port}" == server.asked[0].headers["host"]
    assert [] == private_server.asked


def test_redirect_to_a_name_of_a_private_address(
    server: Server, private_server: Server, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name that a redirect leads to is resolved and checked like the first."""
    resolving(monkeypatch, [["127.0.0.2"]])
    where = f"http://images.example.org:{private_server.port}/"
    url = server.gives("/a", Answer(status=302, headers=to(where)))

    assert "private-address" == refusal(fetching(url))[0]
    assert [] == private_server.asked


def test_a_name_that_does_not_exist(fetching: Fetching, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without an address is said, once, and not tried again."""
    asked = resolving(monkeypatch, [])

    assert "no-such-host" == refusal(fetching("http://nowhere.example.org/a"))[0]
    assert ["nowhere.example.org"] == asked


@pytest.mark.parametrize("host", ["images.example.org", "other.example.org"])
def test_certificates_are_those_of_the_name(
    secure_server: Server, fetching: Fetching, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """Connecting to a checked address does not weaken TLS: the name must be the certificate's."""
    resolving(monkeypatch, [["127.0.0.1"]])
    secure_server.gives("/a", picture())
    url = f"https://{host}:{secure_server.port}/a"

    done = fetching(url, images=replace(LOCAL, allow_hosts=(host,)), limits=quick(attempts=1))

    if host == "images.example.org":
        assert 1 == done.added
    else:
        code, message = refusal(done)
        assert ("connect", True) == (code, "CERTIFICATE_VERIFY_FAILED" in message)


@pytest.mark.parametrize("url", ["http://[::1", "http://", "a.jpg", "http://u:p@example.org/"])
def test_urls_that_are_none(fetching: Fetching, url: str) -> None:
    """Whatever an article calls an image, the run goes on."""
    assert "bad-url" == refusal(fetching(url))[0]


def to(location: str) -> dict[str, str]:
    """Give the headers of a redirect."""
    return {"Location": location}
