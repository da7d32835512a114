"""Inside a note: its page, and its fragment for the proof page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Quote
from factcheck.evidence.constants import SIDES
from factcheck.evidence.models import TIERS
from factcheck.evidence.reads.evidence import EvidenceRow
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import Refused
from factcheck.review.actions.item_rulings import KNOWN, REASONS, reason_on
from factcheck.review.forms.proof import (
    DecideForm,
    FactsForm,
    QueryAnswerForm,
    QueryForm,
    RecordForm,
    TickForm,
    VerdictForm,
)
from factcheck.review.reads.beside import checked_before
from factcheck.review.reads.card import Card, CardFactRow, Kind, card, may, source_name
from factcheck.review.reads.quote_sources import QuoteSources
from factcheck.review.reads.said_so import SaidSo, said_so, says_most
from factcheck.review.rules.findings import Finding
from factcheck.review.views.card_sections import (
    RefusedForm,
    card_sections,
    chosen_source,
    rests_on,
    rule_table,
    source_in_view,
)
from factcheck.review.views.proof_context import find_article

# In characters: what a verdict's field holds (`Verdict.locator`).
_LONGEST_LOCATOR: Final = 300
F = TypeVar("F", bound=Form)
KINDS: tuple[Kind, ...] = ("claim", "quote", "facts")


def find_card(article: Article, name: str) -> Card:
    """Return the card called `name` ("claim-12"), or 404."""
    kind, _, pk = name.partition("-")
    known = next((name_of_kind for name_of_kind in KINDS if name_of_kind == kind), None)
    shown = card(article, known, int(pk)) if known and pk.isdecimal() and len(pk) < 19 else None
    if shown is None:
        raise Http404("No such note.")
    return shown


@login_required
@require_safe
def show(request: HttpRequest, pk: int, kind: Kind, mark: int) -> HttpResponse:
    return show_card(request, find_article(request, pk), f"{kind}-{mark}")


def show_card(
    request: HttpRequest,
    article: Article,
    name: str,
    *,
    refusal: Refused | None = None,
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the card alone for htmx, else as a page of its own.

    `typed` names the form that was refused ("verdict", "fact-7", "query", "answer-3", "decide-3",
    "record"): it keeps what was typed, beside the present values, with the reason at its field.
    """
    context = card_context(request, find_card(article, name), refusal, typed)
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "review/card.html", context, status=status)
    return render(request, "review/_card.html", context, status=status)


def card_context(
    request: HttpRequest, shown: Card, refusal: Refused | None = None, typed: str = ""
) -> dict[str, Any]:
    """Return all that review/_card.html shows; `refusal` and `typed` as for `show_card`."""
    refused = RefusedForm(typed, request.POST if refusal else None)
    about = card_sections(request, shown, refused)
    allowed = may(signed_in_user(request), shown.article)
    context: dict[str, Any] = {
        **about,
        **_verdict_section(request, shown, refused, about, may_rule=allowed["give_verdict"]),
        **_facts_section(shown, refused),
        "reasons": REASONS[shown.kind],
        "reason_said": reason_on(shown.mark, about.get("finding")) if shown.mark else "",
        "next_items": request.POST.getlist("next"),
        "article": shown.article,
        "card": shown,
        "lines_open": any(_is_line_open(line) for line in about.get("line_rows", ())),
        "query_rows": [_query_row(query, refused) for query in shown.queries],
        "query_form": QueryForm(refused.typed_into("query"), auto_id=f"{shown.key}-query-%s"),
        "may": allowed,
        "tiers": TIERS,
        "sides": SIDES,
        "refused": str(refusal) if refusal else "",
        "typed": typed,
        "tab": "proof",
        "knows": KNOWN,
    }
    if refusal is not None and refusal.field:
        _blame(context, refusal)
    return context


