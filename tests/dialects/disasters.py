"""What happens to a site while somebody reads an answer of it."""

import asyncio

from tests.answers.adopter import Person, Site


async def kill_worker_and_flush(site: Site, alice: Person) -> None:
    """In mid-answer the worker is killed and Valkey flushed; another worker comes."""
    await until_words(site, alice)
    await asyncio.to_thread(site.kill, site.worker)
    site.valkey.flushall()
    site.start_worker()


async def until_words(site: Site, alice: Person) -> None:
    key = f"chatstream:{{{alice.stream}}}:log"
    async with asyncio.timeout(30):
        while site.valkey.xlen(key) < 8:
            await asyncio.sleep(0.02)
