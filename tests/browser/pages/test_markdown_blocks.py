"""Quotations, lists, tables and code inside one another, as they stream in; and which dollar signs are of a formula."""

import html
import re

import pytest
from playwright.async_api import Page

TABLE = "<table><thead><tr><th> a </th></tr></thead><tbody><tr><td> 1 </td></tr></tbody></table>"

# Markdown, and the elements it becomes; a fence is <code>, whatever is around it.
NESTED = {
    "a quotation in an item": (
        "- item\n  > quote\n- next\n\nafter",
        "<ul><li>item<blockquote><p>quote</p></blockquote></li><li>next</li></ul><p>after</p>",
    ),
    "a table in an item": (
        "1. item\n\n   | a |\n   | - |\n   | 1 |\n2. next\n",
        f"<ol><li>item{TABLE}</li><li>next</li></ol>",
    ),
    "a table at the beginning of an item": (
        "- | a |\n  |---|\n  | 1 |\n\n  text\n- next",
        f"<ul><li>{TABLE}<p>text</p></li><li>next</li></ul>",
    ),
    "code in an item": (
        "1. First:\n\n   ```python\n   def f():\n       return 1\n\n   # end\n   ```\n2. Second\n",
        "<ol><li>First:<code>def f():\n    return 1\n\n# end</code></li><li>Second</li></ol>",
    ),
    "code that is indented more than its item": (
        "- item\n\n    ```py\n    a\n      b\n    ```\n\n- next",
        "<ul><li>item<code>a\n  b</code></li><li>next</li></ul>",
    ),
    "code indented with tabs": ("1. x\n\n\t```\n\ta\n\t\tb\n\t```\n", "<ol><li>x<code>a\n\tb</code></li></ol>"),
    "code that never ends in an item": ("- a\n  ```js\n  x", "<ul><li>a<code>x</code></li></ul>"),
    "code with marks of lists and quotations": ("```\n- a\n> b\n1. c\n| d\n```\n", "<code>- a\n> b\n1. c\n| d</code>"),
    "a list and code in a quotation": (
        "> one\n> two\n> - a\n> - b\n>\n>   more\n> ```py\n> x\n>\n> y\n> ```\n\nafter",
        "<blockquote><p>one<br>two</p><ul><li>a</li><li>b<p>more</p></li></ul><code>x\n\ny</code></blockquote><p>after</p>",
    ),
    "a table in a quotation in an item of a list in an item": (
        "- a\n  1. b\n     > q\n     >\n     > | a |\n     > |---|\n     > | 1 |\n  2. c\n- d\n",
        f"<ul><li>a<ol><li>b<blockquote><p>q</p>{TABLE}</blockquote></li><li>c</li></ol></li><li>d</li></ul>",
    ),
    "a quotation of a quotation": (
        "> a\n>> b\n\n> c",
        "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><blockquote><p>c</p></blockquote>",
    ),
    "lists in lists": (
        "- a\n    - b\n        - c\n    - d\n- e\n",
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li><li>e</li></ul>",
    ),
    "a list two columns under a numbered item": (
        "1. a\n  - b\n  - c\n10. d\n    - e\n",
        "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d<ul><li>e</li></ul></li></ol>",
    ),
    "items with space between": (
        "- a\n\n\n- b\n\n  more\n\nafter\n- x",
        "<ul><li>a</li><li>b<p>more</p></li></ul><p>after</p><ul><li>x</li></ul>",
    ),
    "a numbered list that goes on after code": (
        "1. a\n```\ncode\n```\n2) b\n",
        '<ol><li>a</li></ol><code>code</code><ol start="2"><li>b</li></ol>',
    ),
    "a heading, a rule and boxes in items": (
        "- # T\n  text\n\n  ---\n- [x] done\n- [1] note",
        "<ul><li><h3>T</h3><p>text</p><hr></li><li><span>☑ </span>done</li><li><a>[1]</a> note</li></ul>",
    ),
    "what looks like an item and is none": (
        "In the year\n1986. A good one\n-5 degrees\n+1\n*not* **one**\n---\nend",
        "<p>In the year<br>1986. A good one<br>-5 degrees<br>+1<br><em>not</em> <strong>one</strong></p><hr><p>end</p>",
    ),
    "text after a table": ("| a |\n|---|\n| 1 |\ntext", f"{TABLE}<p>text</p>"),
    "line ends of Windows": (
        "- a\r\n- b\r\n\r\n```\r\nx\r\n```\r\n",
        "<ul><li>a</li><li>b</li></ul><code>x</code>",
    ),
}

DRAW = """(text) => {
  const draw = (...ends) => {
    const {root, view} = newView();
    for (const end of ends) view.update(text.slice(0, end), {whole: end === text.length});
    return shape(root);
  };
  const everywhere = Array.from({length: text.length}, (_, index) => index + 1);
  const whole = draw(text.length);
  const inThrees = draw(...everywhere.filter((end) => end % 3 === 0), text.length);
  return [whole, draw(...everywhere) === whole && inThrees === whole, everywhere.filter((end) => draw(end, text.length) !== whole)];
}"""


def outline(shown: str) -> str:
    """Without what is the same everywhere."""
    shown = re.sub(
        r"<figure.*?<code>|</code></pre></figure>", lambda each: "<code>" if each[0][1] == "f" else "</code>", shown
    )
    shown = re.sub(r'<div class="table-scroll".*?>(.*?)</div>', r"\1", shown, flags=re.DOTALL)
    return re.sub(r' (dir|class)="[^"]*"', "", shown)


