"""P9: from `manage.py up` to the first page, at the second start; and what a browser loads before the first token."""

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cluster import Cluster
from bench.figures import Figure
from bench.up import end_up, start_up

if TYPE_CHECKING:
    from playwright.sync_api import Response

# In the page, since it goes on loading: on a busy machine a look from outside comes too late.
WATCH = """new MutationObserver(() => {
  const isLive = document.querySelector("[data-role=loading]")?.hidden;
  if (isLive) globalThis.neededUntilLive ??= [location.href, ...performance.getEntriesByType("resource").map(({name}) => name)];
}).observe(document, {subtree: true, attributes: true, attributeFilter: ["hidden"]})"""

TITLE = "start, and weight of the page"
QUICK_SECONDS = 9
CHROMIUM = Path("/usr/bin/chromium")
MODEL = {"LLM_MODEL": "demo"}


def measure(cluster: Cluster, figure: Figure) -> None:
    run = cluster.run
    first = start_up(run, run.folder / "up", MODEL)
    end_up(run, first)
    second = start_up(run, run.folder / "up", MODEL)
    try:
        figure.check("second start to the first page", second.seconds, "<=", 3, " s")
        figure.seen["first start, s"] = first.seconds
        run.report(f"P9: first start {first.seconds:.1f} s, second {second.seconds:.1f} s")
        weight = _weight(second.url, figure)
        figure.check("page until it is live", None if weight is None else weight / 1e3, "<=", 100, " KB gz")
        run.report(f"P9: the chat page weighs {(weight or 0) / 1e3:.1f} KB when it is live")
    finally:
        end_up(run, second)


def _weight(link: str, figure: Figure) -> int | None:
    """Bytes that Chromium fetches for the chat page of a new project until a person can write, gzipped where that makes them fewer.

    Without the posters of the starters, which nobody waits for; they and what is fetched afterwards are among what is seen.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        figure.left_out["page weight"] = "playwright is not installed"
        return None
    if not CHROMIUM.exists():
        figure.left_out["page weight"] = f"there is no {CHROMIUM}"
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(link)
        made = page.evaluate(
            """async () => {
              const token = document.cookie.match(/csrftoken=([^;]+)/)?.[1]
                ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
              const answer = await fetch("/api/projects/", {method: "POST", body: "{}",
                headers: {"Content-Type": "application/json", "X-CSRFToken": token}});
              return (await answer.json()).id;
            }"""
        )
        context = browser.new_context(storage_state=page.context.storage_state())
        fresh = context.new_page()
        responses: list[Response] = []
        fresh.on("response", lambda response: responses.append(response))
        fresh.add_init_script(WATCH)
        fresh.goto(f"{link.split('/sign-in')[0]}/projects/{made}/", wait_until="commit")
        fresh.wait_for_selector('[data-role="loading"]', state="hidden")
        fresh.wait_for_load_state("networkidle")
        needed = set(fresh.evaluate("neededUntilLive"))
        sizes = {response.url: _zipped_size(response) for response in responses if response.url in needed}
        later = sum(_zipped_size(response) for response in responses if response.url not in needed)
        browser.close()
    posters = sum(sizes.pop(url) for url in list(sizes) if "/posters/" in url)
    figure.seen |= {
        "requests until it is live": len(sizes),
        "posters, KB": posters / 1e3,
        "afterwards, KB": later / 1e3,
    }
    figure.seen["heaviest, KB"] = {
        url.rpartition("/")[2] or "page": round(size / 1e3, 1)
        for url, size in sorted(sizes.items(), key=lambda each: -each[1])[:5]
    }
    return sum(sizes.values())


def _zipped_size(response: "Response") -> int:
    body = response.body() if response.status == 200 else b""
    return min(len(body), len(gzip.compress(body, 6)))
