# SPDX-License-Identifier: Apache-2.0
"""Stable-Baselines3.  arguments: A|B threads seed"""
import sys

import numpy as np
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.vec_env import DummyVecEnv

import work

setting, threads, seed = work.SETTINGS[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)


class Report(BaseCallback):
    """One line an iteration, a rollout and its update."""

    def __init__(self):
        super().__init__()
        self.done = False
        self.episodes = 0

    def _on_step(self):
        self.episodes += int(self.locals["dones"].sum())
        return not self.done

    def _on_rollout_start(self):
        if self.num_timesteps > 0:
            ended = self.model.ep_info_buffer
            self.done = work.tick(self.num_timesteps, np.mean([episode["r"] for episode in ended]) if ended else None, self.episodes)


environments = make_vec_env("CartPole-v1", n_envs=setting["environments"], seed=seed, vec_env_cls=DummyVecEnv)
model = PPO("MlpPolicy", environments, n_steps=setting["steps"], batch_size=setting["minibatch"], n_epochs=work.EPOCHS, learning_rate=setting["learning_rate"],
            gamma=work.GAMMA, gae_lambda=work.LAMBDA, clip_range=work.CLIP, ent_coef=work.ENTROPY, vf_coef=work.VALUE, max_grad_norm=work.GRADIENT_NORM,
            seed=seed, device="cpu")
model.learn(10**9, callback=Report())
