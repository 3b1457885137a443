from examples.llm_chat.settings import *  # noqa: F403
from examples.llm_chat.settings import CHATSTREAM as EXAMPLE

CHATSTREAM = {**EXAMPLE, "RESPONDER": "tests.answers.approving.replies.reply"}
