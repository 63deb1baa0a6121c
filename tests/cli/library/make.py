#!/usr/bin/env python3
# Make a folder with one sound file for each thing that tags, names and files
# may have, and the table that a scan of it must give.
# usage: make.py FOLDER TABLE
#
# A part is a module with a function make(library), which says of each file what
# is right where it makes it.

import os
import shutil
import subprocess
import sys

import files
import names
import tags


class Library:
    """A folder, and what is in its files."""

    def __init__(self, folder):
        self.folder = folder
        self.rows = []
        self.sounds = {}

    def path(self, name):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def sound(self, kind, *options):
        """Two seconds of noise without tags, as a file to be copied."""
        if kind not in self.sounds:
            path = os.path.join(self.folder, '..', 'sound.' + kind)
            subprocess.run(
                ['ffmpeg', '-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i',
                 'anoisesrc=seed=1:d=2:r=22050:c=pink:a=0.5', '-ac', '1',
                 '-map_metadata', '-1', '-fflags', '+bitexact', *options, path],
                check=True)
            self.sounds[kind] = path
        return self.sounds[kind]

    def bytes(self, kind, *options):
        with open(self.sound(kind, *options), 'rb') as file:
            return file.read()

    def copy(self, kind, name, *options):
        path = self.path(name)
        shutil.copy(self.sound(kind, *options), path)
        return path

    def write(self, name, *parts):
        path = self.path(name)
        with open(path, 'wb') as file:
            file.write(b''.join(parts))
        return path

    def right(self, name, artist, album='', title=None, album_artist='', id=''):
        """Say which row is right; title and album are else the names."""
        folders = name.split('/')[:-1]
        album = album or (folders[1] if len(folders) > 1 else '')
        if title is None:
            title = os.path.splitext(os.path.basename(name))[0]
        self.rows.append((name, artist, album, title, album_artist, id))


def main():
    library = Library(sys.argv[1])
    os.makedirs(library.folder, exist_ok=True)
    for part in (tags, names, files):
        part.make(library)
    with open(sys.argv[2], 'w', encoding='utf-8') as table:
        for row in sorted(library.rows, key=lambda row: row[0].encode()):
            table.write('\t'.join(row) + '\n')


main()
