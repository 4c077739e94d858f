"""When the page is drawn anew: the rule of three a second, with a clock of the test's own."""

from __future__ import annotations

import random

import pytest

# Runs painter.js against a made-up clock: arrivals are [ms, kind]; returns [when drawn, kinds drawn].
RUN = """async ([arrivals]) => {
  const { Painter } = await import('/static/painter.js');
  let now = 0, timers = [];
  const real = [performance.now, window.setTimeout, window.clearTimeout];
  performance.now = () => now;
  window.setTimeout = (act, wait) => timers.push({ at: now + wait, act, id: timers.length + 1 });
  window.clearTimeout = (id) => { const one = timers.find((t) => t.id === id); if (one) one.at = Infinity; };
  try {
    const drawn = [];
    const painter = new Painter((frames) => drawn.push([now, frames.map((f) => f.kind)]));
    const until = (end) => {
      for (;;) {
        const next = timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = Math.max(now, next.at);
        next.at = Infinity;
        next.act();
      }
      now = end;
    };
    for (const [at, kind] of arrivals) { until(at); painter.take({ kind }); }
    until(now + 5000);
    return drawn;
  } finally { [performance.now, window.setTimeout, window.clearTimeout] = real; }
}"""


@pytest.fixture
def drawn(page, site):
    page.goto(site.at)
    return lambda arrivals: page.evaluate(RUN, [arrivals])


@pytest.mark.req("DSP-01")
def test_never_more_than_three_draws_in_a_second_and_nothing_is_left_out(drawn):
    dice = random.Random(7)
    at, arrivals = 0.0, []
    for _ in range(2_000):
        at += dice.expovariate(1 / dice.choice([20, 150, 600]))
        arrivals.append([at, dice.choice(["final", "partial", "partial", "health"])])
    made = drawn(arrivals)
    times = [when for when, _ in made]
    assert all(later - earlier > 999.9 for earlier, later in zip(times, times[3:], strict=False))
    assert [kind for _, kinds in made for kind in kinds] == [kind for _, kind in arrivals]


@pytest.mark.req("CAP-06")
def test_settled_words_at_a_usual_pace_are_drawn_at_once_whatever_the_tail_does(drawn):
    arrivals = sorted([[n * 340.0, "partial"] for n in range(60)] + [[n * 1_020.0 + 170, "final"] for n in range(20)])
    waits = []
    made = iter(drawn(arrivals))
    queue = list(arrivals)
    for when, kinds in made:
        for kind in kinds:
            at, expected = queue.pop(0)
            assert kind == expected
            if kind == "final":
                waits.append(when - at)
    assert max(waits) <= 1
