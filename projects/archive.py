"""All data of a person as one ZIP file, made while it is read: no more than a piece of it is in memory.

Blocks. Between two pieces no query is open, so that each may be made on another thread.
"""

import json
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from chatstream.rows.database import off_loop
from chatstream.rows.message_view import view
from projects.assets import CHUNK
from projects.batches import in_batches
from projects.branches import path_of
from projects.conversation_text import as_markdown
from projects.listing import project_page
from projects.message_rows import add_related_rows
from projects.models import EXTENSIONS, AccessToken, Message, Project, Quota, Revision, ShareLink, asset_storage

logger = logging.getLogger(__name__)

MESSAGES, REVISIONS, PROJECTS = 50, 20, 100  # read at once
QUOTA_FIELDS = ("requests_per_minute", "live_runs", "tokens_per_day", "cost_per_day", "stored_mb")
CONTENTS = """\
account.json                what is kept of you
PROJECT/project.json        the project and its messages, as the API has them; "branches" are those of the conversation
PROJECT/conversation.md     the same, to read: the conversation that is shown, then other versions of it
PROJECT/revisions.json      every state of its video, oldest first; the last one is the video
PROJECT/share.json          the public link to the film, if there is one
PROJECT/files/              pictures, finished videos, and the poster of the link
"""


class _Sink:
    """The file that the ZIP writer writes to; without `seek`, so the writer does not go back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is buffered."""

    def take(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def archive(user: Any) -> Iterator[bytes]:
    """The ZIP file in pieces."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as file:  # type: ignore[call-overload] # it asks for no more than _Sink has
        for _ in _write_account(file, user):
            if piece := sink.take():
                yield piece
    yield sink.take()


async def stream_archive(user: Any) -> AsyncIterator[bytes]:
    """The same, made off the loop. If it fails, the download breaks off: no program opens it as a whole ZIP file."""
    pieces = archive(user)
    try:
        while (piece := await off_loop(next)(pieces, None)) is not None:
            yield piece
    except Exception:
        logger.exception("The archive of user %s failed; its download breaks off.", user.pk)


def _write_account(file: ZipFile, user: Any) -> Iterator[None]:
    """Yields after every piece."""
    file.writestr(_entry("CONTENTS.txt", timezone.now()), CONTENTS)
    file.writestr(_entry("account.json", timezone.now()), _to_json(_account(user)))
    place = None
    while True:
        page = project_page(user, place, PROJECTS)
        for project in page.projects:
            yield from _write_project(file, project)
        place = page.next
        if place is None:
            return


def _account(user: Any) -> dict[str, Any]:
    return {
        "username": user.get_username(),
        "name": user.get_full_name(),
        "email": user.email,
        "joined": user.date_joined.isoformat(),
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        "exported": timezone.now().isoformat(),
        "limits": list(Quota.objects.filter(user=user).values(*QUOTA_FIELDS)),
        "tokens": [_token(token) for token in AccessToken.objects.filter(user=user)],
    }


def _token(token: AccessToken) -> dict[str, Any]:
    moments = {name: getattr(token, name) for name in ("created", "expires", "last_used", "revoked")}
    return {
        "name": token.name,
        "may_write": token.may_write,
        "project": str(token.project_id) if token.project_id else None,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }


def _write_project(file: ZipFile, project: Project) -> Iterator[None]:
    folder = f"{slugify(project.title, allow_unicode=True)[:60] or 'video'}-{project.pk.hex[:8]}"
    with file.open(_entry(f"{folder}/project.json", project.updated), "w", force_zip64=True) as out:
        out.write(_to_json(_head(project))[:-2].encode() + b',\n "messages": ')
        messages = in_batches(project.messages.all(), "position", MESSAGES, add_related_rows)
        yield from _write_list(out, (_message(message) for message in messages))
        out.write(b"}\n")
    with file.open(_entry(f"{folder}/conversation.md", project.updated), "w", force_zip64=True) as out:
        shown, everything = path_of(project.pk, project.branch).messages(), project.messages.filter(removed=False)
        yield from _write_markdown(out, project.title, everything.filter(shown))
        if everything.exclude(shown).exists():
            yield from _write_markdown(
                out, "Other versions, from the messages on that were edited", everything.exclude(shown)
            )
    with file.open(_entry(f"{folder}/revisions.json", project.updated), "w", force_zip64=True) as out:
        revisions = in_batches(project.revisions.all(), "number", REVISIONS)
        yield from _write_list(out, (_revision(revision) for revision in revisions))
    for asset in list(project.assets.all()):
        name = f"{asset.pk}{EXTENSIONS[asset.media_type]}"
        yield from _write_file(file, _entry(f"{folder}/files/{name}", asset.created, ZIP_STORED), asset.file.name)
    for link in ShareLink.objects.filter(project=project):
        file.writestr(_entry(f"{folder}/share.json", link.created), _to_json(_share(link)))
        if link.poster:
            name = f"poster{EXTENSIONS[link.poster_type]}"
            yield from _write_file(file, _entry(f"{folder}/files/{name}", link.created, ZIP_STORED), link.poster.name)


def _head(project: Project) -> dict[str, Any]:
    return {
        "id": str(project.pk),
        "title": project.title,
        "created": project.created.isoformat(),
        "branch": project.branch,
        "branches": list(project.branches.values("number", "parent", "fork")),
    }


def _write_markdown(out: IO[bytes], title: str, messages: QuerySet[Message]) -> Iterator[None]:
    out.write(f"# {title}\n".encode())
    for message in in_batches(messages.prefetch_related("tool_calls", "attachments"), "position", MESSAGES):
        out.write(as_markdown(message).encode())
        yield


def _share(link: ShareLink) -> dict[str, Any]:
    return {
        "token": link.token,
        "revision": link.revision,
        "created": link.created.isoformat(),
        "expires": link.expires.isoformat() if link.expires else None,
    }


def _write_file(file: ZipFile, entry: ZipInfo, name: str | None) -> Iterator[None]:
    """Uncompressed, since pictures and videos are compressed already. A missing file is left out."""
    try:
        source = asset_storage().open(str(name))
    except FileNotFoundError:
        logger.warning("The file %s is missing; the archive of its owner is written without it.", name)
        return
    with source, file.open(entry, "w", force_zip64=True) as out:
        while chunk := source.read(CHUNK):
            out.write(chunk)
            yield


def _message(message: Message) -> str:
    """As the API has it, and with its place, by which `fork` of a branch says where that begins."""
    return f'{view(message).encode()[:-1]},"branch":{message.branch},"position":{message.position}}}'


def _revision(revision: Revision) -> str:
    row = {"revision": revision.number, "cause": revision.cause, "summary": revision.summary}
    row["created"] = revision.created.isoformat()
    return json.dumps(row, ensure_ascii=False)[:-1] + f', "storyboard": {revision.document}}}'


def _write_list(out: IO[bytes], items: Iterator[str]) -> Iterator[None]:
    before = "["
    for item in items:
        out.write(f"{before}\n{item}".encode())
        before = ","
        yield
    out.write(b"\n]" if before == "," else b"[]")


def _to_json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _entry(name: str, moment: datetime, compress_type: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type = compress_type
    entry.external_attr = 0o600 << 16  # who unpacks it may read it, and nobody else
    return entry
