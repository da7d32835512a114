import base64
import binascii
import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.outside.mail import ParsedMail, kind_of, new_text, parse, parse_mail
from factcheck.outside.mail.headers import addresses, safe_name
from tests.outside.mails import ANSWER, HUMAN, OURS, mail, mixed, multipart, part, report


def test_a_plain_answer_is_read_whole() -> None:
    parsed = parse_mail(mail())
    assert parsed.message_id == "<answer-1@ministry.example>"
    assert (parsed.from_name, parsed.from_address) == ("Press Office", "press@ministry.example")
    assert parsed.to == ("reply+abc@desk.example",)
    assert parsed.in_reply_to == OURS
    assert parsed.references == (OURS,)
    assert parsed.date is not None
    assert parsed.date.isoformat() == "2024-12-03T08:12:00+00:00"
    assert parsed.text == parsed.text_new == ANSWER
    assert not parsed.unreadable
    assert parsed.defects == ()


# Charsets


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Grüße – “so”".encode(), "utf-8", "Grüße – “so”"),
        ("Grüße".encode("latin-1"), "iso-8859-1", "Grüße"),
        ("“so”".encode("cp1252"), "iso-8859-1", "“so”"),
        ("Grüße".encode(), "iso-8859-1", "Grüße"),
        ("Grüße".encode("latin-1"), "utf-8", "Grüße"),
        ("Grüße".encode("latin-1"), "us-ascii", "Grüße"),
        ("Grüße".encode(), "no-such-charset", "Grüße"),
        ("Grüße".encode(), "rot13", "Grüße"),
        ("Grüße".encode(), "zlib", "Grüße"),
        ("Grüße".encode(), "punycode", "Grüße"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        ("你好".encode("gbk"), "gb2312", "你好"),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
        (b"Gr+APwA3w-e +ADw-b+AD4-", "utf-7", "GrüÜße"[:2] + "üße"[:0] + "üße <b>"),
    ],
)
def test_a_body_is_read_in_its_charset_or_in_the_one_it_is_really_in(
    body: bytes, charset: str, text: str
) -> None:
    if charset == "utf-7":
        body = "Grüße <b>".encode("utf-7")
        text = "Grüße <b>"
    assert parse_mail(mail(body, content_type=f"text/plain; charset={charset}")).text == text


def test_a_lying_charset_is_noted() -> None:
    assert "character set" in " ".join(
        parse_mail(mail(b"Gr\xfc\xdfe", content_type="text/plain; charset=utf-8")).defects
    )


def test_nul_and_lone_surrogates_never_reach_the_database() -> None:
    parsed = parse_mail(
        mail(b"a\0b\xed\xa0\x80c", {"Subject": "x\0y", "From": "A\0B <a@b.example>"})
    )
    for text in (parsed.text, parsed.subject, parsed.from_name, parsed.html):
        assert "\0" not in text
        text.encode()
    assert parsed.subject == "xy"


# Headers


def test_raw_8_bit_headers_are_read() -> None:
    for value in ("Büro".encode(), "Büro".encode("latin-1")):
        raw = mail().replace(b"Press Office", value).replace(b"Re: Request for comment", value)
        parsed = parse_mail(raw)
        assert parsed.subject == "Büro"
        assert (parsed.from_name, parsed.from_address) == ("Büro", "press@ministry.example")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?utf-8?Q?Gr=C3=BC?=\r\n =?utf-8?Q?=C3=9Fe?=", "Grüße"),
        ("=?bogus?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?!!!!?= x", "x"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("x" * 5000, "x" * 5000),
        ("a\r\n\tb", "a b"),
        ("\u202eevil", "evil"),
    ],
)
def test_a_subject_is_read(value: str, text: str) -> None:
    assert parse_mail(mail(headers={"Subject": value})).subject.endswith(text)


