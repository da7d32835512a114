"""Closed classes of words that several readers share."""

from __future__ import annotations

from factcheck.text.language.word_lists import data_table, word_lists

_WORDS = word_lists("factcheck.text.language", "lexicon")
_TABLES = data_table("factcheck.text.language", "lexicon")

PRONOUNS = _WORDS["pronouns"]
RELATIVES = _WORDS["relatives"]
QUANTIFIERS = _WORDS["quantifiers"]
DETERMINERS = _WORDS["determiners"]
POSSESSIVES = _WORDS["possessives"]
AUXILIARIES = _WORDS["auxiliaries"]
BE = _WORDS["be"]
CONJUNCTIONS = _WORDS["conjunctions"]
SUBORDINATORS = _WORDS["subordinators"]
PREPOSITIONS = _WORDS["prepositions"]
ADVERBS = _WORDS["adverbs"]
# Names and abbreviations of weekdays, to 0 (Monday) to 6.
WEEKDAYS = {
    name: number
    for number, names in enumerate(_TABLES["weekdays"]["names"])
    for name in names.split()
}
# Names and abbreviations of months, to 1 to 12.
MONTHS = {
    name: number
    for number, names in enumerate(_TABLES["months"]["names"], start=1)
    for name in names.split()
}
TIME_WORDS = (
    frozenset(WEEKDAYS)
    | frozenset(f"{m}." for m in MONTHS)
    | (frozenset(MONTHS) - {"may", "march"})
    | _WORDS["time_words"]
)
FEMALE_WORDS = _WORDS["female_words"]
MALE_WORDS = _WORDS["male_words"]
FEMALE_NAMES = _WORDS["female_names"]
MALE_NAMES = _WORDS["male_names"]
ORGANISATION_WORDS = _WORDS["organisation_words"]
AGENT_NOUNS = _WORDS["agent_nouns"]
