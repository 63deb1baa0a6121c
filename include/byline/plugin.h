/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file plugin.h
   What the plugin and its windows agree on: ports (byline/ports.h) and
   messages.

   The window learns everything through the output control ports and the atoms
   on the notify port, and never touches the instance, so it may run in another
   process.

   Messages are atom:Objects, by otype, in the words of byline/urids.def:

   - byline:Attach, byline:Detach (window -> plugin): a window was opened or is
     closing. The plugin sends messages only while one is open, and after an
     Attach first a Status and the last Answer, then all of the history and the
     last columns, in pieces.
   - byline:Status (plugin -> window): byline:model (String, the model's name),
     byline:message (String, what is wrong; empty when all is well),
     byline:taught (String, who was taught last by this instance and can be
     taken back; empty for nobody), byline:artistCount (Int), byline:bands (Int,
   mel bands), byline:columnRate (Float, columns a second), byline:minFrequency
   and byline:maxFrequency (Float, Hz), byline:ownFocus (Bool, the model
   separates the voice itself, so that BYLINE_PORT_VOCAL_FOCUS does nothing;
   false if missing), byline:facts (Tuple of String: what something is about the
   model and what it is, in turn).
   - byline:Teach (window -> plugin): byline:artist (String): this artist has
   been playing; learn from what was heard of late, a minute at most, back to
   the last silence.  Answered with a Status: byline:taught says whom, or
     byline:message why nothing was learnt.
   - byline:TakeBack (window -> plugin): forget what was taught last.  Answered
     with a Status.
   - byline:Explain (window -> plugin): what does the last look rest on?
     byline:artist (String): for whom; missing or empty: who leads.  Takes a
     second or a few, beside listening; asked again meanwhile, only the last
     question is answered.
   - byline:Evidence (plugin -> window), the answer: byline:artist (String),
     byline:probability (Float, what the clip alone gives), byline:first (Long)
     and byline:columnCount (Int): the columns that were explained, numbered as
     in Columns (at most 10 s; the last may be newer than what a window has
     got), byline:timeCount (Int) and byline:evidence (Vector of Float: cells of
     time x cells of frequency, lowest first; at most BYLINE_EVIDENCE_TIMES x
     BYLINE_EVIDENCE_BANDS of byline/explain.h, whose functions tell which
     columns and mel bands are a cell's): in nats, positive for the artist,
     negative against.  Or byline:message (String) alone: why there is none.
   - byline:Names (window -> plugin): byline:first (Int): tell the names of the
     artists who can be named, taught ones last, from this number on. Answered
   with byline:Names (plugin -> window): byline:first (Int) and byline:names
   (Tuple of String), as many as fit; perhaps none.
   - byline:Answer (plugin -> window): byline:time (Double, seconds heard, which
     go on over pauses), byline:state (Int, a BylineState), byline:artist
     (String, who is announced, empty for nobody), byline:names (Tuple of
     String, most probable first) and byline:probabilities (Vector of Float, as
     many), byline:knownBy (Int, a BylineKnownBy); of a recording also
     byline:title (String) and byline:speed (Float, 1 as recorded).
   - byline:Columns (plugin -> window): byline:first (Long, the number of the
     first column, where 0 is that of 0 seconds heard) and byline:cells (Chunk:
     uint8, n columns x bands; BYLINE_CELL_DB dB a step from BYLINE_SILENCE_DB).
   - byline:History (plugin -> window): who was announced, oldest first, in the
     place of what was told from byline:first (Int, the first entry's number, 0
     if missing) on: byline:times (Vector of Double, seconds heard),
     byline:names, byline:titles (Tuples of String), byline:clocks (Vector of
     Long, seconds since 1970) and byline:speeds (Vector of Float), as many.
     Sent in pieces after an Attach, and whenever somebody is announced.
   - patch:Set and patch:Get of byline:modelFile (Path). Answered whether or not
     a window is attached; a Set that fails is answered with the path that still
     holds, and a Status whose message says why.
   - patch:Set of byline:historyExport (Path): write who was announced so far to
     this file, once, in the format that its name asks for (byline/history.h).
     Answered with the path, or "" and a Status whose message says why.
   - patch:Set and patch:Get of byline:nowPlaying (Path, ending with .txt): from
     now on, the file holds who is announced, or nothing for nobody; "" stops
     that. Answered with the path that holds then.

   A file that is not Byline's is left alone (plugin/own_file.h), unless the
   patch:Set has a property byline:replace (Bool, true) beside its value: the
   user was asked and wants that.

   In the plugin's saved state stand always, since hosts keep what is left out:
   byline:modelFile (Path, or an empty String for the bundle's model),
   byline:defaultModel (Bool, whether it is the bundle's; older states have only
   one of these), what it was taught,
   byline:lessons (String: a file of recognizer/taught_file.h without clips, in
   base64; empty for nothing), who was announced, byline:history (String, as
   plugin/history.h writes it), and byline:nowPlaying (String: it is a place to
   write to, not a file that belongs to the session; empty for none). Strings
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

/** The URI of a word of ours, such as BYLINE_WORD(Attach). */
#define BYLINE_WORD(word) BYLINE_URI_PREFIX #word

/** dB that one step of a cell in a Columns message stands for. */
#define BYLINE_CELL_DB 0.5f

/** The default model's name inside the bundle. */
#define BYLINE_BUNDLE_MODEL "default.safetensors"

#endif // BYLINE_PLUGIN_H
