"""The tables of docs/performance.md, of what scripts/load-report recorded.

Usage: tables.py FOLDER

FOLDER holds heavy-tail.json, cost.json, guarantees.json and variations.json, or some of them. The page is FOLDER.md: the text between `<!-- NAME -->` and
`<!-- /NAME -->` is replaced by the table NAME; the rest of it is written by people. A page that is not there is not made.
"""

import json
import re
import sys
from pathlib import Path

BALANCERS = ("Pullway", "nginx round robin", "nginx least_conn", "Caddy least_conn", "Caddy with a limit")


def table(headings, rows):
    """A table in Markdown."""
    lines = ["| " + " | ".join(headings) + " |", "|---" * len(headings) + "|"]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def number(value, digits=1):
    return f"{value:,.{digits}f}"


def heavy_tail_tables(data):
    steady, compute, freeze, kill = (data["phases"][phase] for phase in ("steady", "compute", "freeze", "kill"))
    latency = table(
        (
            "",
            "p50, ms",
            "p99, ms",
            "p99.9, ms",
            "p99 of each run",
            "p99 of an ideal queue",
            "failed",
            "heavy p50, ms",
            "idle while others queue",
        ),
        [
            (
                name,
                number(of["lightP50"]),
                number(of["lightP99"]),
                number(of["lightP999"]),
                ", ".join(number(value, 0) for value in of["lightP99OfRuns"]),
                number(of["idealCurve"]["99.0"]),
                failures(of),
                number(of["heavyP50"], 0),
                number(of["idleWhileQueuedPercent"]) + " %",
            )
            for name, of in ((name, steady[name]) for name in BALANCERS)
        ],
    )
    computing = table(
        ("", "p50, ms", "p99, ms", "p99.9, ms", "failed"),
        [
            (name, *(number(of[key]) for key in ("lightP50", "lightP99", "lightP999")), failures(of))
            for name, of in ((name, compute[name]) for name in BALANCERS)
        ],
    )
    faults = table(
        (
            "",
            "frozen for 2 s: failed",
            "light ones failed or later than 1 s",
            "until",
            "killed: failed",
            "light ones failed or later than 1 s",
            "until",
        ),
        [(name, *(cell for of in (freeze[name], kill[name]) for cell in fault_cells(of))) for name in BALANCERS],
    )
    return {
        "heavy-tail": latency,
        "computing": computing,
        "faults": faults,
        "heavy-tail-bounds": bounds(steady),
        "heavy-tail-conditions": conditions(data),
    }


def failures(of):
    refused = f", {of['refused']:,} refused" if of["refused"] else ""
    return f"{of['failed']:,} of {of['requests']:,}{refused}"


def fault_cells(of):
    return failures(of), of["lightLate"], number(of["secondsToRecover"]) + " s"


def verdict(holds):
    return "yes" if holds else "**no**"


def bounds(steady):
    """What was asked for, and what came out; whatever it is."""
    ours = steady["Pullway"]

    def against(name):
        return steady[name]["lightP99"] / ours["lightP99"]

    robin, least = steady["nginx round robin"], steady["nginx least_conn"]
    return table(
        ("asked for", "measured", "holds"),
        [
            (
                "no failure where round robin fails some",
                f"{ours['failed']} and {robin['failed']}",
                verdict(ours["failed"] == 0 and robin["failed"] > 0),
            ),
            (
                "p99 of light requests at least 5 times better than round robin",
                f"{against('nginx round robin'):.1f} times",
                verdict(against("nginx round robin") >= 5),
            ),
            (
                "and better than `least_conn`",
                f"{least['lightP99']:.1f} ms against {ours['lightP99']:.1f} ms: {against('nginx least_conn'):.2f} times",
                verdict(against("nginx least_conn") > 1),
            ),
            (
                "(not asked for: than Caddy with a limit)",
                f"{against('Caddy with a limit'):.2f} times",
                verdict(against("Caddy with a limit") > 1),
            ),
        ],
    )


def conditions(data):
    return (
        f"{data['finished'][:10]}, {data['processors']} processors for everything, {data['nats']}, Java {data['java']}, "
        f"nginx {data['nginx']}, Caddy {data['caddy']}; {data['instances']} instances of {data['slotsEach']} slots, "
        f"{data['perSecond']} requests a second ({data['perSecondComputing']} that compute, {data['perSecondInFaults']} where an instance fails), {data['rounds']} runs of "
        f"{data['secondsEach']} s each; where they compute or an instance fails, {data['roundsOfOthers']} of half that length."
    )


