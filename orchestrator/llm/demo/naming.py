"""Giving the project a name: the one the person asks for, word for word."""

import re

from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.reply import Reply, ToolCall, question
from orchestrator.llm.demo.titles import POLITE, PROJECT, asked_name

_NO_NAME = re.compile(rf"^{POLITE}(?:rename|retitle|name)\s+{PROJECT}\W*$", re.I)


def rename(talk: Conversation) -> Reply | None:
    if name := asked_name(talk.message):
        done = (
            f"The project is called **{name}** now.",
            f"**{name}** it is.",
            f"Renamed: it is **{name}** from here on.",
        )
        cannot = f"I have no way to rename the project here, but **{name}** is noted as its name."
        return Reply(cannot, (ToolCall("set_title", {"title": name, "asked": True}),), "", talk.voice.pick(done))
    if not _NO_NAME.search(talk.message):
        return None
    options = [f"Call it {talk.plan.title}"] if talk.plan else []
    asks = ("What should it be called?", "Which name do you have in mind?")
    return question(talk.voice.pick(asks), options, "Gladly.", "Tell me the name, and I will set it.")
