"""Check a finished history for broken promises. It depends on the protocol alone, on no other code of ours."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from chaos.follower import ENDED, Follower
from chaos.history import Record
from chatstream.log.entries import Position


@dataclass
class Verdict:
    """How often each promise was broken, and `problems` in words."""

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

    def add_problem(self, problem: str) -> None:
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
            verdict.add_problem(f"{message} never ended: it is {row['status']}")
        elif (row.get("error") or {}).get("code") == "internal":
            verdict.failed += 1
            verdict.add_problem(f"{message} ended with a fault of ours")


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
            verdict.add_problem(f"{name}: {problem}")
    verdict.clients = len(followers)


def _check_last_view(follower: Follower, answers: list[Record]) -> None:
    """A client that followed to the end has the text of each answer exactly as its row has it."""
    for row in answers:
        message = row["message"]
        if row["status"] not in ENDED:
            continue
        if message not in follower.ended:
            follower.lost += 1
            follower.problems.append(f"the end of {message} never came")
        elif not follower.holds(message, row["content"]):
            follower.lost += 1
            text = follower.texts.get(message)
            follower.problems.append(f"{message} is shown as {text!r}, and its row says {row['content']!r}")
        if follower.reasoning.get(message, row.get("reasoning", "")) != row.get("reasoning", ""):
            follower.lost += 1
            follower.problems.append(f"the reasoning of {message} is shown as {follower.reasoning[message]!r}")


def _check_results(follower: Follower, calls: list[Record]) -> None:
    """The published result of a tool call is that of its row."""
    for call in calls:
        success = follower.results.get(call["call"])
        if success is not None and success != (call["status"] == "success"):
            follower.lost += 1
            follower.problems.append(
                f"the end of tool call {call['call']}: success={success}, and its row: {call['status']}"
            )


def _check_log(verdict: Verdict, entries: list[Record]) -> None:
    """The remaining log: positions without a hole, one end per message, one result per tool call."""
    ends = Counter(entry["message"] for entry in entries if entry["type"] == "finalized")
    for message, count in ends.items():
        if count > 1:
            verdict.duplicated += count - 1
            verdict.add_problem(f"{message} was finalized {count} times")
    results = Counter(entry["call"] for entry in entries if entry["type"] == "tool_result")
    for call, count in results.items():
        if count > 1:
            verdict.doubled_effects += count - 1
            verdict.add_problem(f"the log has {count} results of tool call {call}")
    last: dict[str, int] = {}
    for entry in entries:
        position = Position.parse(entry["id"])
        assert position is not None
        if position.seq != last.get(entry["project"], position.seq - 1) + 1:
            verdict.lost += 1
            verdict.add_problem(f"the log has a hole before {entry['id']}")
        last[entry["project"]] = position.seq


def _check_owners(verdict: Verdict, appends: list[Record]) -> None:
    """At most one writer per fence; after a takeover the log accepts nothing of the old owner."""
    writers: dict[tuple[str, int], set[str]] = defaultdict(set)
    for append in appends:
        writers[append["message"], append["fence"]].add(append["writer"])
    for (message, fence), names in writers.items():
        if len(names) > 1:
            verdict.two_owners += 1
            verdict.add_problem(f"{len(names)} owners spoke for {message} with fence {fence}")
    newest: dict[tuple[str, int], int] = {}
    for append in sorted(appends, key=_place):
        line = append["message"], _place(append)[0]
        if append["fence"] < newest.get(line, 0):
            verdict.two_owners += 1
            verdict.add_problem(f"{append['message']}: fence {append['fence']} was accepted after {newest[line]}")
        newest[line] = max(append["fence"], newest.get(line, 0))


def _place(append: Record) -> tuple[int, int]:
    position = Position.parse(append["head"])
    assert position is not None
    return position.epoch, position.seq


def _check_effects(verdict: Verdict, effects: list[Record], calls: list[Record], revisions: list[Record]) -> None:
    """A tool call has its effect once at most, and the video no change that no call has made."""
    for call, times in Counter(effect["call"] for effect in effects).items():
        if times > 1:
            verdict.doubled_effects += times - 1
            verdict.add_problem(f"the effect of {call} was had {times} times")
    made = Counter(call["message"] for call in calls if call["status"] == "success")
    changed = Counter(revision["message"] for revision in revisions if revision["message"])
    for message, count in changed.items():
        if count > made[message]:
            verdict.doubled_effects += count - made[message]
            verdict.add_problem(f"{message} changed the video {count} times with {made[message]} tool calls")
