# What files may be, beside their tags: no music at all, longer or shorter than
# they say, silent, and one backing under several singers.

import os
import subprocess


def ffmpeg(path, *options):
    subprocess.run(['ffmpeg', '-nostdin', '-v', 'error', '-y', *options, path],
                   check=True)


def make_no_music(library):
    """None of these has a row."""
    library.write('files/notes.al', b'text ' * 600)
    library.write('files/notes.mp3', b'not music, whatever its name says\n' * 90)
    library.write('files/binary.raw', bytes(range(256)) * 40)
    library.write('files/empty.ogg', b'')
    library.write('files/list.cue', b'FILE "a.wav" WAVE\n')
    ffmpeg(library.path('files/picture.png'), '-f', 'lavfi', '-i',
           'testsrc=d=1:s=64x64', '-frames:v', '1')
    os.rename(library.path('files/picture.png'),
              library.path('files/picture.flac'))
    ffmpeg(library.path('files/film.mp4'), '-f', 'lavfi', '-i',
           'testsrc=d=2:s=64x64', '-f', 'lavfi', '-i', 'sine=d=2', '-c:v',
           'mpeg4', '-c:a', 'aac')


def make_lengths(library):
    """Two seconds each, whatever the file says."""
    library.write('files/no xing.mp3', library.bytes(
        'vbr.mp3', '-q:a', '6', '-write_xing', '0', '-id3v2_version', '0'))
    library.right('files/no xing.mp3', 'files', album='')
    flac = bytearray(library.bytes('flac'))
    flac[21] &= 0xf0  # The number of samples is not known, as after a pipe
    flac[22:26] = bytes(4)
    library.write('files/piped.flac', bytes(flac))
    library.right('files/piped.flac', 'files', album='')
    library.write('files/chain.ogg', *[
        library.bytes(f'half{i}.ogg', '-t', '1', '-serial_offset', str(i))
        for i in (1, 2)])
    library.right('files/chain.ogg', 'files', album='')
    long = library.bytes('long.wav', '-af', 'apad=pad_dur=2')
    library.write('files/cut.wav', long[:44 + 2 * 22050 * 2])
    library.right('files/cut.wav', 'files', album='')
    library.copy('mp3', 'files/music without an ending')
    library.right('files/music without an ending', 'files', album='')


def make(library):
    make_no_music(library)
    make_lengths(library)
