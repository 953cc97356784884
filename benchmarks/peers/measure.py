# SPDX-License-Identifier: Apache-2.0
"""Runs one process and measures it from outside: wall clock from its start, processor time of it and all its descendants, and what it reports (work.py)."""
import json
import os
import subprocess
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
SAMPLE_S = 0.25
LINES_KEPT = 30


class Tree:
    """A process and its descendants. What a process used until it was last seen stays counted, also where nobody waits for it."""

    def __init__(self, root):
        self.root = root
        self.seconds = {}
        self.peak_bytes = 0

    def sample(self):
        """Looks for descendants, too."""
        processes = self.read(int(entry) for entry in os.listdir("/proc") if entry.isdigit())
        members = [pid for pid in processes if self.belongs(pid, processes)]
        self.count({pid: processes[pid] for pid in members})
        self.peak_bytes = max(self.peak_bytes, sum(processes[pid][2] for pid in members))
        return members

    def read(self, pids):
        processes = {}
        for pid in pids:
            try:
                with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
                    text = file.read()
            except OSError:
                continue
            fields = text[text.rindex(")") + 2:].split()
            processes[pid] = (int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * PAGE, fields[19])
        return processes

    def count(self, processes):
        for pid, (_, used, _, born) in processes.items():
            self.seconds[pid, born] = max(used, self.seconds.get((pid, born), 0.0))

    def belongs(self, pid, processes):
        while pid in processes and pid != self.root and pid > 1:
            pid = processes[pid][0]
        return pid == self.root

    def cpu(self):
        """Asks those it knows alone: whoever is measured reports often, and shares its cores with us."""
        known = dict(self.seconds)
        now = self.read({pid for pid, _ in known})
        self.count({pid: of for pid, of in now.items() if (pid, of[3]) in known})
        return sum(self.seconds.copy().values())


def kill(group, pids):
    for end in [lambda: os.killpg(group, 9), *[lambda pid=pid: os.kill(pid, 9) for pid in pids]]:
        try:
            end()
        except ProcessLookupError:
            pass


def run(command, environment, limit_s, log, directory=None):
    """Runs it; returns a dictionary of what was measured. `stepsPerSecond` is from the end of the first iteration to the end of the last."""
    begin = time.time()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **environment}, text=True, bufsize=1,
                               errors="replace", start_new_session=True, cwd=directory)
    tree = Tree(process.pid)
    ended = threading.Event()

    def watch():
        while not ended.wait(SAMPLE_S):
            members = tree.sample()
            if time.time() - begin > limit_s:
                kill(process.pid, members)
            elif process.poll() is not None:
                kill(process.pid, [])  # who outlives it keeps its standard output open

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    first = last = solved = None
    more = {}
    tail = []
    with open(log, "w", encoding="utf-8") as file:
        for line in process.stdout:
            if not line.startswith("@@ "):
                file.write(line)
                tail = (tail + [line])[-LINES_KEPT:]
                continue
            report = json.loads(line[3:])
            at = report.get("time", time.time()) - begin
            more.update({key: value for key, value in report.items() if key not in ("time", "steps", "return", "episodes")})
            last = (at, report["steps"], tree.cpu())
            first = first or last
            if solved is None and report["episodes"] >= 100 and (report["return"] or 0) >= 475:
                solved = (at, report["steps"])
    status = process.wait()
    ended.set()
    watcher.join()
    measured = {"exit": status, "seconds": round(time.time() - begin, 2), "peakMiB": round(tree.peak_bytes / 2**20), **more}
    if first and last[1] > first[1]:
        steps = last[1] - first[1]
        measured["firstIterationSeconds"] = round(first[0], 2)
        measured["stepsPerSecond"] = round(steps / (last[0] - first[0]))
        measured["cpuSecondsPerMillionSteps"] = round((last[2] - first[2]) / steps * 1e6, 2)
    if solved:
        measured["solvedSeconds"] = round(solved[0], 2)
        measured["solvedSteps"] = solved[1]
    if status != 0:
        measured["tail"] = "".join(tail)[-1500:]
    return measured
