from tracing.cases.urls import urlpatterns as cases
from tracing.following.urls import urlpatterns as following

app_name = "tracing"
urlpatterns = [*following, *cases]
