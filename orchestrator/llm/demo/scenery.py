"""What can be seen in a video about something: a few pictures for common subjects, and some that fit any."""

import re

from orchestrator.llm.demo.voice import Voice

_ANYTHING = (
    "a close-up that fills the frame",
    "a pair of hands at work",
    "a detail nobody looks at twice",
    "a slow move through the room",
    "light crossing the surface",
    "a smile at the edge of the picture",
    "the moment just before it begins",
    "a wide view with room to breathe",
)
_PICTURES = {
    r"coffee|espresso|caf[eé]|barista|latte": (
        "steam curling from a cup",
        "beans tumbling in slow motion",
        "milk folding into the foam",
        "the first cup of the morning",
        "a grinder that hums awake",
        "a barista's steady hands",
    ),
    r"baker|bread|cake|pastr|patisserie": (
        "flour hanging in the light",
        "dough under two hands",
        "a crust that crackles as it cools",
        "a tray sliding from the oven",
        "icing drawn in one line",
    ),
    r"restaurant|food|pizza|cook|kitchen|burger|recipe": (
        "a flame under the pan",
        "herbs falling in slow motion",
        "a plate set down on wood",
        "friends leaning over one table",
        "steam on the kitchen window",
    ),
    r"travel|trip|holiday|vacation|hotel|island|beach|tour": (
        "a road that runs to the horizon",
        "a window seat above the clouds",
        "footprints filling with water",
        "a map with one folded corner",
        "the sea in the last light",
    ),
    r"app|software|startup|saas|website|platform|tech|robot|\bai\b": (
        "a cursor that finds its place",
        "a screen lighting a face",
        "three taps and it is done",
        "a graph that climbs",
        "tangled notes becoming one clear list",
    ),
    r"gym|fitness|sport|run|yoga|football|soccer|workout|bike|cycl": (
        "laces pulled tight",
        "breath in cold air",
        "chalk on two palms",
        "the last step up the hill",
        "a clock that stops in time",
    ),
    r"music|band|song|concert|album|festival|\bdj\b": (
        "a string still trembling",
        "hands raised against the light",
        "a needle meeting the record",
        "the silence before the first chord",
        "a crowd that breathes as one",
    ),
    r"birthday|wedding|party|anniversary|invit|baby": (
        "candles bending in one breath",
        "confetti in slow motion",
        "an old photograph, a new frame",
        "glasses meeting in the middle",
        "a door opening on a full room",
    ),
    r"nature|volcano|mountain|forest|ocean|animal|garden|flower|climate|whale|bird": (
        "mist lifting from the trees",
        "water finding its way down",
        "a wing caught mid-beat",
        "dew on a single leaf",
        "the ground warming in the first sun",
    ),
    r"school|learn|course|class|science|physics|history|math|explain|universe|planet|space": (
        "a question written in chalk",
        "one line that becomes a drawing",
        "a page turning by itself",
        "a model taken apart and put together",
        "the moment it makes sense",
    ),
    r"shop|store|product|fashion|brand|jewel|shoe|sale|boutique": (
        "a ribbon coming loose",
        "the product turning on a plain ground",
        "a hand choosing among many",
        "a label read up close",
        "a shop window in the evening",
    ),
}


def pictures_of(subject: str, voice: Voice) -> list[str]:
    """Return what can be seen of `subject`: its own pictures first, then those that fit anything."""
    own = next((pictures for words, pictures in _PICTURES.items() if re.search(words, subject, re.I)), ())
    return [*voice.shuffled(own), *voice.shuffled(_ANYTHING)]
