"""A person's own words as a film: theirs alone, all of them, in their order."""

import re
import zlib

from orchestrator.llm.demo.lengths import find_length, is_only_length
from orchestrator.llm.demo.script import Call, Json, Result, Script, Step, text_only
from orchestrator.llm.demo.splitting import graphemes, join_words, split_words, truncate_words
from orchestrator.llm.demo.wishes import Wish, fit
from storyboard.operations.durations import shares

CONNECT = (
    "Connect one: put a key into `.env`, or run one here with `make run-local MODEL=path.gguf`; the README says how."
)
ANNOUNCED = f"No model is connected: I set your own words. {CONNECT}"
HEADER = "The person's own words, as they are, scene {number} of {count}:\n"
MOST_SCENES = 12
_EASY, _LONGEST = 90, 200  # graphemes on one scene: read at ease, and at most
_MOST = 2000  # graphemes of a message
TOO_MUCH = f"That is more than I can set: {_MOST} characters at most. Nothing changed."
_LONGEST_VIDEO, _SHORTEST_SCENE = 300.0, 1.0  # seconds
_PALETTES = ("night", "sunset", "ocean", "candy", "ember", "gold", "forest", "neon")
_CLOSING = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?|\S+@\S+"  # a link
    r"|(?:[^\W\d]+,?\s+)?\d{1,2}\.?\s+[^\W\d]{3,10}\.?(?:,?\s+\d{4})?|[^\W\d]{3,10}\.?\s+\d{1,2}(?:,?\s+\d{4})?"  # a date
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,4}年?\d{1,2}月\d{1,2}日",
    re.I,
)


def make_film(message: str, pictures: tuple[str, ...], wish: Wish) -> Script:
    """Return the script that makes the film, or one text that gives the reason why not."""
    if len(graphemes(message)) > _MOST:
        return text_only(TOO_MUCH)
    length = wish.seconds or find_length(message)
    sentences = [each for each in split_words(message, _LONGEST) if not is_only_length(each)]
    if not sentences:
        return text_only(f"Write the words that shall stand on the screen. {ANNOUNCED}")
    scenes = _scenes(sentences, length)
    weights = [_reading_time(words) for words in scenes]
    if length and not max(1, len(scenes) * _SHORTEST_SCENE) <= length <= min(_LONGEST_VIDEO, 60 * len(scenes)):
        return text_only(f"These words do not make a video of {length:g} seconds. Nothing changed.")
    if len(scenes) > MOST_SCENES:
        return text_only(TOO_MUCH)
    return _script(scenes, shares(length or round(sum(weights), 1), weights), pictures, wish)


def _scenes(sentences: list[str], length: float | None) -> list[str]:
    """What is nothing but a link or a date comes last."""
    last = [each for each in sentences if _CLOSING.fullmatch(each.strip(" .!"))]
    ordered = [each for each in sentences if each not in last] + last
    most = min(MOST_SCENES, max(1, int(length / _SHORTEST_SCENE))) if length else MOST_SCENES
    for longest in (_EASY, _LONGEST):
        scenes = join_words([piece for each in ordered for piece in split_words(each, longest)], most, _LONGEST)
        if len(scenes) <= most:
            break
    return scenes


def _reading_time(words: str) -> float:
    """In seconds: a character of a script without blanks takes longer to read."""
    return round(1.4 + max(len(words.split()) * 0.34, len(graphemes(words)) / 15, _wide(words) / 6), 1)


def _wide(words: str) -> int:
    return sum(character > "\u2e80" for character in words)


def _script(scenes: list[str], seconds: list[float], pictures: tuple[str, ...], wish: Wish) -> Script:
    planned = [_scene(place, scenes) | {"seconds": each} for place, each in enumerate(seconds)]
    palette = _PALETTES[zlib.crc32("".join(scenes).encode()) % len(_PALETTES)]
    plan = {"format": "landscape", "seconds": round(sum(seconds), 1), "palette": palette, "scenes": planned}
    title = Call("set_title", {"title": truncate_words(scenes[0], 48)})
    steps = [
        Step(ANNOUNCED, (title, Call("plan_video", plan))),
        Step("", tuple(Call("add_scene", scene) for scene in planned)),
    ]
    shown = [
        Call("add_asset", {"asset_id": picture, "scene": str(place + 1), "place": "background"})
        for place, picture in enumerate(pictures[: len(scenes)])
    ]
    if shown:
        steps.append(Step("", tuple(shown)))
    steps += fit(plan, wish)
    left_out = len(pictures) - len(shown)
    return Script(tuple(steps), lambda results: _end(results, len(scenes), sum(seconds), left_out))


def _scene(place: int, scenes: list[str]) -> Json:
    words = scenes[place]
    return {"name": truncate_words(words, 32), "brief": HEADER.format(number=place + 1, count=len(scenes)) + words}


def _end(results: tuple[Result, ...], count: int, seconds: float, left_out: int) -> str:
    if failures := [result.error for result in results if result.error and result.tool != "set_title"]:
        return f"Not all of it could be made. {failures[0]}"
    scenes = "one scene" if count == 1 else f"{count} scenes"
    more = (
        f" {left_out} of the pictures found no scene: there are more of them than of your sentences."
        if left_out
        else ""
    )
    return f"Your words stand in {scenes}, {round(seconds, 1):g} seconds.{more}"
