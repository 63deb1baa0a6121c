/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_evidence.h
   What the answer rests on: over the spectrogram lies a veil, which is
   open where the sound spoke for the artist.
*/

#ifndef BYLINE_GUI_VIEW_EVIDENCE_H
#define BYLINE_GUI_VIEW_EVIDENCE_H

#include "view_state.h"

/** Whether it can be asked for: there is a spectrogram, an artist, and somebody
    who knows. */
bool byline_evidence_offered(const BylineView* view);

/** Ask for it, or put it away again. */
void byline_evidence_toggle(BylineView* view);

/** Put it away. */
void byline_evidence_close(BylineView* view);

/** Draw it over the spectrogram, which shows `span` seconds up to `now`. */
void byline_evidence_draw(BylineView* view, cairo_t* cr, double now,
                          double span);

#endif // BYLINE_GUI_VIEW_EVIDENCE_H
