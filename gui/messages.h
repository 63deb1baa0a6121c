/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file messages.h
   The messages between plugin and window, as include/byline/plugin.h describes
   them: read into a view, and written for the plugin.

   What is read may be truncated, of another type or nonsense: it is then
   ignored, in part or as a whole.
*/

#ifndef BYLINE_GUI_MESSAGES_H
#define BYLINE_GUI_MESSAGES_H

#include "view.h"

#include <lv2/atom/atom.h>
#include <lv2/urid/urid.h>

#include <stddef.h>
#include <stdint.h>

/** What the host calls our words. */
typedef struct {
  LV2_URID atom_blank;          ///< atom:Blank, an old kind of Object
  LV2_URID atom_bool;           ///< atom:Bool
  LV2_URID atom_chunk;          ///< atom:Chunk
  LV2_URID atom_double;         ///< atom:Double
  LV2_URID atom_event_transfer; ///< atom:eventTransfer
  LV2_URID atom_float;          ///< atom:Float
  LV2_URID atom_int;            ///< atom:Int
  LV2_URID atom_long;           ///< atom:Long
  LV2_URID atom_object;         ///< atom:Object
  LV2_URID atom_path;           ///< atom:Path
  LV2_URID atom_string;         ///< atom:String
  LV2_URID atom_tuple;          ///< atom:Tuple
  LV2_URID atom_urid;           ///< atom:URID
  LV2_URID atom_vector;         ///< atom:Vector
  LV2_URID patch_get;           ///< patch:Get
  LV2_URID patch_property;      ///< patch:property
  LV2_URID patch_set;           ///< patch:Set
  LV2_URID patch_value;         ///< patch:value
  LV2_URID answer;              ///< BYLINE_URI__Answer, and so on
  LV2_URID artist;              ///< ...
  LV2_URID artist_count;        ///< ...
  LV2_URID attach;              ///< ...
  LV2_URID bands;               ///< ...
  LV2_URID cells;               ///< ...
  LV2_URID column_rate;         ///< ...
  LV2_URID columns;             ///< ...
  LV2_URID detach;              ///< ...
  LV2_URID facts;               ///< ...
  LV2_URID first;               ///< ...
  LV2_URID history;             ///< ...
  LV2_URID history_export;      ///< ...
  LV2_URID max_frequency;       ///< ...
  LV2_URID message;             ///< ...
  LV2_URID min_frequency;       ///< ...
  LV2_URID model;               ///< ...
  LV2_URID model_file;          ///< ...
  LV2_URID names;               ///< ...
  LV2_URID names_message;       ///< BYLINE_URI__Names
  LV2_URID now_playing;         ///< ...
  LV2_URID own_focus;           ///< ...
  LV2_URID probabilities;       ///< ...
  LV2_URID replace;             ///< ...
  LV2_URID state;               ///< ...
  LV2_URID status;              ///< ...
  LV2_URID time;                ///< ...
  LV2_URID times;               ///< ...
} BylineUrids;

/** Ask the host for all of them. */
void byline_urids_map(BylineUrids* urids, const LV2_URID_Map* map);

/**
   Show what a message from the plugin says.

   @param data An atom, not necessarily aligned.
   @param size Bytes that may be read.
   @return Its type among ours (`urids->answer` and so on), or 0 if it says
   nothing that we know.
*/
LV2_URID byline_message_receive(const BylineUrids* urids, const void* data,
                                size_t size, BylineView* view);

/** Bytes that a message with a path may have. */
#define BYLINE_MESSAGE_PATH_SIZE 8192

/**
   Write a patch:Set of a property to a path.

   @param replace The user was asked, and a file that is there may be replaced.
   @param[out] message Aligned as atoms are.
   @return The atom's size with its header, or 0 where the path is too long.
*/
uint32_t
byline_message_set_path(const BylineUrids* urids, LV2_URID property,
                        const char* path, bool replace,
                        uint64_t message[BYLINE_MESSAGE_PATH_SIZE / 8]);

/** A message without contents, such as Attach. */
typedef struct {
  LV2_Atom_Object object; ///< Nothing follows it
} BylineSignal;

/** Make a message of type `otype` without contents. */
BylineSignal byline_message_signal(const BylineUrids* urids, LV2_URID otype);

/** A message that asks for names of artists. */
typedef struct {
  LV2_Atom_Object object;       ///< BYLINE_URI__Names
  LV2_Atom_Property_Body first; ///< BYLINE_URI__first, an Int
  int32_t number;               ///< Its value
  uint32_t padding;             ///< To a multiple of 8 bytes
} BylineNamesRequest;

/** Ask for names from a number on. */
BylineNamesRequest byline_message_ask_names(const BylineUrids* urids,
                                            int32_t first);

#endif // BYLINE_GUI_MESSAGES_H
