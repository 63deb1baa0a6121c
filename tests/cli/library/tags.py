# Tags: all values of all containers

import struct
import zlib

from mutagen.aiff import AIFF
from mutagen.apev2 import APEv2
from mutagen.asf import ASF
from mutagen.flac import FLAC
from mutagen.id3 import ID3, TALB, TCMP, TIT2, TPE1, TPE2, TXXX
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.trueaudio import TrueAudio
from mutagen.wave import WAVE
from mutagen.wavpack import WavPack

MP3 = ('-id3v2_version', '0', '-write_xing', '0')
TWO = dict(artist='Ann; Bob', album='Alb', title='Tit', album_artist='Al',
           id='x; y')


def fill(id3):
    id3.add(TPE1(3, ['Ann', 'Bob']))
    id3.add(TXXX(3, 'MusicBrainz Artist Id', ['x', 'y']))
    id3.add(TPE2(3, ['Al']))
    id3.add(TALB(3, ['Alb']))
    id3.add(TIT2(3, ['Tit']))


def make_id3(library):
    sound = library.bytes('mp3', *MP3)
    for name, version, joint in (('v24.mp3', 4, None), ('v23.mp3', 3, None),
                                 ('v23-slash.mp3', 3, '/'),
                                 ('no-extension', 4, None),
                                 ('called.flac', 4, None)):
        path = library.write('id3/' + name, sound)
        id3 = ID3()
        fill(id3)
        id3.save(path, v2_version=version, v1=0, v23_sep=joint)
        library.right('id3/' + name, **TWO)
    path = library.write('id3/artists.mp3', sound)
    id3 = ID3()
    id3.add(TPE1(3, ['Ann & Bob']))
    id3.add(TXXX(3, 'ARTISTS', ['Ann', 'Bob']))
    id3.save(path, v1=0)
    library.right('id3/artists.mp3', 'Ann; Bob')
    path = library.write('id3/v1.mp3', sound)
    id3 = ID3()
    id3.add(TPE1(0, ['Ren\xe9']))
    id3.save(path, v1=2)
    with open(path, 'rb') as file:
        v1 = file.read()[-128:]
    library.write('id3/v1.mp3', sound, v1)
    library.right('id3/v1.mp3', 'René')

    ape = APEv2()
    ape['Artist'] = ['Ann', 'Bob']
    ape['MUSICBRAINZ_ARTISTID'] = ['x', 'y']
    ape['Album Artist'] = 'Al'
    ape['Album'] = 'Alb'
    ape['Title'] = 'Tit'
    ape.save(library.write('id3/ape.mp3', sound))
    library.right('id3/ape.mp3', **TWO)
    with open(library.path('id3/ape.mp3'), 'rb') as file:
        library.write('id3/ape-before-v1.mp3', file.read(), v1)
    library.right('id3/ape-before-v1.mp3', **TWO)
    path = library.write('id3/title-then-ape.mp3', sound)
    id3 = ID3()
    id3.add(TIT2(3, ['Other']))
    id3.save(path, v1=0)
    ape.save(path)
    library.right('id3/title-then-ape.mp3', **dict(TWO, title='Other'))


def seven_bits(n):
    return bytes([n >> 21 & 127, n >> 14 & 127, n >> 7 & 127, n & 127])


def frame(text, flags=b'\0\0', name=b'TPE1', size=seven_bits):
    return name + size(len(text)) + flags + text


def plain(n):
    return struct.pack('>I', n)


