"""Sign-in by the newsroom's identity provider, walked against a real provider process."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from factcheck.newsroom.deployment import identity_whole
from factcheck.newsroom.identity.tokens import TokenRefused, claims_of
from factcheck.newsroom.models import LogEntry, User
from factcheck.newsroom.rules import role_of_groups
from factcheck.outside import identity as outside
from tests.newsroom.factories import PASSWORD, ChiefFactory, EditorFactory, ReporterFactory, desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
PROVIDER = Path(__file__).with_name("identity_provider.py")
ROLES = {"Desk chiefs": "chief", "Desk editors": "editor", "Newsroom": "reporter"}
NOT_PROVEN = "does not prove who you are"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, str(PROVIDER), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield url
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def provider(server: str, settings: Any) -> Provider:
    settings.OIDC_URL = server
    settings.OIDC_CLIENT_ID = "factcheck"
    settings.OIDC_CLIENT_SECRET = "the client's secret, which its owner knows"
    settings.OIDC_NAME = "Ledger ID"
    settings.OIDC_ROLES = ROLES
    settings.OUTSIDE_LOOPBACK_ALLOWED = [urlsplit(server).netloc]
    found = Provider(server)
    found.lies("")
    return found


class Provider:
    """The provider's own side: its people, its page, its lies."""

    def __init__(self, url: str) -> None:
        self.url = url

    def person(self, sub: str = "ann", **claims: Any) -> None:
        known = {
            "email": f"{sub}@desk.example",
            "email_verified": True,
            "name": "Ann Lee",
            "groups": ["Newsroom"],
        }
        requests.put(f"{self.url}/users/{sub}", json=known | claims, timeout=5).raise_for_status()

    def lies(self, about: str) -> None:
        requests.put(f"{self.url}/lies", data=about.encode(), timeout=5).raise_for_status()

    def sends_back(self, address: str, **form: str) -> str:
        """Where the person comes back to, once they have signed in there."""
        answer = requests.post(address, data=form, allow_redirects=False, timeout=5)
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


def leads_to(client: Client, **form: str) -> str:
    page = client.post("/account/identity/", form)
    assert page.status_code == 200, page.content.decode()
    found = re.search(r'content="0; url=([^"]+)"', page.content.decode())
    assert found is not None
    return unescape(found[1])


def sign_in(client: Client, provider: Provider, sub: str = "ann", **form: str) -> Any:
    return client.get(provider.sends_back(leads_to(client, **form), sub=sub))


def whose(client: Client) -> User | None:
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


def texts() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("text", flat=True))


def test_a_colleague_signs_in_with_the_role_of_their_group_and_it_stands_in_the_log(
    client: Client, provider: Provider
) -> None:
    assert "Sign in with Ledger ID" in client.get("/account/login/").content.decode()
    provider.person(groups=["Everybody", "Desk editors"])
    answer = sign_in(client, provider, next="/settings/")
    assert answer.headers["Location"] == "/settings/"
    user = User.objects.get()
    assert whose(client) == user
    assert (user.email, user.name, user.role) == ("ann@desk.example", "Ann Lee", "editor")
    assert not any((user.is_staff, user.is_superuser, user.has_usable_password()))
    assert texts() == [
        "Ledger ID made an account for Ann Lee, editor.",
        "Ann Lee signs in by Ledger ID from now on.",
        "Ann Lee signed in.",
    ]


