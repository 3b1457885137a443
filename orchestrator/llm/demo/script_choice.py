"""Which script answers a message: a prepared film, a command, a person's own words on the screen, or one line of text."""

import re

from orchestrator.llm.demo import films, lorem, own_words
from orchestrator.llm.demo.commands import find_command
from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.script import Script, text_only
from orchestrator.llm.demo.wishes import split_wish
from projects.demo_offers import COMMANDS

HINT = (
    f"Nothing changed. {{why}} I know {len(COMMANDS)} commands ({', '.join(each.name.lower() for each in COMMANDS)}), and set "
    "your own words in motion: begin them with “New video:”."
)
NOT_CARRIED_OUT = "What you added meanwhile is not carried out, since no model is connected. Send it as a message."
NOT_HERE = HINT.format(why=f"No model is connected. {own_words.CONNECT}")
_NEW_VIDEO = re.compile(r"\s*new video\s*[:：]\s*", re.I)
_GREETINGS = """
hi hello hey hallo moin servus hola bonjour salut ciao olá привет مرحبا السلامعليكم こんにちは 你好 안녕하세요 नमस्ते
thanks thankyou thx danke gracias merci ありがとう شكرا ok okay yes no ja nein sí test bye goodbye goodmorning
goodevening gutentag gutenmorgen buenosdías hithere hellothere heythere
"""
_ASKS = re.compile(
    r"(?:can|could|would|will) (?:you|i|we|it)\b|how (?:do|can|does)\b|help\b|what (?:can|do) (?:you|i)\b", re.I
)
_ORDERS = re.compile(
    r"(?:please |pls |now |and |but |no,? )*(?:don'?t|do not|never|delet\w*|remov\w*|undo|redo|export|download|move|swap|replace"
    r"|change|rename|shorten|lengthen|speed|slow|add|use|make (?:it|this|that|the|scene)|l[öo]sch\w*|entfern\w*|änder\w*"
    r"|mach\w*|verschieb\w*|borr\w*|elimin\w*|quita\w*|cambi\w*|mueve\w*|haz\w*|acort\w*|احذف|غي[ّ]?ر|اجعل|انقل)\b"
    r"|(?:.{0,20}(?:削除|消して|変えて))",
    re.I,
)


def choose_script(conversation: Conversation) -> Script:
    message, wish = split_wish(conversation.message)
    if (count := lorem.find_word_count(message)) is not None:
        if not 1 <= count <= lorem.MOST_WORDS:
            return text_only(f"I write 1 to {lorem.MOST_WORDS} words.")
        return text_only(lorem.text(count, message))
    if prepared := films.find(message):
        return films.play(prepared, wish)
    if command := find_command(message, conversation.scenes, conversation.chosen):
        return command
    words = _NEW_VIDEO.sub("", message, count=1) if _NEW_VIDEO.match(message) else None
    if words is None and (conversation.scenes or not _is_for_the_screen(message)):
        return text_only(NOT_HERE)
    return own_words.make_film(message if words is None else words, conversation.pictures, wish)


def _is_for_the_screen(message: str) -> bool:
    """Neither a greeting, nor questions alone, nor what begins as an order: a wrong guess would be a film that nobody wants."""
    letters = "".join(filter(str.isalnum, message.casefold()))
    sentences = re.findall(r"[^.!?。！？؟]+[.!?。！？؟]*", message)
    asks = all(each.rstrip().endswith(("?", "？", "؟")) for each in sentences if each.strip())
    return (
        bool(letters)
        and letters not in _GREETINGS
        and not asks
        and not _ASKS.match(message)
        and not _ORDERS.match(message)
    )
