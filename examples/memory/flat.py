#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is memory level? Scrapes the /metrics of running parts, writes every sample to a CSV and a table of slopes in Markdown.

For each process: resident memory, heap in use after the newest garbage collection, and steps a second (published, written into trajectories or
trained, whichever the process does; all that it does where it holds several parts). Slopes are by least squares over what comes after the warm-up,
with a 95 % confidence interval. Neighbouring samples resemble each other, so the interval is made from means of --blocks blocks of time, not from
the samples themselves. Only Python's standard library.

The heap after a young collection still holds what has died in the old generation. Either let a small -Xmx force full collections, or ask for them:
--every 20 --collect PID.

Example: python3 examples/memory/flat.py --minutes 10 --csv flat.csv --markdown flat.md 9400 9401 9402 9403
"""
import argparse
import csv
import math
import re
import subprocess
import sys
import time
import urllib.request

RESIDENT = "process_resident_memory_bytes"
HEAP = "tributary_heap_after_gc_bytes"
STEPS = {"tributary_producer_steps_published_total": "published", "tributary_stream_trajectory_steps_total": "in trajectories",
         "tributary_trainer_steps_trained_total": "trained"}
WANTED = {RESIDENT, HEAP, *STEPS}
SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"')
MIB = 1 << 20
# Student's t, two-sided 95 %, by degrees of freedom; beyond the table the normal distribution's.
T95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
       2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042]


def scrape(address):
    """Figures and labels of one process; None where it does not answer."""
    figures, labels = {}, {}
    try:
        with urllib.request.urlopen(f"http://{address}/metrics", timeout=4) as answer:
            for line in answer.read(4 << 20).decode().splitlines():
                found = SAMPLE.match(line)
                if found and found[1] in WANTED:
                    figures[found[1]] = float(found[3])
                    labels = dict(LABEL.findall(found[2] or ""))
    except OSError as silent:
        print(f"{address} does not answer: {silent}", file=sys.stderr)
        return None
    return figures, labels


def blocks(points, count):
    """Means of `count` equal spans of time; spans without a point are left out."""
    begin, end = points[0][0], points[-1][0]
    if end <= begin:
        return []
    sums = [[0, 0.0, 0.0] for _ in range(count)]
    for seconds, value in points:
        block = sums[min(count - 1, int((seconds - begin) / (end - begin) * count))]
        block[0] += 1
        block[1] += seconds
        block[2] += value
    return [(s / n, v / n) for n, s, v in sums if n]


def slope(points):
    """Least squares: slope per second and half the width of its 95 % interval; None from fewer than 3 points."""
    n = len(points)
    if n < 3:
        return None
    mean_t = sum(t for t, _ in points) / n
    mean_v = sum(v for _, v in points) / n
    spread = sum((t - mean_t) ** 2 for t, _ in points)
    b = sum((t - mean_t) * (v - mean_v) for t, v in points) / spread
    residual = sum((v - mean_v - b * (t - mean_t)) ** 2 for t, v in points)
    return b, (T95[n - 3] if n - 3 < len(T95) else 1.96) * math.sqrt(residual / (n - 2) / spread)


def described(points, count):
    """First, last and largest in MiB, and the slope in MiB an hour."""
    if not points:
        return ["–"] * 4
    fitted = slope(blocks(points, count))
    text = "–" if fitted is None else f"{fitted[0] * 3600 / MIB:+.1f} ± {fitted[1] * 3600 / MIB:.1f}"
    return [f"{points[0][1] / MIB:.0f}", f"{points[-1][1] / MIB:.0f}", f"{max(v for _, v in points) / MIB:.0f}", text]


def rates(samples):
    texts = []
    for name, what in STEPS.items():
        points = [(t, f[name]) for t, f in samples if name in f]
        if len(points) > 1 and points[-1][0] > points[0][0]:
            texts.append(f"{(points[-1][1] - points[0][1]) / (points[-1][0] - points[0][0]):,.0f} {what}")
    return ", ".join(texts) or "–"


def column(samples, name):
    return [(t, f[name]) for t, f in samples if name in f and not math.isnan(f[name])]


def table(processes, arguments, took):
    lines = [f"Measured for {took / 60:.1f} min, a sample every {arguments.every:g} s; the first {arguments.warmup:g} s are warm-up and not counted. "
             f"Memory in MiB; slopes in MiB an hour, with 95 % confidence intervals from {arguments.blocks} block means.", "",
             "| process | samples | resident: first | last | most | slope | heap after collections: first | last | most | slope | steps a second |",
             "|---|---|---|---|---|---|---|---|---|---|---|"]
    for address, (labels, all_samples) in processes.items():
        samples = [(t, f) for t, f in all_samples if t >= arguments.warmup]
        name = labels.get("process", address) + (f" of {labels['run']}" if labels.get("run") else "")
        cells = [name, str(len(samples)), *described(column(samples, RESIDENT), arguments.blocks), *described(column(samples, HEAP), arguments.blocks),
                 rates(samples)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="+", help="PORT or HOST:PORT of a part started with --http-port")
    parser.add_argument("--minutes", type=float, default=10, help="how long, warm-up included (default 10)")
    parser.add_argument("--every", type=float, default=2, help="seconds between samples (default 2)")
    parser.add_argument("--warmup", type=float, default=None, help="seconds not counted (default: a fifth of the time, at most 120)")
    parser.add_argument("--collect", metavar="PID", action="append", default=[],
                        help="ask this JVM for a full collection (jcmd PID GC.run) before each sample, so that the heap holds no garbage; several times")
    parser.add_argument("--blocks", type=int, default=12, help="blocks of time behind the interval (default 12)")
    parser.add_argument("--csv", default="flat.csv", help="every sample (default flat.csv)")
    parser.add_argument("--markdown", default="flat.md", help="the table (default flat.md)")
    arguments = parser.parse_args()
    if arguments.minutes <= 0 or arguments.every < 0.1 or arguments.blocks < 3:
        parser.error("expected --minutes above 0, --every of at least 0.1 and --blocks of at least 3")
    if arguments.warmup is None:
        arguments.warmup = min(120, arguments.minutes * 60 / 5)
    return arguments


def main():
    arguments = parsed()
    addresses = [a if ":" in a else f"127.0.0.1:{a}" for a in arguments.address]
    processes = {address: ({}, []) for address in addresses}
    begun = time.monotonic()
    with open(arguments.csv, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["seconds", "address", "run", "process", RESIDENT, HEAP, *STEPS])
        due = begun
        while due - begun <= arguments.minutes * 60:
            time.sleep(max(0, due - time.monotonic()))
            for pid in arguments.collect:
                subprocess.run(["jcmd", pid, "GC.run"], check=True, stdout=subprocess.DEVNULL, timeout=30)
            for address in addresses:
                seconds = time.monotonic() - begun
                answer = scrape(address)
                if answer:
                    figures, labels = answer
                    processes[address][0].update(labels)
                    processes[address][1].append((seconds, figures))
                    rows.writerow([f"{seconds:.2f}", address, labels.get("run", ""), labels.get("process", ""),
                                   *[figures.get(name, "") for name in (RESIDENT, HEAP, *STEPS)]])
            file.flush()
            due = max(due + arguments.every, time.monotonic())
    text = table(processes, arguments, time.monotonic() - begun)
    with open(arguments.markdown, "w", encoding="utf-8") as file:
        file.write(text)
    print(text, end="")
    silent = [address for address, (_, samples) in processes.items() if not samples]
    if silent:
        sys.exit(f"no answer ever came from {', '.join(silent)}; expected parts started with --http-port")


if __name__ == "__main__":
    main()
