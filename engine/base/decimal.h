/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file decimal.h
   Numbers with a point, in whatever locale.  Any thread.
*/

#ifndef BYLINE_BASE_DECIMAL_H
#define BYLINE_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

/**
   Read a number of digits with at most one point, in whatever locale.

   @param n How many characters of `text`.
   @return Whether it is one.
*/
bool byline_decimal_read(const char* text, size_t n, double* value);

/** Write a number of up to nine decimals, with a point in every locale. */
void byline_decimal_write(double value, char* text, size_t size);

#endif // BYLINE_BASE_DECIMAL_H
