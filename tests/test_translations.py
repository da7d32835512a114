"""Everything that is said goes through gettext, and what translators wrote keeps what it is made of."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings

from factcheck.desk.reads.listing import REASON_NAMES
from factcheck.newsroom.management.commands.makemessages import Command
from factcheck.review.rules.gate import SAID

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
LOCALE = Path(settings.LOCALE_PATHS[0])
FILES = sorted(LOCALE.rglob("*.po"))
# Letters to parties are in their own languages, each with a template of its own.
LETTERS = TEMPLATES / "mail" / "letters"
PARTS = re.compile(
    r"{#.*?#}|{%\s*comment\s.*?{%\s*endcomment\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%.*?%}|{{.*?}}|<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>",
    re.DOTALL,
)
TAG = re.compile(r'<[a-zA-Z/!\x00](?:"[^"]*"|[^>"])*>', re.DOTALL)
SAID_IN_TAGS = re.compile(r'\s(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")
# What is the same in every language: our name, kinds of file, beginnings and ends of addresses.
SAME_EVERYWHERE = re.compile(r"\b(?:Factcheck|SHA-256|PDF|CSV|JSON)\b|https://|\.warc\.gz|&\w+;")
# Names of styles, which are for the style sheet.
CLASSES = re.compile(r"{% block body_class %}.*?{% endblock")
SHOWN = re.compile(r"{{.*?}}", re.DOTALL)
# A word as an argument: {{ person|default:"nobody" }}.
ARGUMENT = re.compile(
    r'\|(?:default|default_if_none|yesno|pluralize):"([^"?=&#]*[^\W\d_]{2,}[^"=&#]*)"'
)
PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]|{\w*}")
MARKUP = re.compile(r"</?\w+(?:\s[^<>]*)?>")
# Rooms whose words all go through gettext by now.
ROOMS = (
    "newsroom",
    "post",
    "articles",
    "claims",
    "evidence",
    "replies",
    "review",
    "desk",
    "status",
)
SAYING = {
    "Refused",
    "NotAllowed",
    "ValidationError",
    "success",
    "error",
    "warning",
    "info",
    "message_user",
}


def without_code(text: str) -> str:
    """The template with all that is code, or goes through gettext, blotted out."""
    return PARTS.sub("\x00", CLASSES.sub("", text))


def unsaid(text: str) -> list[str]:
    """What a template says by itself, word by word as it stands there."""
    bare = without_code(text)
    said = [found.group(1) for tag in TAG.finditer(bare) for found in SAID_IN_TAGS.finditer(tag[0])]
    said += TAG.sub("\x00", bare).split("\x00")
    said += [word for shown in SHOWN.findall(text) for word in ARGUMENT.findall(shown)]
    pieces = (SAME_EVERYWHERE.sub("", piece).replace("\x00", " ").strip() for piece in said)
    return [piece for piece in pieces if WORD.search(piece)]


def templates() -> list[Path]:
    return [
        path
        for path in sorted(TEMPLATES.rglob("*.*"))
        if path.suffix in (".html", ".txt") and LETTERS not in path.parents
    ]


def test_every_word_of_a_template_goes_through_gettext() -> None:
    faults = [
        f"{path.relative_to(TEMPLATES)}: {words[:70]}"
        for path in templates()
        for words in unsaid(path.read_text(encoding="utf-8"))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Nothing needs you now.</p>",
        '<nav aria-label="Pages"></nav>',
        '<a title="Open {{ name }}" href="/">{{ name }}</a>',
        "{% if late %}{{ late }} late{% endif %}",
        '{{ person|default:"nobody" }}',
        '{{ count }} stor{{ count|pluralize:"y,ies" }}',
    ],
)
def test_a_word_that_does_not_is_found(text: str) -> None:
    assert unsaid(text)


@pytest.mark.parametrize(
    "text",
    [
        '<p class="soft">{% translate "Nothing needs you now." %}</p>',
        "{% blocktranslate with late=row.late %}{{ late }} late{% endblocktranslate %}",
        "<a href=\"{% url 'desk:list' %}\">{{ name }}</a> · Factcheck &rsaquo; 12 ≠ x",
        "{# For whoever reads the code. #}{% block body_class %}page{% endblock %}",
        "<a href=\"?{{ one.query|default:'show=all' }}\">{{ one }}</a>",
    ],
)
def test_code_names_and_symbols_are_no_words(text: str) -> None:
    assert not unsaid(text)


def said_bare(path: Path) -> Iterator[str]:
    """Sentences that code says to people without asking gettext for them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        of_messages = getattr(getattr(node.func, "value", None), "id", "") == "messages"
        if name not in SAYING or (name.islower() and not of_messages and name != "message_user"):
            continue
        for argument in node.args[:2]:
            literal = isinstance(argument, ast.JoinedStr) or (
                isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )
            if literal and WORD.search(re.sub(r"{[^}]*}", "", ast.unparse(argument)[2:])):
                yield f"{path.relative_to(ROOT)}:{argument.lineno}"