def test_a_subject_of_a_million_characters_costs_little() -> None:
    begun = time.monotonic()
    parsed = parse_mail(
        mail(headers={"Subject": "=?utf-8?Q?a?= " * 80_000, "To": "a@b.example, " * 80_000})
    )
    assert time.monotonic() - begun < 5
    assert len(parsed.subject) < 30_000
    assert parsed.to == ("a@b.example",)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("a@b.example", [("", "a@b.example")]),
        ("A B <A@B.example>", [("A B", "a@b.example")]),
        ('"c@d.example" <a@b.example>', [("c@d.example", "a@b.example")]),
        ('"<c@d.example>" <a@b.example>', [("<c@d.example>", "a@b.example")]),
        ("c@d.example <a@b.example>", [("c@d.example", "a@b.example")]),
        ("=?utf-8?Q?=3Cc=40d=2Eexample=3E?= <a@b.example>", [("<c@d.example>", "a@b.example")]),
        ("a@b.example (c@d.example)", [("", "a@b.example")]),
        ('"A, B" <a@b.example>, c@d.example', [("A, B", "a@b.example"), ("", "c@d.example")]),
        ("group: a@b.example, c@d.example;", [("", "a@b.example"), ("", "c@d.example")]),
        ("undisclosed-recipients:;", []),
        ("alice@b.example]<bob@c.example>", [("alice@b.example]", "bob@c.example")]),
        ("<>", []),
        ("nobody", []),
        ("a@b@c.example", []),
        ('"' + "x" * 100, []),
        ("", []),
    ],
)
def test_addresses_come_only_from_where_addresses_stand(
    header: str, found: list[tuple[str, str]]
) -> None:
    assert addresses(header) == found


def test_a_lookalike_domain_is_kept_as_it_is() -> None:
    assert (
        parse_mail(mail(headers={"From": "Press <press@mínistry.example>"})).from_address
        == "press@mínistry.example"
    )


def test_two_receivers_are_both_told() -> None:
    parsed = parse_mail(
        mail(headers={"To": "a@b.example, Reply+X@Desk.example", "Cc": "c@d.example"})
    )
    assert parsed.to == ("a@b.example", "reply+x@desk.example", "c@d.example")


@pytest.mark.parametrize(
    ("date", "year"),
    [(None, None), ("", None), ("yesterday", None), ("Thu, 1 Jan 1970 00:00:00 +0000", 1970), ("Fri, 1 Jan 2099 00:00:00 +0000", 2099), ("Mon, 1 Jan 9999 00:00:00 -2300", None), ("Mon, 99 Foo 2024 99:99", None),
     ("Tue, 3 Dec 2024 10:12:00 -0000", 2024), ("3 Dec 24 10:12 EST", 2024)],
)  # fmt: skip
def test_a_date_is_as_claimed_or_missing(date: str | None, year: int | None) -> None:
    parsed = parse_mail(mail(headers={"Date": date}))
    assert (parsed.date.year if parsed.date else None) == year
    assert parsed.date is None or parsed.date.tzinfo is not None
    assert kind_of(parsed).kind == "answer"


def test_a_missing_or_broken_message_id_is_noted() -> None:
    for value in (None, "", "no brackets", "<with space in@it>"):
        parsed = parse_mail(mail(headers={"Message-ID": value}))
        assert parsed.message_id == ""
        assert parsed.defects
        assert kind_of(parsed).kind == "answer"


def test_a_thread_of_a_thousand_keeps_its_newest_ids() -> None:
    thread = " ".join(f"<{number}@desk.example>" for number in range(500))
    assert parse_mail(mail(headers={"References": thread})).references[-1] == "<499@desk.example>"


def test_every_authentication_result_is_kept_in_order() -> None:
    extra = "mx.desk.example; spf=pass\r\nAuthentication-Results: evil.example; dmarc=pass\r\n dkim=fail"
    assert parse_mail(mail(headers={"Authentication-Results": extra})).authentication_results == (
        "mx.desk.example; spf=pass",
        "evil.example; dmarc=pass dkim=fail",
    )


def test_two_senders_are_noted() -> None:
    parsed = parse_mail(mail(headers={"Sender": "x@y.example\r\nFrom: other@evil.example"}))
    assert parsed.from_address == "press@ministry.example"
    assert "From" in " ".join(parsed.defects)


