"""What the desk words for all stories: the letters' templates and the clauses of the sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.claims.models import PARTY_KINDS
from factcheck.newsroom.actions import Refused, log, require_role
from factcheck.newsroom.models import User
from factcheck.newsroom.translating import translated
from factcheck.replies import rules
from factcheck.replies.models import LETTER_KINDS, HouseWording, LetterTemplate
from factcheck.replies.reads.vocabulary import in_words

Templates = Mapping[
    tuple[str, str, str], LetterTemplate
]  # by kind of letter, language, kind of party
SHIPPED = settings.ROOT / "templates" / "mail" / "letters"


def shipped_templates() -> dict[tuple[str, str], tuple[str, str]]:
    """Return {(kind, language): (subject, text)} as the project brings them.

    The first line is the subject. A line that begins with blanks goes on with the one before it.
    """
    templates = {}
    for path in sorted(SHIPPED.glob("*/*.txt")):
        unfolded = re.sub(r"\n +", " ", path.read_text(encoding="utf-8"))
        subject, _end, text = unfolded.partition("\n")
        templates[path.stem, path.parent.name] = (subject.strip(), text.strip())
    return templates


def ensure_letter_templates() -> None:
    """Make the rows of the shipped templates. What the desk has set on them stays."""
    LetterTemplate.objects.bulk_create(
        [
            LetterTemplate(kind=kind, language=language, subject=subject, text=text)
            for (kind, language), (subject, text) in shipped_templates().items()
        ],
        ignore_conflicts=True,
    )


def ensure_house_wording() -> None:
    """Make a row for every clause of the sentence, worded by default.

    What the desk has set stays.
    """
    HouseWording.objects.bulk_create(
        [HouseWording(clause=clause, text=text) for clause, text in rules.DEFAULT_CLAUSES.items()],
        ignore_conflicts=True,
    )


def letter_templates() -> Templates:
    """Every template there is; the shipped ones are made where English has none."""
    for _try in range(2):
        there = {
            (
                letter_template.kind,
                letter_template.language,
                letter_template.party_kind,
            ): letter_template
            for letter_template in LetterTemplate.objects.all()
        }
        if all((kind, "en", "") in there for kind in LETTER_KINDS):
            break
        ensure_letter_templates()
    return there


def template_for(templates: Templates, kind: str, language: str, party_kind: str) -> LetterTemplate:
    """Return the template of a letter, by the chain of fallbacks.

    By the contact's language and the kind of party.
    """
    have = [(code, whose) for name, code, whose in templates if name == kind]
    chosen = rules.choose_template(have, language, party_kind)
    if chosen is None:
        raise Refused(
            _("There is no template for the %(kind)s letter in English.")
            % {"kind": in_words(kind, "letter")}
        )
    return templates[kind, *chosen]


@transaction.atomic
def save_letter_template(
    *, by: User, kind: str, language: str, party_kind: str, subject: str, text: str
) -> LetterTemplate:
    """Write the template of one letter, language and kind of party.

    Refused when it names an unknown placeholder, or lacks what a letter must say.
    """
    require_role(by, "set desk")
    language, text = language.strip().lower(), text.replace("\r\n", "\n").strip()
    if kind not in LETTER_KINDS or party_kind not in ("", *PARTY_KINDS) or not language:
        raise Refused(_("Say which letter it is, in which language, and to which kind of party."))
    fault = rules.template_fault(kind, subject, text)
    if fault:
        raise Refused(translated(fault))
    row, made = LetterTemplate.objects.select_for_update().get_or_create(
        kind=kind,
        language=language,
        party_kind=party_kind,
        defaults={"subject": subject.strip(), "text": text},
    )
    was = {} if made else {"subject": row.subject, "text": row.text}
    row.subject, row.text, row.changed_by, row.changed_at = (
        subject.strip(),
        text,
        by,
        timezone.now(),
    )
    row.save()
    label = f"Template of the {row} " + ("made." if made else "changed.")
    log(by=by, verb="set desk", subject=row, text=label, was=was)
    return row


def shipped_wording(template: LetterTemplate) -> tuple[str, str] | None:
    """Return (subject, text) as the project brings them now; None where it brings none."""
    if template.party_kind:
        return None
    return shipped_templates().get((template.kind, template.language))


def follows_shipped(template: LetterTemplate) -> bool:
    """Tell whether a template says what the project brings, or is one that it does not bring."""
    return shipped_wording(template) in (None, (template.subject, template.text))


def take_shipped_wording(*, by: User, template: LetterTemplate) -> LetterTemplate:
    """Set a template to the wording that the project brings; the log keeps what it was.

    Refused where it brings none, or where they are the same.
    """
    require_role(by, "set desk")
    shipped = shipped_wording(template)
    if shipped is None:
        raise Refused(_("This template is the desk's own: none is shipped for it."))
    if follows_shipped(template):
        raise Refused(_("It says what the shipped one says."))
    subject, text = shipped
    return save_letter_template(
        by=by,
        kind=template.kind,
        language=template.language,
        party_kind=template.party_kind,
        subject=subject,
        text=text,
    )


@transaction.atomic
def drop_letter_template(*, by: User, template: LetterTemplate) -> None:
    """Drop a template; the next in the chain serves in its place.

    The English ones for any party stay: they are the chain's end.
    """
    require_role(by, "set desk")
    if template.language == "en" and not template.party_kind:
        raise Refused(_("Every other template falls back on this one. Change it instead."))
    was = {"subject": template.subject, "text": template.text}
    log(
        by=by,
        verb="set desk",
        subject=template,
        text=f"Template of the {template} deleted.",
        was=was,
    )
    LetterTemplate.objects.filter(pk=template.pk).delete()


@transaction.atomic
def word_clause(*, by: User, clause: str, text: str) -> HouseWording:
    """Save the house's own words for one clause; refused when they cannot say it."""
    require_role(by, "set desk")
    text = text.strip()
    fault = rules.clause_fault(clause, text)
    if fault:
        raise Refused(translated(fault))
    row, _made = HouseWording.objects.select_for_update().get_or_create(
        clause=clause, defaults={"text": rules.DEFAULT_CLAUSES[clause]}
    )
    was, row.text, row.changed_by, row.changed_at = row.text, text, by, timezone.now()
    row.save()
    log(
        by=by,
        verb="set desk",
        subject=row,
        text=f"The sentence's clause “{clause}” is worded: {text}",
        was=was,
    )
    return row