def test_the_provider_is_asked_with_a_state_a_nonce_and_a_challenge_of_their_own(
    client: Client, provider: Provider
) -> None:
    first, second = (parse_qs(urlsplit(leads_to(client)).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    assert first["redirect_uri"] == ["http://testserver/account/identity/back/"]


def test_the_role_is_set_anew_at_each_sign_in(client: Client, provider: Provider) -> None:
    provider.person(groups=["Desk chiefs"])
    sign_in(client, provider)
    user = User.objects.get()
    assert (user.role, user.is_staff) == ("chief", True)
    provider.person(groups=["Newsroom"])
    sign_in(Client(), provider)
    user.refresh_from_db()
    assert (user.role, user.is_staff) == ("reporter", False)
    assert "Ledger ID made Ann Lee reporter; before: chief." in texts()


def test_whom_no_group_gives_a_role_is_refused_in_a_sentence(
    client: Client, provider: Provider
) -> None:
    for groups in ([], ["Everybody"], None, {"Desk chiefs": 1}):
        provider.person(groups=groups)
        answer = sign_in(client, provider)
        assert answer.status_code == 403
        assert "None of your groups at Ledger ID has a role" in answer.content.decode()
    assert (User.objects.count(), whose(client)) == (0, None)
    assert "A sign-in as ann@desk.example by Ledger ID was refused" in texts()[0]


def test_who_lost_their_groups_is_refused_and_comes_in_by_no_password_either(
    client: Client, provider: Provider
) -> None:
    user = ReporterFactory(email="ann@desk.example", name="Ann Lee")
    provider.person()
    sign_in(client, provider)
    provider.person(groups=["Everybody"])
    assert sign_in(Client(), provider).status_code == 403
    again = Client()
    answer = again.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "You sign in with Ledger ID, not with a password." in answer.content.decode()
    assert whose(again) is None
    assert texts()[-1] == "A sign-in as Ann Lee by password was refused."


def test_an_account_here_is_joined_only_where_the_provider_vouches_for_its_address(
    client: Client, provider: Provider
) -> None:
    user = EditorFactory(email="Ann@desk.example", name="A. Lee")
    for verified in (False, None, "false"):
        provider.person(email_verified=verified, groups=["Desk editors"])
        answer = sign_in(client, provider)
        assert answer.status_code == 403
        assert "does not vouch for your address" in answer.content.decode()
    assert not SocialAccount.objects.exists()
    provider.person(groups=["Desk editors"])
    sign_in(client, provider)
    assert whose(client) == user
    assert SocialAccount.objects.get().user == user
    user.refresh_from_db()
    assert user.name == "A. Lee"


def test_an_address_nobody_vouches_for_makes_no_account(client: Client, provider: Provider) -> None:
    provider.person(email_verified=False)
    assert sign_in(client, provider).status_code == 403
    provider.person(email="no address")
    assert sign_in(client, provider).status_code == 403
    assert not User.objects.exists()


def test_an_address_given_to_a_new_colleague_does_not_open_the_old_one_s_account(
    client: Client, provider: Provider
) -> None:
    provider.person("ann", email="lee@desk.example")
    sign_in(client, provider, "ann")
    provider.person("bob", email="lee@desk.example")
    stranger = Client()
    answer = sign_in(stranger, provider, "bob")
    assert "is another person" in answer.content.decode()
    assert whose(stranger) is None


def test_an_account_that_was_switched_off_stays_out(client: Client, provider: Provider) -> None:
    user = ReporterFactory(email="ann@desk.example", is_active=False)
    provider.person()
    assert "was switched off" in sign_in(client, provider).content.decode()
    User.objects.update(is_active=True)
    sign_in(client, provider)
    User.objects.update(is_active=False)
    again = Client()
    assert "was switched off" in sign_in(again, provider).content.decode()
    assert whose(again) is None
    assert LogEntry.objects.filter(subject_id=user.pk, text__contains="was refused").count() == 2


@pytest.mark.parametrize("what", ["is_superuser", "is_machine"])
def test_no_group_opens_a_superuser_s_or_a_machine_s_account(
    client: Client, provider: Provider, what: str
) -> None:
    ChiefFactory(email="ann@desk.example", **{what: True})
    provider.person(groups=["Desk chiefs"])
    assert "does not sign in by Ledger ID" in sign_in(client, provider).content.decode()


def test_a_second_step_of_the_desk_s_is_asked_here_too(client: Client, provider: Provider) -> None:
    user = ReporterFactory(email="ann@desk.example")
    TOTP.activate(user, generate_totp_secret())
    provider.person()
    assert sign_in(client, provider).headers["Location"] == "/account/2fa/authenticate/"
    assert whose(client) is None
    desk(two_step_editor=True)
    provider.person("bob", groups=["Desk editors"])
    other = Client()
    sign_in(other, provider, "bob")
    assert other.get("/").headers["Location"] == "/account/2fa/totp/activate/"
    assert other.get("/account/2fa/totp/activate/").status_code == 200


@pytest.mark.parametrize(
    "lie",
    [
        "altered", "foreign key", "client secret", "unsigned", "nothing", "no token",
        "an earlier token", "another person",
    ],
)  # fmt: skip
def test_a_token_that_is_forged_or_of_another_sign_in_opens_nothing(
    client: Client, provider: Provider, lie: str
) -> None:
    ChiefFactory(email="chief@desk.example")
    provider.person()
    sign_in(Client(), provider)
    provider.lies(lie)
    answer = sign_in(client, provider)
    assert answer.status_code == 403
    assert NOT_PROVEN in answer.content.decode()
    assert whose(client) is None


KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECRET = "a secret of both, of thirty-two letters or more"
GOOD = {"iss": "https://id", "sub": "ann", "aud": "factcheck", "nonce": "n", "iat": 1, "exp": 4e9}


def keys(kid: str = "one") -> dict[str, Any]:
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    oct_key = json.loads(jwt.algorithms.HMACAlgorithm.to_jwk(SECRET))
    return {"keys": [{**public, "kid": kid}, {**oct_key, "kid": "shared"}]}


def read_token(
    claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", kid: str = "one"
) -> Any:
    token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})
    return claims_of(token, keys=keys(), issuer="https://id", client_id="factcheck", nonce="n")


