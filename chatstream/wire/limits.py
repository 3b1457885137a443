"""How large what goes over the wire may be."""

MESSAGE_MAX_CHARS = 32_000
FRAME_MAX_BYTES = 64 * 1024  # of a client's frame
SERVER_FRAME_MAX_BYTES = 256 * 1024  # servers refuse to send 1 MiB, and a reader would come back for it for ever
INLINE_MAX_BYTES = 64 * 1024  # a text or a JSON value that is larger may be left out of a frame, and is fetched
EVENT_MAX_BYTES = SERVER_FRAME_MAX_BYTES - 256  # room for the `id`
MAX_ATTACHMENTS = 8
