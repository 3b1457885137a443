"""llama.cpp with a model file of the operator's, and the product connected to it. Run by .venv-local, which has no Django."""

import os
import signal
import subprocess
import sys

import xllamacpp

CONTEXT_TOKENS = 16384


def main(model: str, port: str) -> int:
    server = _serve(model)
    environment = {**os.environ, "LLM_MODEL": "chat:local", "CHAT_BASE_URL": f"{server.listening_address}/v1"}
    product = subprocess.Popen([".venv/bin/python", "manage.py", "up", "--port", port], env=environment)  # noqa: S603
    signal.signal(signal.SIGINT, lambda number, frame: None)  # Ctrl-C reaches the product, too
    signal.signal(signal.SIGTERM, lambda number, frame: product.terminate())
    return product.wait()


def _serve(model: str) -> xllamacpp.Server:
    """It serves from threads of this process, and ends with it."""
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.hostname = "127.0.0.1"
    params.port = 0
    params.use_jinja = True  # tools need the model's own chat template
    params.n_ctx = CONTEXT_TOKENS
    params.verbosity = 1  # errors alone: what the product says stands on the same terminal
    return xllamacpp.Server(params)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
