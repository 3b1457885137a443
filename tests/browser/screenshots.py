"""Pictures of the product in every state that a person sees, and those of the README: `make screenshots`.

It starts an instance without a key in a folder of its own, makes a film there, and writes one PNG for each state, width and
colour scheme into a folder, to be looked at. With `--readme` it writes the three pictures and the moving one of the README anew.
"""

import argparse
import asyncio
import io
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import django
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from projects.demo_offers import STARTERS  # noqa: E402
from tests.browser.chat import ChatPage  # noqa: E402
from tests.browser.conftest import ARGUMENTS, CHROMIUM  # noqa: E402
from tests.browser.page_server import page_server  # noqa: E402
from tests.browser.played_states import PLAYED  # noqa: E402
from tests.browser.waiting import until  # noqa: E402
from tests.instance import Instance  # noqa: E402

IMAGES = Path(__file__).parents[2] / "docs/images"
SIZES = {1440: 900, 1024: 768, 768: 1024, 390: 844, 320: 640}
SCHEMES = ("light", "dark")
FILM = STARTERS[1].sentence
NEW_PROJECT = "from django.contrib.auth.models import User\nfrom projects.actions import create_project\n"
NEW_PROJECT += 'answer = str(create_project(User.objects.get(username="demo"), "").pk)'
MANY = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from projects.actions import create_project
user, is_new = User.objects.get_or_create(username="maya")
for number in range(200 if is_new else 0):
    create_project(user, f"Film {number}")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
