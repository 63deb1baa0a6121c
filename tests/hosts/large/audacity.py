#!/usr/bin/env python3
"""Drive an Audacity that is already starting, through its script pipe.

usage: audacity.py SECONDS COMMAND...   (needs mod-script-pipe)
"""
import os
import subprocess
import sys
import time

patience, commands = float(sys.argv[1]), sys.argv[2:]
to_path = f"/tmp/audacity_script_pipe.to.{os.getuid()}"
from_path = f"/tmp/audacity_script_pipe.from.{os.getuid()}"


def windows(name):
    found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name",
                            name], capture_output=True, text=True)
    return found.stdout.split()


def wait_for_window():
    """The first start asks which of the new plugins to use: all."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        for window in windows("^New Plugins$"):
            subprocess.run(["xdotool", "windowfocus", window, "key", "Return"])
        if windows("^Audacity$|^in$") and os.path.exists(to_path) \
                and os.path.exists(from_path):
            return
        time.sleep(0.5)
    sys.exit("Audacity shows no window")


def say(command, to_pipe, from_pipe):
    to_pipe.write(command + "\n")
    to_pipe.flush()
    answer = []
    while True:
        line = from_pipe.readline()
        if line == "" or (line == "\n" and answer):
            break
        if line.strip():
            answer.append(line.strip())
    print(f"{command}: {' | '.join(answer)}")
    return answer and answer[-1].endswith("OK")


wait_for_window()
with open(to_path, "w") as to_pipe, open(from_path) as from_pipe:
    if not all(say(command, to_pipe, from_pipe) for command in commands):
        sys.exit("Audacity refuses a command")