# Parts


def test_html_only_is_read_as_text_and_shown_clean() -> None:
    html = (
        "<html><head><style>p{}</style></head><body><script>alert(1)</script><p>We <b>deny</b> it.&nbsp;Call us.</p>"
        '<ul><li>one</li><li>two</li></ul><a href="javascript:x()" onclick="y()">bad</a> <a href="https://m.example/a">good</a>'
        '<img src="https://track.example/p.gif"><iframe src="https://x.example"></iframe></body></html>'
    )
    parsed = parse_mail(mail(html, content_type="text/html; charset=utf-8"))
    assert parsed.text.startswith("We deny it. Call us.\n\n- one\n- two")
    for bad in ("script", "javascript", "onclick", "img", "iframe", "style", "alert"):
        assert bad not in parsed.html
    assert 'href="https://m.example/a"' in parsed.html


def test_an_alternative_is_not_read_twice() -> None:
    raw = mixed(
        part("text/plain", ANSWER), part("text/html", f"<p>{ANSWER}</p>"), kind="alternative"
    )
    parsed = parse_mail(raw)
    assert parsed.text.strip() == ANSWER
    assert ANSWER in parsed.html


def test_a_stub_of_plain_text_does_not_hide_the_answer_in_html() -> None:
    html = "<p>" + "The ministry did not order any strike. " * 20 + "</p>"
    raw = mixed(
        part("text/plain", "Please view this message in HTML."),
        part("text/html", html),
        kind="alternative",
    )
    assert "did not order" in parse_mail(raw).text
    raw = mixed(part("text/plain", ""), part("text/html", "<p>No comment.</p>"), kind="alternative")
    assert "No comment." in parse_mail(raw).text


def test_text_before_and_after_an_attachment_is_all_read() -> None:
    pdf = part(
        "application/pdf",
        "JVBERi0=",
        Content_Disposition='attachment; filename="a.pdf"',
        Content_Transfer_Encoding="base64",
    )
    parsed = parse_mail(mixed(part("text/plain", "Before."), pdf, part("text/plain", "After.")))
    assert "Before." in parsed.text
    assert "After." in parsed.text
    assert [(a.name, a.content_type, a.content) for a in parsed.attachments] == [
        ("a.pdf", "application/pdf", b"%PDF-")
    ]
    assert len(parsed.attachments[0].sha256) == 64


def test_a_missing_final_boundary_loses_nothing() -> None:
    parsed = parse_mail(mixed(part("text/plain", "One."), part("text/plain", "Two."), end=False))
    assert "One." in parsed.text
    assert "Two." in parsed.text


def test_a_colleagues_forwarded_answer_is_read_and_kept() -> None:
    inner = mail(
        "The minister met them twice.",
        {"Subject": "Statement", "From": "Minister <m@ministry.example>"},
    ).decode()
    parsed = parse_mail(
        mixed(
            part("text/plain", "See attached."), part("message/rfc822", inner.replace("\r\n", "\n"))
        )
    )
    assert "met them twice" in parsed.text
    assert "m@ministry.example" in parsed.text
    assert parsed.from_address == "press@ministry.example"
    assert parsed.attachments[0].content_type == "message/rfc822"
    assert b"met them twice" in parsed.attachments[0].content


def test_messages_nested_without_end_are_read_to_a_depth() -> None:
    raw = "Subject: innermost\n\nhello"
    for _ in range(60):
        raw = f"Content-Type: message/rfc822\n\n{raw}"
    parsed = parse_mail(raw.encode())
    assert "nested too deep" in " ".join(parsed.defects)


def test_multiparts_nested_without_end_never_raise() -> None:
    body = "deep"
    for number in range(1500):
        body = f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n{body}\n--b{number}--"
    parsed = parse_mail(b"From: a@b.example\n" + body.encode())
    assert parsed.defects
    assert parsed.from_address == "a@b.example"


