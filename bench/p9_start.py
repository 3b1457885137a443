"""P9: from `manage.py up` to the first page, at the second start; and what a browser loads before the first token."""

import gzip
from pathlib import Path

from bench.cluster import Cluster
from bench.figures import Figure
from bench.up import end_up, start_up

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
        figure.check("page before the first token", None if weight is None else weight / 1e3, "<=", 100, " KB gz")
        run.report(f"P9: the chat page weighs {(weight or 0) / 1e3:.1f} KB")
    finally:
        end_up(run, second)


def _weight(link: str, figure: Figure) -> int | None:
    """Bytes of all that Chromium fetches for the chat page of a new project, gzipped where that makes them fewer."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        figure.left_out["page weight"] = "playwright is not installed"
        return None
    if not CHROMIUM.exists():
        figure.left_out["page weight"] = f"there is no {CHROMIUM}"
        return None
    sizes: dict[str, int] = {}
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
        responses: list[object] = []
        fresh.on("response", lambda response: responses.append(response))
        fresh.goto(f"{link.split('/sign-in')[0]}/projects/{made}/", wait_until="networkidle")
        for response in responses:
            body = response.body() if response.status == 200 else b""  # type: ignore[attr-defined]
            sizes[response.url] = min(len(body), len(gzip.compress(body, 6)))  # type: ignore[attr-defined]
        browser.close()
    figure.seen |= {"requests of the page": len(sizes)}
    figure.seen["heaviest, KB"] = {
        url.rpartition("/")[2] or "page": round(size / 1e3, 1)
        for url, size in sorted(sizes.items(), key=lambda each: -each[1])[:5]
    }
    return sum(sizes.values())