def _verdict_section(
    request: HttpRequest,
    shown: Card,
    refused: RefusedForm,
    about: Mapping[str, Any],
    *,
    may_rule: bool,
) -> dict[str, Any]:
    """Return the source in view, a page or a record, and the form that rests on it."""
    spoken = _spoken(request, shown, about.get("finding")) if may_rule else Spoken()
    resting = spoken.resting
    in_view = source_in_view(request, shown, about.get("finding")) if resting is None else None
    form = _verdict_form(request, shown, refused, in_view, about.get("said"))
    if form is not None and resting is not None and not form.is_bound:
        form.initial.update(resting.basis())
    quoted_from = shown.kind == "quote" and form is not None and bool(form.initial.get("method"))
    chosen = _chosen_facts(refused)
    return {
        "in_view": in_view,
        "record_in_view": resting is not None or quoted_from,
        "spoken": spoken,
        "next_source_url": _next_source_url(shown, in_view, spoken),
        "rule_table": rule_table(shown, about.get("table"), in_view, chosen, resting),
        "verdict_form": form,
    }


def _facts_section(shown: Card, refused: RefusedForm) -> dict[str, Any]:
    rows = [_fact_row(shown, row, refused) for row in shown.facts]
    moved = any(row["row"].fact.standing == "moved" or row["wrong"] for row in rows)
    return {"fact_rows": rows, "facts_unfolded": moved}


@dataclass(frozen=True, slots=True)
class Spoken:
    """The quotes that one ruling confirms with their claim.

    `resting` is the one whose record the claim itself rests on, where a record and no page is the
    source in view.
    """

    quotes: Sequence[SaidSo] = ()
    resting: SaidSo | None = None


def _spoken(request: HttpRequest, shown: Card, finding: Finding | None) -> Spoken:
    """Return them for a claim that nobody has ruled on; `?record=` in the address chooses one."""
    claim = shown.mark
    if not isinstance(claim, Claim) or claim.standing != "live" or shown.verdict is not None:
        return Spoken()
    quotes = said_so(claim)
    if "evidence" in request.GET or request.POST.get("evidence"):
        return Spoken(quotes)
    chosen = request.GET.get("record", "")
    named = next((one for one in quotes if one.source.key == chosen), None)
    return Spoken(quotes, named or says_most(quotes, finding))


def _next_source_url(shown: Card, in_view: EvidenceRow | None, spoken: Spoken) -> str:
    """Return where the card has its next source in view, round and round; "" where it has one."""
    every = [f"evidence={row.id}" for row in shown.sources]
    every += [f"record={one.source.key}" for one in spoken.quotes]
    at = f"record={spoken.resting.source.key}" if spoken.resting else ""
    at = f"evidence={in_view.id}" if in_view else at
    if len(every) < 2 or at not in every:
        return ""
    return f"{shown.url}?{every[(every.index(at) + 1) % len(every)]}"


def _chosen_facts(refused: RefusedForm) -> list[str]:
    """Return the ids of the facts that were chosen to be ticked, in a form that was refused."""
    return refused.data.getlist("facts") if refused.data else []


def _fact_row(shown: Card, row: CardFactRow, refused: RefusedForm) -> dict[str, Any]:
    name = f"fact-{row.fact.pk}"
    return {
        "row": row,
        "form": _tick_form(shown, row, refused.typed_into(name)),
        "wrong": refused.name == name,
    }


def _is_line_open(line: Mapping[str, Any]) -> bool:
    """Return whether a line of the checklist still needs a look, or a form in it was refused."""
    return bool(line["row"].open or line["wrong"] or line.get("birth_wrong"))


def _blame(context: dict[str, Any], refusal: Refused) -> None:
    """Say the reason at the field it is about, in the form that was typed into."""
    rows = [*context["fact_rows"], *context["query_rows"], *context.get("line_rows", ())]
    given = [*context.values(), *(form for row in rows for form in row.values())]
    for form in given:
        if isinstance(form, Form) and form.is_bound and refusal.field in form.fields:
            form.add_error(refusal.field, str(refusal))


