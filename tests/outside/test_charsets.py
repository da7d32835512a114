"""Bytes in the charsets of the world, with a true label, a false one and none."""

import pytest

from factcheck.outside.charsets import codec_of, decoded, text_from

TEXTS = {
    "cyr": "Мы это отрицаем",
    "cyr2": "Нет. Никогда, министр не подписывал договор в мае.",
    "cyr3": "Да.",
    "uk": "Ми це заперечуємо.",
    "ar": "ننفي ذلك تماماً",
    "ar2": "لا",
    "fa": "ما این را رد می‌کنیم",
    "he": "אנחנו מכחישים את זה",
    "he2": "לא נכון",
    "el": "Το διαψεύδουμε κατηγορηματικά.",
    "de": "Wir verneinen, für immer. Grüße",
    "fr": "Nous démentons, à jamais. Été",
    "cs": "Popíráme to, ministr nic nepodepsal. Žádné peníze",
    "pl": "Zaprzeczamy, to nieprawda. Żadnych pieniędzy",
    "tr": "Bunu reddediyoruz, bakan şimdi imzalamadı. Değil",
    "ja": "否定します。",
    "ja2": "いいえ、支払っていません。",
    "zh": "我们否认这一点。",
    "zht": "我們否認這一點。",
    "ko": "우리는 그것을 부인합니다.",
    "th": "เราขอปฏิเสธ",
    "es": "Lo desmentimos, señor. ¿Qué?",
    "one": "“so”",
    "pl2": "Nie. Kwota wynosiła 4,2 mln złotych.",
    "bg": "Ние отричаме това твърдение",
    "sr": "Ми то поричемо",
    "hu": "Ezt cáfoljuk, a miniszter nem írta alá. Köszönjük",
    "ro": "Dezminţim această informaţie",
    "gr": "Grüße",
    "fr2": "Accusé de réception",
    "pt": "Não, o ministro não assinou",
    "sv": "Nej, det är fel. Vi förnekar",
}
CODECS: dict[str, list[str]] = {
    "cyr": ["cp1251", "koi8-r", "iso8859-5", "cp866"],
    "cyr2": ["cp1251", "koi8-r", "iso8859-5", "cp866"],
    "cyr3": ["cp1251", "koi8-r"],
    "uk": ["cp1251", "koi8-u"],
    "ar": ["cp1256", "iso8859-6"],
    "ar2": ["cp1256"],
    "fa": [],
    "he": ["cp1255", "iso8859-8"],
    "he2": ["cp1255"],
    "el": ["cp1253", "iso8859-7"],
    "de": ["cp1252", "mac_roman"],
    "fr": ["cp1252"],
    "cs": ["cp1250", "iso8859-2"],
    "pl": ["cp1250", "iso8859-2"],
    "pl2": ["cp1250"],
    "tr": ["cp1254"],
    "ja": ["cp932", "euc-jp"],
    "ja2": ["cp932", "euc-jp", "iso-2022-jp"],
    "zh": ["gb18030"],
    "zht": ["big5hkscs"],
    "ko": ["cp949"],
    "th": ["cp874"],
    "es": ["cp1252"],
    "one": ["cp1252"],
    "bg": ["cp1251"],
    "sr": ["cp1251"],
    "hu": ["cp1250"],
    "ro": ["cp1250"],
    "gr": ["cp1252"],
    "fr2": ["cp1252"],
    "pt": ["cp1252"],
    "sv": ["cp1252"],
}
# Too short to tell the language, or the label too good to be given up.
UNSURE = {
    ("ar", "iso8859-6", "windows-1251"),
    ("he2", "cp1255", None),
    ("he2", "cp1255", "utf-8"),
    ("he2", "cp1255", "iso-8859-1"),
    ("he2", "cp1255", "windows-1251"),
    ("cs", "iso8859-2", "iso-8859-1"),
}
CASES = [
    (name, codec, label)
    for name, codecs in CODECS.items()
    for codec in codecs
    for label in (None, "utf-8", "iso-8859-1", "windows-1251", codec)
    if (name, codec, label) not in UNSURE
]


@pytest.mark.parametrize(("name", "codec", "label"), CASES)
def test_words_are_read_under_a_true_label_a_false_one_and_none(
    name: str, codec: str, label: str | None
) -> None:
    data = TEXTS[name].encode(codec)
    assert decoded(data, label)[0] == TEXTS[name]


@pytest.mark.parametrize(
    "text",
    [
        "ראש הממשלה אמר כי לא ידע על ההסכם, ושהמשרד לא קיבל את הדוח עד יום שלישי.",
        "המשטרה הודיעה שארבעים ושבעה בני אדם נהרגו.",
        "בית המשפט דחה את הבקשה",
    ],
)
def test_hebrew_under_a_cyrillic_label_is_known_by_letters_out_of_place(text: str) -> None:
    assert decoded(text.encode("cp1255"), "windows-1251")[:2] == (text, "cp1255")


@pytest.mark.parametrize(
    "text",
    [
        "Йод и объём съезда",
        "Серйозний район, під'їзд",
        "Съдът отказа, ъгълът на сградата падна",
        "Њујорк и Љубљана су ћутали",
    ],
)
def test_cyrillic_under_its_label_stays_what_it_is(text: str) -> None:
    assert decoded(text.encode("cp1251"), "windows-1251")[0] == text


def test_tones_that_are_written_apart_come_back_to_their_letters() -> None:
    text = "Chúng tôi phủ nhận điều này. Bộ trưởng không ký hợp đồng nào."
    apart = (
        b"Ch\xfang t\xf4i ph\x75\xd2 nh\xe2\xf2n \xf0i\xea\xccu n\xe0y. B\xf4\xf2 tr\xfd\xf5\xd2ng"
    )
    apart += b" kh\xf4ng ky\xec h\xf5\xf2p \xf0\xf4\xccng n\xe0o."
    for label in (None, "utf-8", "windows-1258"):
        assert decoded(apart, label)[0] == text


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("iso-8859-8-i", "iso8859-8"),
        ("ISO-8859-8-E", "iso8859-8"),
        ("windows-31j", "cp932"),
        ("x-sjis", "cp932"),
        ("win-1251", "cp1251"),
        ("windows1251", "cp1251"),
        ("cp-1256", "cp1256"),
        ("ks_c_5601-1987", "cp949"),
        ("gb2312", "gb18030"),
        ("punycode", ""),
        ("rot13", ""),
        ("no-such-charset", ""),
        ("unknown-8bit", ""),
    ],
)
def test_a_label_means_the_codec_that_reads_it(label: str, codec: str) -> None:
    assert codec_of(label) == codec


def test_a_label_that_lies_is_known_for_it() -> None:
    assert text_from("Мы это отрицаем".encode("koi8-r"), "windows-1251") == (
        "Мы это отрицаем",
        False,
    )
    assert text_from("Мы это отрицаем".encode("koi8-r"), "koi8-r") == ("Мы это отрицаем", True)
