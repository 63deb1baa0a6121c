/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_plot.h
   The spectrogram and, under it, the history.
*/

#ifndef BYLINE_GUI_VIEW_PLOT_H
#define BYLINE_GUI_VIEW_PLOT_H

#include "view_state.h"

/** Draw what surrounds the plot. */
void byline_axes_draw(BylineView* view, cairo_t* cr);

/** Draw the spectrogram and the history. */
void byline_plot_draw(BylineView* view, cairo_t* cr);

/** The entry of the history at a place in the strip, or NULL. */
const BylineHistoryEntry* byline_plot_entry_at(const BylineView* view, int x,
                                               int y);

/** Seconds heard at its right edge. */
double byline_plot_now(const BylineView* view);

/** Seconds of sound that a plot `width` pixels wide shows. */
double byline_plot_span(const BylineLayout* layout);

#endif // BYLINE_GUI_VIEW_PLOT_H