def cost_tables(data):
    throughput = table(
        (
            "in flight",
            "floor, req/s",
            "Pullway, req/s",
            "of the floor",
            "of a bare worker",
            "p50, ms",
            "p50 above the floor, ms",
            "p99, ms",
            "errors",
        ),
        [
            (
                run["inFlight"],
                number(run["floor"]["perSecond"], 0),
                number(run["path"]["perSecond"], 0),
                number(run["ratio"], 2),
                number(run["ratioToBare"], 2),
                number(run["path"]["p50Millis"], 2),
                number(run["p50AboveFloorMillis"], 2),
                number(run["path"]["p99Millis"], 1),
                run["path"]["errors"],
            )
            for run in data["runs"]
        ],
    )
    return {"throughput": throughput, "cost-conditions": bench_conditions(data)}


def bench_conditions(data):
    of = data["conditions"]
    return (
        f"{data['finished'][:10]}, {of['processors']} processors for everything, {of['nats']}, Java {of['java']} "
        f"with `{of['jvmFlags']}`, JetStream's files on {of['jetStreamFileSystem']}; a request is {of['requestBytes']} bytes "
        f"as it is stored, the answer's body {of['answerBodyBytes']}; {data['rounds']} rounds of {data['secondsEach']} s each."
    )


def guarantees_tables(data):
    """What is left of the throughput, each measured in turn with the same without it."""
    run = data["runs"][0]
    rows = (
        ("a key: the answer is kept for 24 h", "keyed", "path", "ratioOfKeyed", 0.4),
        ("`@OnceOnly`, a row in PostgreSQL", "once", "plain", "ratioOfOnce", None),
        ("the whole path: a list of 20 ratings out of PostgreSQL", "list", "own", "ratioOfList", 0.5),
    )
    guarantees = table(
        ("", "with it, req/s", "without, req/s", "what is left", "p50, ms", "p50 without, ms", "asked for", "errors"),
        [
            (
                title,
                number(run[costly]["perSecond"], 0),
                number(run[plain]["perSecond"], 0),
                number(run[ratio], 2),
                number(run[costly]["p50Millis"]),
                number(run[plain]["p50Millis"]),
                "to be stated" if least is None else f"{least}: {verdict(run[ratio] >= least)}",
                run[costly]["errors"] + run[plain]["errors"],
            )
            for title, costly, plain, ratio, least in rows
        ],
    )
    return {
        "guarantees": guarantees,
        "guarantees-conditions": f"{run['inFlight']} in flight; {bench_conditions(data)}",
    }


VARIATIONS = {
    "108": "108 bytes",
    "1024": "1 KiB",
    "16384": "16 KiB",
    "65536": "64 KiB",
    "sync-always": "108 bytes, `sync_interval: always`",
}


def variations_tables(data):
    """What a request costs if its body is larger, or NATS more careful."""

    def row(title, of):
        run = of["runs"][0]
        path, allocated = run["path"], of["allocatedBytesPerRequest"]["path"]
        return (
            title,
            number(run["floor"]["perSecond"], 0),
            number(path["perSecond"], 0),
            number(run["ratio"], 2),
            number(run["ratioToBare"], 2),
            number(path["p50Millis"]),
            *(number(path["processes"][station]["cpuMicrosPerRequest"], 0) for station in ("NATS", "proxy", "worker")),
            *(number(allocated[station] / 1024) for station in ("proxy", "worker")),
        )

    variations = table(
        (
            "body of request and answer",
            "floor, req/s",
            "Pullway, req/s",
            "of the floor",
            "of a bare worker",
            "p50, ms",
            "NATS, µs",
            "proxy, µs",
            "service, µs",
            "proxy allocates, KiB",
            "service allocates, KiB",
        ),
        [row(title, data[name]) for name, title in VARIATIONS.items()],
    )
    usual = data["108"]
    return {"variations": variations, "variations-conditions": bench_conditions(usual)}


PARTS = {
    "heavy-tail": heavy_tail_tables,
    "cost": cost_tables,
    "guarantees": guarantees_tables,
    "variations": variations_tables,
}


def put_tables(page, tables):
    """The page with these tables in it."""
    for name, text in tables.items():
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        page = place.sub(lambda found, text=text: found.group(1) + text + "\n" + found.group(2), page)
    return page


def recorded(folder):
    """What there is: name of the part to its data."""
    files = {part: folder / f"{part}.json" for part in PARTS}
    return {part: json.loads(file.read_text()) for part, file in files.items() if file.exists()}


def write(folder):
    """Puts the tables of all that is recorded in the folder into its page."""
    page = folder.parent / (folder.name + ".md")
    if page.exists():
        text = page.read_text()
        for part, data in recorded(folder).items():
            text = put_tables(text, PARTS[part](data))
        page.write_text(text)


if __name__ == "__main__":
    write(Path(sys.argv[1]).resolve())
