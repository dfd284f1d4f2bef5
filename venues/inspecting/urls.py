from django.urls import path

from venues import tables
from venues.inspecting import views
from venues.places import views as places

app_name = "inspections"
urlpatterns = [
    path("", views.inspection_list, name="list"),
    path("list.xlsx", tables.inspection_list_xlsx, name="list_xlsx"),
    path("reminded/", views.reminded_list, name="reminded"),
    path("<int:pk>/", views.inspection_create, name="create"),
    path("photos/<int:pk>.jpg", views.inspection_photo, name="photo"),
    path("places/", places.place_list, name="places"),
    path("places.xlsx", tables.place_list_xlsx, name="places_xlsx"),
    path("places/<int:pk>/register/", places.place_register, name="place_register"),
    path("places/<int:pk>/strike/", places.place_strike, name="place_strike"),
]
