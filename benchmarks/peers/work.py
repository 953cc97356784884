# SPDX-License-Identifier: Apache-2.0
"""The work that every library does: PPO on CartPole-v1, separate 64x64 tanh networks, 4 epochs; and how its process reports on it.

A peer's process prints a line `@@ {"steps": N, "return": mean of the last 100 training episodes, "episodes": N}` after every iteration, and stops
when `tick` says so. Further keys of such a line are kept. The process that measures reads those lines (measure.py).
"""
import json
import os
import time

SETTINGS = {
    "A": {"environments": 8, "steps": 128, "minibatch": 256, "learning_rate": 2.5e-4},
    "B": {"environments": 64, "steps": 32, "minibatch": 512, "learning_rate": 3e-4},
}
EPOCHS = 4
CLIP = 0.2
GAMMA = 0.99
LAMBDA = 0.95
ENTROPY = 0.01
VALUE = 0.5
GRADIENT_NORM = 0.5
SOLVED = 475

STEPS = int(os.environ.get("PEER_STEPS", "200000"))
SECONDS = float(os.environ.get("PEER_SECONDS", "300"))
UNTIL_SOLVED = os.environ.get("PEER_UNTIL_SOLVED", "0") == "1"
_started = time.time()


def tick(steps, mean, episodes, **more):
    """Reports one iteration; true where the run is to stop."""
    mean = None if mean is None or mean != mean else float(mean)
    print("@@ " + json.dumps({"time": time.time(), "steps": int(steps), "return": mean, "episodes": int(episodes), **more}), flush=True)
    if UNTIL_SOLVED:
        done = episodes >= 100 and mean is not None and mean >= SOLVED
    else:
        done = steps >= STEPS
    return done or time.time() - _started > SECONDS
