# SPDX-License-Identifier: Apache-2.0
"""RLlib, new API stack.  arguments: A|B seed local|external
local: environments in the learner's process, which is its fastest on 2 cores. external: its own example client sends episodes over TCP (RLlink)."""
import logging
import multiprocessing
import os
import sys
from collections import deque

import work

PORT = int(os.environ.get("RLLINK_PORT", "5655"))


def client(port):
    import torch
    from ray.rllib.examples.envs.classes.utils.dummy_external_client import _dummy_external_client

    torch.set_num_threads(1)
    try:
        _dummy_external_client(port)
    except ConnectionError as ended:
        print("client ended:", ended, flush=True)


def main():
    import gymnasium
    import numpy as np
    import ray
    from ray.rllib.algorithms.ppo import PPOConfig
    from ray.rllib.core.rl_module.default_model_config import DefaultModelConfig

    name, seed, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    setting = work.SETTINGS[name]
    batch = setting["environments"] * setting["steps"]
    returns = deque(maxlen=100)
    counted = [0]

    class Counted(gymnasium.Wrapper):
        """RLlib's own mean is of the current iteration's episodes only."""

        def reset(self, **arguments):
            self.sum = 0.0
            return self.env.reset(**arguments)

        def step(self, action):
            result = self.env.step(action)
            self.sum += result[1]
            if result[2] or result[3]:
                returns.append(self.sum)
                counted[0] += 1
            return result

    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    config = PPOConfig()
    process = None
    if kind == "external":
        from ray.rllib.env.external.env_runner_server_for_external_inference import EnvRunnerServerForExternalInference

        process = multiprocessing.get_context("spawn").Process(target=client, args=(PORT,), daemon=True)
        process.start()
        config = config.environment(observation_space=gymnasium.spaces.Box(float("-inf"), float("inf"), (4,), np.float32),
                                    action_space=gymnasium.spaces.Discrete(2), env_config={"port": PORT})
        config = config.env_runners(env_runner_cls=EnvRunnerServerForExternalInference, num_env_runners=0, rollout_fragment_length=batch)
    else:
        from ray.tune.registry import register_env

        register_env("counted", lambda _: Counted(gymnasium.make("CartPole-v1")))
        config = config.environment("counted")
        config = config.env_runners(num_env_runners=0, num_envs_per_env_runner=setting["environments"], rollout_fragment_length=setting["steps"])
    ray.init(num_cpus=2, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
    config = (
        config.learners(num_learners=0)
        .training(train_batch_size_per_learner=batch, minibatch_size=setting["minibatch"], num_epochs=work.EPOCHS, lr=setting["learning_rate"],
                  gamma=work.GAMMA, lambda_=work.LAMBDA, clip_param=work.CLIP, entropy_coeff=work.ENTROPY, vf_loss_coeff=work.VALUE, use_kl_loss=False,
                  vf_clip_param=1e9, grad_clip=work.GRADIENT_NORM, grad_clip_by="global_norm")
        .rl_module(model_config=DefaultModelConfig(fcnet_hiddens=[64, 64], fcnet_activation="tanh", vf_share_layers=False))
        .debugging(seed=seed)
    )
    algorithm = config.build_algo()
    done = False
    while not done:
        steps = algorithm.train()["env_runners"].get("num_env_steps_sampled_lifetime", 0)
        done = work.tick(steps, np.mean(returns) if returns else None, counted[0])
    if process:
        process.terminate()
    algorithm.stop()
    ray.shutdown()


if __name__ == "__main__":
    main()
