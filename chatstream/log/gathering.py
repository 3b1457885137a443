"""How long the words of an answer wait for each other: longer where a process has many answers, so that each costs less."""

from chatstream.loop_local import LoopLocal

LEAST_SECONDS, MOST_SECONDS = 0.04, 0.12  # docs/decisions/0062 has what other lengths cost
FEW = 40  # answers, whose words wait LEAST_SECONDS
SECONDS_PER_ANSWER = 0.002  # more, for each beyond FEW
WRITER_SHARE = 0.75


class Gathering:
    """`begin` and `end`: an answer is being written by this process."""

    def __init__(self) -> None:
        self._answers = 0

    def begin(self) -> None:
        self._answers += 1

    def end(self) -> None:
        self._answers -= 1

    @property
    def seconds(self) -> float:
        """From one read of a model's answer to the next."""
        return min(LEAST_SECONDS + max(self._answers - FEW, 0) * SECONDS_PER_ANSWER, MOST_SECONDS)

    @property
    def writer_seconds(self) -> float:
        """From one append of an answer to the next: less, so that what was read in one go is not gathered a second time."""
        return self.seconds * WRITER_SHARE


_gatherings = LoopLocal(Gathering)


def get_gathering() -> Gathering:
    """That of the running event loop: a worker process has one."""
    return _gatherings.get()
