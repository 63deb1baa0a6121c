/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file plugin.h
   What the plugin and its windows agree on: ports (byline/ports.h) and
   messages.

   The window learns everything through the output control ports and the atoms
   on the notify port, and never touches the instance, so it may run in another
   process.

   Messages are atom:Objects, by otype:

   - BYLINE_URI__Attach, BYLINE_URI__Detach (window -> plugin): a window was
     opened or is closing.  The plugin sends messages only while one is open,
     and after an Attach first a Status and the last Answer.
   - BYLINE_URI__Status (plugin -> window): BYLINE_URI__model (String, the
     model's name), BYLINE_URI__message (String, what is wrong; empty when all
     is well), BYLINE_URI__artistCount (Int), BYLINE_URI__bands (Int, mel
     bands), BYLINE_URI__columnRate (Float, columns a second),
     BYLINE_URI__minFrequency and BYLINE_URI__maxFrequency (Float, Hz),
     BYLINE_URI__ownFocus (Bool, the model separates the voice itself, so that
     BYLINE_PORT_VOCAL_FOCUS does nothing; false if missing), BYLINE_URI__facts
     (Tuple of String: what something is about the model and
     what it is, in turn).
   - BYLINE_URI__Names (window -> plugin): BYLINE_URI__first (Int): tell the
     names of the model's artists from this number on.  Answered with
     BYLINE_URI__Names (plugin -> window): BYLINE_URI__first (Int) and
     BYLINE_URI__names (Tuple of String), as many as fit; perhaps none.
   - BYLINE_URI__Answer (plugin -> window): BYLINE_URI__time (Double, seconds
     heard), BYLINE_URI__state (Int, a BylineState), BYLINE_URI__artist
     (String, who is announced, empty for nobody), BYLINE_URI__names (Tuple of
     String, most probable first) and BYLINE_URI__probabilities (Vector of
     Float, as many).
   - BYLINE_URI__Columns (plugin -> window): BYLINE_URI__first (Long, the number
     of the first column since the start) and BYLINE_URI__cells (Chunk: uint8,
     n columns x bands; BYLINE_CELL_DB dB a step from BYLINE_SILENCE_DB).
   - BYLINE_URI__History (plugin -> window, after an Attach): who was announced
     before, oldest first: BYLINE_URI__times (Vector of Double, seconds heard)
     and BYLINE_URI__names (Tuple of String, as many); perhaps only the last.
   - patch:Set and patch:Get of BYLINE_URI__modelFile (Path).  Answered whether
     or not a window is attached; a Set that fails is answered with the path
     that still holds, and a Status whose message says why.
   - patch:Set of BYLINE_URI__historyExport (Path): write who was announced so
     far to this file, once, in the format that its name asks for: .txt, .csv,
     .json, or .labels.txt for Audacity (byline/history.h).  Answered with the
     path, or "" and a Status whose message says why.
   - patch:Set and patch:Get of BYLINE_URI__nowPlaying (Path, ending with .txt):
     from now on, the file holds who is announced, or nothing for nobody; ""
     stops that.  Answered with the path that holds then.

   A file that is not Byline's is left alone (plugin/own_file.h), unless the
   patch:Set has a property BYLINE_URI__replace (Bool, true) beside its value:
   the user was asked and wants that.

   In the plugin's saved state stand always, since hosts keep what is left out:
   BYLINE_URI__modelFile (Path, or an empty String for the bundle's model),
   BYLINE_URI__defaultModel (Bool, whether it is the bundle's; older states have
   only one of these), who was announced, BYLINE_URI__history (String, lines of
   numbers, tab, name), and BYLINE_URI__nowPlaying (String: it is a place to
   write to, not a file that belongs to the session; empty for none).  Strings
   may come back without the 0 at their end.
*/

#ifndef BYLINE_PLUGIN_H
#define BYLINE_PLUGIN_H

#include "byline/ports.h"

#define BYLINE_URI "https://byline.example.org/plugin"
#define BYLINE_URI_ANALYSER BYLINE_URI "/analyser"
#define BYLINE_URI_MONO BYLINE_URI "/mono"
#define BYLINE_URI_UI BYLINE_URI "#ui"
#define BYLINE_URI_PREFIX BYLINE_URI "#"

#define BYLINE_URI__Answer BYLINE_URI_PREFIX "Answer"
#define BYLINE_URI__Attach BYLINE_URI_PREFIX "Attach"
#define BYLINE_URI__Columns BYLINE_URI_PREFIX "Columns"
#define BYLINE_URI__Detach BYLINE_URI_PREFIX "Detach"
#define BYLINE_URI__History BYLINE_URI_PREFIX "History"
#define BYLINE_URI__Names BYLINE_URI_PREFIX "Names"
#define BYLINE_URI__Status BYLINE_URI_PREFIX "Status"
#define BYLINE_URI__artist BYLINE_URI_PREFIX "artist"
#define BYLINE_URI__artistCount BYLINE_URI_PREFIX "artistCount"
#define BYLINE_URI__bands BYLINE_URI_PREFIX "bands"
#define BYLINE_URI__cells BYLINE_URI_PREFIX "cells"
#define BYLINE_URI__columnRate BYLINE_URI_PREFIX "columnRate"
#define BYLINE_URI__defaultModel BYLINE_URI_PREFIX "defaultModel"
#define BYLINE_URI__facts BYLINE_URI_PREFIX "facts"
#define BYLINE_URI__first BYLINE_URI_PREFIX "first"
#define BYLINE_URI__history BYLINE_URI_PREFIX "history"
#define BYLINE_URI__historyExport BYLINE_URI_PREFIX "historyExport"
#define BYLINE_URI__maxFrequency BYLINE_URI_PREFIX "maxFrequency"
#define BYLINE_URI__message BYLINE_URI_PREFIX "message"
#define BYLINE_URI__minFrequency BYLINE_URI_PREFIX "minFrequency"
#define BYLINE_URI__model BYLINE_URI_PREFIX "model"
#define BYLINE_URI__modelFile BYLINE_URI_PREFIX "modelFile"
#define BYLINE_URI__names BYLINE_URI_PREFIX "names"
#define BYLINE_URI__nowPlaying BYLINE_URI_PREFIX "nowPlaying"
#define BYLINE_URI__ownFocus BYLINE_URI_PREFIX "ownFocus"
#define BYLINE_URI__probabilities BYLINE_URI_PREFIX "probabilities"
#define BYLINE_URI__replace BYLINE_URI_PREFIX "replace"
#define BYLINE_URI__state BYLINE_URI_PREFIX "state"
#define BYLINE_URI__time BYLINE_URI_PREFIX "time"
#define BYLINE_URI__times BYLINE_URI_PREFIX "times"

/** dB that one step of a cell in a Columns message stands for. */
#define BYLINE_CELL_DB 0.5f

/** The default model's name inside the bundle. */
#define BYLINE_BUNDLE_MODEL "default.safetensors"

#endif // BYLINE_PLUGIN_H
