/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file charset.h
   Tags in an encoding that nobody tells.
*/

#ifndef BYLINE_AUDIO_CHARSET_H
#define BYLINE_AUDIO_CHARSET_H

/**
   Make UTF-8 of what a tag has.

   Old tags (ID3v1, ID3v2 that claims Latin-1, RIFF INFO) are in whatever their
   writer's system used.  Bytes that are no UTF-8, and text with no character
   beyond Latin-1, which some library may have made of such bytes, are taken
   for: UTF-8 where they are that (but for a last character that was cut off);
   Windows-1251 where all letters, four or more, are in the upper half, as in no
   name of Western Europe; Windows-1252 otherwise.

   @return A text to be freed with free(), or NULL when out of memory.
*/
char* byline_charset_repair(const char* text);

#endif // BYLINE_AUDIO_CHARSET_H
