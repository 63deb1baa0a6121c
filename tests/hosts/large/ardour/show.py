#!/usr/bin/env python3
"""Let Ardour open the window of a session's plugin by itself.

usage: show.py FOLDER NAME
"""
import sys
import xml.etree.ElementTree as ET

folder, name = sys.argv[1:3]
session = f"{folder}/{name}.ardour"
tree = ET.parse(session)
root = tree.getroot()
route, plugin = next((r, p) for r in root.find("Routes")
                     for p in r.findall("Processor") if p.get("type") == "lv2")
extra = root.find("Extra")
if extra is None:
    extra = ET.SubElement(root, "Extra")
windows = extra.find("UI")
if windows is None:
    windows = ET.SubElement(extra, "UI")
ET.SubElement(windows, "Window", {
    "name": f"P-{route.get('id')}-{plugin.get('id')}", "visible": "1",
    "x-off": "640", "y-off": "300", "x-size": "-1", "y-size": "-1",
    "custom-ui": "1"})
tree.write(session, xml_declaration=True, encoding="UTF-8")
