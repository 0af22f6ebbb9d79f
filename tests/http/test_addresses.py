"""Which URLs and addresses may be fetched from."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.http.addresses import check_address, check_url, is_public, redirected
from feedmill.http.refusal import FetchRefused

PUBLIC = ["8.8.8.8", "93.184.215.14", "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",  # Alibaba's metadata
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",  # Azure's
    "169.254.169.254",  # most clouds'
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",  # Oracle's
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",  # IPv4-compatible
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",  # IPv4-translated
    "64:ff9b::7f00:1",  # NAT64
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",  # Teredo
    "2001:0:a00:1::",
    "2001:db8::1",
    "2002:7f00:1::",  # 6to4
    "2002:808:808::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",  # Amazon's
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", [*PUBLIC, "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    """What anyone may connect to is let through."""
    check_address(address, "images.example.org")


@pytest.mark.parametrize("address", [*PRIVATE, "", "no address", "127.1"])
def test_addresses_that_are_not_public(address: str) -> None:
    """What is private, local, special, multicast, or no address at all is refused."""
    with pytest.raises(FetchRefused) as refused:
        check_address(address, "images.example.org")

    assert "private-address" == refused.value.code


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_public_is_global_in_ipv4(address: IPv4Address) -> None:
    """Python's own list has nothing private that ours lets through."""
    assert not is_public(address) or (address.is_global and not address.is_multicast)


@given(st.integers(0x2000 << 112, (0x4000 << 112) - 1).map(IPv6Address))
def test_public_is_global_in_ipv6(address: IPv6Address) -> None:
    """Python's own list has nothing private that ours lets through."""
    assert not is_public(address) or (address.is_global and not address.is_multicast)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_ipv4_within_ipv6(address: IPv4Address) -> None:
    """An IPv4 address is judged alike where it stands in an IPv6 one, or refused."""
    public = is_public(address)
    as_number = int(address)

    assert public == is_public(IPv6Address((0xFFFF << 32) | as_number))
    assert public == is_public(IPv6Address((0x64_FF9B << 96) | as_number))
    assert not is_public(IPv6Address((0x2002 << 112) | (as_number << 80)))


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("http://example.org", "example.org", 80, "/"),
        ("https://example.org/a%20b?c=d%26e&f#g", "example.org", 443, "/a%20b?c=d%26e&f"),
        ("HTTPS://EXAMPLE.org:443/", "example.org", 443, "/"),
        ("https://example.org./a", "example.org", 443, "/a"),
        ("https://bücher.example/ä b", "xn--bcher-kva.example", 443, "/%C3%A4%20b"),
        ("http://example.org:8080/?", "example.org", 8080, "/"),
        ("http://8.8.8.8/a", "8.8.8.8", 80, "/a"),
        ("http://[2606:4700::1111]:8000/a", "2606:4700::1111", 8000, "/a"),
        ("http://a_b.example.org/", "a_b.example.org", 80, "/"),
    ],
)
def test_urls_that_may_be_fetched(url: str, host: str, port: int, path: str) -> None:
    """Scheme, host, port and path are as the request needs them."""
    if " " in url:
        url = url.replace(" ", "%20")
    target = check_url(url)

    assert (host, port, path) == (target.host, target.port, target.path)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "image.jpg",
        "//example.org/a",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "http://",
        "http:///a",
        "http://user:secret@example.org/",
        "http://user@example.org/",
        "http://@example.org/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://example.org:22/",
        "http://example.org:x/",
        "http://exa mple.org/",
        "http://exam\tple.org/",
        "http://example.org/\r\nHost: localhost",
        "http://example.org\\@localhost/",
        "http://exam%70le.org/",
        "http://[::1",
        "http://[::1%25lo]/",
        "http://[fe80::1%eth0]/",
        "http://2130706433/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://8.8.8.08/",
        "http://example.0x7f/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://a.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://127.0.0.1/",
        "http://127.0.0.1./",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:127.0.0.1]:8080/",
        "http://169.254.169.254/latest/meta-data/",
        "http://" + "a" * 64 + ".example.org" * 20 + "/",
        "http://\ud800.example.org/",
        "http://example.org/\udc80",
        "http://xn--0.example.org/",
    ],
)
def test_urls_that_may_not_be_fetched(url: str) -> None:
    """Other schemes, passwords, disguised and private addresses are refused by their looks."""
    with pytest.raises(FetchRefused):
        check_url(url)


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    """Whatever stands for a URL, it is a target or refused: nothing else happens."""
    for url in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            target = check_url(url)
        except FetchRefused:
            continue
        assert target.path.isascii()
        assert target.path.startswith("/")
        assert not {" ", "\r", "\n", "@"} & set(target.host)


@given(st.integers(0, 2**32 - 1))
def test_numbers_are_never_names(number: int) -> None:
    """An IPv4 address in any of its spellings is public or refused."""
    address = IPv4Address(number)
    spellings = [str(number), hex(number), str(address), f"{address}.", f"{number:o}".zfill(12)]
    for spelling in spellings:
        try:
            target = check_url(f"http://{spelling}/")
        except FetchRefused:
            continue
        assert is_public(ip_address(target.host))


def test_hosts_that_config_names() -> None:
    """A named host may be private and may have any port; another may not."""
    allowed = {"localhost", "127.0.0.1", "intranet"}

    assert 8 == check_url("http://localhost:8/", allowed).port
    assert "intranet" == check_url("http://INTRANET./", allowed).host
    with pytest.raises(FetchRefused):
        check_url("http://127.0.0.2/", allowed)


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/c", "https://example.org/c"),
        ("c?d", "https://example.org/a/c?d"),
        ("//other.example/c", "https://other.example/c"),
        ("http://other.example", "http://other.example"),
        ("?d", "https://example.org/a/b?d"),
        ("", "https://example.org/a/b"),
    ],
)
def test_where_redirects_lead(location: str, url: str) -> None:
    """A Location is relative to where it came from (RFC 9110, 10.2.2)."""
    target = check_url("https://example.org/a/b")

    assert url == redirected(target, location).url
