"""Makes the charts of what scripts/load-report recorded.

Usage: report.py FOLDER [--png]

FOLDER is that of tables.py; it gets NAME-light.svg and NAME-dark.svg, with --png pictures to look at as well.
"""

import sys
from pathlib import Path

import charts
from tables import BALANCERS, VARIATIONS, recorded

# In the order in which a request passes them.
STATIONS = ("client", "proxy", "NATS", "worker")


def heavy_tail_charts(data):
    phases = data["phases"]
    curves = {name: phases["steady"][name]["lightCurve"] for name in BALANCERS}
    curves["one ideal queue"] = phases["steady"]["Pullway"]["idealCurve"]
    steady = phases["steady"]
    late = {
        title: {name: phases[phase][name]["lightLate"] for name in BALANCERS}
        for phase, title in (("freeze", "an instance freezes for 2 s"), ("kill", "an instance is killed"))
    }
    return {
        "pull-against-push": charts.bars(
            "Light requests while 1 in 100 costs 100 times as much",
            "milliseconds (log)",
            {
                title: {name: steady[name][key] for name in BALANCERS}
                for title, key in (("p50", "lightP50"), ("p99", "lightP99"), ("p99.9", "lightP999"))
            },
            logarithmic=True,
        ),
        "percentiles": charts.percentiles("Light requests, by percentile", curves),
        "faults": charts.bars("Light requests that failed or took longer than 1 s", "requests", late),
    }


def cost_charts(data):
    names = {
        "floor": "JetStream alone",
        "bare": "our proxy, a bare worker",
        "path": "Pullway",
        "keyed": "Pullway, keyed",
    }

    def curve(contender, percentile):
        return [(run[contender]["perSecond"], run[contender][percentile], run["inFlight"]) for run in data["runs"]]

    at = next((run for run in data["runs"] if run["inFlight"] == 64), data["runs"][-1])
    return {
        "throughput": charts.lines(
            "Throughput against latency, by requests in flight",
            "requests a second",
            "p99, milliseconds (log)",
            {title: curve(name, "p99Millis") for name, title in names.items()},
        ),
        "cost": charts.stacked(
            f"Processor time a request, {at['inFlight']} in flight",
            "microseconds",
            {
                title: {
                    station: at[name]["processes"][station]["cpuMicrosPerRequest"]
                    for station in STATIONS
                    if station in at[name]["processes"]
                }
                for name, title in names.items()
            },
        ),
    }


def guarantees_charts(data):
    run = data["runs"][0]
    pairs = {"a key": ("keyed", "path"), "@OnceOnly": ("once", "plain"), "the whole path, of a list": ("list", "own")}
    return {
        "guarantees": charts.bars(
            f"Requests a second, {run['inFlight']} in flight",
            "requests a second",
            {
                title: {"without": run[plain]["perSecond"], "with it": run[costly]["perSecond"]}
                for title, (costly, plain) in pairs.items()
            },
        )
    }


def variations_charts(data):
    def stations(run):
        processes = run["path"]["processes"]
        return {station: processes[station]["cpuMicrosPerRequest"] for station in STATIONS if station in processes}

    return {
        "variations": charts.stacked(
            "Processor time a request, 64 in flight, by what is different",
            "microseconds",
            {title.replace("`", ""): stations(data[name]["runs"][0]) for name, title in VARIATIONS.items()},
        )
    }


PARTS = {
    "heavy-tail": heavy_tail_charts,
    "cost": cost_charts,
    "guarantees": guarantees_charts,
    "variations": variations_charts,
}


def make(folder, kinds):
    for part, data in recorded(folder).items():
        for name, draw in PARTS[part](data).items():
            charts.in_both_themes(folder, name, draw, kinds)


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve(), ("svg", "png") if "--png" in sys.argv[2:] else ("svg",))
