"""Mail whose bytes are odd: what stands in it is shown all the same, and nothing of it is lost."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile

from tests.outside.mails import multipart, part
from tests.replies.awkward import LETTER, SUBJECT, Case, post, quoted

SAYS = "The ministry rejects the report."


def many(
    kind: str, *parts: str, parameters: str = "", end: bool = True, **headers: str | None
) -> bytes:
    body, content_type = multipart(kind, *parts, parameters=parameters, end=end)
    return post(body, headers, content_type=content_type)


def attached(
    name: str, content: bytes, kind: str = "application/octet-stream", disposition: str = ""
) -> str:
    data = base64.encodebytes(content).decode()
    how = disposition or f'attachment; filename="{name}"'
    return part(kind, data, Content_Transfer_Encoding="base64", Content_Disposition=how)


def words(text: str = SAYS) -> str:
    return part("text/plain; charset=utf-8", text)


def uuencoded(content: bytes) -> str:
    lines = [binascii.b2a_uu(content[i : i + 45]).decode() for i in range(0, len(content), 45)]
    return "begin 644 statement.txt\n" + "".join(lines) + "`\nend\n"


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("zeros", bytes(2_000_000))
    return file.getvalue()


def der(tag: int, *inner: bytes) -> bytes:
    body = b"".join(inner)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def ber(tag: int, *inner: bytes) -> bytes:
    """Of a length that is not told, as programs write that stream."""
    return bytes([tag, 0x80]) + b"".join(inner) + b"\0\0"


_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")


def opaque(content: bytes, *, streamed: bool = False) -> bytes:
    """S/MIME's signed-data (RFC 5652) with no signer: the words lie inside."""
    if streamed:
        half = len(content) // 2
        octets = ber(0x24, der(0x04, content[:half]), der(0x04, content[half:]))
        inner = ber(0x30, _DATA, ber(0xA0, octets))
        return ber(
            0x30, _SIGNED_DATA, ber(0xA0, ber(0x30, der(0x02, b"\1"), der(0x31), inner, der(0x31)))
        )
    inner = der(0x30, _DATA, der(0xA0, der(0x04, content)))
    return der(
        0x30, _SIGNED_DATA, der(0xA0, der(0x30, der(0x02, b"\1"), der(0x31), inner, der(0x31)))
    )


def smime(content: bytes, kind: str = "signed-data") -> bytes:
    return post(
        base64.encodebytes(content),
        {"Content-Transfer-Encoding": "base64"},
        content_type=f'application/pkcs7-mime; smime-type={kind}; name="smime.p7m"',
    )


INNER = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{SAYS}\r\n".encode()
PREHEADER = (
    "<html><head><style>.x{color:red} p{margin:0}</style><title>Newsletter</title></head><body>"
    '<div style="display:none;max-height:0">Automatic reply: we have received your message</div>'
    f"<p>{SAYS}</p><blockquote><p>Did your forces cross the border on Wednesday?</p></blockquote></body></html>"
)
NESTED = "".join(
    f"Content-Type: message/rfc822\n\nFrom: a{n}@office.example\nSubject: Fwd {n}\nMIME-Version: 1.0\n"
    for n in range(7)
)
HEAD = f"From: Press Office <@CONTACT@>\nTo: @TOKEN@\nSubject: Re: {SUBJECT}\nMessage-ID: <%s@office.example>\nIn-Reply-To: @ID@\n"


def bare(name: str, rest: str | bytes, *, head: str = HEAD) -> bytes:
    data = rest if isinstance(rest, bytes) else rest.encode()
    return (head % name).encode() + data


