/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file history.h
   Who played when: the one list of it, and the files that it is written to.

   The plugin's session, its window and `byline identify` all keep this list.
   It holds stretches of nobody known, too, so that the others have an end.
   Strings are UTF-8; numbers in files have a decimal point in every locale.

   Formats, by the ending of a file's name:

   - text: a line "H:MM:SS  Artist - Title" for each entry, a track list;
   - CSV: RFC 4180 with a header line of the members of BylineHistoryEntry;
   - JSON: an array of objects with these members;
   - labels: Audacity's label track, "begin TAB end TAB Artist - Title (Album,
     +6.2 %)";
   - cue: a cue sheet of a mix, for players and for uploads; 99 tracks at most;
   - m3u8: a playlist, each entry the recording's own file where it is known,
     else a stretch of the mix (#EXTVLCOPT, as VLC has it) where there is one;
   - royalties: a table for collecting societies: start, duration, artist,
     title, album, identifier, with tabs between.  Starts are local times where
     they are known, else places in the sound.

   What nobody knows is "unknown" where people read it, an empty field in CSV
   and null in JSON.  Characters that would end a field or line become blanks,
   and quotes in a cue sheet, which has no way to write them, apostrophes.
*/

#ifndef BYLINE_HISTORY_H
#define BYLINE_HISTORY_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** The oldest entries of a longer list are forgotten. */
#define BYLINE_MAX_HISTORY 4096

/** What music of nobody known is called where people read it. */
#define BYLINE_NOBODY_NAME "unknown"

/** What knew who plays. */
typedef enum {
  BYLINE_KNOWN_BY_NOTHING,  ///< Nobody is known
  BYLINE_KNOWN_BY_EAR,      ///< The network, which knows artists
  BYLINE_KNOWN_BY_RECORDING ///< The index of recordings, which knows titles
} BylineKnownBy;

/** A stretch of sound that one artist, or nobody known, has played. */
typedef struct {
  double begin;       ///< Seconds of sound before it
  double end;         ///< Seconds; `begin` while it goes on or is not known
  const char* artist; ///< NULL or "" for nobody known
  const char* title;  ///< NULL or "" where it is not known; so the next ones
  const char* album;
  const char* id;    ///< ISRC or MusicBrainz identifier of the recording
  const char* file;  ///< Where the recording lies
  float probability; ///< 0 to 1
  float speed;       ///< Of its tempo as recorded, 1 for as fast; 0: unknown
  float pitch;       ///< Of its frequencies as recorded, likewise
  BylineKnownBy known_by; ///< What knew it
  int64_t clock;          ///< When it began, seconds since 1970; 0: not known
} BylineHistoryEntry;

/** A list of entries, oldest first; all zero when empty. */
typedef struct {
  BylineHistoryEntry* entries; ///< `n` of them, with strings of its own
  size_t n;                    ///< At most BYLINE_MAX_HISTORY
} BylineHistory;

/**
   Append a copy, whose strings are then not NULL.

   @return False without memory: then nothing is appended.
*/
bool byline_history_add(BylineHistory* history,
                        const BylineHistoryEntry* entry);

/** Let the last entry have lasted until a time, unless that lies before it, as
    where seconds are counted anew: then nobody knows when it ended. */
void byline_history_end(BylineHistory* history, double time);

/** Forget all but the first `n` entries. */
void byline_history_cut(BylineHistory* history, size_t n);

/**
   Copy a whole list.

   @param[out] copy To be cleared with byline_history_clear().
   @return False without memory: then the copy is empty.
*/
bool byline_history_copy(const BylineHistory* history, BylineHistory* copy);

/** Free the list and make it empty. */
void byline_history_clear(BylineHistory* history);

/** Whether it is known who, or what recording, has played. */
static inline bool byline_history_is_known(const BylineHistoryEntry* entry)
{
  return (entry->artist && entry->artist[0]) ||
         (entry->title && entry->title[0]);
}

/** What it is called where people read it: the artist, or the title of a
    recording that tells none, or BYLINE_NOBODY_NAME. */
static inline const char* byline_history_name(const BylineHistoryEntry* entry)
{
  return entry->artist && entry->artist[0] ? entry->artist
         : entry->title && entry->title[0] ? entry->title
                                           : BYLINE_NOBODY_NAME;
}

/** What stands behind the name: the title, or "" where that is the name. */
static inline const char* byline_history_title(const BylineHistoryEntry* entry)
{
  return entry->artist && entry->artist[0] && entry->title ? entry->title : "";
}

/**
   Since when nobody else has been known to play than who does at the end of the
   list: seconds, where the last stretch of another artist ended.  Where nobody
   is known there, whoever was known before is another.
*/
double byline_history_since(const BylineHistory* history);

/** Room for what byline_history_speed_text() writes. */
#define BYLINE_SPEED_TEXT_SIZE 16

/** Write a speed as "+6.2 %", or "" where it is as recorded or not known; with
    a decimal point in every locale. */
void byline_history_speed_text(float speed, char text[BYLINE_SPEED_TEXT_SIZE]);

/** How a history is written. */
typedef enum {
  BYLINE_HISTORY_TEXT,
  BYLINE_HISTORY_CSV,
  BYLINE_HISTORY_JSON,
  BYLINE_HISTORY_LABELS,
  BYLINE_HISTORY_CUE,
  BYLINE_HISTORY_M3U8,
  BYLINE_HISTORY_ROYALTIES,
  BYLINE_HISTORY_FORMATS ///< How many there are
} BylineHistoryFormat;

/** A format. */
typedef struct {
  const char* ending; ///< Of files' names, by which it is chosen
  const char* name;   ///< For people
} BylineHistoryKind;

/** All formats. */
extern const BylineHistoryKind byline_history_kinds[BYLINE_HISTORY_FORMATS];

/** Room for what byline_history_endings() writes. */
#define BYLINE_HISTORY_ENDINGS_SIZE 128

/** Every ending, as people list things: ".txt, .csv or .json". */
void byline_history_endings(char text[BYLINE_HISTORY_ENDINGS_SIZE]);

/**
   The format that a file's name asks for.

   @return BYLINE_OK or BYLINE_ERROR_USAGE.
*/
BylineStatus byline_history_format(const char* path,
                                   BylineHistoryFormat* format);

/**
   Write a history, beside and then renamed.  Any thread but the audio thread.

   @param sound The sound file that it is the history of; NULL for none.
   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_history_write(const char* path, BylineHistoryFormat format,
                                  const BylineHistory* history,
                                  const char* sound);

/** Write a history to a stream, likewise. */
BylineStatus byline_history_print(FILE* stream, BylineHistoryFormat format,
                                  const BylineHistory* history,
                                  const char* sound);

#endif // BYLINE_HISTORY_H
