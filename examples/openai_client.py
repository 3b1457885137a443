"""A client of OpenAI's Responses API: sends a message, prints the answer as it is written, goes on after each cut of the line.

`python examples/openai_client.py TOKEN CONVERSATION_ID MESSAGE [HOST:PORT]`; it needs the package `openai`.
"""

import sys
import time

import openai

token, conversation, message, *address = sys.argv[1:]
server = address[0] if address else "127.0.0.1:8000"
responses = openai.OpenAI(base_url=f"http://{server}/api/openai/v1", api_key=token).responses

made = responses.create(model="any", input=message, conversation=conversation, background=True)
number = -1  # of the last event that has come
status = made.status
while status in ("queued", "in_progress"):
    try:
        for event in responses.retrieve(made.id, stream=True, starting_after=number):
            number = event.sequence_number
            if event.type == "response.output_text.delta":
                print(event.delta, end="", flush=True)
            elif event.type in ("response.completed", "response.incomplete", "response.failed"):
                status = event.response.status
            elif event.type == "error":  # a worker took over and says other words: they are read from the beginning
                print(f"\n\n{event.message}\n")
                number = -1
    except openai.APIConnectionError:
        time.sleep(1)