@pytest.mark.parametrize(("text", "elements"), NESTED.values(), ids=NESTED)
async def test_blocks_nest_and_are_the_same_however_they_come(markdown: Page, text: str, elements: str):
    [whole, is_same, differing] = await markdown.evaluate(DRAW, text)
    assert html.unescape(outline(whole)) == elements
    assert is_same
    assert differing == []


async def test_while_nested_blocks_stream_nothing_drawn_is_taken_away(markdown: Page):
    removed = await markdown.evaluate(
        """(texts) => {
          const removed = [];
          for (const text of texts) {
            const {root, view} = newView();
            const observer = new MutationObserver(() => {});
            observer.observe(root, {subtree: true, childList: true});
            for (let end = 1; end <= text.length; end++) view.update(text.slice(0, end), {whole: end === text.length});
            removed.push(...observer.takeRecords().flatMap(({removedNodes}) => [...removedNodes]));
          }
          return removed.length;
        }""",
        [text for text, _ in NESTED.values()],
    )
    assert removed == 0


PLAIN = [
    "It costs $5 today and $10 tomorrow, or **$4** for members; $HOME and $PATH stay.",
    "US$5, $5-$10, $1,000.00 or 5$ and 7$.",
    "$HOME/$PATH:$X, ${A} or ${B}, $FOO_BAR_BAZ, $a_b_c; export A_B=$C_D:$E_F",
    "echo $USER $UID $? $$ $1 and $@, awk '{print $2}' and $(pwd)/$(date)",
    "$$ and $$x$$ and $, a$ b$ c$",
    "$AAPL and $MSFT rose; $TSLA = $MSFT",
    "- $HOME\n- $PATH\n\n> $5 > $4\n\n| $5 | $6 |\n|---|---|\n| $HOME | $PATH |\n\n# $7 and $8",
]


@pytest.mark.parametrize("text", PLAIN)
async def test_prices_and_variables_are_no_formulas(markdown: Page, text: str):
    [whole, is_same, differing] = await markdown.evaluate(DRAW, text)
    assert "<code" not in whole
    assert (is_same, differing) == (True, [])
    shown = re.sub(r"<[^>]*>|&[gl]t;", "", whole)
    assert shown.count("$") == text.count("$")
    assert shown.count("_") == text.count("_")


FORMULAS = {
    "Let $x$ be": ["$x$"],
    "$E = mc^2$, $a_1 * b_2$ and $\\frac{1}{2}$.": ["$E = mc^2$", "$a_1 * b_2$", "$\\frac{1}{2}$"],
    "$$\nx_1 + y_2\n$$\nend": ["$$\nx_1 + y_2\n$$"],
    "\\(a_b\\) and \\[\nz_1\n\\]": ["\\(a_b\\)", "\\[\nz_1\n\\]"],
    "- $x_1$ costs $5\n- $y_1$": ["$x_1$", "$y_1$"],
}


@pytest.mark.parametrize(("text", "formulas"), FORMULAS.items())
async def test_formulas_are_shown_as_their_source(markdown: Page, text: str, formulas: list[str]):
    [_, is_same, differing] = await markdown.evaluate(DRAW, text)
    shown = await markdown.evaluate("[...document.querySelectorAll('.equation')].map(({textContent}) => textContent)")
    assert shown == formulas
    assert (is_same, differing) == (True, [])


LINES = 10_000
LONG = {
    "a paragraph": ("", "line", ""),
    "a paragraph of an item": ("- ", "line", ""),
    "a quotation": ("", "> line", ""),
    "a list": ("", "- line", ""),
    "code": ("```\n", "line", "```\n"),
}


@pytest.mark.parametrize(("before", "line", "after"), LONG.values(), ids=LONG)
async def test_an_answer_of_100_kb_of_short_lines_is_drawn_in_many_short_tasks(
    markdown: Page,
    before: str,
    line: str,
    after: str,
):
    result = await markdown.evaluate(
        """async ([before, line, after, count]) => {
          const text = before + Array.from({length: count}, (_, n) => `${line} ${n}\\n`).join("") + after;
          const {root, view} = newView();
          const pieces = [];
          const observer = new MutationObserver(() => pieces.push(root.textContent.length));
          observer.observe(root, {subtree: true, childList: true, characterData: true});
          view.update(text, {whole: true});
          const isDone = () => root.textContent.trimEnd().endsWith(`line ${count - 1}`);
          while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 10));
          const steps = pieces.map((length, n) => length - (pieces[n - 1] ?? 0));
          const blocks = [...root.querySelectorAll("p, li, .goes-on")];
          const linesOf = (text) => text.split("\\n").length;
          const lines = (block) => block.querySelectorAll(":scope > br").length + linesOf(block.firstChild?.data ?? "");
          return {largest: Math.max(...steps), tasks: pieces.length, lines: Math.max(0, ...blocks.map(lines))};
        }""",
        [before, line, after, LINES],
    )
    assert result["largest"] <= 17_000
    assert result["tasks"] >= 6
    assert result["lines"] <= 101  # of one block, which the browser lays out as a whole


async def test_text_that_changes_while_it_is_drawn_is_drawn_anew(markdown: Page):
    text = await markdown.evaluate(
        """async () => {
          const {root, view} = newView();
          view.update("x".repeat(100_000));
          view.update("Another", {whole: true});
          while (root.textContent !== "Another") await new Promise((resolve) => setTimeout(resolve, 5));
          return root.textContent;
        }"""
    )
    assert text == "Another"
