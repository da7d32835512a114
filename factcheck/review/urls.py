"""The desk and the proof."""

from __future__ import annotations

from django.urls import URLPattern, path

from factcheck.review.views import acts, cards, changed, keeping, notes, pages, record, second

app_name = "review"
A = "articles/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("", pages.desk, name="desk"),
    path(A, pages.proof, name="proof"),
    path(f"{A}live/", pages.live, name="live"),
    path(f"{A}progress/", pages.progress, name="progress"),
    path(f"{A}read/", pages.read, name="read"),
    path(f"{A}changed/", changed.changed, name="changed"),
    path(f"{A}history/", record.history, name="history"),
    path(f"{A}history.csv", record.history_csv, name="history_csv"),
    path(f"{A}report/", record.report, name="report"),
    path(f"{A}report.csv", record.report_csv, name="report_csv"),
    path(f"{A}report.json", record.report_json, name="report_json"),
    path(f"{A}annotated/", record.annotated, name="annotated"),
    path(f"{A}annotated.css", record.annotated_css, name="annotated_css"),
    path(f"{A}claims/<int:mark>/", cards.show, {"kind": "claim"}, name="claim"),
    path(f"{A}quotes/<int:mark>/", cards.show, {"kind": "quote"}, name="quote"),
    path(f"{A}facts-of-block/<int:mark>/", cards.show, {"kind": "facts"}, name="facts"),
    path(f"{A}claims/<int:mark>/verdict/", acts.verdict, {"kind": "claim"}, name="claim_verdict"),
    path(f"{A}quotes/<int:mark>/verdict/", acts.verdict, {"kind": "quote"}, name="quote_verdict"),
    path(f"{A}claims/<int:mark>/withdraw/", acts.withdraw, {"kind": "claim"}, name="claim_withdraw"),
    path(f"{A}quotes/<int:mark>/withdraw/", acts.withdraw, {"kind": "quote"}, name="quote_withdraw"),
    path(f"{A}facts/<int:fact>/tick/", acts.tick, name="tick"),
    path(f"{A}facts/<int:fact>/untick/", acts.untick, name="untick"),
    path(f"{A}queries/", acts.ask, name="ask"),
    path(f"{A}queries/<int:query>/answer/", acts.answer, name="answer"),
    path(f"{A}queries/<int:query>/decide/", acts.decide, name="decide"),
    path(f"{A}marks/", acts.mark, name="mark"),
    path(f"{A}marks/<str:kind>/<int:mark>/throw-out/", acts.throw_out, name="throw_out"),
    path(f"{A}marks/<str:kind>/<int:mark>/restore/", acts.restore, name="restore"),
    path(f"{A}marks/<str:kind>/<int:mark>/confirm/", acts.confirm, name="confirm"),
    path(f"{A}notes/", notes.notes, name="notes"),
    path(f"{A}notes/people/", notes.people, name="people"),
    path(f"{A}notes/new/", notes.start, name="note"),
    path(f"{A}notes/<int:thread>/answer/", notes.answer, name="note_answer"),
    path(f"{A}notes/<int:thread>/resolve/", notes.turn, {"resolved": True}, name="note_resolve"),
    path(f"{A}notes/<int:thread>/reopen/", notes.turn, {"resolved": False}, name="note_reopen"),
    path(f"{A}notes/wordings/<int:note>/", notes.reword, name="note_edit"),
    path(f"{A}second-read/<slug:slug>/", second.walk, name="second"),
    path(f"{A}second-read/<slug:slug>/sign/", second.sign, name="sign"),
    path(f"{A}second-read/<slug:slug>/send-back/", second.send_back, name="send_back"),
    path(f"{A}quotes/<int:mark>/speaker/", keeping.speaker, name="speaker"),
    path(f"{A}quotes/<int:mark>/records/", keeping.keep, {"kind": "quote"}, name="quote_record"),
    path(f"{A}claims/<int:mark>/records/", keeping.keep, {"kind": "claim"}, name="claim_record"),
    path(f"{A}records/<int:record>/", keeping.record, name="record"),
    path(f"{A}records/<int:record>/take-off/", keeping.turn_record, {"removed": True}, name="record_off"),
    path(f"{A}records/<int:record>/bring-back/", keeping.turn_record, {"removed": False}, name="record_back"),
    path(f"{A}births/<slug:line>/", keeping.birth, name="birth"),
    path(f"{A}claims/<int:mark>/checklist/<slug:line>/", keeping.line, name="line"),
    path(f"{A}clear/", acts.clear, name="clear"),
]
