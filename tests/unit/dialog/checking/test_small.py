"""The small dialogs have no fault: what the other tests plant is the only one."""

from planting import SMALL, check


def test_the_small_dialogs_are_faultless() -> None:
    assert [str(fault) for fault in check(SMALL)] == []