_ANSWERS: list[tuple[str, bytes, str]] = [
    ("clear-signed", many("signed", words(), attached("smime.p7s", b"0\x80", "application/pkcs7-signature"),
                          parameters='; protocol="application/pkcs7-signature"'), SAYS),
    ("opaque-signed", smime(opaque(INNER)), SAYS),
    ("opaque-signed, streamed", smime(opaque(INNER, streamed=True)), SAYS),
    ("opaque-signed, with no kind told", post(base64.encodebytes(opaque(INNER)), {"Content-Transfer-Encoding": "base64"},
                                               content_type='application/x-pkcs7-mime; name="smime.p7m"'), SAYS),
    ("PGP-signed", many("signed", words(), attached("signature.asc", b"-----BEGIN PGP SIGNATURE-----"),
                        parameters='; protocol="application/pgp-signature"'), SAYS),
    ("PGP inline", post(f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{SAYS}\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n"
                        "-----END PGP SIGNATURE-----\n"), SAYS),
    ("with winmail.dat", many("mixed", words(), attached("winmail.dat", b"\x78\x9f\x3e\x22\1\0", "application/ms-tnef")), SAYS),
    ("uuencoded file below", post(f"{SAYS}\n\n{uuencoded(b'Statement of the Ministry')}"), SAYS),
    ("UTF-7", post(b"The ministry rejects the report. +AKM-100 is a lie.", content_type="text/plain; charset=utf-7"), "£100"),
    ("claims ASCII, is UTF-8", post("Das Ministerium weist den Bericht zurück.", content_type="text/plain; charset=us-ascii"),
     "zurück"),
    ("claims UTF-8, is Windows-1252", post("Le ministère dément. « Non »".encode("cp1252")), "ministère dément"),
    ("claims what is none", post(SAYS, content_type="text/plain; charset=x-unknown-8"), SAYS),
    ("Windows-1256", post("تنفي الوزارة".encode("cp1256"), content_type="text/plain; charset=windows-1256"), "تنفي الوزارة"),
    ("KOI8-R, in quoted-printable", post(b"=ED=C9=CE=C9=D3=D4=C5=D2=D3=D4=D7=CF", {"Content-Transfer-Encoding":
     "quoted-printable"}, content_type="text/plain; charset=koi8-r"), "Министерство"),
    ("base64 cut short", post(base64.b64encode(SAYS.encode())[:-1], {"Content-Transfer-Encoding": "base64"}), "rejects the repor"),
    ("8-bit header", bare("8bit", "Subject: Erklärung\n\nThe ministry rejects the report.\n", head=HEAD.replace(
        f"Subject: Re: {SUBJECT}\n", "")), SAYS),
    ("split file name", many("mixed", words(), attached("", b"x", disposition="attachment;\n filename*0*=utf-8''Erkl%C3%A4;\n "
                                                     "filename*1*=rung.pdf")), SAYS),
    ("no last boundary", many("mixed", words(), end=False), SAYS),
    ("no boundary at all", post(SAYS, content_type="multipart/mixed"), SAYS),
    ("HTML with a hidden preheader", post(PREHEADER, content_type="text/html; charset=utf-8"), SAYS),
    ("HTML in a table", post(f"<table><tr><td>Q1</td><td>{SAYS}</td></tr></table>", content_type="text/html"), SAYS),
    ("plain part a stub", many("alternative", words("Please view this message in HTML."), part("text/html", f"<p>{SAYS}</p>" +
                               "<p>It also says that nobody died there, whatever the paper has been told.</p>" * 9)), SAYS),
    ("plain part empty", many("alternative", words(" "), part("text/html", f"<p>{SAYS}</p>")), SAYS),
    ("HTML differs from plain", many("alternative", words("We confirm."), part("text/html", "<p>We confirm nothing.</p>")),
     "confirm nothing"),
    ("no Date", post(SAYS, {"Date": None}), SAYS),
    ("Date in 1970", post(SAYS, {"Date": "Thu, 1 Jan 1970 00:00:00 +0000"}), SAYS),
    ("Date in 2099", post(SAYS, {"Date": "Thu, 1 Jan 2099 00:00:00 +0000"}), SAYS),
    ("Date that is none", post(SAYS, {"Date": "gestern"}), SAYS),
    ("no Message-ID", post(SAYS, {"Message-ID": None}), SAYS),
    ("NULs", post(SAYS.replace(" ", "\0 ")), SAYS),
    ("a subject of 5,000 characters", post(SAYS, {"Subject": "Re: " + "border " * 715}), SAYS),
    ("an endless header", post(SAYS, {"X-Spam": "x " * 30_000}), SAYS),
    ("a thousand parts", many("mixed", *[words(SAYS)] * 1000), SAYS),
    ("zip bomb", many("mixed", words(), attached("statement.zip", zip_bomb(), "application/zip")), SAYS),
    ("../ in a name", many("mixed", words(), attached("../../etc/passwd", b"x")), SAYS),
    ("mbox's line above", b"From press@office.example Sun Nov 22 12:00:00 2026\n" + bare("mbox", f"\n{SAYS}\n"), SAYS),
    ("LF only", bare("lf", f"\n{SAYS}\n"), SAYS),
    ("CR only", bare("cr", f"\n{SAYS}\n").replace(b"\n", b"\r"), SAYS),
    ("CR, LF and both", bare("mix", f"\r\n{SAYS}\r\nIt\rwill\nsay no more.\n"), SAYS),
    ("eight messages in one another", post(f"{SAYS}\n", content_type="message/rfc822").replace(
        f"\r\n\r\n{SAYS}".encode(), f"\r\n\r\n{NESTED}\n{SAYS}".encode()), ""),
    ("a blank line before the header", b"\n" + bare("blank", f"\n{SAYS}\n"), SAYS),
    ("two From lines", post(SAYS, {"from": "Other <other@elsewhere.example>"}), SAYS),
    ("no From", post(SAYS, {"From": None}), SAYS),
    ("a bidirectional trick in a name", many("mixed", words(), attached("statement\u202efdp.exe", b"x")), SAYS),
    ("format=flowed", post("The ministry rejects \nthe report.", content_type="text/plain; charset=utf-8; format=flowed"), SAYS),
    ("an invitation only", many("alternative", words(""), part("text/calendar; method=REPLY", "BEGIN:VCALENDAR\nEND:VCALENDAR")),
     ""),
    ("a picture of the answer", many("related", part("text/html", '<img src="cid:1">'), attached("answer.png", b"\x89PNG\r\n\x1a\n",
                                                                                             "image/png")), ""),
    ("only an attachment", many("mixed", attached("statement.pdf", b"%PDF-1.4", "application/pdf")), ""),
    ("only an attachment, and our letter quoted", many("mixed", words(quoted()), attached("statement.pdf", b"%PDF-1.4")), ""),
]  # fmt: skip
_FILES: dict[str, tuple[str, ...]] = {
    "uuencoded file below": ("statement.txt",),
    "split file name": ("Erklärung.pdf",),
    "../ in a name": ("passwd",),
    "zip bomb": ("statement.zip",),
    "with winmail.dat": ("winmail.dat",),
    "a bidirectional trick in a name": ("statementfdp.exe",),
    "a picture of the answer": ("answer.png",),
    "only an attachment": ("statement.pdf",),
}
_FOLDS: dict[str, tuple[str, ...]] = {
    "HTML with a hidden preheader": ("Automatic reply", "color:red", "Newsletter"),
}
_INLINE = quoted().replace(
    "> 1. Did your forces cross the border on Wednesday?",
    "> 1. Did your forces cross the border on Wednesday?\nNo, never.",
)
OUTLOOK = f"\n\nFrom: The Desk <desk@desk.example>\nSent: Sunday, 22 November 2026 12:00\nTo: Press\nSubject: {SUBJECT}\n\n"
_QUOTING: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    ("above", f"{SAYS}\n\nOn Sun, 22 Nov 2026 at 12:00, The Desk <desk@desk.example> wrote:\n{quoted()}\n", (SAYS,),
     ("Who gave the order",)),
    ("below", f"On Sun, 22 Nov 2026 at 12:00, The Desk <desk@desk.example> wrote:\n{quoted()}\n\n{SAYS}\n", (SAYS,), ()),
    ("between", f"Dear Desk,\n\nOn Sun, 22 Nov 2026, The Desk wrote:\n{_INLINE}", ("No, never.",), ()),
    ("between, with a thorough greeting", f"Dear colleagues at the Desk, thank you.\n{_INLINE}\n", ("No, never.",), ()),
    ("between, unmarked under Outlook's lines", "Dear Desk, please find our replies to your questions in your own mail."
     + OUTLOOK + LETTER.replace("1. Did your forces cross the border on Wednesday?", "1. Did your forces cross the border on "
                                "Wednesday?\nNo, never did they."), ("No, never did they",), ()),
    ("above, unmarked under Outlook's lines", SAYS + OUTLOOK + LETTER, (SAYS,), ("Who gave the order",)),
    ("at the end of a quoted line", f"See our answers.\n{quoted().replace('gave the order?', 'gave the order? NOBODY DID.')}",
     ("NOBODY DID",), ()),
    ("after the signature", f"Hello,\n\n-- \nPress Office\nMinistry\n\n{SAYS}\n\n{quoted()}", (SAYS,), ()),
    ("after the signature, below the quotation", f"Dear colleagues of the desk,\n{quoted()}\n-- \nPress Office\n\nPS. No unit of ours "
     "was there.\n", ("No unit of ours",), ()),
    ("in German, above", f"{SAYS}\n\nAm 22.11.2026 um 12:00 schrieb The Desk:\n{quoted()}\n", (SAYS,), ("Who gave",)),
    ("in Russian, above", f"{SAYS}\n\n22.11.2026 12:00, The Desk пишет:\n{quoted()}\n", (SAYS,), ("Who gave",)),
    ("of other words, which are not ours", f"{SAYS}\n> The general said: we were never there.\n", ("never there",), ()),
    ("a forwarded answer, inline", "Dear Desk, please find the minister's words.\n\n---------- Forwarded message ---------\nFrom: "
     "The Minister <m@office.example>\nDate: Sun, 22 Nov 2026\nSubject: statement\nTo: Press Office\n\nI gave no such order.\n",
     ("I gave no such order",), ()),
    ("a forwarded answer, Apple's way", "Our minister has answered your letter.\n\nBegin forwarded message:\n\nFrom: The Minister\n"
     "Subject: statement\nDate: 22 November 2026\nTo: Press\n\nI gave no such order.", ("I gave no such order",), ()),
    ("a minister who wrote", "As the minister wrote:\n\n> I gave no such order.\n", ("I gave no such order",), ()),
]  # fmt: skip

CASES = [
    *(Case(f"shape: {name}", raw, shows=(shown,), files=_FILES.get(name, ()), folds=_FOLDS.get(name, ()))
      for name, raw, shown in _ANSWERS),
    *(Case(f"quoting: {name}", post(text), shows=shown, folds=folds) for name, text, shown, folds in _QUOTING),
    Case("shape: encrypted", smime(b"0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", "enveloped-data"), "unreadable"),
    Case("shape: PGP-encrypted", many("encrypted", part("application/pgp-encrypted", "Version: 1"),
                                      attached("encrypted.asc", b"-----BEGIN PGP MESSAGE-----")), "unreadable"),
    Case("shape: PGP-encrypted inline", post("-----BEGIN PGP MESSAGE-----\n\nhQEMA+\n=x\n-----END PGP MESSAGE-----\n"), "unreadable"),
    Case("shape: no body", post(""), "unreadable"),
    Case("shape: only headers", bare("only", ""), "unreadable"),
    Case("shape: empty", b"", "unreadable", ""),
    Case("shape: no mail at all", bytes(range(256)) * 4, "unreadable", ""),
]  # fmt: skip
