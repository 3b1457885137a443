"""What the page draws: the fold of its state, and Markdown as it grows."""

import pytest
from playwright.async_api import Page

from tests.browser.recorded_runs import RUNS, logged, snapshot_after
from tests.browser.waiting import until

MARKDOWN = """# A plan for **three scenes**

Twenty seconds *in all*, with ~~four~~ `scene_2` and snake_case_names; see [the guide](https://example.org/a_b) or
https://example.org/x_y. Prices from $5 to $7, note [1], and arrays[0].

1. Dawn, **6 s**
   - steam
   - a door

   ```python
   def scene():

   \treturn "tab"
   ```
2. Cup

> Quoted, *and so on*

| scene | seconds |
|---|---|
| Dawn | 6 |
| Cup | **8** |

- [x] done
- [ ] not yet

```js
const a = `x`;
\tif (a < 1) { b(); }

// **not bold**
```
The end 🎬, **and** __more__."""


@pytest.mark.parametrize("run", RUNS)
async def test_a_snapshot_and_the_events_after_it_are_the_later_snapshot(markdown: Page, run: str):
    events = logged(run)
    snapshots = [snapshot_after(events[:k]) for k in range(len(events) + 1)]
    states = await markdown.evaluate(
        """async ([snapshots, events]) => {
          const {emptyState, reduce} = await import("projects/state.js");
          return snapshots.map((snapshot, k) => events.slice(k).reduce(reduce, reduce(emptyState, snapshot)));
        }""",
        [snapshots, events],
    )
    expected = {key: value for key, value in snapshots[-1].items() if key != "type"}
    for k, state in enumerate(states):
        for message in state["messages"]:
            message.pop("started", None)  # the wire does not tell yet when a run began
        assert state == expected, f"snapshot({k}) and the events after it"


@pytest.mark.parametrize("run", RUNS)
async def test_everything_but_text_may_come_twice(markdown: Page, run: str):
    [once, twice] = await markdown.evaluate(
        """async (events) => {
          const {emptyState, reduce} = await import("projects/state.js");
          const repeated = events.flatMap((event) => ["delta", "reasoning"].includes(event.type) ? [event] : [event, event]);
          return [events, repeated].map((list) => list.reduce(reduce, emptyState));
        }""",
        logged(run),
    )
    assert once == twice


async def test_markdown_split_anywhere_is_drawn_as_if_it_came_at_once(markdown: Page):
    [whole, by_character, differing] = await markdown.evaluate(
        """(text) => {
          const draw = (...ends) => {
            const {root, view} = newView();
            for (const end of ends) view.update(text.slice(0, end), {whole: end === text.length});
            return shape(root);
          };
          const everywhere = Array.from({length: text.length}, (_, index) => index + 1);
          const whole = draw(text.length);
          return [whole, draw(...everywhere), everywhere.filter((end) => draw(end, text.length) !== whole)];
        }""",
        MARKDOWN,
    )
    assert by_character == whole
    assert differing == []


async def test_markdown_means_what_people_expect(markdown: Page):
    whole = await markdown.evaluate(
        "(text) => { const {root, view} = newView(); view.update(text, {whole: true}); return root.innerHTML; }",
        MARKDOWN,
    )
    for expected in [
        "<strong>three scenes</strong>",
        "<code>scene_2</code> and snake_case_names;",
        'href="https://example.org/a_b" rel="noopener noreferrer nofollow" target="_blank">the guide</a>',
        'href="https://example.org/x_y"',
        "from $5 to $7, note ",
        "☑ ",
        "<th ",
    ]:
        assert expected in whole
    text = await markdown.evaluate("document.querySelector('main').innerText")
    assert "note [1], and arrays[0]." in text
    assert "The end 🎬, and more." in text


