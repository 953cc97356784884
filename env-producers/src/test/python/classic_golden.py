# SPDX-License-Identifier: Apache-2.0
"""Writes the golden rows of classic control: (steps before, state, action) -> (state, reward, terminated, truncated).

Each row puts a fresh state into Gymnasium's environment (teacher forcing, so that errors cannot add up) and takes one step.
The rows were made with gymnasium 1.4.0, numpy 2.4.6, Python 3.11:

    pip install gymnasium==1.4.0 numpy==2.4.6
    python classic_golden.py ../resources/io/tributary/env/classic

A state has the type it has in Gymnasium at that moment (MountainCarContinuous keeps 32-bit floats after its first step), and real-valued
actions are 32-bit floats, as its action spaces say.
"""
import math
import pathlib
import random
import sys

import gymnasium
import numpy


class Task:
    """One environment, where its states are drawn, and how an episode of it is played."""

    limit = 500
    real_actions = False
    episodes = 3

    def __init__(self):
        self.draw = random.Random(1)
        env = gymnasium.make(self.name).env  # without the checker of call order
        while not isinstance(env, gymnasium.wrappers.TimeLimit):
            env = env.env if isinstance(env, gymnasium.Wrapper) else gymnasium.wrappers.TimeLimit(env, self.limit)
        assert gymnasium.spec(self.name).max_episode_steps == self.limit
        self.env = env

    def step(self, steps, state, action):
        self.env.reset(seed=0)
        self.env._elapsed_steps = steps
        self.env.unwrapped.state = self.kept(steps, state)
        given = numpy.array([action], dtype=numpy.float32) if self.real_actions else action
        _, reward, terminated, truncated, _ = self.env.step(given)
        after = [float(number) for number in self.env.unwrapped.state]
        self.lines.append(",".join(map(repr, [steps, *state, action, *after, float(reward), int(terminated), int(truncated)])))
        return after, terminated or truncated

    def kept(self, steps, state):
        return numpy.array(state, dtype=numpy.float64)

    def action(self, state):
        return self.draw.randrange(self.actions)

    def write(self, folder):
        self.lines = []
        for steps, state in self.rows():
            self.step(steps, state, self.action(state))
        for _ in range(self.episodes):
            state, over, steps = self.first(), False, 0
            while not over:
                state, over = self.step(steps, state, self.policy(state))
                steps += 1
        versions = f"gymnasium {gymnasium.__version__}, numpy {numpy.__version__}, Python {sys.version.split()[0]}"
        header = ",".join(["stepsBefore", *self.columns, "action", *(c + "After" for c in self.columns), "reward", "terminated", "truncated"])
        text = "\n".join([f"# {versions}; made by classic_golden.py", header, *self.lines]) + "\n"
        pathlib.Path(folder, self.name.lower() + ".csv").write_text(text)

    def policy(self, state):
        return self.action(state)

    def sign(self):
        return self.draw.choice([-1, 1])

    def real(self, bound):
        """A 32-bit float within the bound; one in eight lies on it."""
        number = self.sign() * bound if self.draw.random() < 0.125 else self.draw.uniform(-bound, bound)
        return float(numpy.float32(number))


class CartPole(Task):
    name, columns, actions = "CartPole-v1", ["x", "xDot", "theta", "thetaDot"], 2

    def anywhere(self):
        return [self.draw.uniform(-2.4, 2.4), self.draw.gauss(0, 1.5), self.draw.uniform(-0.209, 0.209), self.draw.gauss(0, 1.5)]

    def near_the_edge(self):
        state = self.anywhere()
        if self.draw.random() < 0.5:
            state[0] = self.sign() * self.draw.uniform(2.35, 2.4)
        else:
            state[2] = self.sign() * self.draw.uniform(0.19, 0.2094)
        return state

    def first(self):
        return [self.draw.uniform(-0.05, 0.05) for _ in range(4)]

    def rows(self):
        rows = [(0, self.anywhere()) for _ in range(90)] + [(0, self.near_the_edge()) for _ in range(60)]
        return rows + [(steps, make()) for steps in (497, 498, 499) for make in [self.first] * 4 + [self.near_the_edge] * 12]


