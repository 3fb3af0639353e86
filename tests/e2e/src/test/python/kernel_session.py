"""Prints what the kernel answered, as one JSON object.

usage: kernel_session.py CELL...   each cell is executed in turn
"""

import json
import sys

from kernel_client import Kernel


def main(cells):
    with Kernel() as kernel:
        info = kernel.client.kernel_info(reply=True, timeout=60)["content"]
        results = [kernel.run(cell) for cell in cells]
        completion = kernel.complete("tidemill.pro¦")
        print(json.dumps({"info": info["language_info"], "cells": results, "completions": completion["matches"]}))


main(sys.argv[1:])
