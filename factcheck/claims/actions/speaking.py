"""Who said it: a quote's speaker, as a person puts it right."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.claims.models import Quote
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge

SpeakerParts = tuple[str, str, str]  # name, title, affiliation


@transaction.atomic
def name_speaker(
    *,
    by: User | None,
    quote: Quote,
    speaker: str,
    title: str = "",
    of: str = "",
    seen: SpeakerParts | None = None,
) -> Quote:
    """Say who speaks, in what office and for whom.

    What a person said outlives later readings of the copy. `seen` is what stood on the screen;
    Refused where it no longer stands.
    """
    require_on_article(
        by=by,
        verb="name speaker",
        article=quote.article,
    )
    fresh: Quote = Quote.objects.select_for_update().get(pk=quote.pk)
    if fresh.standing == "archived":
        raise Refused(_("These words are no longer in the copy."))
    was: SpeakerParts = (fresh.speaker, fresh.speaker_title, fresh.speaker_of)
    if seen is not None and seen != was:
        raise Refused(
            _("It was changed while you looked: it now says %(speaker)s. Look again.")
            % {"speaker": _format_speaker(was)}
        )
    now: SpeakerParts = (speaker.strip()[:300], title.strip()[:300], of.strip()[:300])
    name, office, body = now
    if (office or body) and not name:
        raise Refused(_("Name the speaker."), field="speaker")
    # Saving what stands already is no act: the log would say that somebody changed it.
    if now != was:
        fresh.speaker, fresh.speaker_title, fresh.speaker_of = now
        fresh.speaker_by = by
        fresh.save(update_fields=["speaker", "speaker_title", "speaker_of", "speaker_by"])
        text = f"Speaker of “{fresh}”: {_format_speaker(was)} → {_format_speaker(now)}"
        log(
            by=by,
            verb="name speaker",
            subject=fresh,
            article_id=fresh.article_id,
            text=text,
            was=list(was),
        )
        nudge("claims")
    return fresh


def _format_speaker(parts: SpeakerParts) -> str:
    return ", ".join(part for part in parts if part) or "nobody"
