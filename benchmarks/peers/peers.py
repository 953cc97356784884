#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs other libraries and Tributary on the same work, one process at a time, in rounds, so that ratios are of one run.

    benchmarks/peers/install .tributary/peers            once; takes minutes and, with PyTorch's usual packages, 15 GB
    benchmarks/peers/peers.py [--seeds 1,2,3] [--settings A,B|none] [--only NAME,...] [--solved] [--out FILE]

Every seed is a round in which each library runs once, every other round in reverse order, ours right beside the fastest. Every run is a line of FILE (JSON);
--table FILE... prints such files once more and runs nothing. `--settings none --solved --only tributary --seeds 1,2,3,4,5` times the demo alone.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import measure

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
LIMIT_S = 420
# Steps of a measurement: enough for many seconds of each, and for what compiles while it runs to have settled.
STEPS = {"purejaxrl": 4_000_000, "purejaxrl-1": 4_000_000, "sb3-1": 150_000, "sb3-2": 150_000, "cleanrl-1": 120_000, "cleanrl-2": 120_000, "rllib": 60_000,
         "rllib-1": 60_000, "rllib-external": 20_000, "pufferlib-1": 200_000, "pufferlib-2": 200_000}
OURS_STEPS = {"A": 8_000_000, "B": 8_000_000}
NAMES = {
    "purejaxrl": "PureJaxRL", "purejaxrl-1": "PureJaxRL, 1 core", "sb3-1": "Stable-Baselines3, 1 thread", "sb3-2": "Stable-Baselines3, 2 threads", "cleanrl-1": "CleanRL, 1 thread",
    "cleanrl-2": "CleanRL, 2 threads", "rllib": "RLlib, environments in its process",
    "rllib-1": "RLlib, the same on 1 core", "rllib-external": "RLlib with an external client",
    "pufferlib-1": "PufferLib, its C environment, 1 thread", "pufferlib-2": "PufferLib, its C environment, 2 threads",
    "tributary": "Tributary through Kafka", "tributary-in-process": "Tributary in process, no log",
}


def command(name, setting, seed, peers):
    """What to run, and with which further environment."""
    threads = name[-1]
    # Threads of these two are chosen by what they may run on.
    one_core = ["taskset", "-c", "0"] if name in ("purejaxrl-1", "rllib-1") else []
    if name.startswith("purejaxrl"):
        return [*one_core, f"{peers}/jax/bin/python", HERE / "run_purejaxrl.py", setting, str(seed), f"{peers}/purejaxrl"], {}
    if name.startswith("sb3"):
        return [f"{peers}/sb3/bin/python", HERE / "run_stable_baselines3.py", setting, threads, str(seed)], {}
    if name.startswith("cleanrl"):
        work = ["--num-envs", "8", "--num-steps", "128"] if setting == "A" else ["--num-envs", "64", "--num-steps", "32", "--learning-rate", "3e-4"]
        return [f"{peers}/sb3/bin/python", f"{peers}/cleanrl_ppo.py", "--total-timesteps", "100000000", "--no-cuda", "--no-anneal-lr", "--seed", str(seed), *work], {
            "PEER_THREADS": threads}
    if name.startswith("rllib"):
        return [*one_core, f"{peers}/ray/bin/python", HERE / "run_rllib.py", setting, str(seed), "external" if name.endswith("external") else "local"], {}
    return [f"{peers}/puffer/bin/python", HERE / "run_pufferlib.py", setting, threads, str(seed)], {
        "PYTHONPATH": f"{HERE}:{peers}/pufferlib", "PUFFER_DATA": f"{peers}/puffer-data"}


def measure_peer(name, setting, seed, peers, solved):
    arguments, environment = command(name, setting, seed, peers)
    environment = {"PYTHONPATH": str(HERE), "PYTHONWARNINGS": "ignore", "PEER_STEPS": str(1_000_000 if solved else STEPS[name]),
                   "PEER_UNTIL_SOLVED": "1" if solved else "0", **environment}
    measured = measure.run([str(argument) for argument in arguments], environment, LIMIT_S, f"{peers}/{name}.log", peers)
    return [{"name": name, "setting": setting, "seed": seed, "solved": solved, **measured}]


