/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file live_curves.h
   A training's curves in the terminal, drawn with Braille's dots.
*/

#ifndef BYLINE_TRAINING_LIVE_CURVES_H
#define BYLINE_TRAINING_LIVE_CURVES_H

#include "evaluation/curves.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Draw loss and accuracy, of training dotted and of validation solid.

   @param n_epochs How many there will be; where the curves end.
   @param columns The terminal's, 74 or more.
   @return Lines of text, to be freed with free(); NULL when out of memory.
*/
char* byline_live_curves_text(const BylineCurves* curves, uint64_t n_epochs,
                              unsigned columns, bool coloured);

/** Show a training's metrics.jsonl below all messages, if standard error is a
    terminal that is large enough; see byline_log_pin(). */
void byline_live_curves_show(const char* journal, uint64_t n_epochs);

#endif // BYLINE_TRAINING_LIVE_CURVES_H