answer = session.session_key
"""
BUILT = "document.querySelectorAll('chat-message[data-status=success]').length > 0"
PREVIEW = "document.querySelector('storyboard-preview')"
MOMENT = 117  # frames: the second scene of the film

State = Callable[["Tour"], Awaitable[Page]]


class Tour:
    """One person at one instance, in a window of one size and scheme. Each state is reached from a page just opened."""

    def __init__(self, instance: Instance, context: BrowserContext, film: str) -> None:
        self.instance = instance
        self.context = context
        self.film = film

    async def open(self, path: str) -> Page:
        page = await self.context.new_page()
        await page.goto(f"{self.instance.url}{path}")
        return page

    async def open_film(self) -> Page:
        page = await self.open(f"/projects/{self.film}/")
        await until(page, f"Boolean({PREVIEW}?.storyboard)", timeout=30)
        await page.locator("build-card svg").last.wait_for()
        await page.evaluate(f"{PREVIEW}.seek({MOMENT})")
        return page

    async def open_studio(self) -> Page:
        """On a phone all but the film is in a sheet."""
        page = await self.open_film()
        if await (sheet := page.locator("[data-role=open-preview]")).is_visible():
            await sheet.click()
        return page

    async def open_new(self) -> Page:
        return await self.open(f"/projects/{self.instance.shell(NEW_PROJECT)}/")


async def sign_in(tour: Tour) -> Page:
    await tour.context.clear_cookies()
    return await tour.open("/sign-in/")


async def no_message(tour: Tour) -> Page:
    page = await tour.open_new()
    await page.locator("[data-starter]").first.wait_for()
    return page


async def building(tour: Tour) -> Page:
    page = await tour.open_new()
    await page.locator(f'[data-starter="{FILM}"]').click()
    await until(page, f"({PREVIEW}?.storyboard?.scenes.length ?? 0) >= 1", timeout=60)
    return page


async def share(tour: Tour) -> Page:
    page = await tour.open_studio()
    await page.get_by_role("button", name="Share").click()
    await page.get_by_role("switch").wait_for()
    return page


async def history(tour: Tour) -> Page:
    page = await tour.open_studio()
    await page.get_by_role("button", name="History").click()
    return page


async def replay(tour: Tour) -> Page:
    page = await tour.open_film()
    await page.get_by_role("button", name="Replay").first.click()
    await page.locator("dialog[open]").wait_for()
    return page


async def keys(tour: Tour) -> Page:
    page = await tour.open_film()
    await page.locator("#composer-input").focus()
    await page.keyboard.press("?")
    await page.locator("dialog[open]").wait_for()
    return page


async def offline(tour: Tour) -> Page:
    page = await tour.open_film()
    await tour.context.set_offline(True)
    await page.locator("connection-status").wait_for(state="visible")
    return page


async def many_projects(tour: Tour) -> Page:
    await tour.context.add_cookies(
        [{"name": "sessionid", "value": tour.instance.shell(MANY), "url": tour.instance.url}]
    )
    return await tour.open("/")


STATES: dict[str, State] = {
    "film": Tour.open_film,
    "studio": Tour.open_studio,
    "no-message": no_message,
    "building": building,
    "share": share,
    "history": history,
    "replay": replay,
    "keys": keys,
    "list": lambda tour: tour.open("/"),
    "offline": offline,
    "sign-in": sign_in,
    "200-projects": many_projects,
    **{name: lambda tour, play=play: play(tour.context) for name, play in PLAYED.items()},
}


async def make_film(instance: Instance, browser: Browser) -> tuple[str, str]:
    """Return the id of a project with a finished film, and the session of who owns it."""
    context = await browser.new_context(reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    chat = ChatPage(await context.new_page(), instance.url)
    await chat.sign_in(instance.sign_in_url)
    film = instance.shell(NEW_PROJECT)
    await chat.open(film)
    await chat.send(FILM)
    await until(chat.page, BUILT, timeout=120)
    [session] = [each["value"] for each in await context.cookies() if each["name"] == "sessionid"]
    await context.close()
    return film, session


async def picture_of(
    browser: Browser, instance: Instance, film: str, session: str, state: State, width: int, scheme: str
) -> bytes:
    viewport = {"width": width, "height": SIZES[width]}
    context = await browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    await context.add_init_script(
        "localStorage.setItem('coached', '1')"
    )  # the line that is said once would lie over the inspector
    await context.add_cookies([{"name": "sessionid", "value": session, "url": instance.url}])
    page = await state(Tour(instance, context, film))
    await page.evaluate("document.fonts.ready")
    await page.wait_for_load_state("networkidle")  # the pictures of films come late
    await page.evaluate("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    png = await page.screenshot()
    await context.close()
    return png


async def draw_states(names: list[str], widths: list[int], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Instance(Path(folder), DEMO_WORD_SECONDS="0.03") as instance:
        async with async_playwright() as playwright, page_server() as pages:
            arguments = [*ARGUMENTS, f"--host-resolver-rules={pages.rule}"]
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
            film, session = await make_film(instance, browser)
            for name in names:
                for width in widths:
                    for scheme in SCHEMES:
                        path = out / f"{name}-{width}-{scheme}.png"
                        path.write_bytes(
                            await picture_of(browser, instance, film, session, STATES[name], width, scheme)
                        )
                        print(path)  # noqa: T201
            await browser.close()


README = {"chat": ("film", 1440, "light"), "building": ("building", 1440, "dark"), "phone": ("film", 390, "light")}


async def draw_readme(out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, Instance(Path(folder), DEMO_WORD_SECONDS="0.03") as instance:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            film, session = await make_film(instance, browser)
            for name, (state, width, scheme) in README.items():
                png = await picture_of(browser, instance, film, session, STATES[state], width, scheme)
                Image.open(io.BytesIO(png)).save(out / f"{name}.webp", "WEBP", quality=82, method=6)
                print(out / f"{name}.webp")  # noqa: T201
            await _draw_product_film(browser, instance, session, out / "product.webp")
            await browser.close()


async def _draw_product_film(browser: Browser, instance: Instance, session: str, path: Path) -> None:
    """A film in the making and then playing, as one sees it: a picture every quarter of a second."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, device_scale_factor=0.6)
    await context.add_cookies([{"name": "sessionid", "value": session, "url": instance.url}])
    page = await Tour(instance, context, "").open_new()
    await page.locator(f'[data-starter="{FILM}"]').click()
    frames: list[Image.Image] = []
    clock = asyncio.get_running_loop().time
    begins = clock()
    while clock() - begins < 16:
        frames.append(Image.open(io.BytesIO(await page.screenshot())).convert("RGB"))
        await asyncio.sleep(max(0.0, begins + len(frames) * 0.25 - clock()))
    await context.close()
    frames[0].save(path, "WEBP", save_all=True, append_images=frames[1:], duration=250, loop=0, quality=60, method=4)
    print(path)  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.screenshots",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="To look at one: python -m tests.browser.screenshots share --width 1440 390",
    )
    parser.add_argument(
        "states", nargs="*", default=list(STATES), metavar="STATE", help=f"of {', '.join(STATES)}; else all"
    )
    parser.add_argument("--width", type=int, nargs="*", choices=SIZES, default=list(SIZES), help="in pixels; else all")
    parser.add_argument("--out", type=Path, default=Path("var/screenshots"), help="a folder (%(default)s)")
    parser.add_argument("--readme", action="store_true", help="the README's pictures, into docs/images")
    options = parser.parse_args()
    if unknown := [name for name in options.states if name not in STATES]:
        parser.error(f"there is no state {', '.join(unknown)}")
    asyncio.run(draw_readme(IMAGES) if options.readme else draw_states(options.states, options.width, options.out))
