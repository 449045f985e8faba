"""Draws the charts of docs/performance.md, each for a light and for a dark page.

Values in, files out: what is drawn is decided in report.py. The SVGs hold text as text, and are the same bytes for the
same data.
"""

from pathlib import Path

import matplotlib
from matplotlib import pyplot
from matplotlib.ticker import FuncFormatter, NullFormatter

SIZE = (7.2, 3.8)
# Told apart also by those who see fewer colours (Okabe and Ito), and on both grounds.
COLOURS = ("#0072b2", "#d55e00", "#cc79a7", "#009e73", "#e69f00", "#8c8c8c")
MARKS = ("o", "s", "^", "D", "v", "")
THEMES = {"light": ("#ffffff", "#24292f", "#d0d7de"), "dark": ("#0d1117", "#e6edf3", "#30363d")}


def plain(number, _position=None):
    """1,000 and 0.5, not 10³ and 5·10⁻¹."""
    return f"{number:,.0f}" if number >= 10 or number == int(number) else f"{number:g}"


def styled(theme):
    ground, ink, grid = THEMES[theme]
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": "pullway",
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 10,
        "figure.facecolor": ground,
        "axes.facecolor": ground,
        "axes.edgecolor": grid,
        "axes.labelcolor": ink,
        "axes.titlesize": 11,
        "axes.titlecolor": ink,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": grid,
        "grid.linewidth": 0.6,
        "xtick.color": ink,
        "ytick.color": ink,
        "text.color": ink,
        "legend.frameon": False,
    }


def in_both_themes(folder, name, draw, kinds=("svg",)):
    """Calls draw(axes) for each theme; writes name-light.svg and name-dark.svg. PNG is for looking at while working."""
    for theme in THEMES:
        with matplotlib.rc_context(styled(theme)):
            figure, axes = pyplot.subplots(figsize=SIZE, layout="constrained")
            draw(axes)
            for kind in kinds:
                metadata = {"Date": None} if kind == "svg" else None
                file = Path(folder) / f"{name}-{theme}.{kind}"
                figure.savefig(file, metadata=metadata)
                if kind == "svg":
                    file.write_text("\n".join(line.rstrip() for line in file.read_text().splitlines()) + "\n")
            pyplot.close(figure)


def log_axis(axis):
    axis.set_major_formatter(FuncFormatter(plain))
    axis.set_minor_formatter(NullFormatter())


def percentiles(title, curves):
    """Latency by percentile; both axes logarithmic, the lower one in nines.

    curves: name to {percentile as text: milliseconds}. The last one is drawn as a floor, dashed.
    """
    nines = {50: "p50", 90: "p90", 99: "p99", 99.9: "p99.9", 99.99: "p99.99"}

    def draw(axes):
        for number, (name, curve) in enumerate(curves.items()):
            last = number == len(curves) - 1
            axes.plot(
                [100 / (100 - float(percent)) for percent in curve],
                list(curve.values()),
                color=COLOURS[-1 if last else number],
                linestyle="--" if last else "-",
                marker="" if last else MARKS[number],
                markersize=4,
                label=name,
            )
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xticks([100 / (100 - percent) for percent in nines], list(nines.values()))
        axes.minorticks_off()
        log_axis(axes.yaxis)
        axes.set_title(title)
        axes.set_ylabel("milliseconds")
        axes.legend(loc="upper left")

    return draw


def bars(title, unit, groups, logarithmic=False):
    """Bars side by side. groups: name of the group to {name of the bar: value}."""
    names = list(dict.fromkeys(name for values in groups.values() for name in values))
    width = 0.8 / len(names)

    def draw(axes):
        for number, name in enumerate(names):
            places = [group + (number - (len(names) - 1) / 2) * width for group in range(len(groups))]
            values = [group.get(name, 0) for group in groups.values()]
            drawn = axes.bar(places, values, width * 0.92, color=COLOURS[number], label=name)
            axes.bar_label(drawn, [plain(round(value, 1)) for value in values], fontsize=8, padding=2)
        if logarithmic:
            axes.set_yscale("log")
            log_axis(axes.yaxis)
        axes.set_xticks(range(len(groups)), list(groups))
        axes.tick_params(axis="x", length=0)
        axes.grid(visible=False, axis="x")
        axes.margins(y=0.2)
        axes.set_title(title)
        axes.set_ylabel(unit)
        axes.legend(ncols=len(names), loc="upper center", bbox_to_anchor=(0.5, -0.1), fontsize=9)

    return draw


def stacked(title, unit, stacks):
    """Bars, each made of parts. stacks: name of the bar to {part: value}."""
    parts = list(dict.fromkeys(part for stack in stacks.values() for part in stack))

    def draw(axes):
        names = list(stacks)
        left = [0.0] * len(names)
        for number, part in enumerate(parts):
            values = [stacks[name].get(part, 0) for name in names]
            drawn = axes.barh(names, values, left=left, height=0.6, color=COLOURS[number], label=part)
            labels = [plain(round(value)) if value >= 2 else "" for value in values]
            axes.bar_label(drawn, labels, label_type="center", fontsize=8, color="#ffffff")
            left = [before + value for before, value in zip(left, values, strict=True)]
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.grid(visible=False, axis="y")
        axes.set_title(title)
        axes.set_xlabel(unit)
        axes.legend(ncols=len(parts), loc="upper center", bbox_to_anchor=(0.5, -0.18), fontsize=9)

    return draw


def lines(title, across, upwards, curves):
    """Points joined in their order. curves: name to [(x, y, label)]; both axes logarithmic."""

    def draw(axes):
        for number, (name, points) in enumerate(curves.items()):
            across_values, upward_values, _ = zip(*points, strict=True)
            axes.plot(
                across_values, upward_values, color=COLOURS[number], marker=MARKS[number], markersize=4, label=name
            )
            for x, y, label in points:
                axes.annotate(label, (x, y), textcoords="offset points", xytext=(-5, 5), ha="right", fontsize=7)
        axes.set_yscale("log")
        axes.set_xlim(left=0)
        log_axis(axes.yaxis)
        axes.xaxis.set_major_formatter(FuncFormatter(plain))
        axes.set_title(title)
        axes.set_xlabel(across)
        axes.set_ylabel(upwards)
        axes.legend(ncols=len(curves), loc="upper center", bbox_to_anchor=(0.5, -0.18), fontsize=9)

    return draw
