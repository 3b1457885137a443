"""The options of a model that differ from its profile, in sentences for an operator."""

from orchestrator.llm.options import Options

_FORMS = {"schema": "by a JSON schema", "tool": "as a tool call", "prompt": "in the prompt"}


def describe(options: Options, profile: Options) -> list[str]:
    """Return a sentence for each option that differs from `profile`."""
    known = {
        "limit_field": f"The limit of tokens is called {options.limit_field or 'nothing at all'} there.",
        "output_limit": f"It gives at most {options.output_limit} tokens of output.",
        "effort": f"Its effort to reason is set to {options.effort!r}.",
        "form": f"Scenes are asked for {_FORMS[options.form]}.",
        "tool_choice": "It cannot be made to call a tool.",
        "pictures": "It takes no pictures: they are named to it in words.",
        "system": f"The system prompt goes to it as a message of the {options.system}.",
        "dropped": f"Not sent to it: {', '.join(sorted(options.dropped))}.",
        "schema_keywords": f"Taken out of schemas: {', '.join(sorted(options.schema_keywords))}.",
        "dialect": f"Its address speaks {options.dialect}, not what its kind speaks first.",
    }
    return [words for name, words in known.items() if getattr(options, name) != getattr(profile, name)]
