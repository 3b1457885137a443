from django.urls import path

from operations import views

urlpatterns = [
    path("admin/status.json", views.status, name="operations-status"),
    path("admin/runs/<str:message_id>/log.json", views.run_log, name="operations-run-log"),
    path("admin/runs/<str:message_id>/events/", views.run_events, name="operations-run-events"),
    path("admin/runs/<str:message_id>/readers.json", views.run_readers, name="operations-run-readers"),
    path("admin/runs/<str:message_id>/replay.json", views.run_replay, name="operations-run-replay"),
]