def failed(name, setting, seed, why, solved=False):
    """One that gave no figures must not take the others' with it."""
    print(f"{name}, setting {setting}, seed {seed}: {why}", file=sys.stderr)
    return [{"name": name, "setting": setting, "seed": seed, "solved": solved, "exit": 1, "tail": str(why)}]


def measure_ours(setting, seed):
    """One bench gives both figures: through Kafka, and in process."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        try:
            subprocess.run([TOP / "tributary", "bench", "--setting", setting, "--set", f"seed={seed}", "--steps", str(OURS_STEPS[setting]), "--json", file.name],
                           check=True, timeout=LIMIT_S, stdout=sys.stderr)
            figures = json.load(open(file.name, encoding="utf-8"))
            run = {"setting": setting, "seed": seed, "solved": False, "exit": 0}
            return [
                {"name": "tributary", **run, "stepsPerSecond": figures["stepsPerSecond"], "latencyMs": figures["latencyMs"],
                 "cpuSecondsPerMillionSteps": sum(figures["cpuSecondsPerMillionSteps"].values())},
                {"name": "tributary-in-process", **run, "stepsPerSecond": figures["inProcessStepsPerSecond"]},
            ]
        except (subprocess.SubprocessError, ValueError, KeyError) as why:
            return failed("tributary", setting, seed, f"{type(why).__name__}: {why}")


def measure_demo(seed):
    """From the command to solved, as with the others: the launcher is in it, draining and counting after the mark is not (`endSeconds` has all of it)."""
    with tempfile.TemporaryDirectory() as home:
        measured = measure.run([str(TOP / "tributary"), "demo", "--seed", str(seed), "--home", home, "--json", f"{home}/demo.json"], {}, LIMIT_S,
                               f"{home}/log")
        try:
            figures = json.load(open(f"{home}/demo.json", encoding="utf-8"))
        except (OSError, ValueError) as why:
            return failed("tributary", "demo", seed, f"{why}; the demo ended with {measured['exit']}: {measured.get('tail', '')}", True)
    return [{"name": "tributary", "setting": "demo", "seed": seed, "solved": True, "exit": measured["exit"], "peakMiB": measured["peakMiB"],
             "solvedSeconds": round(measured["seconds"] - figures["wallSeconds"] + figures["secondsToSolve"], 2) if figures["solved"] else None,
             "endSeconds": measured["seconds"], "firstVersionSeconds": figures["startupSeconds"], "solvedSteps": figures["stepsTrained"]}]


def of(rows, key):
    values = [row[key] for row in rows if row.get(key) is not None]
    if not values:
        return "–"
    digits = 0 if statistics.median(values) >= 1000 else 1
    return f"{statistics.median(values):,.{digits}f} ({min(values):,.{digits}f} to {max(values):,.{digits}f})"


def table(rows):
    """Medians with what was lowest and highest; ratios are medians of the rounds' own ratios."""
    for setting in ("A", "B"):
        by_name = {name: [row for row in rows if row["name"] == name and row["setting"] == setting and not row["solved"]] for name in NAMES}
        if any(by_name.values()):
            print(f"\nSetting {setting}\n\n| library | runs | steps/s | Tributary through Kafka is | CPU s per M steps | MiB |\n|---|---|---|---|---|---|")
        for name, measured in by_name.items():
            if measured:
                ours = {row["seed"]: row["stepsPerSecond"] for row in by_name["tributary"] if row.get("stepsPerSecond")}
                counted = sum(row.get("stepsPerSecond") is not None for row in measured)
                ratios = [ours[row["seed"]] / row["stepsPerSecond"] for row in measured if row["seed"] in ours and row.get("stepsPerSecond")]
                ratio = f"{statistics.median(ratios):.2f} times that" if ratios and name != "tributary" else "–"
                print(f"| {NAMES[name]} | {counted} of {len(measured)} | {of(measured, 'stepsPerSecond')} | {ratio} | {of(measured, 'cpuSecondsPerMillionSteps')} |"
                      f" {of(measured, 'peakMiB')} |")
    solved = [row for row in rows if row["solved"]]
    if solved:
        print("\nFrom the start of the process until the mean of the last 100 training episodes is 475\n\n| library | solved | seconds | steps |\n|---|---|---|---|")
        for name in NAMES:
            measured = [row for row in solved if row["name"] == name]
            if measured:
                reached = sum(row.get("solvedSeconds") is not None for row in measured)
                print(f"| {NAMES[name]} | {reached} of {len(measured)} | {of(measured, 'solvedSeconds')} | {of(measured, 'solvedSteps')} |")
    without = [row for row in rows if row["exit"] != 0 or (not row["solved"] and not row.get("stepsPerSecond"))]
    for row in without:
        print(f"\n{row['name']}, setting {row['setting']}, seed {row['seed']}: exit {row['exit']}\n{row.get('tail', '')}")
    return not without


