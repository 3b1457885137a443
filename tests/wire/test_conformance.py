"""This product is judged from outside too, where its answers have more events than those of a bare chatstream."""

from tests.clients.test_conformance import conformance
from tests.instance import Person

CHECKS = ("resume-from-every-position", "one-answer-alone", "orderly-end", "snapshots-agree")


async def test_this_product_keeps_the_protocol_as_anyone_may_see(alice: Person) -> None:
    url = f"{alice.instance.url}/api/projects/{await alice.make_project()}/"
    chosen = [word for name in CHECKS for word in ("--only", name)]
    message = "write a 100 word voice-over about coffee"
    code, printed = await conformance(url, "--token", alice.token, "--message", message, *chosen)
    assert (code, printed.count("ok ")) == (0, len(CHECKS)), printed
