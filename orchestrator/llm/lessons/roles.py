"""Where the system prompt goes, and whether pictures do, by what a refusal says about messages."""

import re
from dataclasses import replace

from orchestrator.llm.lessons.sent import Sent
from orchestrator.llm.options import Options
from orchestrator.llm.patterns import compile_words, joined
from orchestrator.llm.refusals import Refusal

_NO = joined(
    r"""not (?:\w+ )?(?:support|enabl|allow|permit|accept|valid|implement|expect|recogni|available)
        |n't (?:\w+ )?(?:support|allow|accept)|unsupported|unknown|invalid|unexpected|must|only|cannot|disallow|not one of"""
)
_SYSTEM = compile_words(
    r"""\bsystem[\s_-]?(?:role|message|prompt|instruction|turn)s?\b|['\"`]system['\"`]|\brole:? system\b
        |\bsystem (?:is|are) not"""
)
_DEVELOPER = compile_words(
    r"""\bdeveloper[\s_-]?(?:role|message|prompt|instruction)s?\b|['\"`]developer['\"`]|\brole:? developer\b"""
)
_ONLY_OTHERS = re.compile(r"(?i)only\b[^.]*\buser\b[^.]*\bassistant\b[^.]*|conversation roles must alternate")
_IMAGE = compile_words(
    r"""\bimages?\b|image_url|input_image|\bvision\b|multi-?modal|inline_?data|mmproj|\bpictures?\b|\bvisual\b
        |content (?:must be|should be|is not) a? ?(?:valid )?string|expected (?:a )?string"""
)
_IMAGE_NO = compile_words(
    rf"""{_NO}|\bnot\b|no endpoints|at most 0|missing|does not|variant|expected|require|fail|exceed|too (?:large|many|big)
        |limit|corrupt|error|unable|decod|process"""
)
_THIS_PICTURE = compile_words(
    r"""too (?:large|many|big|small)|dimension|exceed|resolution|could not (?:process|decode|read)|corrupt|decod
        |at most [1-9]|fail\w* to (?:process|load|decode)|unable to process|bytes|\bmb\b|image (?:format|type|data)
        |base64"""
)


def system(refusal: Refusal, sent: Sent, options: Options) -> Options | None:
    """The other role for the system prompt, in the end the person's."""
    words = refusal.fields.words
    if not sent.has_system or options.system == "user" or "optional system message" in words:
        return None
    sentences = [each for each in re.split(r"(?<=[.!?])\s+|\n", words) if re.search(f"(?i){_NO}|alternate", each)]
    blamed = _DEVELOPER if options.system == "developer" else _SYSTEM
    names_it = any(blamed.search(each) for each in sentences)
    if not names_it and not (options.system == "system" and any(_DEVELOPER.search(each) for each in sentences)):
        names_it = any(_ONLY_OTHERS.search(each) and not _SYSTEM.search(each) for each in sentences)
        if not names_it:
            return None
    refused = options.dropped | {f"system={options.system}"}
    return replace(options, system=_next_role(words, options, refused), dropped=refused)


def _next_role(words: str, options: Options, refused: frozenset[str]):  # type: ignore[no-untyped-def]
    if (
        options.system == "developer"
        and "system=system" not in refused
        and not re.search(r"(?i)only[^.]*\buser\b[^.]*assistant", words.replace("system", ""))
    ):
        return "system"
    if (
        options.system == "system"
        and "system=developer" not in refused
        and re.search(r"(?i)(?:use|instead|try)\b[^.]*developer", words)
    ):
        return "developer"
    return "user"


def pictures(refusal: Refusal, sent: Sent, options: Options) -> Options | None:
    """No pictures: for ever if the model cannot see, for now if it cannot read one of them."""
    words = refusal.fields.words
    if not sent.has_pictures or not options.pictures:
        return None
    if not any(_IMAGE.search(each) and _IMAGE_NO.search(each) for each in re.split(r"(?<=[.!?])\s+|\n", words)):
        return None
    mark = {"pictures"} if _THIS_PICTURE.search(words) else set()
    return replace(options, pictures=False, passing=options.passing | mark)