def test_refusals_and_messages_go_through_gettext() -> None:
    faults = [
        fault
        for room in ROOMS
        for path in sorted((ROOT / "factcheck" / room).rglob("*.py"))
        if "management" not in path.parts
        for fault in said_bare(path)
    ]
    assert not faults, "\n".join(faults)


def names_of_gettext() -> set[str]:
    """Under what names our code calls gettext and its sisters."""
    found = set()
    for path in (ROOT / "factcheck").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                found |= {one.asname or one.name for one in node.names if "gettext" in one.name}
    return found


def test_makemessages_knows_every_name_by_which_code_marks_a_sentence() -> None:
    known = {option.partition("=")[2].partition(":")[0] for option in Command.xgettext_options}
    of_django = {"gettext", "ngettext", "pgettext", "npgettext"}
    of_django |= {f"{name}_lazy" for name in of_django} | {"gettext_noop", "_"}
    assert names_of_gettext() <= known | of_django


def test_the_desk_names_every_reason_of_the_gate() -> None:
    assert list(REASON_NAMES) == list(SAID)


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def markup(text: str) -> Counter[str]:
    return Counter(MARKUP.findall(text))


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """What a translation lost, or made up, of the values and the markup in its sentence."""
    if entry.msgid_plural:
        forms = [form for form in entry.msgstr_plural.values() if form]
        whole = placeholders(entry.msgid_plural)
        for form in forms:  # "one" and "two" may be said in words, without their number
            if not set(placeholders(form)) <= set(whole) or markup(form) != markup(
                entry.msgid_plural
            ):
                yield form
        if forms and max(map(len, map(placeholders, forms))) < len(whole):
            yield forms[-1]
        if forms and len(forms) < len(entry.msgstr_plural):
            yield f"{entry.msgid}: a plural form is missing"
    elif entry.msgstr and (
        placeholders(entry.msgstr) != placeholders(entry.msgid)
        or markup(entry.msgstr) != markup(entry.msgid)
    ):
        yield entry.msgstr


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_every_translation_keeps_its_values_and_its_markup(path: Path) -> None:
    assert not [fault for entry in polib.pofile(str(path)) for fault in faults_of(entry)]


@pytest.mark.parametrize(
    ("said", "translated"),
    [
        ("%(count)s of %(all)s", "%(count)s de %(todo)s"),
        ("%(count)s of %(all)s", "%(count)s"),
        ("{who} replied", "respondió"),
        ('<a href="%(url)s">Desk</a>', '<a href="%(url)s">Mesa'),
    ],
)
def test_a_lost_value_or_tag_is_found(said: str, translated: str) -> None:
    assert list(faults_of(polib.POEntry(msgid=said, msgstr=translated)))


def test_a_form_for_one_may_leave_its_number_out_and_no_other_may_all() -> None:
    one = {0: "una nota", 1: "%(count)s notas"}
    none = {0: "una nota", 1: "notas"}
    said = {"msgid": "%(count)s note", "msgid_plural": "%(count)s notes"}
    assert not list(faults_of(polib.POEntry(**said, msgstr_plural=one)))
    assert list(faults_of(polib.POEntry(**said, msgstr_plural=none)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_what_is_served_is_compiled_from_what_was_written(path: Path) -> None:
    def translations(
        catalogue: polib.POFile | polib.MOFile,
    ) -> dict[tuple[str | None, str], object]:
        return {
            (entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr
            for entry in catalogue.translated_entries()
        }

    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert translations(polib.pofile(str(path))) == translations(compiled)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_no_translation_waits_to_be_looked_at_and_no_file_names_a_person(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert not catalogue.fuzzy_entries()
    assert not {"Last-Translator", "POT-Creation-Date", "PO-Revision-Date"} & set(
        catalogue.metadata
    )


def test_each_language_has_the_words_of_the_pages_and_of_the_scripts() -> None:
    languages = [path for path in LOCALE.iterdir() if path.is_dir()]
    assert len(languages) >= 2
    for language in languages:
        names = {path.name for path in (language / "LC_MESSAGES").iterdir()}
        assert {"django.po", "django.mo", "djangojs.po", "djangojs.mo"} <= names