def seeds(text):
    """Distinct whole numbers: a second round of one seed would take the place of the first in the ratios."""
    numbers = [int(part) for part in text.split(",")]
    if len(set(numbers)) < len(numbers):
        raise ValueError(text)
    return numbers


def read(names):
    """The rows of several files, which must be of different rounds."""
    rows, seen = [], {}
    for name in names:
        with open(name, encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                what = (row["name"], row["setting"], row["seed"], row["solved"])
                if what in seen:
                    raise SystemExit(f"{name}: seed {row['seed']} of {row['name']}, setting {row['setting']}, is in {seen[what]} too; expected each run once,"
                                     " since ratios are of one round; no table is printed")
                seen[what] = name
                rows.append(row)
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", default=str(TOP / ".tributary" / "peers"), help="where install has put them")
    parser.add_argument("--seeds", type=seeds, default="1,2,3", help="a round for each; such as 1,2,3")
    parser.add_argument("--settings", default="B,A", help="A, B, both, or none")
    parser.add_argument("--only", default=",".join(["purejaxrl", "tributary", *[name for name in STEPS if name != "purejaxrl"]]))
    parser.add_argument("--solved", action="store_true", help="also the time until solved, setting A; ours is the demo")
    parser.add_argument("--out", default=str(TOP / ".tributary" / "peers.jsonl"))
    parser.add_argument("--table", nargs="+", help="print these files' figures and run nothing")
    options = parser.parse_args()
    rows = []
    if options.table:
        sys.exit(0 if table(read(options.table)) else 1)
    wanted = options.only.split(",")
    unknown = [name for name in wanted if name not in STEPS and name != "tributary"]
    if unknown:
        parser.error(f"unknown {', '.join(unknown)}; expected some of {', '.join([*STEPS, 'tributary'])}; nothing was run")
    settings = [] if options.settings == "none" else options.settings.split(",")
    if not set(settings) <= {"A", "B"} or not settings and not options.solved:
        parser.error(f"--settings is {options.settings}; expected A, B, both, or none with --solved; nothing was run")
    os.makedirs(os.path.dirname(os.path.abspath(options.out)), exist_ok=True)
    options.peers = os.path.abspath(options.peers)
    if "tributary" in wanted:
        subprocess.run([TOP / "tributary", "--help"], check=True, stdout=subprocess.DEVNULL)  # builds, if it must
    with open(options.out, "w", encoding="utf-8") as file:
        def keep(measured):
            for row in measured:
                rows.append(row)
                file.write(json.dumps(row) + "\n")
                file.flush()
                print(json.dumps(row), file=sys.stderr)

        for i, seed in enumerate(options.seeds):
            order = wanted if i % 2 == 0 else wanted[::-1]
            for setting in settings:
                for name in order:
                    if name == "tributary":
                        keep(measure_ours(setting, seed))
                    elif not (name == "rllib-external" and setting == "B"):
                        keep(measure_peer(name, setting, seed, options.peers, False))
            if options.solved:
                for name in order:
                    if name == "tributary":
                        keep(measure_demo(seed))
                    elif name != "rllib-external" and not name.endswith("-2"):
                        keep(measure_peer(name, "A", seed, options.peers, True))
    sys.exit(0 if table(rows) else 1)


if __name__ == "__main__":
    main()