def test_a_thousand_parts_are_read_to_a_number_and_noted() -> None:
    begun = time.monotonic()
    parsed = parse_mail(mixed(*[part("text/plain", f"part {number}.") for number in range(1000)]))
    assert time.monotonic() - begun < 10
    assert "part 400." in parsed.text
    assert "part 999." not in parsed.text
    assert "Only the first 500 parts were read" in parsed.defects


def test_three_hundred_attachments_are_taken_out_to_a_number_and_noted() -> None:
    parsed = parse_mail(
        mixed(*[part("application/x-thing", f"part {number}") for number in range(300)])
    )
    assert len(parsed.attachments) == 200
    assert "Only the first 200 attachments were taken out" in parsed.defects


def test_an_smime_signed_answer_is_read() -> None:
    raw = mixed(
        part("text/plain", ANSWER),
        part(
            'application/pkcs7-signature; name="smime.p7s"',
            "MIIB",
            Content_Transfer_Encoding="base64",
        ),
        kind="signed",
    )
    parsed = parse_mail(raw)
    assert parsed.text.strip() == ANSWER
    assert parsed.attachments[0].name == "smime.p7s"


def test_a_winmail_dat_is_kept() -> None:
    tnef = part(
        'application/ms-tnef; name="winmail.dat"', "eJ8+Ig==", Content_Transfer_Encoding="base64"
    )
    parsed = parse_mail(mixed(part("text/plain", ANSWER), tnef))
    assert parsed.attachments[0].name == "winmail.dat"
    assert kind_of(parsed).kind == "answer"


def test_uuencoded_files_are_taken_out_of_the_text() -> None:
    lines = "".join(
        binascii.b2a_uu(b"statement text"[i : i + 45]).decode() for i in range(0, 14, 45)
    )
    parsed = parse_mail(mail(f"See below.\nbegin 644 ../st.txt\n{lines}`\nend\nRegards"))
    assert parsed.attachments[0].content == b"statement text"
    assert parsed.attachments[0].name == "st.txt"
    assert parsed.text == "See below.\n[attached: st.txt]\nRegards"


@pytest.mark.parametrize(
    ("claimed", "name"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\a.doc", "a.doc"), ("/", "part-1.bin"), ("..", "part-1.bin"), ("", "part-1.bin"),
        (".htaccess", "htaccess"), ("a\0b.pdf", "ab.pdf"), ("a\r\nb.pdf", "a b.pdf"), ("\u202efdp.exe", "fdp.exe"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"), ("=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?=", "Grüße.pdf"), ("a<b>|c.pdf", "a_b__c.pdf"),
    ],
)  # fmt: skip
def test_an_attachments_name_is_a_safe_base_name(claimed: str, name: str) -> None:
    assert safe_name(claimed, "part-1.bin") == name


def test_a_name_split_over_parameters_is_put_together() -> None:
    header = "attachment; filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe; filename*2=.pdf"
    parsed = parse_mail(mixed(part("application/pdf", "x", Content_Disposition=header)))
    assert parsed.attachments[0].name == "Grüße.pdf"


def test_broken_parameters_never_raise() -> None:
    for value in (
        "attachment; filename*=utf-8'x",
        "attachment; filename*0*=bogus''%FF%",
        "; ; ;",
        "attachment; filename*x*=1",
        "\0",
    ):
        parse_mail(mixed(part("application/pdf; name*=x'y", "x", Content_Disposition=value)))


def test_a_zip_bomb_stays_packed() -> None:
    bomb = base64.b64encode(zlib.compress(b"\0" * 5_000_000)).decode()
    parsed = parse_mail(mixed(part("application/zip", bomb, Content_Transfer_Encoding="base64")))
    assert len(parsed.attachments[0].content) < 10_000


def test_fifty_megabytes_are_read_in_reasonable_time() -> None:
    line = base64.b64encode(b"x" * 57).decode() + "\n"
    big = part(
        "application/zip",
        line * 650_000,
        Content_Transfer_Encoding="base64",
        Content_Disposition='attachment; filename="a.zip"',
    )
    raw = mixed(part("text/plain", ANSWER), big)
    assert len(raw) > 50_000_000
    begun = time.monotonic()
    parsed = parse_mail(raw)
    assert time.monotonic() - begun < 30
    assert parsed.text.strip() == ANSWER
    assert len(parsed.attachments[0].content) == 57 * 650_000


def test_a_message_over_the_limit_is_known_by_its_header_and_left_to_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parse, "MAX_RAW", 2000)
    parsed = parse_mail(mail("x" * 5000))
    assert parsed.unreadable
    assert parsed.message_id == "<answer-1@ministry.example>"


