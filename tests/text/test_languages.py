"""Copy that is not English is told apart, and only what print shows is marked on it."""

from __future__ import annotations

import pytest

from factcheck.text import MarkedBlock, Reading, read
from factcheck.text.language.copy_language import language_of

FRENCH = (
    "Le ministre a déclaré jeudi que 393 Français n’ont pas encore pu être joints. "
    "« Nous n’avons pas de nouvelles de ces personnes », a dit Emmanuel Macron le 12 mars 2026 à "
    "Paris. Le coût est de 3,5 millions, soit 12 %."
)
SPANISH = (
    "El ministro ruso dijo el lunes que Occidente no debería subestimar los riesgos. "
    "El 3 de abril de 2025 hubo 1.200 heridos en Buenos Aires."
)
GERMAN = (
    "Der Minister sagte am Donnerstag, dass die Regierung 1.234.567,89 € ausgibt. „Wir haben keine "
    "andere Wahl“, sagte Angela Merkel. Am 03.10.2024 war er in Berlin."
)
ARABIC = "قال الوزير يوم الخميس 12 مارس 2026 إن الوضع خطير وإنه لا توجد أماكن أخرى. قتل 41 شخصا."


def facts(reading: Reading) -> list[tuple[str, str, str | None]]:
    return [(reading.text[slice(*f.span)], f.kind, f.value) for f in reading.facts]


@pytest.mark.parametrize(
    ("code", "copy"),
    [
        ("fr", FRENCH), ("es", SPANISH), ("de", GERMAN), ("ar", ARABIC),
        ("nl", "De minister zei donderdag dat de situatie in het land ernstig is en dat er was geen plaats."),
        ("ru", "Министр заявил в четверг, что ситуация серьезная и мест больше нет."),
        ("en", "The minister said on Thursday that 393 French nationals had not been reached."),
        ("en", "Jordan Munez 8 saves. Kairi Thomas 18 points."),
        ("en", "Marseille-Provence"),
        ("en", ""),
    ],
)  # fmt: skip
def test_the_language_of_copy_is_told_and_english_where_unsure(code: str, copy: str) -> None:
    assert language_of(copy) == code


@pytest.mark.parametrize("copy", [FRENCH, SPANISH, GERMAN, ARABIC])
def test_nothing_is_asserted_of_who_spoke_or_of_what_is_worth_checking(copy: str) -> None:
    reading = read(copy)
    assert reading.language != "en"
    assert (reading.claims, reading.asks) == ((), ())
    assert all(quote.speaker is None and quote.kind == "direct" for quote in reading.quotes)


def test_french_numbers_dates_names_and_quotations_are_marked() -> None:
    reading = read(FRENCH)
    assert facts(reading) == [
        ("jeudi", "date", None),
        ("393", "number", "393"),
        ("Français", "name", "Français"),
        ("Emmanuel Macron", "name", "Emmanuel Macron"),
        ("12 mars 2026", "date", "2026-03-12"),
        ("Paris", "name", "Paris"),
        ("3,5 millions", "number", "3500000"),
        ("12 %", "number", "12 %"),
    ]
    [quote] = reading.quotes
    assert reading.text[slice(*quote.content[0])].startswith("« Nous n’avons")


def test_a_point_groups_thousands_where_the_language_says_so() -> None:
    assert ("1.200", "number", "1200") in facts(read(SPANISH))
    assert ("1.234.567,89 €", "number", "1234567.89 EUR") in facts(read(GERMAN))


def test_a_sign_that_could_be_either_gives_no_value() -> None:
    values = {text: value for text, _, value in facts(read(FRENCH.replace("3,5", "3.5")))}
    assert values["3.5 millions"] is None


def test_a_day_that_is_none_has_no_value() -> None:
    values = {text: value for text, _, value in facts(read(GERMAN.replace("03.10", "31.02")))}
    assert values["31.02.2024"] is None


def test_a_german_noun_is_no_name() -> None:
    names = [text for text, kind, _ in facts(read(GERMAN)) if kind == "name"]
    assert names == ["Angela Merkel"]


def test_characters_that_print_nothing_part_no_word_and_spans_stay_exact() -> None:
    copy = "The Gov\u00adern\u00adment said the cy\u00adber\u00adat\u00adtack hit 4\u200b1 shops in 20\u00ad24."
    reading = read(copy, blocks=[MarkedBlock("body", (0, len(copy)))])
    assert reading.text == copy
    assert reading.blocks == (MarkedBlock("body", (0, len(copy))),)
    [quote] = reading.quotes
    assert quote.speaker is not None
    assert quote.speaker.name == "Government"
    assert copy[slice(*quote.content[0])].startswith("the cy\u00adber")
    assert ("20\u00ad24", "date", "2024") in facts(reading)
    assert ("4\u200b1", "number", "41") in facts(reading)


@pytest.mark.parametrize(
    ("copy", "wanted"),
    [
        (
            "Le gouvernement a annoncé mardi un plan de 35 millions d’euros pour les communes, "
            "et 2,5 milliards d'euros en plus pour les écoles du pays.",
            {"35 millions d’euros": "35000000 EUR", "2,5 milliards d'euros": "2500000000 EUR"},
        ),
        (
            "Die Regierung kündigte am Dienstag ein Paket von 3,5 Milliarden Euro an, das 40 "
            "Millionen Menschen und vielen Gemeinden helfen soll.",
            {"3,5 Milliarden Euro": "3500000000 EUR", "40 Millionen": "40000000"},
        ),
        (
            "El Gobierno anunció el martes una inversión de 2.000 millones de dólares para los "
            "municipios afectados por la sequía.",
            {"2.000 millones de dólares": "2000000000 USD"},
        ),
    ],
)
def test_a_sum_is_read_whole_with_its_scale_and_currency(copy: str, wanted: dict[str, str]) -> None:
    reading = read(copy)

    numbers = {reading.text[slice(*f.span)]: f.value for f in reading.facts if f.kind == "number"}

    assert numbers == wanted


def test_a_weekday_is_a_date_whose_week_is_not_told() -> None:
    reading = read("Le ministre a annoncé mardi que les écoles du pays resteraient fermées.")

    dates = [(reading.text[slice(*f.span)], f.value) for f in reading.facts if f.kind == "date"]

    assert dates == [("mardi", None)]
