/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file osc.h
   Who plays, told over a network by Open Sound Control.

   Each announcement is five messages (OSC 1.0), a datagram of UDP each:

       /byline/title        s   "" where it is not known; so the next
       /byline/album        s
       /byline/speed        f   of its tempo as recorded, 1 for as fast; 0 where
                                it is not known
       /byline/probability  f   0 to 1
       /byline/artist       s   "" for nobody known; the last, so that all else
                                is there when it comes

   Sending never waits, and looks no name up.  Any thread but the audio thread.

   The packets are made here and not by liblo: a hundred lines that never wait,
   where a plugin would bring a library, and its waiting for names of hosts,
   into somebody else's process.
*/

#ifndef BYLINE_ANNOUNCE_OSC_H
#define BYLINE_ANNOUNCE_OSC_H

#include "byline/history.h"
#include "byline/status.h"

/** The environment variable that may hold where to send. */
#define BYLINE_OSC_VARIABLE "BYLINE_OSC"

/** Somewhere to send to. */
typedef struct BylineOsc BylineOsc;

/**
   Get ready to send.

   @param address "PORT" of this machine, or "HOST:PORT" with an address in
   numbers, such as 192.168.1.20:9000 or [fe80::1]:9000, or localhost.
   @param[out] osc To be freed with byline_osc_free().
   @return BYLINE_OK; BYLINE_ERROR_USAGE where that is no address;
   BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_osc_open(const char* address, BylineOsc** osc);

/** Close it.  NULL is fine. */
void byline_osc_free(BylineOsc* osc);

/**
   Tell who plays.

   @return BYLINE_OK; or BYLINE_ERROR_IO where it does not go out or nobody
   takes it.  It is tried again each time, but only the first failure in a row
   is one worth telling: for the others the message is "".
*/
BylineStatus byline_osc_tell(BylineOsc* osc, const BylineHistoryEntry* entry);

#endif // BYLINE_ANNOUNCE_OSC_H
