#!/usr/bin/python3
"""A GTK window out of which a file can be dragged, as out of a file manager.

usage: drag_source.py FILE   (says "taken" when somebody takes it)
"""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

uri = GLib.filename_to_uri(sys.argv[1], None)


def give(_box, _drag, data, _info, _time):
    data.set_uris([uri])
    print("taken", flush=True)


box = Gtk.EventBox()
box.add(Gtk.Label(label="drag me"))
box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
box.drag_source_add_uri_targets()
box.connect("drag-data-get", give)
window = Gtk.Window(title="Byline drag source")
window.set_default_size(200, 100)
window.add(box)
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