async def test_while_it_streams_no_mark_shows_raw_and_nothing_drawn_is_touched(markdown: Page):
    result = await markdown.evaluate(
        """(text) => {
          const {root, view} = newView();
          const raw = [];
          const removed = [];
          const note = (records) => removed.push(...records.flatMap(({removedNodes}) => [...removedNodes]));
          const observer = new MutationObserver(note);
          observer.observe(root, {subtree: true, childList: true});
          for (let end = 1; end <= text.length; end++) {
            view.update(text.slice(0, end));
            if (/\\*\\*|```|~~|\\]\\(/.test(root.textContent)) raw.push(end);
          }
          view.update(text, {whole: true});
          note(observer.takeRecords());
          return {raw, removed: removed.length};
        }""",
        MARKDOWN.replace("// **not bold**", ""),
    )
    assert result == {"raw": [], "removed": 0}


async def test_a_selection_made_in_mid_stream_survives(markdown: Page):
    selected = await markdown.evaluate(
        """() => {
          const {root, view} = newView();
          view.update("The **first** words of a para");
          getSelection().setBaseAndExtent(root.querySelector("strong").firstChild, 1, root.querySelector("p").lastChild, 6);
          const before = getSelection().toString();
          view.update("The **first** words of a paragraph that goes on.\\n\\n- and\\n- on", {whole: true});
          return [before, getSelection().toString()];
        }"""
    )
    assert selected == ["irst words", "irst words"]


async def test_text_that_does_not_continue_what_is_drawn_replaces_it(markdown: Page):
    texts = await markdown.evaluate(
        """() => {
          const {root, view} = newView();
          view.update("One **two");
          view.update("One", {});
          const restarted = root.textContent;
          view.update("Something else", {whole: true});
          return [restarted, root.textContent];
        }"""
    )
    assert texts == ["On", "Something else"]  # the parser keeps one character back, until it knows what follows


@pytest.mark.parametrize(
    "code", ['def f():\n\n\tif a < b:\n\t\treturn "`x`"\n', "  two  spaces \n\n\n", "**a** _b_ [c](d) $e$"]
)
async def test_copy_gives_the_exact_source(markdown: Page, code: str):
    copied = await markdown.evaluate(
        """async (code) => {
          let copied = null;
          const value = {writeText: async (text) => { copied = text; }};
          Object.defineProperty(navigator, "clipboard", {value, configurable: true});
          const {root, view} = newView();
          view.update("```py\\n" + code + "\\n```\\nafter", {whole: true});
          root.querySelector("button").click();
          return [copied, root.querySelector(".code-language").textContent, root.querySelector("pre").tabIndex];
        }""",
        code,
    )
    assert copied == [code, "py", 0]


async def test_code_gets_its_colours_when_it_is_whole_and_not_a_node_is_touched(markdown: Page):
    code = "```py\ndef f(a):\n    return 'x'  # <b>"
    await markdown.evaluate(
        """(code) => {
          globalThis.painted = (colour) => [...CSS.highlights.get(`code-${colour}`) ?? []].map(
            ({startContainer, startOffset, endOffset}) => startContainer.data.slice(startOffset, endOffset));
          const {root, view} = newView();
          Object.assign(globalThis, {root, view});
          view.update(code);
          const [text] = root.querySelector("code").childNodes;
          getSelection().setBaseAndExtent(text, 1, text, 5);
        }""",
        code,
    )
    assert await markdown.evaluate("painted('keyword')") == []
    before = await markdown.evaluate("(text) => { view.update(text); return root.innerHTML; }", f"{code}\n```\nafter")
    await until(markdown, "painted('keyword').length > 0")
    assert [await markdown.evaluate(f"painted('{each}')") for each in ("keyword", "string", "comment")] == [
        ["def", "return"],
        ["'x'"],
        ["# <b>"],
    ]
    assert await markdown.evaluate("[root.innerHTML, String(getSelection())]") == [before, "ef f"]
    await markdown.evaluate("newView().view.update('```json\\n[1]\\n```\\n', {whole: true})")
    await until(markdown, "painted('number').join() === '1'")
    assert await markdown.evaluate("painted('keyword')") == []  # what is gone is forgotten


@pytest.mark.parametrize("text", ["> " * 60 + "deep", "".join("  " * n + "- x\n" for n in range(40))])
async def test_what_nests_too_deep_is_shown_as_text(markdown: Page, text: str):
    shown = await markdown.evaluate(
        "(text) => { const {root, view} = newView(); view.update(text, {whole: true}); return root.textContent; }", text
    )
    assert shown.split() == text.split()
