"""How copy becomes a proof, the first or the next."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from factcheck.articles import rules
from factcheck.articles.annotations import store
from factcheck.articles.importers.copy import Copy
from factcheck.articles.models import Article, Block, Proof, hash_of
from factcheck.articles.rules import carry
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.text import MarkedBlock as Part


class Outdated(Refused):
    """Someone else was quicker: what this was based on is no longer current."""


def checked_copy(text: str, blocks: Sequence[Part] | None) -> tuple[str, tuple[Part, ...] | None]:
    """Return the copy as it will be stored; raise Refused where it cannot be."""
    # In bytes too, as the setting has it: a newsroom may allow less than so many characters take.
    size = len(text.encode("utf-8", "surrogatepass"))
    if len(text) > rules.MAX_CHARACTERS or size > settings.IMPORT_MAX_BYTES:
        raise Refused(
            _("This is longer than an article: at most %(most)s characters.")
            % {"most": f"{rules.MAX_CHARACTERS:,}"}
        )
    if blocks is None:
        text, parts = rules.clean(text), None
    else:
        try:
            text, parts = rules.clean_blocks(text, blocks)
        except ValueError as error:
            raise Refused(str(error)) from error
    # Nothing could be marked in it.
    if not any(character.isalnum() for character in text):
        raise Refused(_("There are no words in this copy."))
    return text, parts


def new_proof(
    article: Article,
    number: int,
    text: str,
    blocks: Sequence[Part],
    *,
    by: User | None,
    medium: str,
    document: Copy | None = None,
) -> Proof:
    """Store the copy as the current proof, with its blocks and what its document brought."""
    proof = Proof.objects.create(
        article=article,
        number=number,
        text=text,
        hash=hash_of(text),
        medium=medium,
        encoding=document.encoding[:40] if document else "",
        created_by=by,
    )
    if document is not None:
        store_document(proof, document)
    Block.objects.bulk_create(
        Block(
            proof=proof,
            kind=part.kind,
            start=part.span[0],
            end=part.span[1],
        )
        for part in blocks
    )
    return proof


def store_document(proof: Proof, document: Copy) -> None:
    """Store what a document brought, where its words stand in the proof's text."""
    # A person may have put the words right before they were imported.
    of_sources = [source.span for source in document.sources]
    of_notes = [note.span for note in document.notes]
    spans = [span for span in of_sources + of_notes if span is not None]
    fates = carry(document.text, proof.text, spans)
    places = {span: fate.span for span, fate in zip(spans, fates, strict=True)}
    store(proof, document.placed_in(proof.text, places))
