"""The search over articles, what stands in them, replies, records, people, parties and sources.

Every word must occur; the newest come first. Nothing is ranked: ranking reads every row that has
the words, and at a million rows a common word has very many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Claim, Party, Quote
from factcheck.evidence.models import Document, Evidence, Source
from factcheck.newsroom.filters import AddressFilter, is_id
from factcheck.newsroom.models import User
from factcheck.newsroom.surviving import built
from factcheck.newsroom.words import Term, Words, parse, snippet, tsquery
from factcheck.replies.models import Contact, Reply
from factcheck.review.models import Record
from factcheck.review.reads.gate import page_of

KINDS = {
    "articles": _lazy("Articles"),
    "claims": _lazy("Claims"),
    "quotes": _lazy("Quotes"),
    "replies": _lazy("Replies"),
    "records": pgettext_lazy("of quotes", "Records"),
    "people": _lazy("People"),
    "parties": _lazy("Parties"),
    "contacts": _lazy("Contacts"),
    "sources": _lazy("Sources"),
    "pages": _lazy("Pages fetched"),
}
OF_ARTICLES = ("articles", "claims", "quotes", "replies", "records")  # what has a person and a day
# Tables without an index of their words: their newest rows are read, each to so many characters.
NEWEST, LOOKED_IN = 5_000, 4_000
COUNTED = 500  # more is said to be "500+": the newest of them are shown
A_PAGE, A_FEW = 25, 5


@dataclass(frozen=True, slots=True)
class SearchQuery(AddressFilter):
    """What is looked for, as the address says it.

    `person` is an id: author, checker or bringer of the article; `since` and `until` are the
    article's publication dates, both included.
    """

    CHECKS: ClassVar[Mapping[str, Callable[[str], bool]]] = {
        "kind": KINDS.__contains__,
        "person": is_id,
        "since": lambda value: _day(value) is not None,
        "until": lambda value: _day(value) is not None,
    }

    q: str = ""
    kind: str = ""
    person: str = ""
    since: str = ""
    until: str = ""

    @property
    def terms(self) -> list[Term]:
        return parse(self.q)

    @property
    def of_articles(self) -> bool:
        return bool(self.person or self.since or self.until)

    @property
    def kinds(self) -> list[str]:
        """Which are searched: a person or a day narrows it to what has one."""
        asked = [self.kind] if self.kind else list(KINDS)
        return [kind for kind in asked if kind in OF_ARTICLES or not self.of_articles]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One result: its link, its name or its article, and the words that match, marked."""

    link: str
    title: str
    about: str
    pieces: list[tuple[str, bool]]
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    name: str
    count: int
    capped: bool
    found: list[SearchResult]
    page: Page[Any] | None  # where one kind alone is looked at
    lost: list[str]  # what cannot be shown


@dataclass(frozen=True, slots=True)
class SearchPage:
    wanted: SearchQuery
    terms: list[Term]
    groups: list[Group]

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


def search(user: User, criteria: SearchQuery, number: int = 1) -> SearchPage:
    """Return what `user` may see of the results: two or three queries per kind.

    `number` is the page of one kind, from 1.
    """
    terms = criteria.terms
    groups = (
        [_group(user, criteria, kind, terms, number) for kind in criteria.kinds] if terms else []
    )
    return SearchPage(criteria, terms, groups)


def _group(user: User, criteria: SearchQuery, kind: str, terms: list[Term], number: int) -> Group:
    find, show = _HOW[kind]
    ids = find(user, criteria, tsquery(terms))
    capped = len(ids) > COUNTED
    page = Paginator(ids[:COUNTED], A_PAGE).get_page(number) if criteria.kind else None
    chosen = list(page.object_list) if page else ids[:A_FEW]
    results, lost = built(
        chosen,
        lambda pks: show(user, list(pks), terms) if pks else [],
        lambda pk: _("%(kind)s, number %(number)s") % {"kind": KINDS[kind], "number": pk},
    )
    return Group(kind, str(KINDS[kind]), min(len(ids), COUNTED), capped, results, page, lost)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _articles(user: User, criteria: SearchQuery) -> QuerySet[Article]:
    """Those the reader may see and asked for; a mark of any other is not found."""
    rows = Article.objects.visible_to(user).order_by()
    if criteria.person:
        who = int(criteria.person)
        rows = rows.filter(Q(assigned_to=who) | Q(author=who) | Q(created_by=who))
    if since := _day(criteria.since):
        rows = rows.filter(published__gte=since)
    if until := _day(criteria.until):
        rows = rows.filter(published__lte=until)
    return rows


