/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file separation_costs.h
   What finding voices costs, in processor time: figures that hold on a machine
   that others use, too.
*/

#ifndef BYLINE_TESTS_BENCH_SEPARATION_COSTS_H
#define BYLINE_TESTS_BENCH_SEPARATION_COSTS_H

#include "byline/dataset.h"

/**
   Live: per cent of a core that hearing mix, voice and rest takes over hearing
   the mix alone.  NAN: no track could be read.
*/
double separation_costs_live(const BylineLibrary* library);

/**
   Offline: how many times as fast as the music one processor is with all that
   `byline prepare --focus=three` does, from files to a dataset, for two
   artists' first three tracks each.  NAN: it failed, or there are no such
   artists.
*/
double separation_costs_prepare(const BylineLibrary* library);

#endif // BYLINE_TESTS_BENCH_SEPARATION_COSTS_H
