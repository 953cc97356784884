# SPDX-License-Identifier: Apache-2.0
"""Writes the golden rows of CartPole-v1: (steps before, state, action) -> (state, reward, terminated, truncated).

Each row puts a fresh state into Gymnasium's environment (teacher forcing, so that errors cannot add up) and takes one step.
The rows were made with gymnasium 1.4.0, numpy 2.4.6, Python 3.11:

    pip install gymnasium==1.4.0 numpy==2.4.6
    python cartpole_golden.py > ../resources/io/tributary/env/classic/cartpole-v1.csv
"""
import random
import sys

import gymnasium
import numpy

POSITION, ANGLE = 2.4, 0.2095
DRAW = random.Random(1)


def anywhere():
    return [DRAW.uniform(-POSITION, POSITION), DRAW.gauss(0, 1.5), DRAW.uniform(-0.209, 0.209), DRAW.gauss(0, 1.5)]


def near_the_edge():
    state = anywhere()
    if DRAW.random() < 0.5:
        state[0] = DRAW.choice([-1, 1]) * DRAW.uniform(2.35, 2.4)
    else:
        state[2] = DRAW.choice([-1, 1]) * DRAW.uniform(0.19, 0.2094)
    return state


def calm():
    return [DRAW.uniform(-0.05, 0.05) for _ in range(4)]


def main():
    env = gymnasium.make("CartPole-v1").env  # without the checker of call order
    while not isinstance(env, gymnasium.wrappers.TimeLimit):
        env = env.env if isinstance(env, gymnasium.Wrapper) else gymnasium.wrappers.TimeLimit(env, 500)
    rows = [(0, anywhere()) for _ in range(90)] + [(0, near_the_edge()) for _ in range(60)]
    rows += [(steps, make()) for steps in (497, 498, 499) for make in [calm] * 4 + [near_the_edge] * 12]
    print(f"# gymnasium {gymnasium.__version__}, numpy {numpy.__version__}, Python {sys.version.split()[0]}; made by cartpole_golden.py")
    print("stepsBefore,x,xDot,theta,thetaDot,action,xAfter,xDotAfter,thetaAfter,thetaDotAfter,reward,terminated,truncated")

    def row(steps, state, action):
        env.reset(seed=0)
        env._elapsed_steps = steps
        env.unwrapped.state = numpy.array(state, dtype=numpy.float64)
        _, reward, terminated, truncated, _ = env.step(action)
        after = [float(number) for number in env.unwrapped.state]
        flags = [int(terminated), int(truncated)]
        print(",".join(map(repr, [steps, *state, action, *after, float(reward), *flags])))
        return after, terminated or truncated

    for steps, state in rows:
        row(steps, state, DRAW.randrange(2))
    for _ in range(3):  # whole episodes under random actions
        state, over, steps = calm(), False, 0
        while not over:
            state, over = row(steps, state, DRAW.randrange(2))
            steps += 1


main()
