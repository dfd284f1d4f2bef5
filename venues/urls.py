from django.urls import path

from venues import poster_views, print_views, tables, views
from venues.enrolling import views as enrolling
from venues.events import views as events
from venues.keeping import views as keeping
from venues.photos import views as photos

app_name = "venues"
urlpatterns = [
    path("", views.venue_list, name="list"),
    path("list.xlsx", tables.venue_list_xlsx, name="list_xlsx"),
    path("new/", views.venue_create, name="create"),
    path("event/", events.event_create, name="event"),
    path("<int:pk>/", views.venue_detail, name="detail"),
    path("register/", enrolling.choose_commune, name="enrol_communes"),
    path("register/<slug:slug>/", enrolling.enrol, name="enrol"),
    path("register/<slug:slug>/done/", enrolling.enrolled, name="enrolled"),
    path("<int:pk>/owner/", enrolling.owner_account, name="owner_account"),
    path("keepers/", keeping.keeper_list, name="keepers"),
    path("<int:pk>/transfer/", keeping.venue_transfer, name="transfer"),
    path("<int:pk>/edit/", views.venue_edit, name="edit"),
    path("<int:pk>/photo.jpg", photos.venue_photo, name="photo"),
    path("<int:pk>/photo/", photos.photo_change, name="photo_change"),
    path("<int:pk>/photo/remove/", photos.photo_remove, name="photo_remove"),
    path("<int:pk>/approve/", views.venue_approve, name="approve"),
    path("<int:pk>/suspend/", views.venue_suspend, name="suspend"),
    path("<int:pk>/reopen/", views.venue_reopen, name="reopen"),
    path("<int:pk>/retire/", views.venue_retire, name="retire"),
    path("posters/", print_views.print_choose, name="print"),
    path("posters/<int:pk>/", print_views.print_status, name="print_status"),
    path("posters/<int:pk>.pdf", print_views.print_download, name="print_download"),
    path("<int:pk>/posters/print/", print_views.print_choose, name="print_venue"),
    path("<int:pk>/posters/", poster_views.poster_issue, name="poster_issue"),
    path("<int:pk>/posters/<int:poster_pk>/", poster_views.poster_detail, name="poster_detail"),
    path("<int:pk>/posters/<int:poster_pk>.<slug:kind>", poster_views.poster_download, name="poster"),
    path("<int:pk>/posters/<int:poster_pk>/revoke/", poster_views.poster_revoke, name="poster_revoke"),
    path("<int:pk>/posters/<int:poster_pk>/reissue/", poster_views.poster_reissue, name="poster_reissue"),
]
