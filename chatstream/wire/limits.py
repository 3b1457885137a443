"""The largest messages, frames and fields, in characters or bytes."""

MESSAGE_MAX_CHARS = 32_000
STEERING_MAX_CHARS = 8_000  # all that is added to one answer: a snapshot leaves none of it out
DETAIL_MAX_CHARS = 1000  # of a refusal
FRAME_MAX_BYTES = 64 * 1024  # of a client's frame
SERVER_FRAME_MAX_BYTES = 256 * 1024  # web servers refuse to send 1 MiB: its reader would come back for ever
INLINE_MAX_BYTES = 64 * 1024  # a larger text or JSON value may be left out of a frame; clients fetch it
EVENT_MAX_BYTES = SERVER_FRAME_MAX_BYTES - 256  # room for the `id`
MAX_ATTACHMENTS = 8
