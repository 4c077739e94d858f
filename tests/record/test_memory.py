import pytest

from record import MemoryEventLog
from tests.record.contract import EventLogContract
from tests.record.ground import BackEnd


class InMemory:
    def open(self) -> MemoryEventLog:
        return MemoryEventLog()


class TestMemoryEventLog(EventLogContract):
    @pytest.fixture
    def backend(self) -> BackEnd:
        return InMemory()
