"""What people bring of their own: the words to ask with, a file, a passage typed in from a book."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.importers.copy import BadFile
from factcheck.articles.importers.files import read_file
from factcheck.claims.models import Claim
from factcheck.evidence import rules
from factcheck.evidence.actions.people import beside, must_stand, search_claim
from factcheck.evidence.actions.snapshots import keep_file
from factcheck.evidence.models import TIERS, AskWords, Document, Evidence
from factcheck.evidence.search.key_words import proposed_words
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.newsroom.translating import translated

# A passage is read beside the claim: what is longer is a document, and is brought as a file.
LONGEST_PASSAGE = 5000


@transaction.atomic
def word_query(*, by: User | None, claim: Claim, typed: str, language: str = "") -> AskWords | None:
    """Ask for a claim with a person's own words, or in the language they chose, from now on.

    With the machine's again where `typed` and `language` (two letters) are empty. Refused where the
    words would give the copy away: a query never holds the sentence.
    """
    require_on_article(by=by, verb="search", article=claim.article)
    must_stand(claim)
    if language and language not in rules.CODES:
        raise Refused(_("Choose a language of the list."))
    own = None
    words = _typed(claim, typed)
    if words.count or language:
        values = {
            "claim_text": claim.text,
            "phrases": list(words.phrases),
            "words": list(words.words),
            "language": language,
            "by": by,
        }
        own, _new = AskWords.objects.update_or_create(
            claim=claim, defaults={**values, "at": timezone.now()}
        )
    else:
        AskWords.objects.filter(claim=claim).delete()
    sentence = (
        f"Asks for “{claim.text}” with {own}."
        if own
        else f"Asks for “{claim.text}” with the machine’s words again."
    )
    log(by=by, verb="search", subject=claim, article_id=claim.article_id, text=sentence)
    search_claim(by=by, claim=claim)
    return own


def _typed(claim: Claim, typed: str) -> rules.KeyWords:
    """Return the words a person typed; none where they leave that to the machine."""
    proposed = proposed_words(claim)
    if not typed.strip() or typed.strip() == proposed.text:
        return rules.KeyWords(())
    try:
        return rules.typed_query(typed, claim.text, proposed)
    except ValueError as error:
        raise Refused(translated(error.args[0])) from error


@transaction.atomic
def add_file(*, by: User | None, claim: Claim, data: bytes, name: str, title: str = "") -> Document:
    """Set a file beside the claim.

    Kept whole, for this article alone; it is never sent outside.
    """
    require_on_article(by=by, verb="add source", article=claim.article)
    must_stand(claim)
    try:
        copy = read_file(data, name, max_bytes=settings.IMPORT_MAX_BYTES)
    except BadFile as error:
        raise Refused(str(error)) from error
    return _kept(by, claim, data, copy.text, " ".join(title.split()) or name or "A file")


@transaction.atomic
def add_passage(
    *, by: User | None, claim: Claim, title: str, where: str, passage: str, tier: str = ""
) -> Document:
    """Set a passage typed in by hand beside the claim: a book, a letter, a report on paper.

    `where` is its locator.
    """
    require_on_article(by=by, verb="add source", article=claim.article)
    must_stand(claim)
    title, where, passage = " ".join(title.split()), " ".join(where.split()), passage.strip()
    if not title or not passage:
        raise Refused(_("Give the source and the passage, word for word."))
    if len(passage) > LONGEST_PASSAGE:
        raise Refused(
            _(
                "A passage has at most %(longest_passage)s characters. Bring a longer one "
                "in as a file."
            )
            % {"longest_passage": f"{LONGEST_PASSAGE:,}"}
        )
    if tier and tier not in TIERS:
        raise Refused(_("Choose one of the tiers listed."))
    document = _kept(by, claim, passage.encode(), passage, f"{title}, {where}" if where else title)
    if tier:
        Evidence.objects.update_or_create(
            claim=claim,
            document=document,
            defaults={"tier": tier},
            create_defaults={
                "tier": tier,
                "start": 0,
                "end": len(passage),
                "passage": passage,
                "claim_text": claim.text,
                "score": 0.0,
            },
        )
    return document


def _kept(by: User | None, claim: Claim, data: bytes, text: str, title: str) -> Document:
    digest = hashlib.sha256(data).hexdigest()
    if not text.strip():
        raise Refused(_("There is no text in this file. Type the passage in instead."))
    document, new = Document.objects.get_or_create(
        # One file brought to two articles is two rows: neither may show in the other.
        url=f"urn:factcheck:{claim.article_id}:{hashlib.sha256(data + title.encode()).hexdigest()}",
        defaults={
            "title": title,
            "sha256": digest,
            "text": text,
            "sketch": rules.sketch(text),
            "work": "done",
            "fetched_at": timezone.now(),
            "added_by": by,
            "only_for": claim.article,
        },
    )
    beside(claim, document)
    if new:
        keep_file(document, data)
        log(
            by=by,
            verb="add source",
            subject=document,
            article_id=claim.article_id,
            text=f"Added “{title}” for “{claim.text}”.",
            claim=claim.pk,
            sha256=digest,
        )
    nudge("evidence")
    return document