def _verdict_form(
    request: HttpRequest,
    shown: Card,
    refused: RefusedForm,
    in_view: EvidenceRow | None,
    sources: QuoteSources | None,
) -> VerdictForm | FactsForm | None:
    """Return the form of a ruling, filled in from the source in view where nobody has ruled."""
    data = refused.typed_into("verdict")
    if shown.mark is None:
        return FactsForm(data, auto_id=f"{shown.key}-%s")
    form = RecordForm if shown.kind == "quote" else VerdictForm
    now = _now(shown.mark.text, shown.verdict)
    if isinstance(shown.mark, Quote):
        now["seen_speaker"] = shown.mark.said_by
    if data is not None:
        return form(_renewed(data, now), auto_id=f"{shown.key}-%s")
    initial = {
        **now,
        "ruling": shown.verdict.ruling if shown.verdict else "confirmed",
        **_from_source(request, shown, in_view),
        **_leaning(request, shown),
        **_from_record(request, shown, sources),
    }
    return form(initial=initial, auto_id=f"{shown.key}-%s")


def _from_source(request: HttpRequest, shown: Card, in_view: EvidenceRow | None) -> dict[str, Any]:
    """Return the first values from the source in view: where asked for, or no verdict has its own.

    After a verdict without a source, such as "cannot confirm", one key confirms on what is in view
    as it would have before.
    """
    has_its_own = shown.verdict is not None and bool(shown.verdict.source)
    if in_view is None or (has_its_own and "evidence" not in request.GET):
        return {}
    return {
        "evidence": in_view.id,
        "locator": in_view.url[:_LONGEST_LOCATOR],
        "passage": in_view.passage,
        "source": source_name(in_view),
    }


def _from_record(request: HttpRequest, shown: Card, sources: QuoteSources | None) -> dict[str, str]:
    """Return the first values from a quote's record: of a first verdict, or where asked for."""
    if sources is None or (shown.verdict is not None and "record" not in request.GET):
        return {}
    source = chosen_source(request, sources)
    return rests_on(source) if source else {}


def _leaning(request: HttpRequest, shown: Card) -> dict[str, Any]:
    """Return the form filled in from the earlier check that was chosen as source."""
    chosen = request.GET.get("before", "")
    if shown.kind != "claim" or not chosen or not isinstance(shown.mark, Claim):
        return {}
    before = next(
        (
            b
            for b in checked_before(shown.mark, signed_in_user(request))
            if str(b.verdict.pk) == chosen
        ),
        None,
    )
    if before is None:
        return {}
    verdict = before.verdict
    basis = {
        name: getattr(verdict, name)
        for name in ("ruling", "source", "locator", "passage", "method")
    }
    return {
        **basis,
        "earlier_check": verdict.pk,
        "tier": verdict.tier,
        "note": f"As checked for “{before.article}”.",
    }


def _tick_form(shown: Card, row: CardFactRow, data: QueryDict | None) -> TickForm:
    now = _now(row.fact.text, row.tick)
    name = f"fact-{row.fact.pk}-%s"
    if data is not None:
        return TickForm(_renewed(data, now), auto_id=name)
    state = row.tick.state if row.tick and row.tick.state != "checking" else "confirmed"
    source = row.tick.source if row.tick else shown.source
    return TickForm(initial={**now, "source": source, "state": state}, auto_id=name)


def _now(text: str, ruling: Any) -> dict[str, Any]:
    """Return the values that were on the person's screen, as the form has them."""
    return {"seen_text": text, "expected": ruling.pk if ruling else 0}


def _renewed(data: QueryDict, now: dict[str, Any]) -> QueryDict:
    """Return what was typed, against what the person sees from here on."""
    fresh = data.copy()
    for name, value in now.items():
        fresh[name] = str(value)
    return fresh


def _query_row(query: Any, refused: RefusedForm) -> dict[str, Any]:
    answer, decide = f"answer-{query.pk}", f"decide-{query.pk}"
    return {
        "query": query,
        "answer": QueryAnswerForm(refused.typed_into(answer), auto_id=f"{answer}-%s"),
        "decide": DecideForm(refused.typed_into(decide), auto_id=f"{decide}-%s"),
    }


def all_errors(form: Form) -> str:
    """Return all that is wrong with a form in one line, each error with its field's name."""
    said = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else None
        said += [f"{label}: {error}" if label else str(error) for error in errors]
    return " ".join(said) or _("Something is missing.")


def checked(form: F) -> F:
    """Return the form if it is valid, else raise Refused with all that is wrong."""
    if not form.is_valid():
        raise Refused(all_errors(form))
    return form
