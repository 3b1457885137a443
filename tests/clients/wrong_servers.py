"""Servers that break one promise each: the right one, with something between it and its clients."""

import json
from typing import Any
from uuid import uuid4

from tests.browser.narrow_proxy import NarrowProxy


class Passing(NarrowProxy):
    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.sockets = "pass"
        self.count = 0

    def is_each(self, number: int) -> bool:
        self.count += 1
        return self.count % number == 0


class DoublesADelta(Passing):
    def change_answer(self, text: str) -> list[str]:
        return [text, text] if '"delta"' in text and self.is_each(7) else [text]


class SkipsAnEvent(Passing):
    def change_answer(self, text: str) -> list[str]:
        return [] if '"delta"' in text and self.is_each(7) else [text]


class TakesANaiveSnapshot(Passing):
    """Its words are newer than its position."""

    def change_answer(self, text: str) -> list[str]:
        frame = json.loads(text)
        if frame["type"] == "snapshot":
            epoch, seq = frame["at"].split("-")
            frame["at"] = f"{epoch}-{int(seq) - 1}"
        return [json.dumps(frame)]


class ChangesALetterOnTheWayBack(Passing):
    def change_answer(self, text: str) -> list[str]:
        return [text.replace("word30 ", "word31 ") if '"merged"' in text else text]


class CountsWhatWasMissedWrongly(Passing):
    def change_answer(self, text: str) -> list[str]:
        frame = json.loads(text)
        return [json.dumps({**frame, "missed_events": 0}) if frame["type"] == "reconnected" else text]


class IgnoresRequestIds(Passing):
    ignored = "initiate"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.asked: dict[str, str] = {}

    def change_request(self, text: str) -> list[str]:
        frame = json.loads(text)
        if frame["type"] != self.ignored:
            return [text]
        fresh = str(uuid4())
        self.asked[fresh] = frame["request_id"]
        return [json.dumps({**frame, "request_id": fresh})]

    def change_answer(self, text: str) -> list[str]:
        for fresh, asked in self.asked.items():
            text = text.replace(fresh, asked)
        return [text]


class AddsTwice(IgnoresRequestIds):
    ignored = "steer"


class TakesAnyField(Passing):
    def change_request(self, text: str) -> list[str]:
        frame = json.loads(text)
        frame.pop("colour", None)
        return [json.dumps(frame)]


class ForgetsWhoseRefusalItIs(Passing):
    def change_answer(self, text: str) -> list[str]:
        frame = json.loads(text)
        if frame["type"] == "request_error":
            frame.pop("request_id", None)
        return [json.dumps(frame)]


class LosesStops(Passing):
    def change_request(self, text: str) -> list[str]:
        return [] if '"stop"' in text else [text]


class HasStrangersComeBack(Passing):
    def change_code(self, code: int) -> int:
        return 4000 if code == 4501 else code


class SpellsDifferentlyOverHttp(Passing):
    def change_piece(self, piece: bytes) -> bytes:
        return piece.replace(b"word100 ", b"Word100 ")


# What each of them fails.
CAUGHT_BY: dict[type[Passing], str] = {
    DoublesADelta: "snapshot-then-events",
    SkipsAnEvent: "one-end-that-measures",
    TakesANaiveSnapshot: "snapshot-then-events",
    ChangesALetterOnTheWayBack: "resume-from-every-position",
    CountsWhatWasMissedWrongly: "resume-from-every-position",
    IgnoresRequestIds: "request-id-counts-once",
    AddsTwice: "steer-counts-once",
    TakesAnyField: "unknown-fields-are-refused",
    ForgetsWhoseRefusalItIs: "bad-frames-are-refused",
    LosesStops: "stop-keeps-the-text",
    HasStrangersComeBack: "not-signed-in",
    SpellsDifferentlyOverHttp: "sse-equals-websocket",
}
