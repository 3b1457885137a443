"""The permission that a stream was opened with, and the reasons why it may be revoked."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

# `check_again`: this sign-in has ended, and the person may have a newer one. `signed_out`: they have none.
# `gone`: what the stream belongs to is deleted, or not theirs any more.
Revocation = Literal["check_again", "signed_out", "gone"]


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may follow what. `credential`: what they signed in with, as the backend reads it: None, or hashable."""

    user_id: Hashable
    credential: Hashable
    stream: str
