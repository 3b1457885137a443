"""A voice-over of exactly as many words as asked for, in paragraphs, that repeats no sentence while it can."""

from collections.abc import Iterator

from orchestrator.llm.demo.drafting import the
from orchestrator.llm.demo.scenery import pictures_of
from orchestrator.llm.demo.voice import Voice

MAX_WORDS = 3000
_PARAGRAPH_WORDS = 70  # about half a minute of speech

_WHEN = (
    "early in the morning",
    "late in the evening",
    "on an ordinary Tuesday",
    "before the city wakes",
    "when nobody is watching",
    "at the end of a long day",
    "in the first minute of the day",
    "on the last warm evening of the year",
    "long after the lights are out",
    "somewhere between two thoughts",
)
_QUALITY = (
    "patience",
    "care",
    "curiosity",
    "a steady hand",
    "a little courage",
    "good company",
    "time",
    "quiet attention",
    "honest work",
    "an open mind",
)
_FEELING = (
    "simple",
    "familiar",
    "new",
    "worth keeping",
    "close enough to touch",
    "a little larger than life",
    "exactly right",
    "hard to explain",
    "easy to love",
    "like coming home",
)
_WHO = ("someone", "a stranger", "a child", "an old friend", "a neighbour", "the one who stayed", "whoever looks twice")
_SENTENCES = (
    "It begins {when}, with {look}.",
    "Look closely and you will find {look}.",
    "There is a reason why people keep coming back to {the}.",
    "Ask anyone about {the}, and they will tell you about {quality}.",
    "{When}, {who} stops and notices {look}.",
    "What matters here is {quality}, and it always was.",
    "Nothing about it feels {feeling} until you see {look}.",
    "First comes {look}, and then comes {quality}.",
    "You could walk past {the} every day and still miss {look}.",
    "And yet, {when}, everything feels {feeling}.",
    "It takes {quality} to make something {feeling}.",
    "We remember small things: {look}, a voice, the sound of a door.",
    "{Who} once said that {quality} cannot be hurried.",
    "So we slow down, {when}, and let {look} do the talking.",
    "Behind every good story about {the} there is {quality}.",
    "Some call it luck, others call it {quality}.",
    "Between one breath and the next: {look}.",
    "Imagine {look}, {when}, and nothing else in the way.",
    "That is the part of {the} that no picture can hold.",
    "It is {feeling}, and it asks only for {quality}.",
    "{When}, the whole world fits into {look}.",
    "This is where {who} finds {quality}, without looking for it.",
    "Stay a moment longer, and you may see {look}.",
    "Everything else can wait for {the}.",
    "Not every day has {look} in it, but this one does.",
    "{Who} leaves with a smile, and with {quality}.",
    "Today it is {look}; tomorrow it will be something {feeling}.",
    "You do not need much: {quality}, {look}, and a place to begin.",
    "Listen, {when}, and {the} will answer.",
    "If it feels {feeling}, that is because of {quality}.",
)
# By their number of words: what fills the last few.
_ENDINGS = {
    1: ("Listen.", "Begin.", "Look."),
    2: ("Come closer.", "Stay awhile.", "Look again."),
    3: ("Come and see.", "It starts here.", "Take your time."),
    4: ("There is more ahead.", "This is for you.", "It begins with you."),
    5: ("All you do is begin.", "Some things are worth it.", "Come in and stay awhile."),
    6: ("It is waiting for you now.", "And that is only the start.", "You will know it by heart."),
    7: (
        "Every good thing begins with one step.",
        "And this is where your story begins.",
        "Come closer, there is so much more.",
    ),
    8: (
        "Take a breath, look around, and begin again.",
        "What happens next is entirely up to you.",
        "Some things are better seen than ever said.",
    ),
    9: (
        "Come and see it for yourself, whenever you like.",
        "This is the moment you will tell them about.",
        "Leave the door open, and let the light in.",
    ),
    10: (
        "Close your eyes, count to three, and look once again.",
        "It was here all along, and now you know it.",
        "The rest is a story that only you can tell.",
    ),
    11: (
        "Whatever brought you here today, we are very glad you came.",
        "Tomorrow will be different, but this moment is yours to keep.",
        "Remember how it felt, and come back whenever you want to.",
    ),
    12: (
        "And if you ask us why, we will simply show you again.",
        "There is nothing more to say, and so much left to see.",
        "We could go on for hours, but it is your turn now.",
    ),
}


def narration(words: int, subject: str, voice: Voice) -> str:
    """Return exactly `words` words (1 to `MAX_WORDS`), counted by the spaces between them."""
    paragraphs: list[list[str]] = [[]]
    left, in_paragraph = words, 0
    sentences = _sentences(subject, voice)
    while left > max(_ENDINGS):
        sentence = next(sentence for sentence in sentences if len(sentence.split()) <= left)
        if in_paragraph >= _PARAGRAPH_WORDS:
            paragraphs.append([])
            in_paragraph = 0
        paragraphs[-1].append(sentence)
        in_paragraph += len(sentence.split())
        left -= len(sentence.split())
    if left:
        paragraphs[-1].append(voice.pick(_ENDINGS[left]))
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


def _sentences(subject: str, voice: Voice) -> Iterator[str]:
    """Yield sentences without end; one that was said comes again only when nothing new is found."""
    looks, said, tries = pictures_of(subject, voice), set[str](), 0
    while True:
        for pattern in voice.shuffled(_SENTENCES):
            slots = {"when": voice.pick(_WHEN), "who": voice.pick(_WHO)}
            sentence = pattern.format(
                the=the(subject) or "this place",
                look=voice.pick(looks),
                quality=voice.pick(_QUALITY),
                feeling=voice.pick(_FEELING),
                **slots,
                **{name.title(): text[0].upper() + text[1:] for name, text in slots.items()},
            )
            tries += 1
            if sentence not in said or tries > 20 * MAX_WORDS:
                said.add(sentence)
                yield sentence
