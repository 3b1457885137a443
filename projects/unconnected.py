"""What the page offers while no model is connected: six prepared films, and the known commands."""

from typing import Final, NamedTuple


class Starter(NamedTuple):
    """`poster`: the name of its film's picture."""

    poster: str
    sentence: str


STARTERS: Final = (
    Starter("shop", "Invite the neighbourhood to a new coffee shop"),
    Starter("launch", "Launch a product that sorts the support inbox"),
    Starter("app", "Show how a habit app works, on a phone"),
    Starter("birthday", "Wish Maya a happy birthday, with confetti"),
    Starter("figures", "Present the figures of our best quarter"),
    Starter("hiring", "We are hiring: find our next designer"),
)


class Command(NamedTuple):
    """`example` is a whole message that works as it stands; `form` says what may stand in its place."""

    name: str
    example: str
    form: str


COMMANDS: Final = (
    Command("Delete", "delete scene 2", "delete scene 2 · delete scenes 2 and 3 · delete the last scene"),
    Command("Move", "move scene 2 to 1", "move scene 3 to 1 · move the last scene to the start"),
    Command("Length", "make it 20 seconds", "make it 20 seconds · make scene 2 3.5 seconds"),
    Command("Text", "change “old words” to “new words”", "change “old words” to “new words”"),
    Command("Colours", "use ocean colours", "use ocean colours · use #ff5a00"),
    Command("Format", "make it portrait", "make it portrait · make it square · make it 4:5 · make it landscape 1080p"),
    Command("Undo", "undo", "undo"),
    Command("Export", "export", "export"),
)
