/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file jack_input.h
   Sound from the JACK server, or from PipeWire by its JACK library: the sound
   card's, another program's, or whatever is connected by hand.

   All functions fail where this was built without JACK.
*/

#ifndef BYLINE_AUDIO_JACK_INPUT_H
#define BYLINE_AUDIO_JACK_INPUT_H

#include "byline/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What to listen to for all that is heard: PipeWire has monitors, JACK not. */
#define BYLINE_JACK_MONITOR "monitor"

/** Two inputs in JACK. */
typedef struct BylineJackInput BylineJackInput;

/** Who hears: JACK's thread, in real time. */
typedef void (*BylineJackHear)(void* user, float* left, float* right,
                               uint32_t n);

/**
   Become a client named "byline" of a server that runs.

   @param from A client, or one port of it, to listen to; BYLINE_JACK_MONITOR;
   NULL for the sound card.  Must outlive the input.
   @param[out] input To be freed with byline_jack_input_free().
   @return BYLINE_OK, BYLINE_ERROR_IO, BYLINE_ERROR_MEMORY; BYLINE_ERROR_USAGE
   without JACK.
*/
BylineStatus byline_jack_input_open(const char* from, BylineJackInput** input);

/** Close it; nothing is heard any more.  NULL is fine. */
void byline_jack_input_free(BylineJackInput* input);

/** The server's rate in Hz. */
double byline_jack_input_rate(const BylineJackInput* input);

/** Let `hear` have all blocks from now on, and connect what is there. */
BylineStatus byline_jack_input_start(BylineJackInput* input,
                                     BylineJackHear hear, void* user);

/**
   Begin to keep sound until byline_jack_input_read() takes it, and connect what
   is there.

   @param seconds How much there is room for.
*/
BylineStatus byline_jack_input_start_buffered(BylineJackInput* input,
                                              double seconds);

/**
   Take what was kept, oldest first.  Never waits.

   @param n Frames that there is room for.
   @return How many were taken.
*/
size_t byline_jack_input_read(BylineJackInput* input, float* left, float* right,
                              size_t n);

/** Frames that there was no room for, so far. */
unsigned long byline_jack_input_lost(const BylineJackInput* input);

/** Whether what it is to listen to was not there when it was last looked for.
 */
bool byline_jack_input_waits(const BylineJackInput* input);

/** The name of its left input, for those who connect by hand; its own. */
const char* byline_jack_input_name(const BylineJackInput* input);

/**
   See to it, a few times a second: connects what it is to listen to when that
   comes, as long as nobody else has connected anything.

   @return False when the server has gone, with a message.
*/
bool byline_jack_input_tend(BylineJackInput* input);

#endif // BYLINE_AUDIO_JACK_INPUT_H
