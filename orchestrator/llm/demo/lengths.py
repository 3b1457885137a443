"""The length that a message asks for: seconds or minutes that stand beside a word for a video. No other number is one."""

import re

_UNIT = (
    r"(?:(?P<seconds>seconds?|secs?|s|sekunden?|segundos?|ثانية|ثوان|ثواني|秒)"
    r"|(?:minutes?|mins?|minuten?|minutos?|دقيقة|دقائق|分))"
)
_LENGTH = rf"(?P<number>\d+(?:[.,]\d)?)[\s-]*{_UNIT}(?![a-zäöüß])"
_VIDEO = r"(?:videos?|vídeos?|film|clip|فيديو|مقطع|動画|ビデオ)"
_BETWEEN = r"(?:\s*(?:of|is|lasts|for|von|mit|de|dura|مدته|من|は|:|,)){0,2}\s*"
_FORMS = (
    re.compile(rf"{_LENGTH}(?:\s+long)?[\s-]*の?{_VIDEO}(?!\w)", re.I),  # 20 second video, 20秒の動画
    re.compile(rf"{_LENGTH}\s+(?:long|lang|de largo|de duración)(?!\w)", re.I),  # 20 seconds long, 20 Sekunden lang
    re.compile(
        rf"(?<!\w){_VIDEO}{_BETWEEN}{_LENGTH}", re.I
    ),  # video of 20 seconds, vídeo de 20 segundos, فيديو مدته 20 ثانية
)
_NOTHING_ELSE = re.compile(r"(?:an?|ein|un|una|it|is|be|should|make|,|\W)*", re.I)


def find_length(text: str) -> float | None:
    """In seconds; None where none is asked for, or different ones are."""
    found = {_seconds(match) for form in _FORMS for match in form.finditer(text)}
    return found.pop() if len(found) == 1 else None


def is_only_length(sentence: str) -> bool:
    """ "20 seconds long.": what stands there is for us, not for the screen."""
    rest = sentence
    for form in _FORMS:
        rest = form.sub(" ", rest)
    return rest != sentence and _NOTHING_ELSE.fullmatch(rest) is not None


def _seconds(match: re.Match[str]) -> float:
    return float(match["number"].replace(",", ".")) * (1 if match["seconds"] else 60)
