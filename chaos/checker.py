"""Reads a history when all is over and says which promises were broken. It knows the protocol, and no other code of ours."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from chaos.follower import ENDED, Follower
from chaos.history import Record
from chatstream.log.entries import Position


@dataclass
class Verdict:
    """How often which promise was broken; `problems` in words, the worst witnesses first."""

    clients: int = 0
    runs: int = 0
    events: int = 0
    lost: int = 0
    duplicated: int = 0
    reordered: int = 0
    unfinished: int = 0
    failed: int = 0
    doubled_effects: int = 0
    two_owners: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems

    def broken(self, problem: str) -> None:
        self.problems.append(problem)


def check(records: Iterable[Record]) -> Verdict:
    """`records` in the order of their time."""
    verdict = Verdict()
    by_kind: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_kind[record["kind"]].append(record)
    answers = {row["message"]: row for row in by_kind["message"] if row["role"] == "assistant"}
    verdict.runs = len(answers)
    _check_ends(verdict, answers)
    _check_clients(verdict, by_kind["frame"], answers, by_kind["call"])
    _check_log(verdict, by_kind["entry"])
    _check_owners(verdict, by_kind["append"])
    _check_effects(verdict, by_kind["effect"], by_kind["call"], by_kind["revision"])
    return verdict


def _check_ends(verdict: Verdict, answers: dict[str, Record]) -> None:
    for message, row in answers.items():
        if row["status"] not in ENDED:
            verdict.unfinished += 1
            verdict.broken(f"{message} never ended: it is {row['status']}")
        elif (row.get("error") or {}).get("code") == "internal":
            verdict.failed += 1
            verdict.broken(f"{message} ended with a fault of ours")


def _check_clients(verdict: Verdict, frames: list[Record], answers: dict[str, Record], calls: list[Record]) -> None:
    followers: dict[str, Follower] = {}
    projects: dict[str, str] = {}
    for record in frames:
        name = record["who"]
        follower = followers.setdefault(name, Follower(name))
        projects[name] = record["project"]
        follower.apply(record["frame"])
    for name, follower in followers.items():
        _check_last_view(follower, [row for row in answers.values() if row["project"] == projects[name]])
        _check_results(follower, calls)
        verdict.events += follower.events
        verdict.lost += follower.lost
        verdict.duplicated += follower.duplicated
        verdict.reordered += follower.reordered
        for problem in follower.problems:
            verdict.broken(f"{name}: {problem}")
    verdict.clients = len(followers)


def _check_last_view(follower: Follower, answers: list[Record]) -> None:
    """Whoever followed to the end holds each answer to the byte as its row has it."""
    for row in answers:
        message = row["message"]
        if row["status"] not in ENDED:
            continue
        if message not in follower.ended:
            follower.lost += 1
            follower.problems.append(f"the end of {message} never came")
        elif not follower.holds(message, row["content"]):
            follower.lost += 1
            shown = follower.texts.get(message)
            follower.problems.append(f"{message} is shown as {shown!r}, and its row says {row['content']!r}")
        if follower.reasoning.get(message, row.get("reasoning", "")) != row.get("reasoning", ""):
            follower.lost += 1
            follower.problems.append(f"the reasoning of {message} is shown as {follower.reasoning[message]!r}")


def _check_results(follower: Follower, calls: list[Record]) -> None:
    """What was said of a tool call is what its row says."""
    for call in calls:
        said = follower.results.get(call["call"])
        if said is not None and said != (call["status"] == "success"):
            follower.lost += 1
            follower.problems.append(
                f"the end of tool call {call['call']}: success={said}, and its row: {call['status']}"
            )


def _check_log(verdict: Verdict, entries: list[Record]) -> None:
    """The log that is left: numbered without a hole, one end per message, one result per tool call."""
    ends = Counter(entry["message"] for entry in entries if entry["type"] == "finalized")
    for message, count in ends.items():
        if count > 1:
            verdict.duplicated += count - 1
            verdict.broken(f"{message} was finalized {count} times")
    results = Counter(entry["call"] for entry in entries if entry["type"] == "tool_result")
    for call, count in results.items():
        if count > 1:
            verdict.doubled_effects += count - 1
            verdict.broken(f"the log has {count} results of tool call {call}")
    last: dict[str, int] = {}
    for entry in entries:
        position = Position.parse(entry["id"])
        assert position is not None
        if position.seq != last.get(entry["project"], position.seq - 1) + 1:
            verdict.lost += 1
            verdict.broken(f"the log has a hole before {entry['id']}")
        last[entry["project"]] = position.seq


def _check_owners(verdict: Verdict, appends: list[Record]) -> None:
    """Per fence one writer at most; and who was replaced is never heard again."""
    writers: dict[tuple[str, int], set[str]] = defaultdict(set)
    for append in appends:
        writers[append["message"], append["fence"]].add(append["writer"])
    for (message, fence), names in writers.items():
        if len(names) > 1:
            verdict.two_owners += 1
            verdict.broken(f"{len(names)} owners spoke for {message} with fence {fence}")
    heard: dict[tuple[str, int], int] = {}
    for append in sorted(appends, key=_place):
        line = append["message"], _place(append)[0]
        if append["fence"] < heard.get(line, 0):
            verdict.two_owners += 1
            verdict.broken(f"{append['message']}: fence {append['fence']} was heard after {heard[line]}")
        heard[line] = max(append["fence"], heard.get(line, 0))


def _place(append: Record) -> tuple[int, int]:
    position = Position.parse(append["head"])
    assert position is not None
    return position.epoch, position.seq


def _check_effects(verdict: Verdict, effects: list[Record], calls: list[Record], revisions: list[Record]) -> None:
    """A tool call has its effect once at most, and the video no change that no call has made."""
    for call, times in Counter(effect["call"] for effect in effects).items():
        if times > 1:
            verdict.doubled_effects += times - 1
            verdict.broken(f"the effect of {call} was had {times} times")
    made = Counter(call["message"] for call in calls if call["status"] == "success")
    changed = Counter(revision["message"] for revision in revisions if revision["message"])
    for message, count in changed.items():
        if count > made[message]:
            verdict.doubled_effects += count - made[message]
            verdict.broken(f"{message} changed the video {count} times with {made[message]} tool calls")
