from django.urls import path

from venues import poster_views, print_views, views

app_name = "venues"
urlpatterns = [
    path("", views.venue_list, name="list"),
    path("new/", views.venue_create, name="create"),
    path("<int:pk>/", views.venue_detail, name="detail"),
    path("<int:pk>/edit/", views.venue_edit, name="edit"),
    path("<int:pk>/approve/", views.venue_approve, name="approve"),
    path("<int:pk>/suspend/", views.venue_suspend, name="suspend"),
    path("<int:pk>/reopen/", views.venue_reopen, name="reopen"),
    path("<int:pk>/retire/", views.venue_retire, name="retire"),
    path("posters/", print_views.print_choose, name="print"),
    path("posters/<int:pk>/", print_views.print_status, name="print_status"),
    path("posters/<int:pk>.pdf", print_views.print_download, name="print_download"),
    path("<int:pk>/posters/", poster_views.poster_issue, name="poster_issue"),
    path("<int:pk>/posters/<int:poster_pk>/", poster_views.poster_detail, name="poster_detail"),
    path("<int:pk>/posters/<int:poster_pk>.<slug:kind>", poster_views.poster_download, name="poster"),
    path("<int:pk>/posters/<int:poster_pk>/revoke/", poster_views.poster_revoke, name="poster_revoke"),
    path("<int:pk>/posters/<int:poster_pk>/reissue/", poster_views.poster_reissue, name="poster_reissue"),
]
