/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file watch_source.h
   What a source of sound is, for those who make one.
*/

#ifndef BYLINE_GUI_WATCH_SOURCE_H
#define BYLINE_GUI_WATCH_SOURCE_H

#include "watch.h"

/** A source; the first member of each kind. */
struct BylineSource {
  double rate; ///< In Hz
  /** As byline_source_start(). */
  BylineStatus (*start)(BylineSource* source, BylineWatch* watch);
  /** As byline_source_alive(). */
  bool (*alive)(const BylineSource* source);
  /** As byline_source_free(), but never with NULL. */
  void (*free)(BylineSource* source);
};

#endif // BYLINE_GUI_WATCH_SOURCE_H
