"""Everything that is not about a video: greetings, thanks, who are you, and what is not understood."""

import re

from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.reply import Reply

_CAN = (
    "- **plan a video** from a brief: *a 20 second intro for a coffee shop in warm colours*",
    "- **change the plan**: *make scene 2 three seconds*, *move the last scene to the start*, *use darker colours*",
    "- **write a voice-over** of any length: *a 60 word voice-over about coffee*",
    "- **name the project**: *call it Morning Light*",
    "- give you the plan as *JSON*",
)
_CAN_BUILD = (
    "- **make a video** from a brief: *a 20 second intro for a coffee shop in warm colours*",
    "- **change a scene**: *make scene 2 three seconds and bold*, *delete the last scene*, *move scene 3 to the front*",
    "- **change all of it**: *make it 30 seconds*, *use ocean colours*, *make it portrait*, *undo*",
    *_CAN[2:4],
)
_GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|yo)\b[\s\w,'!.]{0,20}\W*$",
    re.I,
)
_HOW_ARE_YOU = re.compile(r"\bhow are you|how's it going|how do you do|what's up\b", re.I)
_THANKS = re.compile(r"\b(?:thanks|thank you|thx|cheers|appreciate)\b", re.I)
_BYE = re.compile(r"^\W*(?:bye|goodbye|see you|good night|farewell|cya|that's all)\b", re.I)
_HELP = re.compile(
    r"^\W*help\W*$|\b(?:what (?:can|do|could) (?:you|i|we)|how (?:does|do) (?:this|it|you|i)\b"
    r"|help me|your (?:features|abilities))",
    re.I,
)
_WHO = re.compile(
    r"\b(?:who|what) are you|are you (?:an?|real|human|chatgpt|gpt)|which model|what model|your name", re.I
)
_NO = re.compile(r"^\W*(?:no|nope|nah|not (?:really|now))\b[\s\w,]{0,20}\W*$", re.I)


def talk(conversation: Conversation) -> Reply | None:
    """Answer small talk, or None if the message is none."""
    message, pick = conversation.message, conversation.voice.pick
    first_word = pick(("Hello!", "Hi there!", "Good to see you!", "Welcome!"))
    if _WHO.search(message):
        who = (
            "I am the **demo director**: rules and word lists, no language model.",
            "No model behind me: I am a **demo director** made of rules.",
        )
        return Reply(f"{pick(who)} {_work(conversation)}. {_ask(conversation)}")
    if _HELP.search(message):
        start = pick((f"{_work(conversation)}. I can:", "Here is what I can do:", "Quite a few things:"))
        return Reply(f"{start}\n\n{_abilities(conversation)}\n\n{_ask(conversation)}")
    if _HOW_ARE_YOU.search(message):
        fine = pick(("Well, thank you, and full of ideas.", "Never better: a blank page is a good day."))
        return Reply(f"{fine} {_ask(conversation)}")
    if _GREETING.search(message):
        return Reply(f"{first_word} {_ask(conversation)}")
    if _THANKS.search(message):
        return Reply(pick(("You are welcome.", "My pleasure.", "Any time.", "Gladly done.")) + f" {_ask(conversation)}")
    if _BYE.search(message):
        return Reply(pick(("Goodbye! The plan stays here in the chat.", "See you. Everything we wrote stays here.")))
    if _NO.search(message):
        return Reply(f"{pick(('All right, nothing changes.', 'Then it stays as it is.'))} {_ask(conversation)}")
    return None


def _work(conversation: Conversation) -> str:
    return "I make short videos with you" if conversation.can_build else "I plan short videos in words"


def not_understood(conversation: Conversation) -> Reply:
    """Say so, and what can be done instead."""
    sorry = (
        "I did not understand that.",
        "That is beyond me, I am afraid.",
        "I am not sure what you mean by that.",
        "I have no good answer to that.",
    )
    instead = ("What I can do:", "Here is what I am good at:", "Try one of these:")
    return Reply(f"{conversation.voice.pick(sorry)} {conversation.voice.pick(instead)}\n\n{_abilities(conversation)}")


def silence(conversation: Conversation) -> Reply:
    return Reply(
        f"{conversation.voice.pick(('I am listening.', 'Go on, I am all ears.', 'Your turn.'))} {_ask(conversation)}"
    )


def _abilities(conversation: Conversation) -> str:
    return "\n".join(conversation.voice.shuffled(_CAN_BUILD if conversation.can_build else _CAN))


def _ask(conversation: Conversation) -> str:
    if conversation.plan:
        return conversation.voice.pick(
            (
                f"What shall we change in **{conversation.plan.title}**?",
                f"Back to **{conversation.plan.title}**: what is next?",
                f"Anything to change in **{conversation.plan.title}**?",
            )
        )
    return conversation.voice.pick(
        (
            "What shall we make?",
            "Which video do you have in mind?",
            "Tell me what the video is about, and how long it may be.",
            "What would you like people to see?",
        )
    )