def _find_articles(user: User, criteria: SearchQuery, query: Any) -> list[int]:
    """By its copy, or by a headline or author that it does not name.

    Two queries: one over both could not stop at the newest.
    """
    seen = _articles(user, criteria)
    copy = Proof.objects.filter(current=True, words=query, article__in=seen)
    named = seen.alias(looked_in=Words("headline", "author_name")).filter(looked_in=query)
    return sorted({*_newest(copy, "article_id"), *_newest(named)}, reverse=True)


def _newest(rows: QuerySet[Any], column: str = "pk") -> list[int]:
    return list(rows.order_by(f"-{column}").values_list(column, flat=True)[: COUNTED + 1])


def _find_marks(model: type[Claim | Quote]) -> Callable[[User, SearchQuery, Any], list[int]]:
    def find(user: User, criteria: SearchQuery, query: Any) -> list[int]:
        rows = model._default_manager.exclude(standing="archived").filter(words=query)
        every = user.role == "chief" and not criteria.of_articles
        return _newest(rows if every else rows.filter(article__in=_articles(user, criteria)))

    return find


def _find_parties(user: User, criteria: SearchQuery, query: Any) -> list[int]:
    known = Party.objects.visible_to(user)
    return _newest(known.alias(looked_in=Words("name", "aliases")).filter(looked_in=query))


def _find_sources(user: User, criteria: SearchQuery, query: Any) -> list[int]:
    return _newest(
        Source.objects.alias(looked_in=Words("name", "domain", "note")).filter(looked_in=query)
    )


def _find_pages(user: User, criteria: SearchQuery, query: Any) -> list[int]:
    """Return the pages that match and are used in articles the person may see.

    A page belongs to an article when a person added it there or when it is evidence there.
    """
    used = Evidence.objects.filter(document=OuterRef("pk"))
    seen = Exists(used.filter(claim__article__in=Article.objects.visible_to(user)))
    nobodys = Q(added_by=None) & ~Exists(used)
    return _newest(
        Document.objects.alias(looked_in=Words("title", "url")).filter(
            seen | nobodys, looked_in=query
        )
    )


def _find_replies(user: User, criteria: SearchQuery, query: Any) -> list[int]:
    seen = Reply.objects.filter(request__article__in=_articles(user, criteria))
    words = Words("text", "said_by", "attributed_to")
    return _newest(seen.alias(looked_in=words).filter(looked_in=query))


def _find_records(user: User, criteria: SearchQuery, query: Any) -> list[int]:
    kept = Record.objects.kept().filter(article__in=_articles(user, criteria))
    return _among_newest(kept, query, "text", "title", "place")


def _find_people(user: User, criteria: SearchQuery, query: Any) -> list[int]:
    return _among_newest(User.objects.people(), query, "name", "email")


def _find_contacts(user: User, criteria: SearchQuery, query: Any) -> list[int]:
    """Contacts in use; one found for a restricted story is its team's to know."""
    parties = Party.objects.visible_to(user).order_by().values("pk")
    known = Contact.objects.in_use().filter(
        Q(found_for=None) | Q(found_for__in=Article.objects.visible_to(user)), party__in=parties
    )
    return _newest(known.alias(looked_in=Words("name", "role", "address")).filter(looked_in=query))


def _among_newest(rows: QuerySet[Any], query: Any, *columns: str) -> list[int]:
    newest = rows.order_by("-pk").values("pk")[:NEWEST]
    texts = [Left(column, LOOKED_IN) for column in columns]
    return _newest(
        rows.model._default_manager.filter(pk__in=newest)
        .alias(looked_in=Words(*texts))
        .filter(looked_in=query)
    )


def _by_id(rows: QuerySet[Any], ids: list[int]) -> list[Any]:
    by_id = {row.pk: row for row in rows.filter(pk__in=ids)}
    return [by_id[pk] for pk in ids if pk in by_id]


def _show_articles(user: User, ids: list[int], terms: list[Term]) -> list[SearchResult]:
    proofs = Proof.objects.filter(current=True, article__in=ids).select_related(
        "article__assigned_to"
    )
    by_article = {proof.article_id: proof for proof in proofs}
    results = []
    for proof in (by_article[pk] for pk in ids if pk in by_article):
        article = proof.article
        about = _("published %(day)s, checked by %(checker)s") % {
            "day": article.published,
            "checker": article.assigned_to or _("nobody yet"),
        }
        results.append(
            SearchResult(
                page_of(article.pk), article.headline, about, snippet(proof.text, terms), article
            )
        )
    return results


