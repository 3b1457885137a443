"""`python -m chatstream.conformance URL --token T`."""

import argparse
import asyncio
import sys

from chatstream.conformance import checks  # noqa: F401  (it lists them)
from chatstream.conformance.check import CHECKS, Broken, Check, NotSeen
from chatstream.conformance.server import Server

DESCRIPTION = """\
Look from outside whether a server keeps the promises of chatstream's protocol, over WebSocket and HTTP.

It prints a line for each check: `ok`, `FAILED` with what was seen instead, or `not seen`. It starts four answers in the
stream, so give it one that was made for it, and a model that takes a few seconds. It takes about half a minute.
"""
EPILOG = """\
example:
  python -m chatstream.conformance https://chat.example.org/api/streams/ID/ --token TOKEN
  python -m chatstream.conformance http://127.0.0.1:8000/api/streams/ --stream ID --cookie "sessionid=…"

It ends with 0 if nothing failed, with 1 if something did, and with 2 if it was not asked properly.
"""
MESSAGE = "Count from one to one hundred, in words."


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        "python -m chatstream.conformance",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "url", nargs="?", metavar="URL", help="the stream; or, with --stream, what its address begins with"
    )
    made.add_argument("--token", help="sign in with `Authorization: Bearer TOKEN`")
    made.add_argument("--cookie", help="sign in with this header of a browser; its session is enough")
    made.add_argument("--stream", metavar="ID", help="the stream's name")
    made.add_argument("--message", default=MESSAGE, help="what to ask where an answer is needed (default: %(default)s)")
    made.add_argument("--only", metavar="CHECK", action="append", help="make this check alone; may be repeated")
    made.add_argument("--list", action="store_true", help="print the checks and end")
    return made


def main() -> int:
    options, asked = parser().parse_args(), parser()
    if options.list:
        for each in CHECKS:
            _print(f"{each.name:<28} {each.promise}")
        return 0
    unknown = set(options.only or ()) - {each.name for each in CHECKS}
    if unknown:
        asked.error(f"there is no check {', '.join(sorted(unknown))}; --list has them")
    if not options.url or bool(options.token) == bool(options.cookie):
        asked.error("give a URL, and one of --token and --cookie")
    url = f"{options.url.rstrip('/')}/{options.stream}/" if options.stream else options.url
    try:
        server = Server(url, token=options.token, cookie=options.cookie, message=options.message)
    except ValueError as problem:
        asked.error(str(problem))
    return asyncio.run(examine(server, [each for each in CHECKS if not options.only or each.name in options.only]))


async def examine(server: Server, wanted: list[Check]) -> int:
    """Print how each check went; 1 if one has failed."""
    waiting = {each.name: asyncio.create_task(make(each, server)) for each in wanted if each.waits}
    failed = 0
    for each in wanted:
        outcome = await (waiting.get(each.name) or make(each, server))
        failed += outcome.startswith("FAILED")
        _print(outcome)
    _print(f"\n{len(wanted)} checks, {failed or 'none'} failed")
    return 1 if failed else 0


async def make(each: Check, server: Server) -> str:
    try:
        await each.look(server)
    except NotSeen as why:
        return f"not seen {each.promise} [{each.name}]: {why}"
    except Broken as seen:
        return f"FAILED   {each.promise} [{each.name}]: {seen}"
    except Exception as problem:  # noqa: BLE001  a server may do anything
        return f"FAILED   {each.promise} [{each.name}]: {type(problem).__name__}: {problem}"
    return f"ok       {each.promise} [{each.name}]"


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
