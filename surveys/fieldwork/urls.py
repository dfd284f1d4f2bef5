"""Field work: overview, assignments, devices, reviews, lists to walk, households to put in order."""

from django.urls import path

from surveys.fieldwork.views import assignments, devices, overview

app_name = "fieldwork"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("assignments/", assignments.groups, name="assignments"),
    path("assignments/undo/", assignments.undo, name="undo"),
    path("groups/<int:pk>/", assignments.group, name="group"),
    path("villages/<int:pk>/ungrouped/", assignments.ungrouped, name="ungrouped"),
    path("households/<int:pk>/surveyors/", assignments.household, name="household"),
    path("devices/", devices.devices, name="devices"),
]