class Acrobot(Task):
    name, columns, actions, episodes = "Acrobot-v1", ["theta1", "theta2", "theta1Dot", "theta2Dot"], 3, 0

    def anywhere(self, fast=1.0):
        angles = [self.draw.uniform(-math.pi, math.pi) for _ in range(2)]
        return angles + [self.draw.uniform(-6, 6) * fast, self.draw.uniform(-10, 10) * fast]

    def near_a_turn(self):
        state = self.anywhere(0.5)
        state[self.draw.randrange(2)] = self.sign() * self.draw.uniform(3, math.pi)
        return state

    def at_full_speed(self):
        state = self.anywhere(0.5)
        if self.draw.random() < 0.5:
            state[2] = self.sign() * self.draw.uniform(3.8, 4) * math.pi
        else:
            state[3] = self.sign() * self.draw.uniform(8.8, 9) * math.pi
        return state

    def near_the_goal(self):
        theta1 = self.sign() * self.draw.uniform(1.8, 2.6)
        height = min(1.0, max(-1.0, 1.0 + math.cos(theta1) + self.draw.uniform(-0.1, 0.1)))
        return [theta1, math.acos(-height) * self.sign() - theta1, self.draw.gauss(0, 0.5), self.draw.gauss(0, 0.5)]

    def first(self):
        return [float(numpy.float32(self.draw.uniform(-0.1, 0.1))) for _ in range(4)]

    def rows(self):
        rows = [(0, make()) for make in [self.anywhere] * 90 + [self.near_a_turn] * 50 + [self.at_full_speed] * 30 + [self.near_the_goal] * 60 + [self.first] * 20]
        return rows + [(steps, make()) for steps in (498, 499) for make in [self.first] * 4 + [self.near_the_goal] * 12]


class MountainCar(Task):
    name, columns, actions, limit, episodes = "MountainCar-v0", ["position", "velocity"], 3, 200, 2
    goal = 0.5

    def anywhere(self):
        return [self.draw.uniform(-1.2, 0.6), self.draw.uniform(-0.07, 0.07)]

    def at_the_wall(self):
        return [self.draw.choice([-1.2, self.draw.uniform(-1.2, -1.15)]), self.draw.uniform(-0.07, 0.002)]

    def at_full_speed(self):
        return [self.draw.uniform(-1.2, 0.6), self.sign() * self.draw.choice([0.07, self.draw.uniform(0.0685, 0.07)])]

    def near_the_goal(self):
        return [self.goal + self.draw.uniform(-0.06, 0.1), self.draw.uniform(-0.02, 0.07)]

    def first(self):
        return [self.draw.uniform(-0.6, -0.4), 0.0]

    def policy(self, state):
        return 2 if state[1] >= 0 else 0

    def rows(self):
        makes = [self.anywhere] * 70 + [self.at_the_wall] * 30 + [self.at_full_speed] * 30 + [self.near_the_goal] * 60
        rows = [(0, self.first()) for _ in range(20)] + [(1, make()) for make in makes]
        return rows + [(self.limit - before, make()) for before in (2, 1) for make in [self.anywhere] * 4 + [self.near_the_goal] * 12]


class MountainCarContinuous(MountainCar):
    name, limit, goal, real_actions = "MountainCarContinuous-v0", 999, 0.45, True

    def kept(self, steps, state):
        kept = numpy.array(state, dtype=numpy.float32 if steps else numpy.float64)
        state[:] = [float(number) for number in kept]
        return kept

    def action(self, state):
        return self.real(1)

    def policy(self, state):
        return float(numpy.float32(math.copysign(self.draw.uniform(0.7, 1), state[1])))


class Pendulum(Task):
    name, columns, limit, real_actions, episodes = "Pendulum-v1", ["theta", "thetaDot"], 200, True, 1

    def anywhere(self):
        return [self.draw.uniform(-math.pi, math.pi), self.draw.uniform(-8, 8)]

    def after_turns(self):
        return [self.draw.uniform(-80, 80), self.draw.uniform(-8, 8)]

    def at_full_speed(self):
        return [self.draw.uniform(-20, 20), self.sign() * self.draw.choice([8, self.draw.uniform(7.5, 8)])]

    def near_a_turn(self):
        return [self.sign() * math.pi * self.draw.choice([1, 3, 5]) + self.draw.choice([0, self.draw.gauss(0, 1e-3)]), self.draw.gauss(0, 2)]

    def first(self):
        return [self.draw.uniform(-math.pi, math.pi), self.draw.uniform(-1, 1)]

    def action(self, state):
        return self.real(2)

    def rows(self):
        makes = [self.anywhere] * 60 + [self.after_turns] * 40 + [self.at_full_speed] * 30 + [self.near_a_turn] * 20
        return [(0, make()) for make in makes] + [(steps, make()) for steps in (198, 199) for make in [self.anywhere] * 8]


for task in (CartPole, Acrobot, MountainCar, MountainCarContinuous, Pendulum):
    task().write(sys.argv[1])
