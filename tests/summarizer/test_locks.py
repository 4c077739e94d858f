"""Locks tell who is writing where; they keep nobody from anything."""

from __future__ import annotations

from summarizer.locks import LASTS_MS, Lock, Locks


def test_who_comes_first_holds_and_others_are_told():
    locks = Locks()
    assert locks.take("b1", "Ada", 0) == Lock("b1", "Ada", LASTS_MS)
    assert locks.take("b1", "Ben", 10).by == "Ada"
    assert locks.take("b2", "Ben", 10).by == "Ben"
    assert [one.by for one in locks.all(20)] == ["Ada", "Ben"]


def test_a_lock_runs_out_unless_it_is_renewed():
    locks = Locks()
    locks.take("b1", "Ada", 0)
    assert locks.renew("b1", "Ada", 20_000).until_ms == 20_000 + LASTS_MS
    assert locks.take("b1", "Ben", 40_000).by == "Ada"
    assert locks.take("b1", "Ben", 50_000).by == "Ben"
    assert locks.renew("b1", "Ada", 50_001).by == "Ben"


def test_only_its_holder_lets_a_lock_go():
    locks = Locks()
    locks.take("b1", "Ada", 0)
    assert not locks.release("b1", "Ben")
    assert locks.release("b1", "Ada")
    assert locks.holder("b1", 1) is None


def test_a_closed_page_lets_go_of_everything():
    locks = Locks()
    locks.take("b1", "Ada", 0)
    locks.take("b2", "Ada", 0)
    locks.take("b3", "Ben", 0)
    assert locks.release_all("Ada") == ["b1", "b2"]
    assert [one.target for one in locks.all(1)] == ["b3"]
