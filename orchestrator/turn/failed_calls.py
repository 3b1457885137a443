"""What the model and the person are told of a call that failed through no fault of theirs. Rows hold it: operators count by it."""

FAILED = "The tool failed on our side; nothing was changed."
INTERRUPTED = "The call was interrupted. Whether it took effect is not known: do not repeat it, and say so."
INTERRUPTED_NOTICE = "This was interrupted, and is not tried again: it may have happened already."
