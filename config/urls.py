from django.contrib import admin
from django.urls import include, path

admin.autodiscover()  # here, not as each process starts: only a web server has pages

handler500 = "projects.web.error_pages.server_error"
urlpatterns = [
    path("", include("operations.urls")),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("projects.web.urls")),
    path("api/", include("chatstream.dialects.urls")),
]
