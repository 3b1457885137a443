"""Adapts the role of the system prompt, and whether pictures are sent, after a refusal."""

import re
from dataclasses import replace

from orchestrator.llm.adaptations.refused_request import RefusedRequest
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal
from orchestrator.llm.refusals.patterns import REFUSING_WORDS, compile_words

_SYSTEM = compile_words(
    r"""\bsystem[\s_-]?(?:role|message|prompt|instruction|turn)s?\b|['\"`]system['\"`]|\brole:? system\b
        |\bsystem (?:is|are) not|\brole:? input should be"""
)
_DEVELOPER = compile_words(
    r"""\bdeveloper[\s_-]?(?:role|message|prompt|instruction)s?\b|['\"`]developer['\"`]|\brole:? developer\b"""
)
_ONLY_OTHERS = re.compile(
    r"(?i)\b(?:only|other than)\b[^.]{0,80}\buser\b[^.]{0,80}\b(?:assistant|model)\b|conversation roles must alternate"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")
_IMAGE = compile_words(
    r"""\bimages?\b|image_url|input_image|\bvision\b|multi-?modal|inline_?data|mmproj|\bpictures?\b|\bvisual\b
        |content\b.{0,30}(?:must be|should be|is not|valid) (?:a )?(?:valid )?string|expected (?:a )?string
        |only (?:\w+ )?text|text[ -]only|(?:should be|expected|permitted:?) ['"`]?text"""
)
_REFUSING = compile_words(REFUSING_WORDS)
_THIS_PICTURE = compile_words(
    r"""too (?:large|many|big|small)|dimension|exceed|resolution|could not (?:process|decode|read)|corrupt|decod
        |at most [1-9]|fail\w* to (?:process|load|decode)|unable to process|bytes|\bmb\b|image (?:format|type|data)
        |base64"""
)


def change_system_role(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """The other role for the system prompt, in the end the person's."""
    words = refusal.fields.words
    if not request.has_system or options.system == "user" or "optional system message" in words:
        return None
    sentences = [each for each in split_sentences(words) if _REFUSING.search(each) or "alternate" in each]
    blamed = _DEVELOPER if options.system == "developer" else _SYSTEM
    names_it = any(blamed.search(each) or _DEVELOPER.search(each) for each in sentences)
    only_others = any(_ONLY_OTHERS.search(each) and not _SYSTEM.search(each) for each in sentences)
    return choose_other_role(words, options) if names_it or only_others else None


def choose_other_role(words: str, options: Options) -> Options | None:
    """`system` and `developer` each replace the other where the refusal asks for it; every server accepts `user`."""
    if options.system == "user":
        return None
    refused = options.dropped | {f"system={options.system}"}
    if options.system == "developer":
        knows_other = "system=system" not in refused and not _ONLY_OTHERS.search(words.replace("system", ""))
        return replace(options, system="system" if knows_other else "user", dropped=refused)
    offered = re.search(r"(?i)(?:use|instead|try)\b[^.]{0,80}developer", words) and "system=developer" not in refused
    return replace(options, system="developer" if offered else "user", dropped=refused)


def omit_pictures(refusal: Refusal, request: RefusedRequest, options: Options) -> Options | None:
    """No pictures: for ever if the model cannot see, for now if it cannot read one of them."""
    words = refusal.fields.words
    if not request.has_pictures or not options.pictures:
        return None
    if not _IMAGE.search(words):
        return None
    mark = {"pictures"} if _THIS_PICTURE.search(words) else set()
    return replace(options, pictures=False, passing=options.passing | mark)


def split_sentences(words: str) -> list[str]:
    return _SENTENCE.split(words)
