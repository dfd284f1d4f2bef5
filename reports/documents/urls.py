from django.urls import path

from reports.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/chart.png", views.chart, name="chart"),
    path("<int:pk>/document.docx", views.file, {"file_type": "docx"}, name="docx"),
    path("<int:pk>/document.pdf", views.file, {"file_type": "pdf"}, name="pdf"),
]
