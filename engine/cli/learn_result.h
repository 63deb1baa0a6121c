/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file learn_result.h
   What `byline learn` tells in the end.
*/

#ifndef BYLINE_CLI_LEARN_RESULT_H
#define BYLINE_CLI_LEARN_RESULT_H

#include <jansson.h>

/** Print what byline_learn() says, for people: who was learnt, how well, who
   was left out and why, what to do in the host. */
void byline_learn_result_print(const json_t* result);

#endif // BYLINE_CLI_LEARN_RESULT_H
