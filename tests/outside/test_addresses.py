import pytest

from factcheck.outside.addresses import is_public, target_of
from factcheck.outside.errors import OutsideError, without_secrets


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.8.9.10", "169.254.169.254", "172.16.0.1",
        "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
        "2002:7f00:1::1", "2002:a9fe:a9fe::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "fc00::1",
        "fe80::1", "fe80::1%eth0", "2606:2800:21f::1%eth0", "fec0::1", "ff02::1", "100::1", "3fff::1", "5f00::1", "not an address", "",
    ],
)  # fmt: skip
def test_an_address_inside_or_special_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "2606:2800:21f::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("ftp://paper.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//paper.example/", "scheme"),
        ("", "scheme"),
        ("http://user:secret@paper.example/", "address"),
        ("http://@paper.example/", "address"),
        ("http://", "address"),
        ("http:///path", "address"),
        ("http://paper..example/", "address"),
        ("http://pa per.example/", "address"),
        ("http://paper.example\\@inner/", "address"),
        ("http://paper.example\\inner/", "address"),
        ("http://paper.example/\x7f", "address"),
        ("http://paper$.example/", "address"),
        ("http://pa%41per.example/", "address"),
        ("http://" + ".".join(["a" * 60] * 5) + "/", "address"),
        ("http://paper.example/\r\nHost: inner", "address"),
        ("http://[::1%eth0]/", "address"),
        ("http://[::g]/", "address"),
        ("http://paper.example:0/", "address"),
        ("http://paper.example:22/", "address"),
        ("http://paper.example:6379/", "address"),
        ("http://paper.example:99999/", "address"),
        ("http://paper.example:port/", "address"),
        ("http://paper.example/" + "a" * 5000, "address"),
        ("http://exa mple.org/", "address"),
        ("http://" + "a" * 64 + ".example/", "address"),
    ],
)
def test_a_url_that_is_not_opened(url: str, kind: str) -> None:
    with pytest.raises(OutsideError) as caught:
        target_of(url)
    assert caught.value.kind == kind
    assert not caught.value.temporary


def test_a_url_is_taken_apart_once_and_put_together_the_same_way() -> None:
    target = target_of("HTTPS://BÜCHER.example.:443/a b"[:-2] + "/ü?q=é&x=%2F#part")
    assert target.host == "xn--bcher-kva.example"
    assert target.place == "xn--bcher-kva.example:443"
    assert target.url == "https://xn--bcher-kva.example/a/%C3%BC?q=%C3%A9&x=%2F"
    assert target_of("http://[2606:2800::1]:8080/").place == "[2606:2800::1]:8080"


def test_a_host_whose_name_has_an_underscore_is_opened_as_it_is_named() -> None:
    # No host's name by RFC 1035, and in use: IDNA, which is for others, would refuse it.
    assert target_of("https://my_paper.example/").host == "my_paper.example"


def test_an_error_never_shows_a_key_or_a_password() -> None:
    error = OutsideError(
        "status",
        "no",
        url="https://me:pass@api.example/x?query=a&key=SECRET&API-Key=S2",
        temporary=False,
    )
    assert "SECRET" not in str(error)
    assert "S2" not in error.url
    assert "pass" not in error.url
    assert "query=a" in error.url
    assert without_secrets("http://[broken") == ""
