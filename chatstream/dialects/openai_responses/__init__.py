"""Open Responses (OpenAI's Responses API): in the background, streamed, resumed after a number, cancelled."""
