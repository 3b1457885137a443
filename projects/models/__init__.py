"""The rows, one module each."""

from chatstream.wire.base import ENDED
from projects.models.access_token import AccessToken
from projects.models.account_deletion import AccountDeletion
from projects.models.asset import EXTENSIONS, Asset, asset_path, asset_storage
from projects.models.branch import Branch
from projects.models.message import Message
from projects.models.outbox_event import OutboxEvent
from projects.models.project import UNTITLED, Project, ProjectQuerySet, projects_for
from projects.models.quota import Quota
from projects.models.revision import Revision
from projects.models.run_ledger import Step, ToolCall
from projects.models.server_export import ServerExport
from projects.models.share_link import ShareLink

__all__ = [
    "ENDED",
    "EXTENSIONS",
    "UNTITLED",
    "AccessToken",
    "AccountDeletion",
    "Asset",
    "Branch",
    "Message",
    "OutboxEvent",
    "Project",
    "ProjectQuerySet",
    "Quota",
    "Revision",
    "ServerExport",
    "ShareLink",
    "Step",
    "ToolCall",
    "asset_path",
    "asset_storage",
    "projects_for",
]
