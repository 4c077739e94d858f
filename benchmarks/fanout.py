"""Prints what it costs to give captions to many readers, and how late, beside a bare loop in the same run.

python -m benchmarks.fanout [--viewers 2000] [--seconds 60] [--kind ws|sse] [--stalled 5] [--restart] [--cut 20]
                            [--idle 600] [--churn 300] [--bytes tests/data/stream.jsonl]

The program with its record on the disk, the bare loop and the readers are processes of their own. Every reader checks
that each settled event comes once and in order. Needs `ulimit -n` above the number of readers.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.fanout_program import NAME
from benchmarks.machine import told

EVENTS_S = 3.0


class Process:
    """A child that answers each line with one of JSON."""

    def __init__(self, *arguments: str) -> None:
        self._child = subprocess.Popen(
            [sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, order: str) -> Any:
        self.tell(order)
        return self.hear()

    def tell(self, order: str) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(order + "\n")
        self._child.stdin.flush()

    def hear(self) -> Any:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        assert line, "the process ended"
        return json.loads(line)

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        self._child.send_signal(how)
        self._child.wait()


class Stage:
    """One server, and its readers."""

    def __init__(self, kind: str, args: argparse.Namespace, folder: Path) -> None:
        self.kind, self.args, self.folder = kind, args, folder
        self.port = 0
        self.serve()
        self.viewers = Process(
            "-m", "benchmarks.fanout_viewers",
            json.dumps({"port": self.port, "way": args.kind, "count": args.viewers, "path": f"/m/{NAME}",
                        "stalled": args.stalled}),
        )  # fmt: skip

    def serve(self) -> None:
        told = (self.kind, self.args.kind, str(self.folder), str(self.port))
        self.server = Process("-m", "benchmarks.fanout_program", *told)
        self.port = self.server.hear()

    def connect(self, first: int = 0, last: int | None = None) -> Any:
        return self.viewers.ask(json.dumps({"do": "connect", "first": first, "last": last or self.args.viewers}))

    def cut(self, times: int, within_s: float, count: int) -> None:
        """Have so many readers cut off so often, at random within this time."""
        self.viewers.ask(json.dumps({"do": "cut", "times": times, "within_s": within_s, "count": count}))

    def rss(self) -> int:
        return int(self.server.ask("rss")[0])

    def report(self, spoken: dict[str, Any]) -> Any:
        return self.viewers.ask(json.dumps({"do": "report", "told": spoken["told"]}))

    def end(self) -> None:
        self.viewers.end()
        self.server.end()


@contextmanager
def staged(kind: str, args: argparse.Namespace) -> Iterator[Stage]:
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(kind, args, Path(folder))
        try:
            yield stage
        finally:
            stage.end()


def steady(args: argparse.Namespace) -> None:
    print(
        "| server | viewers | all in s | KB/viewer | µs/message·viewer | p50 ms | p99 ms | complete | holes | repeats |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    rows = {}
    for kind in ("floor", "program"):
        with staged(kind, args) as stage:
            stage.connect(0, 1)
            empty = stage.rss()
            entered = stage.connect(1)
            held = (stage.rss() - empty) / (args.viewers - 1)
            spoken = stage.server.ask(f"speak {args.seconds} {EVENTS_S}")
            got = stage.report(spoken)
            cost = spoken["cpu_s"] * 1e6 / (spoken["times"] * args.viewers)
            rows[kind] = (cost, got["p99"])
            print(
                f"| {kind} | {got['open']} | {entered['seconds']:.1f} | {held:.1f} | {cost:.1f} | {got['p50']} "
                f"| {got['p99']} | {got['complete']} | {got.get('holes', 0)} | {got.get('repeats', 0)} |", flush=True
            )  # fmt: skip
    ratios = (one / floor for one, floor in zip(rows["program"], rows["floor"], strict=True))
    print("\nratio to the bare loop: CPU {:.2f}, p99 {:.2f}".format(*ratios))


def stalled(args: argparse.Namespace) -> None:
    print("| stalled | complete of healthy | p50 ms | p99 ms | RSS +KB | open after 45 s |\n|--:|--:|--:|--:|--:|--:|")
    many = args.stalled
    for count in (0, many):
        args.stalled = count
        with staged("program", args) as stage:
            stage.connect()
            stage.server.ask("shout 2 2")
            before = stage.rss()
            spoken = stage.server.ask(f"shout {args.seconds} 2")
            grown = stage.rss() - before
            got = stage.report(spoken)
            time.sleep(max(0.0, 45 - args.seconds))
            left = stage.server.ask("rss")[1]
            healthy = args.viewers - count
            figures = f"{got['p50']} | {got['p99']} | {grown} | {left}"
            print(f"| {count} | {got['complete']} of {healthy} | {figures} |", flush=True)


def cut(args: argparse.Namespace) -> None:
    with staged("program", args) as stage:
        stage.connect()
        stage.server.ask("speak 3 3")
        stage.cut(args.cut, args.seconds, args.viewers)
        spoken = stage.server.ask(f"speak {args.seconds + 15} {EVENTS_S}")
        tell_back(stage, spoken, "cut")


def tell_back(stage: Stage, spoken: dict[str, Any], what: str, down_s: float = 0.0) -> None:
    """Print how long it took the readers to be current again, from when there was a program to come back to."""
    got = stage.report(spoken)
    back = [one - down_s for one in got["back_s"]]
    shares = {limit: sum(one <= limit for one in back) / max(1, len(back) + got["waiting"]) for limit in (2, 5, 10)}
    rates = sorted(got["connects"].values())
    print(
        f"| {what} | {stage.args.viewers} | {len(back)} | {shares[2]:.1%} | {shares[5]:.1%} | {shares[10]:.1%} "
        f"| {rates[-1] if rates else 0} | {got['complete']} | {got.get('holes', 0)} | {got.get('repeats', 0)} |",
        flush=True,
    )


BACK = (
    "| what | viewers | times back | in 2 s | in 5 s | in 10 s | most connects in 1 s | complete | holes | repeats |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def restart(args: argparse.Namespace) -> None:
    with staged("program", args) as stage:
        stage.connect()
        stage.server.ask("speak 8 3")
        time.sleep(4)  # beats tell how many read along
        stage.report({"told": {}})
        stage.server.end()
        begun = time.monotonic()
        stage.serve()
        down_s = time.monotonic() - begun
        print(f"the program was back after {down_s:.1f} s")
        spoken = stage.server.ask(f"speak 25 {EVENTS_S}")
        tell_back(stage, spoken, "restart", down_s)


def idle(args: argparse.Namespace) -> None:
    print("| after s | viewers | RSS KB/viewer | RSS MB |\n|--:|--:|--:|--:|")
    with staged("program", args) as stage:
        stage.connect(0, 1)
        empty, begun = stage.rss(), time.monotonic()
        stage.connect(1)
        rows = []
        while True:
            if args.churn:
                for _ in range(6):
                    # A tenth in a minute.
                    stage.cut(1, 8, args.viewers // 60)
                    stage.server.ask("speak 9 3")
            else:
                time.sleep(60)
            rss, there = stage.server.ask("rss")
            at = time.monotonic() - begun
            rows.append((at, rss))
            print(f"| {at:.0f} | {there} | {(rss - empty) / args.viewers:.1f} | {rss / 1024:.1f} |", flush=True)
            if at >= (args.churn or args.idle):
                break
        half = rows[len(rows) // 2 :]
        slope = (half[-1][1] - half[0][1]) / 1024 / max(1.0, half[-1][0] - half[0][0]) * 3600
        print(f"\nslope over the second half: {slope:+.1f} MB an hour")


def count_bytes(args: argparse.Namespace) -> None:
    print("| line | bytes down | bytes up | an hour of it, MB |\n|---|--:|--:|--:|")
    args.viewers = 1
    for args.kind in ("ws", "sse"):
        with staged("program", args) as stage:
            stage.connect()
            once = stage.report({"told": {}})
            length = stage.server.ask(f"play {args.bytes}")
            time.sleep(1)
            got = stage.report({"told": {}})
            began = once["down"] + once["up"]
            hour = (began + (got["down"] + got["up"] - began) * 3600 / length) / 1e6
            print(f"| {args.kind} | {got['down']} | {got['up']} | {hour:.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--viewers", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kind", choices=("ws", "sse"), default="ws")
    parser.add_argument("--stalled", type=int, default=0)
    parser.add_argument("--restart", action="store_true")
    parser.add_argument("--cut", type=int, default=0, help="how often each reader is cut off, at random")
    parser.add_argument("--idle", type=int, default=0, help="seconds of silence")
    parser.add_argument("--churn", type=int, default=0, help="seconds in which a tenth of the readers change a minute")
    parser.add_argument("--bytes", type=Path, help="a recorded stream to count the bytes of")
    args = parser.parse_args()
    if args.bytes:
        count_bytes(args)
    elif args.stalled:
        stalled(args)
    elif args.cut or args.restart:
        print(BACK)
        (restart if args.restart else cut)(args)
    elif args.idle or args.churn:
        idle(args)
    else:
        steady(args)
    print(told())


if __name__ == "__main__":
    main()
