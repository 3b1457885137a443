"""The prepared films can be watched before anybody has signed in, and nothing else can."""

import pytest
from django.test import Client

from projects.demo_offers import STARTERS
from storyboard.encoding import decode


@pytest.mark.parametrize("name", [starter.poster for starter in STARTERS])
def test_the_film_of_each_starter_is_a_whole_document(name: str) -> None:
    answer = Client().get(f"/films/{name}.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert decode(answer.content.decode()).scenes


def test_what_is_no_film_is_not_found() -> None:
    for name in ("shops", "1-shop"):
        assert Client().get(f"/films/{name}.json").status_code == 404
