# SPDX-License-Identifier: Apache-2.0
"""PureJaxRL: learner and environment compiled into one call.  arguments: A|B seed SOURCES, a directory with its ppo.py and wrappers.py"""
import json
import sys
import time
import types

import numpy as np

import work

setting, seed, sources = work.SETTINGS[sys.argv[1]], int(sys.argv[2]), sys.argv[3]


def module(name, text):
    made = types.ModuleType(name)
    sys.modules[name] = made
    exec(text, made.__dict__)
    return made


# Only the wrappers for gymnax are used; those for Brax and NAVIX would have to be installed for nothing.
with open(f"{sources}/wrappers.py", encoding="utf-8") as file:
    wrappers = "".join(line for line in file if not line.startswith(("from brax", "import navix")))
module("wrappers", wrappers[:wrappers.index("class BraxGymnaxWrapper")])
with open(f"{sources}/ppo.py", encoding="utf-8") as file:
    ppo = module("purejaxrl_ppo", file.read())

import jax  # noqa: E402  after its users have had their say

batch = setting["environments"] * setting["steps"]
steps = max(1, work.STEPS // batch) * batch
config = {
    "LR": setting["learning_rate"], "NUM_ENVS": setting["environments"], "NUM_STEPS": setting["steps"], "TOTAL_TIMESTEPS": steps, "UPDATE_EPOCHS": work.EPOCHS,
    "NUM_MINIBATCHES": batch // setting["minibatch"], "GAMMA": work.GAMMA, "GAE_LAMBDA": work.LAMBDA, "CLIP_EPS": work.CLIP, "ENT_COEF": work.ENTROPY,
    "VF_COEF": work.VALUE, "MAX_GRAD_NORM": work.GRADIENT_NORM, "ACTIVATION": "tanh", "ENV_NAME": "CartPole-v1", "ANNEAL_LR": False, "DEBUG": False,
}
train = jax.jit(ppo.make_train(config)).lower(jax.random.PRNGKey(seed)).compile()
begin = time.time()
print("@@ " + json.dumps({"time": begin, "steps": 0, "return": None, "episodes": 0}), flush=True)
result = jax.block_until_ready(train(jax.random.PRNGKey(seed)))
end = time.time()

# One call, so that the moment of being solved is interpolated within it, to the end of its iteration.
ended = np.asarray(result["metrics"]["returned_episode"]).reshape(-1).astype(bool)
returns = np.asarray(result["metrics"]["returned_episode_returns"]).reshape(-1)
at = np.nonzero(ended)[0]
sums = np.cumsum(np.insert(returns[at].astype(np.float64), 0, 0.0))
means = (sums[100:] - sums[:-100]) / 100
hits = np.nonzero(means >= work.SOLVED)[0]
if len(hits):
    solved = -(-(int(at[hits[0] + 99]) + 1) // batch) * batch
    print("@@ " + json.dumps({"time": begin + (end - begin) * solved / steps, "steps": solved, "return": float(means[hits[0]]), "episodes": int(hits[0]) + 100}),
          flush=True)
print("@@ " + json.dumps({"time": end, "steps": steps, "return": float(means[-1]) if len(means) else None, "episodes": len(at)}), flush=True)
