"""Words for scenes about common subjects, and some that fit any. No figure and no name is made up here."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """`points`, `steps`, `words`, `before` and `after` are lists with ` / ` between their entries."""

    line: str
    points: str
    steps: str
    words: str
    quote: str
    before: str
    after: str
    action: str
    button: str
    greeting: str = "{}"  # with the name
    listed: str = "What awaits you"


ANY = Copy(
    "Seen the way it deserves to be seen",
    "Made with care / Easy to love / Hard to forget",
    "Take a first look / Find your favourite / Make it yours",
    "Look closer / Feel it / Remember",
    "The best things are worth a second look.",
    "Just another day / Nothing to tell",
    "A reason to stop / A story to share",
    "See it for yourself",
    "Find out more",
)
_COPIES = {
    r"shoe|sneaker|trainers": Copy(
        "Light on your feet, fast on the road",
        "A sole that gives back / Cool from start to finish / Made for wet mornings, too",
        "Lace up / Step out / Go further",
        "Lace up / Step out / Go",
        "The hardest step is the one over the doorstep.",
        "Heavy after a mile / Home by the short way",
        "Light to the last mile / Home by the long way",
        "Your next run starts here",
        "Try them on",
    ),
    r"photosynthesis|\bleaf\b|\bleaves\b|\bplants?\b": Copy(
        "How leaves turn light into food",
        "Roots drink water / Leaves breathe in the air / Sunlight does the work",
        "Catch the light / Split the water / Take in carbon dioxide / Store it as sugar",
        "Light / Water / Air",
        "Every leaf is a small kitchen that cooks with light.",
        "A leaf is just green / Air is just there",
        "A leaf makes its own food / Plants give us air to breathe",
        "Look closely at a leaf",
        "Stay curious",
        listed="What it takes",
    ),
    r"birthday": Copy(
        "Today is all about you",
        "A very good cake / Music in every room / All your favourite people",
        "Blow out the candles / Make a wish / Dance until late",
        "Laugh / Dance / Celebrate",
        "Joy is the one thing that doubles when shared.",
        "An ordinary evening / A quiet house",
        "An evening to remember / A full dance floor",
        "Make a wish",
        "Blow out the candles",
        "Happy birthday, {}!",
    ),
    r"coffee|espresso|caf[eé]|barista|latte": Copy(
        "Slow mornings, freshly poured",
        "Freshly ground, every cup / A warm seat by the window / Something sweet beside it",
        "Grind the beans / Pour it slowly / Take your time",
        "Grind / Brew / Breathe",
        "A good day starts with one quiet cup.",
        "Rushed and half awake / A lid and a queue",
        "Calm and wide awake / A cup and a chair",
        "Your cup is waiting",
        "Come in",
    ),
    r"\btea\b|matcha|chai": Copy(
        "A quiet moment, poured slowly",
        "Leaves picked by hand / A colour like amber / A pot that is worth the wait",
        "Warm the pot / Let the leaves open / Take your time",
        "Steep / Pour / Breathe",
        "There is always time for one more cup.",
        "A bag and a hurry / Gone in a gulp",
        "A pot and a pause / Sip by sip",
        "The kettle is on",
        "Come in",
    ),
    r"baker|bread|cake|pastr|patisserie": Copy(
        "Out of the oven, into your hands",
        "Baked fresh every morning / Flour, water, patience / Still warm when you come",
        "Knead / Let it rise / Bake until golden",
        "Crisp / Golden / Warm",
        "Good bread needs nothing but time.",
        "Sliced and wrapped / Soft by noon",
        "Crackling crust / Gone by noon",
        "Taste it while it is warm",
        "Visit us",
    ),
    r"restaurant|food|pizza|cook|kitchen|burger|recipe": Copy(
        "Good food, good company",
        "Fresh from the market / Cooked to order / A table for everyone",
        "Pick a table / Share the plates / Stay for dessert",
        "Fresh / Hot / Shared",
        "Everything tastes better at a full table.",
        "Eaten standing up / Forgotten by ten",
        "Eaten together / Talked about for days",
        "Save yourself a seat",
        "Book a table",
    ),
    r"travel|trip|holiday|vacation|hotel|island|beach|\btours?\b|cruise": Copy(
        "Somewhere new is closer than you think",
        "Wide horizons / Slow evenings / Stories to take home",
        "Pick a place / Pack lightly / Go",
        "Pack / Go / Breathe",
        "The road gives back what you bring to it.",
        "Same street, same view / One more meeting",
        "A new view each day / One more sunset",
        "Where to next?",
        "Plan your trip",
    ),
    r"\bapps?\b|software|startup|saas|website|platform|\btech|robot|\bai\b": Copy(
        "Less busywork, more time for what counts",
        "Simple from the first tap / Everything in one place / Made for busy days",
        "Sign up / Set it up once / Get on with your day",
        "Open / Tap / Done",
        "The best tools are the ones you forget about.",
        "Notes everywhere / Lost in tabs",
        "One clear list / Found at once",
        "Give it a try",
        "Get started",
    ),
    r"gym|fitness|sport|\brun|yoga|football|soccer|workout|bike|cycl|marathon": Copy(
        "One more step than yesterday",
        "Start where you are / Train at your own pace / Feel the difference",
        "Show up / Warm up / Keep going",
        "Move / Sweat / Repeat",
        "You only regret the training you skipped.",
        "Tired by noon / Always tomorrow",
        "Awake all day / Starting now",
        "Your first step is today",
        "Join us",
    ),
    r"music|\bbands?\b|\bsong|concert|album|festival|\bdj\b": Copy(
        "Turn it up and stay a while",
        "Loud where it should be / Quiet where it matters / Live, and only once",
        "Doors open / Lights down / First chord",
        "Louder / Closer / Live",
        "Where words stop, music goes on.",
        "Headphones alone / On repeat at home",
        "One crowd, one beat / Once, and for real",
        "Be there when it starts",
        "Get tickets",
    ),
    r"wedding|part(?:y|ies)\b|anniversary|\binvit|baby shower": Copy(
        "A day to be shared",
        "Good friends / Good music / A very good cake",
        "Save the date / Tell us you are coming / Celebrate with us",
        "Laugh / Dance / Celebrate",
        "Joy is the one thing that doubles when shared.",
        "An ordinary evening / A quiet house",
        "An evening to remember / A full dance floor",
        "We would love to see you",
        "Say yes",
    ),
    r"nature|volcano|mountain|forest|ocean|\bsea\b|animal|garden|flower|climate|whale|bird|\bbees?\b|\bfox": Copy(
        "A world that rewards a closer look",
        "Older than every map / Never the same twice / Worth protecting",
        "Slow down / Look closely / Leave it as it was",
        "Wild / Quiet / Alive",
        "In every walk one finds more than one was looking for.",
        "Passing by / Noise all around",
        "Standing still / Wind and water",
        "Go and see it",
        "Step outside",
    ),
    r"school|learn|course|class|science|physics|history|math|universe|planet|space|black hole": Copy(
        "One idea at a time, until it clicks",
        "Begin with a question / Follow the clues / See the whole picture",
        "Ask / Try it out / Understand",
        "Ask / Wonder / Know",
        "Every answer begins as a good question.",
        "A wall of words / Learned by heart",
        "One clear picture / Really understood",
        "Stay curious",
        "Learn more",
    ),
    r"shop|store|product|fashion|brand|jewel|shoe|sale|boutique|sneaker|skincare|candle": Copy(
        "Made to be used, and loved",
        "Chosen with care / Made to last / A joy to give",
        "Have a look / Pick your favourite / Take it home",
        "See / Touch / Keep",
        "Buy less, and love it longer.",
        "Bought in a hurry / Worn once",
        "Chosen with care / Kept for years",
        "Find your favourite",
        "Shop now",
    ),
}


def copy_for(text: str) -> Copy:
    return next((copy for words, copy in _COPIES.items() if re.search(words, text, re.I)), ANY)


def word_for(text: str) -> str:
    """The word by which one knows what a text is about, "" if it could be anything."""
    return next((found[0] for words in _COPIES if (found := re.search(words, text, re.I))), "")
