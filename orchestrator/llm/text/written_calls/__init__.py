"""Tool calls that a model wrote into its text, since its server did not read them.

Some forty syntaxes are known, after the tool parsers of vLLM, SGLang and llama.cpp, and new models bring new ones. So what
counts is the structure: an object, a tag or an expression that names a tool. The markers around it only show where to look.
"""

from orchestrator.llm.text.written_calls.call import WrittenCall
from orchestrator.llm.text.written_calls.openings import Openings, compile_openings
from orchestrator.llm.text.written_calls.reader import read_calls

__all__ = ["Openings", "WrittenCall", "compile_openings", "read_calls"]
