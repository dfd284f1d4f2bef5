from django.urls import path

from venues.inspecting import views
from venues.places import views as places

app_name = "inspections"
urlpatterns = [
    path("", views.inspection_list, name="list"),
    path("reminded/", views.reminded_list, name="reminded"),
    path("<int:pk>/", views.inspection_create, name="create"),
    path("photos/<int:pk>.jpg", views.inspection_photo, name="photo"),
    path("places/", places.place_list, name="places"),
    path("places/<int:pk>/register/", places.place_register, name="place_register"),
    path("places/<int:pk>/strike/", places.place_strike, name="place_strike"),
]
