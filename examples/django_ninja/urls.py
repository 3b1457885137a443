from django.urls import include, path

from examples.django_ninja.api import api

urlpatterns = [
    path("api/", include("chatstream.urls")),  # tickets, events, messages
    path("api/", api.urls),  # conversations, docs, openapi.json
]
