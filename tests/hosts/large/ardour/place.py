#!/usr/bin/env python3
"""Place a 48-kHz WAV file on the only track of an Ardour session.

usage: place.py FOLDER NAME FILE.wav   (Ardour's Lua cannot import)
"""
import os
import shutil
import sys
import wave
import xml.etree.ElementTree as ET

folder, name, path = sys.argv[1:4]
with wave.open(path) as sound:
    channels, frames = sound.getnchannels(), sound.getnframes()
    length = frames * 282240000 // sound.getframerate()  # superclock ticks
title = os.path.basename(path)
interchange = f"{folder}/interchange"
audio = f"{interchange}/{os.listdir(interchange)[0]}/audiofiles"
os.makedirs(audio, exist_ok=True)
shutil.copy(path, f"{audio}/{title}")

session = f"{folder}/{name}.ardour"
tree = ET.parse(session)
root = tree.getroot()
sources = [str(90000 + c) for c in range(channels)]
for channel, source in enumerate(sources):
    ET.SubElement(root.find("Sources"), "Source", {
        "name": title, "type": "audio", "flags": "", "id": source,
        "natural-position": "a0", "channel": str(channel), "origin": title,
        "take-id": "", "gain": "1"})


def add_region(parent, number, whole_file):
    off = ("muted locked video-locked automatic import external "
           "sync-marked left-of-split right-of-split hidden position-locked "
           "valid-transients envelope-active default-fade-in default-fade-out "
           "fade-in-active fade-out-active").split()
    region = {key: "0" for key in off}
    region.update({
        "name": title, "opaque": "1", "whole-file": whole_file, "start": "a0",
        "length": f"a{length}@a0", "sync-position": "a0", "stretch": "1",
        "shift": "1", "layering-index": "0", "scale-amplitude": "1",
        "id": number, "type": "audio", "first-edit": "nothing",
        "channels": str(channels)})
    for channel, source in enumerate(sources):
        region[f"source-{channel}"] = source
        region[f"master-source-{channel}"] = source
    ET.SubElement(parent, "Region", region)


add_region(root.find("Regions"), "91000", "1")
playlist = next(p for p in root.find("Playlists") if p.get("type") == "audio")
add_region(playlist, "91001", "0")
ET.SubElement(root.find("Locations"), "Location", {
    "id": "92000", "name": "session", "start": "a0", "end": f"a{length}",
    "flags": "IsSessionRange", "locked": "0", "timestamp": "0", "cue": "0"})
root.set("id-counter", "100000")
tree.write(session, xml_declaration=True, encoding="UTF-8")