def _show_marks(
    model: type[Claim | Quote],
) -> Callable[[User, list[int], list[Term]], list[SearchResult]]:
    kind = model._meta.model_name

    def show(user: User, ids: list[int], terms: list[Term]) -> list[SearchResult]:
        return [
            SearchResult(
                link=f"{page_of(mark.article_id)}#{kind}-{mark.pk}",
                title=mark.article.headline,
                about=getattr(mark, "speaker", ""),
                pieces=snippet(mark.text, terms),
                article=mark.article,
            )
            for mark in _by_id(model._default_manager.select_related("article"), ids)
        ]

    return show


def _show_parties(user: User, ids: list[int], terms: list[Term]) -> list[SearchResult]:
    return [
        SearchResult(
            reverse("replies:party", args=[party.pk]),
            "",
            party.kind,
            snippet(" · ".join([party.name, *map(str, party.aliases)]), terms),
        )
        for party in _by_id(Party.objects.all(), ids)
    ]


def _show_replies(user: User, ids: list[int], terms: list[Term]) -> list[SearchResult]:
    rows = Reply.objects.select_related("request__party", "request__article")
    return [
        SearchResult(
            f"{reverse('replies:request', args=[reply.request.pk])}#reply-{reply.pk}",
            str(reply.request.party),
            f"on {reply.request.article}",
            snippet(reply.public_text, terms),
            reply.request.article,
        )
        for reply in _by_id(rows, ids)
    ]


def _show_records(user: User, ids: list[int], terms: list[Term]) -> list[SearchResult]:
    return [
        SearchResult(
            reverse("review:source_record", args=[record.article_id, record.pk]),
            str(record),
            f"for {record.article}",
            snippet(record.text or record.place, terms),
            record.article,
        )
        for record in _by_id(Record.objects.select_related("article"), ids)
    ]


def _show_people(user: User, ids: list[int], terms: list[Term]) -> list[SearchResult]:
    return [
        SearchResult(
            f"{reverse('desk:list')}?{urlencode({'person': person.pk})}",
            "",
            person.role,
            snippet(f"{person.name} · {person.email}", terms),
        )
        for person in _by_id(User.objects.all(), ids)
    ]


def _show_contacts(user: User, ids: list[int], terms: list[Term]) -> list[SearchResult]:
    return [
        SearchResult(
            reverse("replies:party", args=[contact.party_id]),
            str(contact.party),
            contact.channel,
            snippet(" · ".join(filter(None, [contact.name, contact.role, contact.address])), terms),
        )
        for contact in _by_id(Contact.objects.select_related("party"), ids)
    ]


def _show_sources(user: User, ids: list[int], terms: list[Term]) -> list[SearchResult]:
    sources = Source.objects.annotate(pages=Count("documents"))
    pages = reverse("desk:search")
    return [
        SearchResult(
            f"{pages}?{urlencode({'q': source.domain, 'kind': 'pages'})}",
            "",
            _("%(tier)s; %(count)s pages fetched")
            % {"tier": _(source.tier), "count": source.pages},
            snippet(f"{source.name} · {source.domain}. {source.note}", terms),
        )
        for source in _by_id(sources, ids)
    ]


def _show_pages(user: User, ids: list[int], terms: list[Term]) -> list[SearchResult]:
    return [
        SearchResult(
            reverse("evidence:document", args=[page.pk]),
            "",
            str(page.source or ""),
            snippet(f"{page.title} · {page.url}", terms),
        )
        for page in _by_id(Document.objects.light().select_related("source"), ids)
    ]


_HOW: dict[
    str,
    tuple[
        Callable[[User, SearchQuery, Any], list[int]],
        Callable[[User, list[int], list[Term]], list[SearchResult]],
    ],
]
_HOW = {
    "articles": (_find_articles, _show_articles),
    "claims": (_find_marks(Claim), _show_marks(Claim)),
    "quotes": (_find_marks(Quote), _show_marks(Quote)),
    "replies": (_find_replies, _show_replies),
    "records": (_find_records, _show_records),
    "people": (_find_people, _show_people),
    "parties": (_find_parties, _show_parties),
    "contacts": (_find_contacts, _show_contacts),
    "sources": (_find_sources, _show_sources),
    "pages": (_find_pages, _show_pages),
}
