"""Interrupts the wait for a training, cancels the training, and finds another one again from a second kernel.

usage: kernel_wait.py PROJECT INSTANT
"""

import json
import sys

from kernel_client import Kernel


def main(project, instant):
    train = f"%mlops train --project {project} --as-of {instant}"
    with Kernel() as kernel:
        interrupted = kernel.interrupted(train, after=2.0)
        cancelled = kernel.run("%mlops cancel")
    with Kernel() as kernel:
        left = kernel.interrupted(train, after=2.0)
    with Kernel() as kernel:
        listed = kernel.run(f'tidemill.project("{project}").executions("training", "RUNNING", 1).getFirst().id()')
        followed = kernel.run(
            f'String id = tidemill.project("{project}").executions("training", null, 1).getFirst().id();\n%mlops executions {{id}}'
        )
    answers = {"interrupted": interrupted, "cancelled": cancelled, "left": left, "listed": listed, "followed": followed}
    print(json.dumps(answers))


main(*sys.argv[1:])
