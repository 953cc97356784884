# SPDX-License-Identifier: Apache-2.0
"""CleanRL's ppo.py on standard input; on standard output the same with Gymnasium 1.x's names and a line of ours after each iteration."""
import sys

text = sys.stdin.read()


def replace(old, new):
    global text
    if text.count(old) != 1:
        sys.exit(f"patch_cleanrl.py: {old!r} occurs {text.count(old)} times in ppo.py; expected once, as in the pinned version; nothing was written")
    text = text.replace(old, new)


# Gymnasium 1.0 resets an environment one step later unless told otherwise, and final_info is a dictionary of arrays.
replace("for i in range(args.num_envs)],\n    )", "for i in range(args.num_envs)],\n        autoreset_mode=gym.vector.AutoresetMode.SAME_STEP,\n    )")
begin = text.index('                for info in infos["final_info"]:')
end = text.index("        # bootstrap value if not done")
text = text[:begin] + '''                episode = infos["final_info"]["episode"]
                for i in np.nonzero(infos["final_info"]["_episode"])[0]:
                    print(f"global_step={global_step}, episodic_return={episode['r'][i]}")
                    writer.add_scalar("charts/episodic_return", episode["r"][i], global_step)
                    writer.add_scalar("charts/episodic_length", episode["l"][i], global_step)
                    peer_returns.append(float(episode["r"][i]))
                    peer_episodes += 1

''' + text[end:]
replace("    global_step = 0\n", "    global_step = 0\n    from collections import deque\n    peer_returns, peer_episodes = deque(maxlen=100), 0\n")
replace("    envs.close()\n", '''        if work.tick(global_step, np.mean(peer_returns) if peer_returns else None, peer_episodes):
            break

    envs.close()
''')
replace("import tyro\n", "import tyro\nimport work\ntorch.set_num_threads(int(os.environ['PEER_THREADS']))\n")
sys.stdout.write(text)
