import pytest

pytest.register_assert_rewrite(
    "tests.record.contract", "tests.record.contract_durable", "tests.record.contract_live", "tests.record.power_cut"
)
