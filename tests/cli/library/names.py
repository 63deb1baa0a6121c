# Names: several artists, nobody, and Unicode

import unicodedata

from mutagen.flac import FLAC


def make(library):
    def song(name, artist, right, id='', right_id=None, right_album_artist='',
             **tags):
        file = FLAC(library.copy('flac', 'names/' + name + '.flac'))
        if artist:
            file['artist'] = artist
        if id:
            file['musicbrainz_artistid'] = id
        title = tags.get('title', '')
        file.update(tags)
        file.save()
        library.right('names/' + name + '.flac', right,
                      title=title or name.split('/')[-1],
                      album_artist=right_album_artist,
                      id='; '.join(id) if right_id is None else right_id)

    # Who has tracks of their own; the tracks of tags.py add to these
    for i in (1, 2):
        song(f'bands/ann-{i}', 'Ann', 'Ann')
        song(f'bands/bob-{i}', 'Bob', 'Bob')
    for i in (1, 2, 3):
        song(f'bands/fire-{i}', 'Earth, Wind & Fire', 'Earth, Wind & Fire')
    song('bands/earth', 'Earth', 'Earth')

    song('several/and', 'Ann & Bob', 'Ann; Bob')
    song('several/slash', 'Ann/Bob', 'Ann; Bob')
    song('several/wide', 'Ａｎｎ　＆　Bob', 'Ann; Bob')
    song('several/x', 'Ann x Bob', 'Ann; Bob')
    song('several/feat', 'Dee feat. Eve', 'Dee; Eve')
    song('several/title', 'Dee', 'Dee; Bob', title='Song (feat. Bob)')
    song('several/vs', 'Dee vs. Ann', 'Dee; Ann')
    song('several/ids', 'Dee & Eve', 'Dee; Eve', id=['d', 'e'])
    song('one/id', 'Ann & Bob', 'Ann & Bob', id=['z'])
    song('one/artists', 'Bob + Ann', 'Bob + Ann', artists='Bob + Ann')
    song('one/slash', 'AC/DC', 'AC/DC')
    song('one/comma', 'Tyler, The Creator', 'Tyler, The Creator')
    song('one/and', 'Simon & Garfunkel', 'Simon & Garfunkel')
    song('one/feat', 'Little Feat', 'Little Feat')

    song('one/marks', '+/-', '+/-')
    song('one/company', 'Ann & Co', 'Ann & Co')
    song('nobody/words', 'Singer: unknown', 'names')
    song('nobody/soundtrack', 'Original Motion Picture Soundtrack', '')
    song('somebody/anonymous', 'Anonymous 4', 'Anonymous 4')
    song('nobody/english', '<Unknown>', 'names')
    song('nobody/russian', 'Неизвестный исполнитель', 'names')
    song('nobody/various', 'Various Artists', '')
    song('nobody/various-and', ['Various Artists', 'Dee'], 'Dee')
    song('nobody/compilation', '', '', right_album_artist='Various Artists',
         albumartist='Various Artists')
    song('nobody/flagged', '', '', right_album_artist='DJ Dee',
         albumartist='DJ Dee', compilation='1')
    song('nobody/track', 'Track 01', 'Dee', right_album_artist='Dee',
         albumartist='Dee')

    song('nobody/id', 'Nimekas', 'Dee', right_album_artist='Dee',
         albumartist='Dee', id=['125ec42a-7229-4250-afc5-e057484327fe'],
         right_id='')
    song('unicode/decomposed', unicodedata.normalize('NFD', 'Björk'), 'Björk')
    song('unicode/blanks', '\ufeffNbsp\u00a0 Band\u200b ', 'Nbsp Band')
    song('unicode/controls', 'A\x1b]0:x\x07nn\tB\x9b', 'A]0:xnn B›')
    song('unicode/direction', 'Ann\u202eeeD', 'AnneeD')
