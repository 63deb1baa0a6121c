/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file resident.h
   How much memory this process has.
*/

#ifndef BYLINE_TESTS_HOSTS_RESIDENT_H
#define BYLINE_TESTS_HOSTS_RESIDENT_H

/** Megabytes that are in memory now, 0 if the system does not tell. */
double resident_megabytes(void);

#endif // BYLINE_TESTS_HOSTS_RESIDENT_H
