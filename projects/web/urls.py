from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path
from django.views.i18n import set_language

from chatstream.doors import http
from projects.access import tickets
from projects.access.sign_in_attempts import RateLimitedAdminSignIn, RateLimitedSignIn
from projects.access.sign_in_links import sign_in_by_link
from projects.web import (
    account_api,
    account_page,
    api,
    asset_api,
    branches_api,
    edit_api,
    export_api,
    film_page,
    model_api,
    pages,
    project_files_api,
    queue_api,
    replay_api,
    server_export_api,
    share_api,
    takes_api,
    video_api,
)

admin.site.login_form = RateLimitedAdminSignIn

urlpatterns = [
    path("", pages.projects_page, name="projects"),
    path("projects/<uuid:project_id>/", pages.chat, name="project"),
    path("films/<slug:name>.json", pages.prepared_film, name="prepared-film"),
    path(
        "sign-in/",
        LoginView.as_view(template_name="projects/sign_in.html", authentication_form=RateLimitedSignIn),
        name="sign-in",
    ),
    path("sign-in/link/<str:token>/", sign_in_by_link, name="sign-in-link"),
    path("language/", set_language, name="set-language"),
    path("account/", account_page.account, name="account"),
    path("account/tokens/", account_page.new_token, name="new-token"),
    path("account/tokens/<int:token_id>/revoke/", account_page.revoke_token, name="revoke-token"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("film/<str:token>/", film_page.film, name="film"),
    path("film/<str:token>/poster/", film_page.poster, name="film-poster"),
    path("film/<str:token>/assets/<uuid:asset_id>/", film_page.picture),
    path("api/projects/", api.project_list, name="api-projects"),
    path("api/projects/<str:project_id>/", api.project_detail, name="api-project"),
    path("api/projects/<str:stream>/events/", http.events),
    path("api/projects/<str:project_id>/duplicate/", api.duplicate),
    path("api/projects/<str:project_id>/undelete/", api.undelete, name="api-undelete"),
    path("api/projects/<str:project_id>/messages/", api.messages, name="api-messages"),
    path("api/projects/<str:project_id>/assets/", asset_api.asset_list),
    path("api/projects/<str:project_id>/assets/<str:asset_id>/", asset_api.asset_file),
    path("api/projects/<str:project_id>/exports/", export_api.export_list),
    path("api/projects/<str:project_id>/files/<str:form>/", project_files_api.project_file, name="api-project-file"),
    path("api/projects/<str:project_id>/server-export/", server_export_api.server_export),
    path("api/projects/<str:project_id>/share/", share_api.share, name="api-share"),
    path("api/projects/<str:project_id>/share/poster/", share_api.poster),
    path("api/projects/<str:project_id>/revisions/", video_api.revision_list),
    path("api/projects/<str:project_id>/revisions/<int:number>/", video_api.revision_detail),
    path("api/projects/<str:project_id>/undo/", video_api.undo),
    path("api/projects/<str:project_id>/redo/", video_api.redo),
    path("api/projects/<str:project_id>/restore/", video_api.restore),
    path("api/projects/<str:project_id>/takes/", takes_api.takes),
    path("api/projects/<str:project_id>/queue/", queue_api.order),
    path("api/projects/<str:project_id>/queue/<str:message_id>/", queue_api.waiting_message),
    path("api/projects/<str:project_id>/branches/", branches_api.branches),
    path("api/projects/<str:project_id>/edits/", edit_api.edit),
    path("api/projects/<str:project_id>/chosen-scene/", edit_api.choose_scene),
    path("api/projects/<str:project_id>/model/", model_api.model, name="api-model"),
    path("api/messages/<str:message_id>/", http.message),
    path("api/messages/<str:message_id>/replay/", replay_api.replay),
    path("api/messages/<str:message_id>/stop/", http.stop),
    path("api/messages/<str:message_id>/retry/", http.retry),
    path("api/account/export/", account_api.export, name="api-account-export"),
    path("api/tickets/", tickets.ticket_list),
    path("api/palettes/", edit_api.palettes),
]
