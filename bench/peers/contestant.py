"""What all peers share: candles of a work file, and answering one line of JSON for each line of input."""

import gc
import json
import sys
import time

import pandas as pd


def read_work():
    """The work file named on the command line."""
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def read_prices(work):
    """Opens and closes of the bars that all assets have, in [from, to), as two frames indexed by UTC time."""
    frames = {
        symbol: pd.read_csv(
            f"{work['folder']}/{symbol}.csv",
            usecols=["timestamp_ms", "open", "close"],
            index_col="timestamp_ms",
        )
        for symbol in work["symbols"]
    }
    table = pd.concat(frames, axis=1, join="inner").sort_index()
    table = table[(table.index >= work["from"]) & (table.index < work["to"])]
    table.index = pd.to_datetime(table.index, unit="ms", utc=True)
    return table.xs("open", axis=1, level=1), table.xs("close", axis=1, level=1)


def serve(version, run, result_of):
    """Warms up with one run, then runs once for each line of input; only `run` is timed.

    `result_of` answers bars, bars with a rebalance and final NAV of what `run` gave.
    """
    first, _ = timed(run)
    answer({"version": version, "firstSeconds": first})
    for _ in sys.stdin:
        seconds, outcome = timed(run)
        bars, events, final_nav = result_of(outcome)
        result = {"bars": int(bars), "events": int(events), "finalNav": float(final_nav)}
        answer({"seconds": seconds, **result})
    answer({"peakMb": peak_memory_mb()})


def timed(run):
    """Seconds that it took, and what it gave; garbage of earlier runs is collected before."""
    gc.collect()
    start = time.perf_counter()
    outcome = run()
    return time.perf_counter() - start, outcome


def peak_memory_mb():
    """Largest resident memory so far, MB, where /proc tells it; getrusage would start with what the parent had."""
    try:
        with open("/proc/self/status", encoding="utf-8") as file:
            line = next(line for line in file if line.startswith("VmHWM"))
    except FileNotFoundError:
        return None
    return int(line.split()[1]) * 1024 / 1e6


def answer(value):
    """One line of JSON."""
    print(json.dumps(value), flush=True)
