# SPDX-License-Identifier: Apache-2.0
"""PufferLib's trainer on its own CartPole in C.  arguments: A|B threads seed"""
import ast
import configparser
import os
import sys
from collections import deque

import numpy as np
import pufferlib
import pufferlib.pufferl
import pufferlib.pytorch
import pufferlib.vector
import torch
from pufferlib.ocean.cartpole.cartpole import Cartpole

import work

setting, threads, seed = work.SETTINGS[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
batch = setting["environments"] * setting["steps"]
torch.set_num_threads(threads)
torch.manual_seed(seed)


def network(outputs, scale):
    layer = pufferlib.pytorch.layer_init
    return torch.nn.Sequential(layer(torch.nn.Linear(4, 64)), torch.nn.Tanh(), layer(torch.nn.Linear(64, 64)), torch.nn.Tanh(),
                               layer(torch.nn.Linear(64, outputs), std=scale))


class Networks(torch.nn.Module):
    hidden_size = 64

    def __init__(self):
        super().__init__()
        self.policy = network(2, 0.01)
        self.value = network(1, 1.0)

    def forward_eval(self, observations, state=None):
        observations = observations.view(-1, 4).float()
        return self.policy(observations), self.value(observations)

    forward = forward_eval


file = configparser.ConfigParser()
file.read(os.path.join(os.path.dirname(pufferlib.__file__), "config", "default.ini"))
config = {}
for key, value in file["train"].items():
    try:
        config[key] = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        config[key] = value
config.update(
    env="cartpole", env_name="cartpole", seed=seed, device="cpu", optimizer="adam", adam_beta1=0.9, adam_beta2=0.999, adam_eps=1e-5, anneal_lr=False,
    total_timesteps=10**9, learning_rate=setting["learning_rate"], gamma=work.GAMMA, gae_lambda=work.LAMBDA, update_epochs=work.EPOCHS, clip_coef=work.CLIP,
    vf_coef=work.VALUE, vf_clip_coef=work.CLIP, max_grad_norm=work.GRADIENT_NORM, ent_coef=work.ENTROPY, batch_size=batch,
    minibatch_size=setting["minibatch"], max_minibatch_size=setting["minibatch"], bptt_horizon=setting["steps"], use_rnn=False, prio_alpha=0.0, prio_beta0=1.0,
    checkpoint_interval=10**9, data_dir=os.environ["PUFFER_DATA"])
environments = pufferlib.vector.make(Cartpole, env_kwargs={"num_envs": setting["environments"], "report_interval": setting["steps"]},
                                     backend=pufferlib.PufferEnv)
pufferlib.pufferl.PuffeRL.print_dashboard = lambda self, *arguments, **named: None
trainer = pufferlib.pufferl.PuffeRL(config, environments, Networks())
returns = deque(maxlen=100)
episodes = 0
done = False
while not done:
    trainer.evaluate()
    for score, count in zip(trainer.stats.get("score", []), trainer.stats.get("n", [])):
        returns.extend([score] * int(count))
        episodes += int(count)
    trainer.stats.clear()
    trainer.train()
    done = work.tick(trainer.global_step, np.mean(returns) if returns else None, episodes)
os._exit(0)  # its dashboard's threads do not end
