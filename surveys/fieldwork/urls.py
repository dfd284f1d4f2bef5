"""Field work: overview, assignments, devices, reviews, lists to walk, households to put in order."""

from django.urls import path

from surveys.fieldwork import tables
from surveys.fieldwork.views import assignments, devices, doubles, overview, pairs, provisional, review, revisit

app_name = "fieldwork"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("assignments/", assignments.groups, name="assignments"),
    path("assignments.xlsx", tables.assignments_xlsx, name="assignments_xlsx"),
    path("assignments/undo/", assignments.undo, name="undo"),
    path("groups/<int:pk>/", assignments.group, name="group"),
    path("villages/<int:pk>/ungrouped/", assignments.ungrouped, name="ungrouped"),
    path("households/<int:pk>/surveyors/", assignments.household, name="household"),
    path("devices/", devices.devices, name="devices"),
    path("devices.xlsx", tables.devices_xlsx, name="devices_xlsx"),
    path("revisit/", revisit.revisit, name="revisit"),
    path("revisit/list.xlsx", revisit.revisit_file, name="revisit_file"),
    path("review/", review.review, name="review"),
    path("review/<int:pk>/", review.record, name="record"),
    path("review/<int:pk>/accept/", review.accept, name="accept"),
    path("review/<int:pk>/reject/", review.reject, name="reject"),
    path("review/pairs/<int:earlier_pk>/<int:later_pk>/", pairs.pair, name="pair"),
    path("review/pairs/<int:earlier_pk>/<int:later_pk>/seen/", pairs.pair_seen, name="pair_seen"),
    path("provisional/", provisional.provisional, name="provisional"),
    path("provisional/<int:pk>/", provisional.confirm, name="confirm"),
    path("doubles/", doubles.doubles, name="doubles"),
    path("doubles/<int:first_pk>/<int:second_pk>/", doubles.compare, name="compare"),
    path("households/<int:pk>/double/", doubles.find_double, name="find_double"),
]
