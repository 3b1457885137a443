"""What the page offers while no model is connected: six prepared films, and the known commands.

Their names are shown in the language of the page; the sentences that are sent are English, as the server knows them.
"""

from typing import Final, NamedTuple

from django.utils.translation import gettext_noop as _


class Starter(NamedTuple):
    """`poster`: the name of its film's picture."""

    poster: str
    sentence: str


STARTERS: Final = (
    Starter("shop", _("Invite the neighbourhood to a new coffee shop")),
    Starter("launch", _("Launch a product that sorts the support inbox")),
    Starter("app", _("Show how a habit app works, on a phone")),
    Starter("birthday", _("Wish Maya a happy birthday, with confetti")),
    Starter("figures", _("Present the figures of our best quarter")),
    Starter("hiring", _("We are hiring: find our next designer")),
)


class Command(NamedTuple):
    """`example` is a whole message that works as it stands; `form` says what may stand in its place."""

    name: str
    example: str
    form: str


COMMANDS: Final = (
    Command(_("Delete"), "delete scene 2", "delete scene 2 · delete scenes 2 and 3 · delete the last scene"),
    Command(_("Move"), "move scene 2 to 1", "move scene 3 to 1 · move the last scene to the start"),
    Command(_("Length"), "make it 20 seconds", "make it 20 seconds · make scene 2 3.5 seconds"),
    Command(_("Text"), "change “old words” to “new words”", "change “old words” to “new words”"),
    Command(_("Colours"), "use ocean colours", "use ocean colours · use #ff5a00"),
    Command(
        _("Format"), "make it portrait", "make it portrait · make it square · make it 4:5 · make it landscape 1080p"
    ),
    Command(_("Undo"), "undo", "undo"),
    Command(_("Export"), "export", "export"),
)