def test_format_flowed_is_joined() -> None:
    parsed = parse_mail(mail("We deny \nit. \n\nYours", content_type="text/plain; format=flowed"))
    assert parsed.text == "We deny it. \nYours"


def test_a_report_keeps_its_parts_as_attachments() -> None:
    parsed = parse_mail(
        report("Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n")
    )
    assert [a.content_type for a in parsed.attachments] == [
        "message/delivery-status",
        "text/rfc822-headers",
    ]
    assert b"a@b.example" in parsed.attachments[0].content


# What is new

QUOTED = "On Tue, 3 Dec 2024 at 10:12, The Desk <desk@desk.example> wrote:\n> Did you order the strike?\n> Please answer by 17:00."
OUTLOOK = "-----Original Message-----\nFrom: The Desk <desk@desk.example>\nSent: Tuesday, December 3, 2024 10:12 AM\nTo: Press\nSubject: Request\n\nDid you order the strike?"
BARE = "________________________________\nVon: The Desk\nGesendet: Dienstag\nAn: Press\nBetreff: Request\n\nDid you order it?"


@pytest.mark.parametrize("quoted", [OUTLOOK, BARE])
def test_an_unmarked_quotation_folds_only_where_it_is_known_to_be_our_letter(quoted: str) -> None:
    text = f"{ANSWER}\n\n{quoted}\n"
    assert parse_mail(mail(text)).text_new == text
    assert new_text(text, ["Did you order the strike?", "Did you order it?"]) == ANSWER
    assert new_text(text, ["Another letter."]) == text


@pytest.mark.parametrize(
    "quoted", [QUOTED, "> Did you order the strike?", QUOTED + "\n\n-- \nThe Desk"]
)
def test_a_quotation_at_the_end_is_folded_and_the_whole_kept(quoted: str) -> None:
    parsed = parse_mail(mail(f"{ANSWER}\n\n{quoted}\n"))
    assert parsed.text_new == ANSWER
    assert "order" in parsed.text.replace(ANSWER, "")


@pytest.mark.parametrize(
    "text",
    [
        "On Tue, 3 Dec 2024 at 10:12, The Desk <desk@desk.example> wrote:\n> Did you order the strike?\nNo.\n> By whom?\nWe do not know.",
        "Answers are inline.\n\n> Did you order the strike?\n\nNo, we did not.\n",
        "> Did you order the strike?\n\nNo, we did not.",
        f"See below in red.\n\n{OUTLOOK}\nNo, we did not.",
        f"\n\n{OUTLOOK}\nNo, we did not.",
        f"Hi,\n\n{OUTLOOK}\nNo, we did not.",
        QUOTED,
    ],
)  # fmt: skip
def test_an_answer_inside_the_quotation_is_never_folded_away(text: str) -> None:
    parsed = parse_mail(mail(text))
    assert parsed.text_new == parsed.text


def test_a_quotation_in_html_is_folded_too() -> None:
    html = '<div>No comment at this time.</div><div class="gmail_quote">On Tue, 3 Dec 2024, Desk wrote:<br><blockquote>Did you?<br>By 5</blockquote></div>'
    parsed = parse_mail(mail(html, content_type="text/html"))
    assert parsed.text_new == "No comment at this time."
    assert "> Did you?" in parsed.text


def test_words_that_look_like_an_attribution_stay() -> None:
    text = f"{ANSWER}\n\nOn Tuesday 3 December 2024 the minister wrote:\nWe will not comment.\n\nThat is all."
    assert "We will not comment." in parse_mail(mail(text)).text_new


