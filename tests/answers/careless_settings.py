from examples.llm_chat.settings import *  # noqa: F403
from examples.llm_chat.settings import CHATSTREAM as GIVEN

CHATSTREAM = {**GIVEN, "RESPONDER": "tests.answers.careless.reply"}
