"""The contract of the record on every back end there is."""

from pathlib import Path

import pytest

from tests.record.back_ends import BACK_ENDS, InMemory
from tests.record.contract import EventLogContract
from tests.record.contract_durable import DurableContract
from tests.record.contract_live import LiveContract


@pytest.fixture(params=BACK_ENDS, ids=lambda back_end: back_end.__name__)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> InMemory:
    made: InMemory = request.param(tmp_path)
    needed = {ability for mark in request.node.iter_markers("needs") for ability in mark.args}
    lacking = sorted(ability for ability in needed if not getattr(made, ability))
    if made.lacks or lacking:
        pytest.skip(made.lacks or f"{request.param.__name__} cannot: {', '.join(lacking)}")
    return made


class TestContract(EventLogContract):
    pass


class TestLive(LiveContract):
    pass


class TestDurable(DurableContract):
    pass