def make_odd_id3(library):
    """What mutagen does not write, but others do."""
    sound = library.bytes('mp3', *MP3)
    both = b'\0Ann\0Bob'
    marked = b'\1' + '\ufeffAnn\0\ufeffBób'.encode('utf-16le')
    apart = marked.replace(b'\xff\xfe', b'\xff\0\xfe')
    packed = zlib.compress(both)

    def tag(name, version, flags, frames, artist='Ann; Bob'):
        head = b'ID3' + bytes([version, 0, flags]) + seven_bits(len(frames))
        library.write('id3/odd/' + name + '.mp3', head, frames, sound)
        library.right('id3/odd/' + name + '.mp3', artist)

    tag('v22', 2, 0, b'TP1\0\0\x08' + both)
    tag('unsynchronised-v24', 4, 0x80, frame(apart, b'\0\2'), 'Ann; Bób')
    tag('unsynchronised-v23', 3, 0x80,
        frame(marked, size=plain).replace(b'\xff\xfe', b'\xff\0\xfe'),
        'Ann; Bób')
    tag('compressed-v24', 4, 0, frame(seven_bits(8) + packed, b'\0\x09'))
    tag('compressed-v23', 3, 0, frame(plain(8) + packed, b'\0\x80', size=plain))
    tag('itunes-sizes', 4, 0,
        frame(b'\3' + b'x' * 300, name=b'TXXX', size=plain) +
        frame(both, size=plain) + bytes(50))
    tag('extended-v24', 4, 0x40, seven_bits(6) + b'\1\0' + frame(both))
    tag('extended-v23', 3, 0x40,
        plain(6) + b'\0\0' + plain(0) + frame(both, size=plain))
    tag('slash', 3, 0, frame(b'\0Dee/Eve', size=plain), 'Dee; Eve')
    tag('slash-in-name', 3, 0, frame(b'\0AC/DC', size=plain), 'AC/DC')
    tag('two-frames', 4, 0, frame(b'\3Ann') + frame(b'\3Bob'))
    tag('big-endian', 4, 0, frame(b'\2' + 'Ann\0Bob'.encode('utf-16be')))
    tag('utf8-called-latin1', 3, 0,
        frame(b'\0' + 'Björk'.encode(), size=plain), 'Björk')
    tag('cp1251-called-latin1', 3, 0,
        frame(b'\0' + 'Кино'.encode('cp1251'), size=plain), 'Кино')
    tag('cp1252-called-latin1', 3, 0, frame(b'\0O\x92Neill', size=plain),
        'O’Neill')