# Anything at all


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=2000))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    parsed = parse_mail(raw)
    assert isinstance(parsed, ParsedMail)
    kind_of(parsed)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_mangled_mail_makes_it_raise(data: st.DataObject) -> None:
    body, content_type = multipart(
        "report",
        part("message/delivery-status", "Action: failed\n"),
        part("message/rfc822", "Subject: x\n\ny"),
    )
    raw = bytearray(
        mail(
            body,
            content_type=data.draw(
                st.sampled_from([content_type, "text/plain", "message/rfc822", "multipart/mixed"])
            ),
        )
    )
    for _ in range(data.draw(st.integers(0, 12))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=20))
    parsed = parse_mail(bytes(raw))
    for text in (
        parsed.subject,
        parsed.text,
        parsed.from_name,
        parsed.html,
        *parsed.to,
        *parsed.defects,
    ):
        assert "\0" not in text
        text.encode()
    kind_of(parsed)


def test_every_header_of_a_person_is_where_it_should_be() -> None:
    assert set(HUMAN) >= {"From", "To", "Subject", "Date", "Message-ID"}


@pytest.mark.parametrize(
    ("encoding", "body", "said"),
    [
        ("base64 base64", b"V2UgZGVueSBpdC4=", "We deny it."),
        ("x-base64", b"V2UgZGVueSBpdC4=", "We deny it."),
        ("base64", b"V2UgZGVueSBpdC4=\r\n\r\n-- \r\nlist footer: leave us", "We deny it."),
        ("base64", b"V2UgZGVueSBpdC4", "We deny it."),  # its padding left out
        ("base64", b"We deny it. It was never signed.", "We deny it."),  # is none
        ("Quoted-Printable; x", b"f=C3=BCr immer", "für immer"),
    ],
)
def test_a_transfer_encoding_is_the_one_that_is_meant(
    encoding: str, body: bytes, said: str
) -> None:
    assert said in parse_mail(mail(body, {"Content-Transfer-Encoding": encoding})).text


def test_a_lists_footer_below_base64_is_kept() -> None:
    body = b"V2UgZGVueSBpdC4=\r\n\r\nYou are on the list.\r\n"
    parsed = parse_mail(mail(body, {"Content-Transfer-Encoding": "base64"}))
    assert "You are on the list." in parsed.text


def test_utf_16_whose_bytes_look_like_ascii_is_read() -> None:
    text = "Мы это отрицаем"
    raw = mail(text.encode("utf-16-le"), content_type="text/plain; charset=utf-16le")
    assert parse_mail(raw).text == text


@pytest.mark.parametrize(
    ("plain", "formatted", "is_told"),
    [
        ("Karim Nasser signed it, says Karim Nasser.", "Karim Nasser signed it, says Ali Haddad.", True),
        ("It was signed by Karim Nasser.", "It was signed by Karim Nasser. Press Office, Lyon", False),
        ("It was signed by Karim Nasser in May.", "It was signed by Karim Haddad in May.", True),
    ],
)  # fmt: skip
def test_another_name_in_one_of_two_parts_is_shown(
    plain: str, formatted: str, is_told: bool
) -> None:
    raw = mixed(
        part("text/plain", plain), part("text/html", f"<p>{formatted}</p>"), kind="alternative"
    )
    assert ("Haddad" in parse_mail(raw).text) is is_told


def test_what_is_encrypted_is_unreadable_below_a_lists_footer_and_words_beside_it_are_not() -> None:
    files = (
        part("application/pgp-encrypted", "Version: 1"),
        part(
            "application/octet-stream; name=encrypted.asc", "-----BEGIN PGP MESSAGE-----\n\nabc\n"
        ),
    )
    footer = part("text/plain", "____________\npress mailing list\npress@lists.example\n")
    assert kind_of(parse_mail(mixed(*files, footer))).kind == "unreadable"
    words = part("text/plain", "We deny it, and the proof is attached.")
    assert kind_of(parse_mail(mixed(words, *files))).kind == "answer"
