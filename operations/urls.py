from django.urls import path

from operations import views

urlpatterns = [
    path("admin/status.json", views.status, name="operations-status"),
    path("admin/runs/<str:message_id>/log.json", views.run_log, name="operations-run-log"),
]
