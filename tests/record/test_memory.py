import pytest

from record import MemoryEventLog
from tests.record.contract import BackEnd, EventLogContract


class InMemory:
    def open(self) -> MemoryEventLog:
        return MemoryEventLog()


class TestMemoryEventLog(EventLogContract):
    @pytest.fixture
    def backend(self) -> BackEnd:
        return InMemory()
