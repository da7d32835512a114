"""The closed word lists of notices: what they take for a notice, and what they never may."""

import tomllib
from pathlib import Path

import pytest

from factcheck.outside.mail.date_words import is_date_alone
from factcheck.outside.mail.vocabulary import notice_words
from training.date_words import WORDS, date_words

PATH = Path("factcheck/outside/mail/data/vocabulary.toml")
LISTS = tomllib.loads(PATH.read_text(encoding="utf-8"))
DENIALS = {
    "en": "no not never nothing none he she they him her",
    "de": "nicht kein keine nie nein er",
    "fr": "ne pas jamais non rien il elle ils elles",
    "es": "no nunca jamás nada él ella ellos ellas",
    "pt": "não nunca nada ele ela eles elas",
    "it": "non mai niente nulla lui lei loro",
    "nl": "niet geen nooit hij zij",
    "sv": "inte aldrig ingen han hon",
    "da": "ikke aldrig ingen han hun",
    "nb": "ikke aldri ingen han hun",
    "fi": "ei en emme eivät koskaan hän",
    "pl": "nie nigdy on ona oni",
    "cs": "ne ani nikdy on ona oni",
    "hu": "nem soha ő",
    "ro": "nu niciodată el ea ei",
    "tr": "değil yok hayır o",
    "el": "δεν όχι ποτέ αυτός αυτή",
    "ru": "не нет никогда он она они",
    "uk": "не ні ніколи він вона вони",
    "ar": "لا لم لن ليس هو هي هم",
    "he": "לא אין הוא היא הם",
    "id": "tidak bukan dia mereka",
    "vi": "không chưa",
}


def test_no_list_holds_a_word_that_denies_or_a_third_person() -> None:
    for language, denials in DENIALS.items():
        words = {word for text in LISTS[language].values() for word in text.split()}
        assert not words & set(denials.split()), language


@pytest.mark.parametrize(
    "clause",
    [
        "Your request has been received and will be reviewed within 10 working days",
        "Ich bin bis Montag im Urlaub und lese meine E-Mails nach meiner Rückkehr",
        "j'ai bien reçu votre message",
        "Я у відпустці, зверніться до мого колеги",
        "سأعود إلى المكتب يوم وسأرد على رسالتك",
        "Du hører fra os, når en medarbejder har set på den",
    ],
)
def test_a_notice_is_known_by_its_words_however_it_is_put_together(clause: str) -> None:
    assert notice_words(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "The office received the request on 3 May",  # nobody's own, and not its reader's
        "Le service a reçu la demande en mars",
        "Your request has been received by Norvia",  # a word of no list
        "Ich habe Ihre message nicht received",  # of no one language
        "Received",  # too few to say
        "En medarbejder så den",  # somebody of the case
        "Vores medarbejder så den",
    ],
)
def test_what_says_a_word_of_its_own_is_no_notice(clause: str) -> None:
    assert notice_words(clause) is None


@pytest.mark.parametrize(
    "text",
    [
        "until 7 December",
        "bis einschließlich Freitag",
        "до 4 декабря",
        "12月4日まで",
        "30 дней",
        "3 arbetsdagar",
    ],
)
def test_days_and_lengths_of_time_are_known_in_each_language(text: str) -> None:
    assert is_date_alone(text)


def test_the_words_of_dates_are_those_of_cldr() -> None:
    assert tomllib.loads(WORDS.read_text(encoding="utf-8"))["words"].split() == date_words()


@pytest.mark.parametrize("text", ["until the vote", "bis zur Wahl", "3 мэра", "no", "да"])
def test_what_is_more_than_a_date_is_none(text: str) -> None:
    assert not is_date_alone(text)