def test_a_token_must_be_of_this_provider_for_this_desk_and_of_now() -> None:
    assert read_token(GOOD)["sub"] == "ann"
    wrong: list[dict[str, Any]] = [
        {"iss": "https://other"}, {"aud": "another"}, {"aud": ["factcheck", "x"], "azp": "x"},
        {"exp": 1000}, {"nonce": ""}, {"iat": 4e9},
    ]  # fmt: skip
    for change in wrong:
        with pytest.raises(TokenRefused):
            read_token(GOOD | change)
    for missing in ("iss", "sub", "aud", "exp", "iat", "nonce"):
        with pytest.raises(TokenRefused):
            read_token({name: value for name, value in GOOD.items() if name != missing})
    with pytest.raises(TokenRefused):
        read_token(GOOD, SECRET, "HS256", "shared")
    with pytest.raises(TokenRefused):
        read_token(GOOD, kid="two")


def test_a_number_of_a_person_too_long_to_keep_is_refused(
    client: Client, provider: Provider
) -> None:
    provider.person("x" * 192, email="ann@desk.example")
    assert NOT_PROVEN in sign_in(client, provider, "x" * 192).content.decode()


def test_a_state_that_is_forged_another_s_or_used_opens_nothing(
    client: Client, provider: Provider
) -> None:
    provider.person()
    back = provider.sends_back(leads_to(client), sub="ann")
    code = parse_qs(urlsplit(back).query)["code"][0]
    forged = f"/account/identity/back/?{urlencode({'code': code, 'state': 'x' * 32})}"
    stranger = Client()
    for one, address in ((client, forged), (stranger, back)):
        answer = one.get(address)
        assert answer.status_code == 403
        assert NOT_PROVEN in answer.content.decode()
        assert whose(one) is None
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 403


def test_whoever_turns_back_at_the_provider_reads_so(client: Client, provider: Provider) -> None:
    address = leads_to(client)
    # This provider forgets the state here, which RFC 6749, section 4.1.2.1, asks for.
    state = parse_qs(urlsplit(address).query)["state"][0]
    answer = client.get(f"{provider.sends_back(address, action='deny')}&state={state}")
    assert "Signing in at Ledger ID was cancelled." in answer.content.decode()


def test_a_provider_that_is_down_or_drips_or_talks_nonsense_is_a_sentence(
    client: Client, provider: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "SECONDS", 2.0)
    provider.lies("drips")
    begun = time.monotonic()
    answer = client.post("/account/identity/")
    assert time.monotonic() - begun < 8
    assert (answer.status_code, "does not answer just now" in answer.content.decode()) == (
        503,
        True,
    )
    for lie, status in (("flood", 503), ("no description", 403)):
        provider.lies(lie)
        assert client.post("/account/identity/").status_code == status
    provider.person()
    provider.lies("no type")
    assert sign_in(client, provider).status_code == 503
    provider.lies("")
    back = provider.sends_back(leads_to(client), sub="ann")
    settings.OIDC_URL = f"http://127.0.0.1:{free_port()}"
    settings.OUTSIDE_LOOPBACK_ALLOWED = [urlsplit(settings.OIDC_URL).netloc]
    for answer in (client.get(back), client.post("/account/identity/")):
        assert (answer.status_code, "does not answer just now" in answer.content.decode()) == (
            503,
            True,
        )


def test_the_provider_is_reached_by_the_one_door_and_no_redirect_is_followed(
    client: Client, provider: Provider, settings: Any
) -> None:
    settings.OUTSIDE_LOOPBACK_ALLOWED = []
    assert client.post("/account/identity/").status_code == 503


def test_without_a_provider_there_is_no_button_and_no_address(client: Client) -> None:
    assert "identity" not in client.get("/account/login/").content.decode()
    assert client.post("/account/identity/").status_code == 404
    assert client.get("/account/identity/back/").status_code == 404
    for closed in (
        "/account/3rdparty/",
        "/account/3rdparty/signup/",
        "/account/oidc/identity/login/",
    ):
        assert client.get(closed).status_code == 404


def test_half_a_configuration_is_refused(client: Client, settings: Any) -> None:
    assert identity_whole(None) == []
    settings.OIDC_URL, settings.OIDC_CLIENT_ID = "http://id.example", "factcheck"
    settings.OIDC_ROLES = {"Desk": "boss"}
    said = [str(error.msg) for error in identity_whole(None)]
    assert said == [
        "Sign-in by the identity provider lacks OIDC_CLIENT_SECRET.",
        "OIDC_ROLES names no role of the desk: boss.",
        "OIDC_URL is not an https address.",
    ]
    assert "identity" not in client.get("/account/login/").content.decode()
    settings.OIDC_URL, settings.OIDC_CLIENT_SECRET = "https://id.example", "x"
    settings.OIDC_ROLES = ROLES
    assert identity_whole(None) == []


def test_the_first_line_that_names_a_group_decides() -> None:
    assert role_of_groups(["Newsroom", "Desk editors"], ROLES) == "editor"
    assert role_of_groups([], ROLES) is None
