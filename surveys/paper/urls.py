"""Lists on paper: chosen, printed, typed in."""

from django.urls import path

from surveys.paper import views

app_name = "paper"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("sheet.pdf", views.sheet, name="sheet"),
    path("type/", views.type_in, name="type"),
]