def make_others(library):
    for name, kind, codec, read in (('a.flac', 'flac', 'flac', FLAC),
                                    ('a.ogg', 'ogg', 'libvorbis', OggVorbis),
                                    ('a.opus', 'opus', 'libopus', OggOpus)):
        file = read(library.copy(kind, 'vorbis/' + name, '-c:a', codec))
        file['artist'] = ['Ann', 'Bob']
        file['musicbrainz_artistid'] = ['x', 'y']
        file['albumartist'] = 'Al'
        file['album'] = 'Alb'
        file['title'] = 'Tit'
        file.save()
        library.right('vorbis/' + name, **TWO)
    file = OggVorbis(library.copy('ogg', 'vorbis/artists.ogg'))
    file['artist'] = 'Ann & Bob'
    file['artists'] = ['Ann', 'Bob']
    file.save()
    library.right('vorbis/artists.ogg', 'Ann; Bob')

    file = FLAC(library.copy('flac', 'vorbis/blank.flac'))
    file['album artist'] = 'Al'
    file.save()
    library.right('vorbis/blank.flac', 'Al', album_artist='Al')
    file = OggOpus(library.copy('opus', 'vorbis/performer.opus'))
    file['performer'] = 'Ann'
    file.save()
    library.right('vorbis/performer.opus', 'Ann')

    for name in ('a.m4a', 'artists.m4a', 'called.mp3'):
        file = MP4(library.copy('m4a', 'mp4/' + name, '-c:a', 'aac'))
        each = '----:com.apple.iTunes:'
        file['\xa9ART'] = ['Ann', 'Bob'] if name == 'a.m4a' else ['Ann & Bob']
        if name != 'a.m4a':
            file[each + 'ARTISTS'] = [b'Ann', b'Bob']
        file[each + 'MusicBrainz Artist Id'] = [b'x', b'y']
        file['aART'] = ['Al']
        file['\xa9alb'] = ['Alb']
        file['\xa9nam'] = ['Tit']
        file.save()
        library.right('mp4/' + name, **TWO)

    file = ASF(library.copy('wma', 'other/a.wma', '-c:a', 'wmav2'))
    file['Author'] = ['Ann', 'Bob']
    file['MusicBrainz/Artist Id'] = ['x', 'y']
    file['WM/AlbumArtist'] = 'Al'
    file['WM/AlbumTitle'] = 'Alb'
    file['Title'] = 'Tit'
    file.save()
    library.right('other/a.wma', **TWO)
    file = ASF(library.copy('wma', 'other/artists.wma'))
    file['Author'] = 'Ann & Bob & Cy'
    file['WM/ARTISTS'] = ['Ann', 'Bob', 'Cy']
    file.save()
    library.right('other/artists.wma', 'Ann; Bob; Cy')
    file = WavPack(library.copy('wv', 'other/a.wv'))
    file['Artist'] = ['Ann', 'Bob']
    file.save()
    library.right('other/a.wv', 'Ann; Bob')
    for name, kind, read in (('a.aiff', 'aiff', AIFF), ('a.wav', 'wav', WAVE),
                             ('a.tta', 'tta', TrueAudio)):
        file = read(library.copy(kind, 'other/' + name))
        file.add_tags()
        fill(file.tags)
        file.save()
        library.right('other/' + name, **TWO)

    def chunk(name, text):
        pad = b'\0' if len(text) % 2 else b''
        return name + struct.pack('<I', len(text)) + text + pad

    library.write('other/info.wav', library.bytes('wav'),
                  chunk(b'LIST', b'INFO' + chunk(b'IART', b'Ren\xe9\0')))
    library.right('other/info.wav', 'René')
    id3 = ID3()
    fill(id3)
    path = library.path('other/id3.flac')
    id3.save(path)
    with open(path, 'rb') as file:
        library.write('other/id3.flac', file.read(), library.bytes('flac'))
    library.right('other/id3.flac', **TWO)
    library.sound('mka', '-c:a', 'flac', '-metadata', 'comment=No artist')

    def element(name, content):
        return name + bytes([0x10 | len(content) >> 24, len(content) >> 16 & 255,
                             len(content) >> 8 & 255, len(content) & 255]) + content

    def simple(name, text):
        return element(b'\x67\xc8', element(b'\x45\xa3', name) +
                       element(b'\x44\x87', text))

    def target(value):
        return element(b'\x63\xc0', element(b'\x68\xca', bytes([value])))

    # Several values, of the track and of the album, after the segment that
    # libav wrote, whose length is not told then
    sound = library.bytes('mka')
    place = sound.index(b'\x18\x53\x80\x67') + 4
    tags = element(b'\x12\x54\xc3\x67', element(
        b'\x73\x73', target(30) + simple(b'ARTIST', b'Ann') +
        simple(b'ARTIST', b'Bob') + simple(b'TITLE', b'Tit')) + element(
            b'\x73\x73', target(50) + simple(b'ARTIST', b'Al') +
            simple(b'TITLE', b'Alb')))
    library.write('other/several.mka', sound[:place],
                  b'\x01' + b'\xff' * 7, sound[place + 8:], tags)
    library.right('other/several.mka', **dict(TWO, id=''))
    with open(library.path('id3/v24.mp3'), 'rb') as file:
        v24 = file.read()
    size = v24[6] << 21 | v24[7] << 14 | v24[8] << 7 | v24[9]
    bits = b'\x69' * 172 * 8192
    form = b'fmt ' + struct.pack('<QIIIIIIQII', 52, 1, 0, 2, 2, 2822400, 1,
                                 len(bits) // 2 * 8, 4096, 0)
    data = b'data' + struct.pack('<Q', 12 + len(bits)) + bits
    begin = 28 + len(form) + len(data)
    library.write('other/a.dsf', b'DSD ',
                  struct.pack('<QQQ', 28, begin + 10 + size, begin), form, data,
                  v24[:10 + size])
    library.right('other/a.dsf', **TWO)


def make(library):
    make_id3(library)
    make_odd_id3(library)
    make_others(library)
