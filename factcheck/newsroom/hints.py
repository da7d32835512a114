"""Three hints for each role, shown on somebody's first story until they put them away."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as noop

from factcheck.newsroom import rules

HINTS: Final[dict[str, tuple[str, str, str]]] = {
    rules.REPORTER: (
        noop(
            "Underlined sentences are to be checked: give your sources for them before anybody "
            "asks."
        ),
        noop(
            "Queries wait for you on the desk, under “Needs you”. Answer one and an editor decides."
        ),
        noop(
            "Open Comment to ask the people you write about. Their replies come back to the story."
        ),
    ),
    rules.CHECKER: (
        noop("j and k go from item to item; 1 to 4 rule on the one you see. ? shows all keys."),
        noop("y confirms with the source in view: its name, place and passage are filled in."),
        noop("≠ means a source differs from the copy. Start there; z undoes your last act."),
    ),
    rules.EDITOR: (
        noop("The line of five steps says what is left of a story, and who can do it now."),
        noop("Answered queries wait for your decision: change the copy, or let it stand (stet)."),
        noop("A story needs a second reader who did not check it. Then you clear it."),
    ),
    rules.CHIEF: (
        noop("The desk shows what every story is blocked by, and how much each person has."),
        noop("Searches, letters and people are set under Admin."),
        noop("You can clear a story with reasons against it; why you did stays in its report."),
    ),
    rules.LAWYER: (
        noop(
            "Report, under More, shows every statement with its source, for screen, paper and CSV."
        ),
        noop("Comment holds what each party was asked, when, and each reply as it came."),
        noop("You can put a story on legal hold: nothing of it is erased meanwhile."),
    ),
}
