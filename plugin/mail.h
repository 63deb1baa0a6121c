/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file mail.h
   Messages between the audio thread and the listener.

   A ring of records with one writer and one reader; what a record holds (here:
   an LV2 atom) is not looked at.  Neither side waits, locks or allocates.
*/

#ifndef BYLINE_PLUGIN_MAIL_H
#define BYLINE_PLUGIN_MAIL_H

#include "byline/status.h"
#include "realtime.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The ring. */
typedef struct BylineMail BylineMail;

/**
   Make a ring.

   @param size Bytes that it can hold, a power of two.
   @param[out] mail To be freed with byline_mail_free().
   @return BYLINE_OK or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_mail_new(size_t size, BylineMail** mail);

/** Free a ring.  NULL is fine. */
void byline_mail_free(BylineMail* mail);

/**
   Post a record.  Writing thread.

   @param size Bytes, not 0.
   @return False, and nothing is posted, when there is no room.
*/
bool byline_mail_write(BylineMail* mail, const void* record,
                       uint32_t size) BYLINE_NONBLOCKING;

/**
   The size of the oldest record, 0 when there is none.  Reading thread.
*/
uint32_t byline_mail_next(const BylineMail* mail) BYLINE_NONBLOCKING;

/**
   Take the oldest record.  Reading thread.

   @param[out] record Room for byline_mail_next() bytes, or NULL to discard it.
*/
void byline_mail_read(BylineMail* mail, void* record) BYLINE_NONBLOCKING;

#endif // BYLINE_PLUGIN_MAIL_H
