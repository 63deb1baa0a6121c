#!/usr/bin/env python3
"""Prints messages of Open Sound Control as they come, "ADDRESS VALUE" a line.

usage: osc_receiver.py PORT-FILE   (a file to write the port's number to)
"""
import os
import socket
import struct
import sys


def text(data, at):
    end = data.index(b"\0", at)
    return data[at:end].decode(), (end + 4) // 4 * 4


receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 0))
with open(sys.argv[1] + ".new", "w") as file:
    print(receiver.getsockname()[1], file=file)
os.rename(sys.argv[1] + ".new", sys.argv[1])
while True:
    data = receiver.recv(65536)
    assert len(data) % 4 == 0, data
    address, at = text(data, 0)
    kind, at = text(data, at)
    if kind == ",s":
        value, at = text(data, at)
    else:
        assert kind == ",f", kind
        value, at = "%.3f" % struct.unpack_from(">f", data, at), at + 4
    assert at == len(data), data
    print(address, value, flush=True)
