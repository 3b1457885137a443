"""What a stream was opened on, and why that may not hold any more."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

# `check_again`: the sign-in that was shown has ended, the person may have a newer one. `signed_out`: there is none.
# `gone`: the project is not there any more, or not theirs.
Revocation = Literal["check_again", "signed_out", "gone"]


@dataclass(frozen=True, slots=True)
class Grant:
    """Who was let in to what. `credential`: what they have shown, as the project under chatstream understands it."""

    user_id: Hashable
    credential: Hashable
    stream: str
