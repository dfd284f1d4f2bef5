from django.urls import path

from checkins.cards import views

app_name = "cards"
urlpatterns = [
    path("", views.card_list, name="list"),
    path("new/", views.card_create, name="create"),
    path("upload/", views.card_upload, name="upload"),
    path("upload/issue/", views.card_issue_list, name="issue_list"),
    path("template/", views.card_template, name="template"),
    path("cards.pdf", views.card_print, name="print"),
    path("<int:pk>.pdf", views.card_download, name="download"),
    path("<int:pk>/revoke/", views.card_revoke, name="revoke"),
    path("<int:pk>/reissue/", views.card_reissue, name="reissue"),
]
