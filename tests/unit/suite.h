/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* cmocka, with what its header wants before it. */

#ifndef BYLINE_TESTS_SUITE_H
#define BYLINE_TESTS_SUITE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif // BYLINE_TESTS_SUITE_H
