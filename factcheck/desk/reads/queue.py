"""What somebody must do, read off the rows of every room by their states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.text import slugify

from factcheck.articles.models import Article, Import, Proof, of_visible_articles
from factcheck.claims.models import Claim, Extraction, Quote, Tk
from factcheck.desk.models import QueueItem, QueueQuerySet
from factcheck.desk.reads.changes import WHOLE, ChangesLook
from factcheck.desk.reads.possible_causes import possible_causes
from factcheck.desk.reads.queue_words import item_text
from factcheck.desk.rules import QueuedItem, QueuePlan, QueueSpec, plan
from factcheck.evidence.actions.fetch import AT_MOST as FETCH_TRIES
from factcheck.evidence.models import Evidence, Hit, Provider
from factcheck.newsroom.models import Desk, User
from factcheck.post.models import Incoming, Mailbox
from factcheck.replies.models import CommentRequest, Contact, Letter, MailNotice, Reply
from factcheck.replies.reads.frozen_sentence import drifts, perhaps_drifted
from factcheck.review.models import Clearance, Query, Verdict
from factcheck.review.reads.gate import changes_to_make, cut, gather, page_of
from factcheck.review.reads.passes import second_read_url
from factcheck.review.rules.gate import blockers, wants_second_reader
from factcheck.review.rules.passes import of_no_help

# Kinds of which all are looked at each time: few, and not always an article's.
OF_ANY = ("bad contact", "unreadable mail")
# A stored message is read within seconds; one that still is not has beaten the reader.
READ_WITHIN = timedelta(minutes=15)
LENGTH = 400  # of an item's text


def visible_items(user: User) -> QueueQuerySet:
    """Items of restricted articles are there only for those who may see the article."""
    return QueueItem.objects.filter(Q(article=None) | of_visible_articles(user, "article"))


def queue_plan(now: datetime, look: ChangesLook = WHOLE) -> QueuePlan:
    """How the queue differs from what it should hold; empty (false) when there is nothing to do."""
    have = QueueItem.objects.filter(look.of_or_none("article") | Q(kind__in=OF_ANY), stands=True)
    columns = have.values_list(
        "id", "kind", "cause", "text", "link", "article", "deadline", "resolved_at"
    )
    standing = [QueuedItem(*row[:-1], resolved=row[-1] is not None) for row in columns]
    return plan(causes(now, look), standing)


def causes(now: datetime, look: ChangesLook = WHOLE) -> Iterator[QueueSpec]:
    """Every cause that stands, whichever room's rows show it, in a fixed number of queries.

    Of the articles that `look` is at, of none, and those OF_ANY article.
    """
    some = CAUSES.keys() if look.articles is None else possible_causes(look.articles, now)
    for find in (find for name, find in CAUSES.items() if name in some):
        for spec in find(now, look):
            yield replace(spec, text=cut(spec.text, LENGTH))


@dataclass(frozen=True, slots=True)
class SecondRead:
    """An article whose first check is done: the passes that wait, and who may not sign them."""

    article: Article
    proof: int
    passes: tuple[str, ...]
    first_readers: frozenset[int]


def waiting_for_second_reader(now: datetime, look: ChangesLook = WHOLE) -> list[SecondRead]:
    """Return the items for articles that wait for a second reader.

    The database sorts out first, so that only articles whose first check is done are looked at
    closely.
    """
    bar = Desk.load().bar
    claim_ruled = Verdict.objects.filter(claim=OuterRef("pk"), current=True, text=OuterRef("text"))
    quote_ruled = Verdict.objects.filter(quote=OuterRef("pk"), current=True, text=OuterRef("text"))
    of_article = {"article": OuterRef("pk")}
    chosen = Article.objects.open().filter(
        look.of("pk"),
        ~Exists(Query.objects.open().filter(**of_article)),
        ~Exists(Tk.objects.live().filter(**of_article)),
        ~Exists(Claim.objects.live().filter(~Exists(claim_ruled), score__gte=bar, **of_article)),
        ~Exists(Quote.objects.live().filter(~Exists(quote_ruled), **of_article)),
        ~Exists(Clearance.objects.filter(proof__current=True, **of_article)),
        Exists(Proof.objects.filter(current=True, extraction__work="done", **of_article)),
    )
    articles = {article.pk: article for article in chosen}
    proofs = dict(
        Proof.objects.filter(article__in=articles, current=True).values_list("article", "pk")
    )
    waiting = []
    for pk, state in gather(articles.values(), now).items() if articles else ():
        passes = wants_second_reader(state, blockers(state))
        if passes:
            waiting.append(
                SecondRead(
                    articles[pk], proofs[pk], passes, of_no_help(state.makers, state.checked)
                )
            )
    return waiting


def _second_reads(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    for waiting in waiting_for_second_reader(now, look):
        text = item_text(
            "second read", story=cut(waiting.article.headline), passes=", ".join(waiting.passes)
        )
        link = second_read_url(waiting.article.pk, slugify(waiting.passes[0]))
        cause = f"articles.proof:{waiting.proof}"
        yield QueueSpec(
            "second read", cause, text, link, waiting.article.pk, waiting.article.deadline
        )


def _queries(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    rows = Query.objects.open().filter(look.of("article"), article__closed_at=None)
    for query in rows.select_related("article", "raised_by", "answered_by"):
        answered = query.state == "answered"
        kind = "answered query" if answered else "open query"
        asked = {"asker": query.raised_by, "query": cut(query.text)}
        if answered:
            text = item_text(
                "answered", **asked, writer=query.answered_by, answer=cut(query.answer)
            )
        else:
            text = item_text("asked", **asked)
        link = f"{page_of(query.article_id)}#query-{query.pk}"
        yield QueueSpec(
            kind,
            f"review.query:{query.pk}",
            text,
            link,
            query.article_id,
            query.article.deadline,
        )


def _changes_to_make(_now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    decided = Query.objects.filter(look.of("article"), article__closed_at=None, decision="change")
    ids = decided.order_by().values_list("article", flat=True).distinct()
    articles = Article.objects.in_bulk(list(ids))
    for query in changes_to_make(list(articles)) if articles else ():
        article = articles[query.article_id]
        yield QueueSpec(
            "change to make",
            f"review.query:{query.pk}:change",
            item_text("change", words=cut(query.old)),
            f"{page_of(article.pk)}#query-{query.pk}",
            article.pk,
            article.deadline,
        )


def _replies(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    rows = (
        Reply.objects.untriaged()
        .filter(look.of_or_none("request__article"))
        .select_related("request__party", "incoming")
        .defer("incoming__raw")
    )
    for reply in rows:
        cause = f"replies.reply:{reply.pk}"
        if reply.request is None:
            sender = reply.said_by or (
                reply.incoming.from_address if reply.incoming else "an unknown sender"
            )
            subject = cut(reply.incoming.subject) if reply.incoming else ""
            text = (
                item_text("stranger, with a subject", sender=sender, subject=subject)
                if subject
                else item_text("stranger", sender=sender)
            )
            yield QueueSpec("unmatched mail", cause, text, orphan_link())
        else:
            request = reply.request
            text = item_text("replied", party=request.party, words=cut(reply.public_text))
            link = _of_request(request.pk)
            yield QueueSpec(
                "unsorted reply", cause, text, link, request.article_id, request.deadline
            )


def _letters(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    """Return letters in doubt, and failed letters that nothing has replaced.

    A failed letter counts only where the request has no letter that was sent and the address is not
    at fault.
    """
    doubt = Q(outgoing__state="unknown")
    failed = Q(outgoing__state="failed", request__state="failed") & ~Q(contact__health="bad")
    rows = Letter.objects.filter(look.of("request__article"), doubt | failed).select_related(
        "request__party", "outgoing"
    )
    newest: dict[tuple[str, int], Letter] = {}
    for letter in rows.order_by("pk"):
        # One request fails once, however many letters; each letter in doubt is a question of its
        # own.
        doubtful = letter.outgoing.state == "unknown"
        newest[
            "letter in doubt" if doubtful else "letter failed",
            letter.pk if doubtful else letter.request_id,
        ] = letter
    for (kind, _), letter in newest.items():
        request = letter.request
        text = item_text(
            "in doubt" if kind == "letter in doubt" else "not sent",
            kind=letter.kind,
            party=request.party,
            trouble=cut(letter.outgoing.error),
        )
        link = _of_request(request.pk)
        yield QueueSpec(
            kind, f"replies.letter:{letter.pk}", text, link, request.article_id, request.deadline
        )


def _overdue(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    rows = CommentRequest.objects.overdue(now).filter(look.of("article"), article__closed_at=None)
    # While a reply waits to be read, that is the item; nobody should ring a party who has answered.
    rows = rows.exclude(Exists(Reply.objects.untriaged().filter(request=OuterRef("pk"))))
    for request in rows.select_related("party", "article"):
        assert request.deadline is not None
        text = item_text("overdue", party=request.party, story=cut(request.article.headline))
        cause = f"replies.commentrequest:{request.pk}@{request.deadline:%Y%m%dT%H%M%S%z}"
        yield QueueSpec(
            "overdue request",
            cause,
            text,
            _of_request(request.pk),
            request.article_id,
            request.deadline,
        )


def _drifted(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    """Copy that was cleared to run, and whose record of requests has changed since."""
    frozen = {
        sentence.article_id: sentence for sentence in perhaps_drifted().filter(look.of("article"))
    }
    for pk, drift in drifts(frozen.values(), now).items() if frozen else ():
        if drift:
            sentence = frozen[pk]
            text = item_text(
                "drifted",
                story=cut(sentence.article.headline),
                changes=" ".join(d.text for d in drift),
            )
            link = reverse("replies:of_article", args=[pk]) + "#frozen"
            # Another request that drifts is another cause; the same one told again tomorrow is not.
            requests = "-".join(str(pk) for pk in sorted({d.request_id for d in drift}))
            cause = f"replies.frozensentence:{sentence.pk}:{requests}"
            yield QueueSpec(
                "sentence drift", cause[:100], text, link, pk, sentence.article.deadline
            )


def _providers(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    for provider in Provider.objects.filter(on=True, failing_since__isnull=False):
        assert provider.failing_since is not None
        cause = f"evidence.provider:{provider.pk}@{provider.failing_since:%Y%m%dT%H%M%S}"
        link = reverse("admin:evidence_provider_change", args=[provider.pk])
        text = item_text("search", provider=provider, trouble=cut(provider.last_error))
        yield QueueSpec("failing search", cause, text, link)


def _lost_pages(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    """Return one item per article for pages that could not be fetched.

    They were given up after every try, or a person named them.
    """
    hit = Hit.objects.filter(
        look.of("search__claim__article"),
        search__claim__standing="live",
        search__claim__article__closed_at=None,
    )
    tried = Q(document__tries__gte=FETCH_TRIES) | Q(document__added_by__isnull=False)
    rows = hit.filter(tried, document__work="failed").select_related(
        "search__claim__article", "document"
    )
    rows = rows.defer(*(f"document__{name}" for name in ("text", "sketch", "headers"))).order_by(
        "document"
    )
    lost: dict[Article, dict[int, Hit]] = {}
    for row in rows:
        lost.setdefault(row.search.claim.article, {})[row.document_id] = row
    for article, hits in lost.items():
        newest = list(hits.values())[-1]
        lost_one = {
            "story": cut(article.headline),
            "address": newest.document.url,
            "trouble": newest.document.error,
        }
        text = (
            item_text("lost pages", count=len(hits), **lost_one)
            if len(hits) > 1
            else item_text("lost page", **lost_one)
        )
        link = reverse("evidence:document", args=[newest.document_id])
        cause = f"evidence.document:{newest.document_id}@{article.pk}"
        yield QueueSpec("lost page", cause, text, link, article.pk, article.deadline)


def _changed_pages(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    """Pages that accepted evidence rests on and that have other words now."""
    relied_on = Evidence.objects.filter(
        look.of("claim__article"),
        ruling="accepted",
        claim__standing="live",
        claim__article__closed_at=None,
        document__recheck__changed_at__lte=now,
    ).select_related("claim__article", "document__recheck")
    seen: set[tuple[int, int]] = set()
    for evidence in relied_on.defer(
        *(f"document__{name}" for name in ("text", "sketch", "headers"))
    ):
        article, document = evidence.claim.article, evidence.document
        if (article.pk, document.pk) in seen:
            continue
        seen.add((article.pk, document.pk))
        text = item_text("changed page", page=document, story=cut(article.headline))
        recheck = document.recheck
        cause = f"evidence.recheck:{recheck.pk}@{article.pk}:{recheck.changed_at:%Y%m%dT%H%M%S}"
        link = reverse("evidence:changes", args=[document.pk])
        yield QueueSpec("changed page", cause, text, link, article.pk, article.deadline)


def _mailboxes(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    for box in Mailbox.objects.exclude(error=""):
        link = reverse("admin:post_mailbox_change", args=[box.pk])
        text = item_text("mailbox", mailbox=box, trouble=cut(box.error))
        yield QueueSpec("failing mailbox", f"post.mailbox:{box.pk}", text, link)


def _contacts(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    # Led to by its newest request, where another contact is chosen; whoever works the queue may
    # open that one.
    asked = CommentRequest.objects.filter(letters__contact=OuterRef("pk")).order_by("-pk")
    newest = asked.filter(article__restricted=False)
    bad = (
        Contact.objects.in_use()
        .filter(health="bad")
        .annotate(
            newest_request=Subquery(newest.values("pk")[:1]),
            restricted_to=Subquery(asked.filter(article__restricted=True).values("article")[:1]),
        )
    )
    for contact in bad.select_related("party"):
        link = reverse("replies:party", args=[contact.party_id])
        if newest_request := vars(contact)["newest_request"]:
            link = _of_request(newest_request)
        # What only restricted stories wrote to is their teams' to know.
        article = None if newest_request else vars(contact)["restricted_to"]
        text = item_text("contact", address=contact.address, party=contact.party)
        yield QueueSpec("bad contact", f"replies.contact:{contact.pk}", text, link, article)


def _unreadable(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    notices = MailNotice.objects.unread().select_related("request", "incoming")
    for notice in notices.defer("incoming__raw"):
        sender = notice.incoming.from_address or "an unknown sender"
        article = notice.request.article_id if notice.request else None
        cause = f"replies.mailnotice:{notice.pk}"
        text = (
            item_text("unreadable", sender=sender)
            if notice.kind == "unreadable"
            else item_text("automatic", sender=sender, kind=notice.kind)
        )
        yield QueueSpec("unreadable mail", cause, text, orphan_link(), article)
    for pk in _stuck(now).values_list("pk", flat=True):
        link = reverse("replies:raw", args=[pk])
        yield QueueSpec(
            "unreadable mail",
            f"post.incoming:{pk}",
            item_text("stuck"),
            link,
        )


def _stuck(now: datetime) -> QuerySet[Incoming]:
    return Incoming.objects.filter(state="stored", received_at__lte=now - READ_WITHIN)


def newly_stuck(now: datetime) -> QuerySet[Incoming]:
    """Return messages that should have been read by now and are in no item of the queue."""
    cause = Concat(Value("post.incoming:"), Cast("pk", CharField()))
    item = QueueItem.objects.filter(kind="unreadable mail", cause=OuterRef("cause"), stands=True)
    return _stuck(now).annotate(cause=cause).filter(~Exists(item))


def _readings(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    rows = Extraction.objects.filter(
        look.of("proof__article"),
        work="failed",
        proof__current=True,
        proof__article__closed_at=None,
    )
    for extraction in rows.select_related("proof__article").defer("proof__text", "reading"):
        article = extraction.proof.article
        text = item_text("reading", story=cut(article.headline), trouble=cut(extraction.error))
        cause = f"claims.extraction:{extraction.pk}"
        yield QueueSpec(
            "failed reading", cause, text, page_of(article.pk), article.pk, article.deadline
        )


def _imports(now: datetime, look: ChangesLook) -> Iterator[QueueSpec]:
    for failed in Import.objects.filter(work="failed", article=None):
        text = item_text("import", address=cut(failed.url), trouble=cut(failed.error))
        yield QueueSpec(
            "failed import",
            f"articles.import:{failed.pk}",
            text,
            reverse("articles:import"),
            None,
            failed.deadline,
        )


def orphan_link() -> str:
    """Where messages that belong to no request, or could not be read, are looked at."""
    return reverse("replies:orphans")


def _of_request(pk: int) -> str:
    return reverse("replies:request", args=[pk])


# By their names in `possible_causes`.
CAUSES: dict[str, Callable[[datetime, ChangesLook], Iterator[QueueSpec]]] = {
    "second reads": _second_reads,
    "queries": _queries,
    "changes to make": _changes_to_make,
    "replies": _replies,
    "letters": _letters,
    "overdue": _overdue,
    "drifted": _drifted,
    "providers": _providers,
    "lost pages": _lost_pages,
    "changed pages": _changed_pages,
    "mailboxes": _mailboxes,
    "contacts": _contacts,
    "unreadable": _unreadable,
    "readings": _readings,
    "imports": _imports,
}
