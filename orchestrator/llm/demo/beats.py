"""What scenes are made of: openings, middles, closings; `{the}` is the subject, `{look}` a picture of it."""

OPENINGS = (
    ("Opening", "Fade in on {look}; the title comes up slowly over it."),
    ("Hook", "Straight in with {look}, no title yet, so that nobody scrolls on."),
    ("First look", "A wide view that says at once where we are: {look}."),
    ("Cold open", "Darkness for half a breath, then {look}."),
)
MIDDLES = (
    ("The place", "We arrive at {the}; the camera drifts past {look}."),
    ("The detail", "Close on {look}, almost still, with one word set beside it."),
    ("The people", "Faces and hands around {the}: {look}."),
    ("The craft", "How it is done, in two quick cuts: {look}, then the result."),
    ("The promise", "One short line of text on a plain ground, {look} behind it."),
    ("The turn", "The pace changes here: {look}, cut on the beat."),
    ("The proof", "A single number or quote counts up large, over {look}."),
    ("The mood", "No text at all, only {look} and a slow push in."),
    ("The choice", "Split picture: what was before on the left, {the} on the right."),
    ("The rhythm", "Three fast pictures in a row, the last one {look}."),
    ("The moment", "Time stretches: {look} in slow motion."),
    ("The answer", "The question from before is answered in five words, over {look}."),
    ("The view", "We step back and see {the} as a whole, {look} in the corner."),
    ("The surprise", "Something unexpected slides in from the side: {look}."),
)
CLOSINGS = {
    "Intro": ("Logo", "Everything clears to the background colour; the name of {the} settles in the middle."),
    "Outro": ("Goodbye", "A thank-you in large letters, the links below it, {look} fading out."),
    "Ad": ("Call to action", "The name, one line on what to do next, and {look} behind them."),
    "Trailer": ("Title card", "Cut to black, one beat of silence, then the title alone."),
    "Explainer": ("In short", "The whole idea in one sentence, with the picture from the start drawn beside it."),
    "Invitation": ("Date and place", "When and where, large enough to read at a glance, with {look} around them."),
    "Announcement": ("What comes next", "The date fills the picture; {look} keeps moving behind it."),
}
OTHER_CLOSINGS = (
    ("Last look", "We end where we began, a little closer: {look}."),
    ("Closing line", "One last line of text, held long enough to be read twice, over {look}."),
    ("Fade out", "{The} once more, then the colours fade into the ground."),
)
