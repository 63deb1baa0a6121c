/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file plugin_messages.h
   The messages between plugin and window, as include/byline/plugin.h describes
   them: read into a view, and written for the plugin.

   What is read may be truncated, of another type or nonsense: it is then
   ignored, in part or as a whole.
*/

#ifndef BYLINE_GUI_PLUGIN_MESSAGES_H
#define BYLINE_GUI_PLUGIN_MESSAGES_H

#include "plugin/protocol/urids.h"
#include "view.h"

#include <lv2/atom/atom.h>
#include <lv2/urid/urid.h>

#include <stddef.h>
#include <stdint.h>

/**
   Show what a message from the plugin says.

   @param data An atom, not necessarily aligned.
   @param size Bytes that may be read.
   @return Its type among ours (`urids->byline_Answer` and so on), or 0 if it
   says nothing that we know.
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
  LV2_Atom_Object object;       ///< BYLINE_WORD(Names)
  LV2_Atom_Property_Body first; ///< BYLINE_WORD(first), an Int
  int32_t number;               ///< Its value
  uint32_t padding;             ///< To a multiple of 8 bytes
} BylineNamesRequest;

/**
   Write a message that tells who is playing.

   @return Its size; 0 if the name is too long.
*/
uint32_t byline_message_teach(const BylineUrids* urids, const char* name,
                              uint64_t message[BYLINE_MESSAGE_PATH_SIZE / 8]);

/** Ask for names from a number on. */
BylineNamesRequest byline_message_ask_names(const BylineUrids* urids,
                                            int32_t first);

#endif // BYLINE_GUI_PLUGIN_MESSAGES_H
