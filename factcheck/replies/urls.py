from django.urls import path

from factcheck.replies.views import board, files, one, public, replies

app_name = "replies"
urlpatterns = [
    path("articles/<int:pk>/requests/", board.of_article, name="of_article"),
    path("articles/<int:pk>/requests/add/", board.add, name="add"),
    path("articles/<int:pk>/requests/take-up/", board.take_up_all, name="take_up_all"),
    path("articles/<int:pk>/requests/send/", board.send_several, name="send_several"),
    path("requests/", board.outstanding, name="outstanding"),
    path("requests/<int:pk>/", one.request_page, name="request"),
    path("requests/<int:pk>/take-up/", one.take_up, name="take_up"),
    path("requests/<int:pk>/drop/", one.drop, name="drop"),
    path("requests/<int:pk>/send/", one.send, name="send"),
    path("requests/<int:pk>/hold/", one.hold, name="hold"),
    path("requests/<int:pk>/extend/", one.extend, name="extend"),
    path("requests/<int:pk>/call/", one.call, name="call"),
    path("requests/<int:pk>/contact/", one.contact, name="contact"),
    path("letters/<int:pk>/settle/", one.settle, name="settle"),
    path("replies/", replies.unfiled, name="orphans"),
    path("replies/<int:pk>/triage/", replies.triage, name="triage"),
    path("replies/<int:pk>/file/", replies.file, name="file"),
    path("notices/<int:pk>/", replies.notice, name="notice"),
    path("mail/<int:pk>/raw/", files.raw, name="raw"),
    path("mail/attachments/<int:pk>/", files.attachment, name="attachment"),
    path("replies/files/<int:pk>/", files.reply_file, name="reply_file"),
    path("r/<str:token>/", public.reply_page, name="reply_page"),
]
