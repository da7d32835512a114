"""Bringing copy in, in a browser: files dropped, words pasted with their links and notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from factcheck.articles.models import Article, AuthorSource, LeftOut
from tests.newsroom.factories import EditorFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("flush_redis")]
OUTLOOK = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><div class="WordSection1"><p class="MsoNormal">'
    'The dam killed 47<sup>3</sup> people, <a href="https://court.example/77">court papers</a> show.</p>'
    "</div></body></html>"
)
PLAIN = "The dam killed 473 people, court papers show."
DROP = """([type, names]) => {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File(["Words of " + name + " are here."], name, {type: "text/plain"}));
  document.querySelector("h1").dispatchEvent(
    new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""
PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  const field = document.querySelector("textarea[name=text]");
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
  field.value = plain;
  field.dispatchEvent(new InputEvent("input", {inputType: "insertFromPaste", bubbles: true}));
}"""


@pytest.fixture
def importing(page: Page, live: str, sign_in: Callable[[Any], None]) -> Page:
    """The import page, as an editor sees it."""
    sign_in(EditorFactory())
    page.goto(live + reverse("articles:import"))
    return page


def test_files_dropped_anywhere_on_the_page_become_articles(importing: Page) -> None:
    importing.evaluate(DROP, ["dragover", ["a.txt", "b.txt"]])
    expect(importing.locator("body")).to_have_class("page dropping")
    importing.evaluate(DROP, ["drop", ["a.txt", "b.txt"]])
    expect(importing.locator("#chosen")).to_have_text("2 files: a.txt, b.txt")
    importing.get_by_role("button", name="Import", exact=True).click()
    expect(importing).not_to_have_title("Import · Factcheck")
    assert Article.objects.count() == 2
    assert {a.current_proof().text for a in Article.objects.all()} == {
        "Words of a.txt are here.",
        "Words of b.txt are here.",
    }


def test_pasted_words_keep_their_links_and_raised_numbers_are_notes(importing: Page) -> None:
    importing.evaluate(PASTE, [OUTLOOK, PLAIN])
    importing.get_by_role("button", name="Import", exact=True).click()
    expect(importing).not_to_have_title("Import · Factcheck")
    article = Article.objects.get()
    assert article.current_proof().text == "The dam killed 47 people, court papers show."
    assert AuthorSource.objects.get().address == "https://court.example/77"
    assert str(LeftOut.objects.get()) == "1 note number"


def test_what_is_typed_after_a_paste_is_what_is_imported(importing: Page) -> None:
    importing.evaluate(PASTE, [OUTLOOK, PLAIN])
    importing.locator("textarea[name=text]").press_sequentially(" And 12 were hurt.")
    importing.get_by_role("button", name="Import", exact=True).click()
    expect(importing).not_to_have_title("Import · Factcheck")
    assert "12 were hurt" in Article.objects.get().current_proof().text


def test_the_import_pages_fit_and_can_be_used_by_everybody(
    importing: Page, live: str, axe_violations: Callable[..., list[str]]
) -> None:
    draft = b"# Dam\n\nBy Ida Fenn\n\nIt killed [47 people](https://court.example/77).\n\n~~41~~ No reply."
    for width in (1360, 390):
        importing.set_viewport_size({"width": width, "height": 900})
        importing.goto(live + reverse("articles:import"))
        assert axe_violations(importing) == []
        assert importing.evaluate("document.documentElement.scrollWidth") <= width
        importing.set_input_files(
            "input[name=file]", {"name": "a.md", "mimeType": "text/markdown", "buffer": draft}
        )
        importing.get_by_role("button", name="See first what is understood").click()
        expect(importing.get_by_text("https://court.example/77").first).to_be_visible()
        assert axe_violations(importing) == []
        assert importing.evaluate("document.documentElement.scrollWidth") <= width
