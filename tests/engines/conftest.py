"""One running instance, and one tab of each engine that is not ours; `make test-engines` installs them."""

from collections.abc import Iterator

import pytest

from tests.engines.firefox import firefox
from tests.engines.studio import Studio
from tests.engines.webkit import webkit
from tests.instance import Instance

ENGINES = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with Instance(tmp_path_factory.mktemp("var"), DEMO_WORD_SECONDS="0.02") as running:
        yield running


@pytest.fixture(scope="module", params=ENGINES)
def alice(
    request: pytest.FixtureRequest, instance: Instance, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Studio]:
    """Alice, signed in, in a browser of this kind."""
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as tab:
        tab.resize(1400, 900)
        tab.open(instance.sign_in_url)
        yield Studio(tab, instance)
