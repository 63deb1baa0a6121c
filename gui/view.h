/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view.h
   What the window shows, drawn with Cairo and Pango into any surface.

   The view knows neither windows nor hosts: what it shows is told with the
   byline_view_set functions, which are cheap and draw nothing, and drawn by
   byline_view_draw().  It keeps its parts on a canvas of its own and draws only
   those again that have changed.

   Everything told may come from strangers: texts may be NULL, endless or not
   UTF-8, numbers may be NaN.  One thread at a time.
*/

#ifndef BYLINE_GUI_VIEW_H
#define BYLINE_GUI_VIEW_H

#include "byline/history.h"
#include "byline/plugin.h"
#include "byline/recognizer.h"
#include "view_events.h"
#include "view_palette.h"
#include "view_text.h"

#include <cairo.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Size of a new window, and the smallest that shows anything, at scale 1. */
#define BYLINE_VIEW_WIDTH 800
#define BYLINE_VIEW_HEIGHT 500
#define BYLINE_VIEW_MIN_WIDTH 240
#define BYLINE_VIEW_MIN_HEIGHT 120

/** Size of a compact window. */
#define BYLINE_VIEW_COMPACT_WIDTH 420
#define BYLINE_VIEW_COMPACT_HEIGHT 210

/** Colours to choose from. */
typedef enum {
  BYLINE_THEME_DARK,  ///< For the dark
  BYLINE_THEME_LIGHT, ///< For the day
  BYLINE_THEME_HOST   ///< Those of byline_view_set_colors()
} BylineTheme;

/** The picture of one window. */
typedef struct BylineView BylineView;

/** Most facts that are kept. */
#define BYLINE_FACTS 8

/** A model that is installed. */
typedef struct {
  const char* name;  ///< For people
  const char* path;  ///< Its file
  const char* place; ///< The folder it lies in
  bool is_default;   ///< New instances and programs use it
} BylineInstalledModel;

/** The model that listens, and the spectrogram it sees. */
typedef struct {
  const char* name;         ///< Empty or NULL: there is none
  const char* taught;       ///< Who was taught last; empty or NULL: nobody
  const char* message;      ///< What is wrong; empty or NULL: nothing
  int artist_count;         ///< How many it knows
  int bands;                ///< Cells in a column
  double column_rate;       ///< Columns a second
  double min_frequency;     ///< Lower edge of the lowest band, in Hz
  double max_frequency;     ///< Upper edge of the highest band, in Hz
  bool own_focus;           ///< It separates the voice itself
  const char* const* facts; ///< Labels and texts, in turn; NULL for none
  size_t fact_count;        ///< How many pairs
} BylineViewModel;

/** An answer, with names in the place of numbers. */
typedef struct {
  double time;                     ///< Seconds heard
  BylineState state;               ///< What the rest means
  const char* artist;              ///< Announced; empty or NULL: nobody
  const char* title;               ///< Of what they play, if it is known
  float speed;                     ///< Of it, 1 as recorded; 0: unknown
  int known_by;                    ///< A BylineKnownBy; others are ignored
  const char* names[BYLINE_TOP];   ///< Most probable first; NULL: none
  float probabilities[BYLINE_TOP]; ///< As many
} BylineViewAnswer;

/** What an answer rests on. */
typedef struct {
  const char*
      message;        ///< Why there is nothing to show; NULL or empty: there is
  const char* artist; ///< For whom it speaks
  int64_t first;      ///< Number of the first column of the spectrogram
  int column_count;   ///< How many of those were looked at
  int times;          ///< Cells along them
  int bands;          ///< Cells along their bands, lowest first
  const float* values; ///< `times` x `bands`: how much each speaks for them
} BylineViewEvidence;

/** Make a view in the dark theme, or NULL when out of memory. */
BylineView* byline_view_new(void);

/** Free a view.  NULL is fine. */
void byline_view_free(BylineView* view);

/**
   Give it another size, and everything in it another scale.

   @param width In pixels, at least 1.
   @param height In pixels, at least 1.
   @param scale Pixels per unit, 1 to 4.
   @return Whether there was memory for it; if not it stays as it was.
*/
bool byline_view_set_size(BylineView* view, int width, int height,
                          double scale);

/** What byline_view_set_size() was told, in pixels. */
void byline_view_get_size(const BylineView* view, int* width, int* height);

/**
   Tell the host's colours and show everything in them; they decide what is dark
   or light.
*/
void byline_view_set_colors(BylineView* view, BylineColor background,
                            BylineColor ink);

/** Show everything in other colours. */
void byline_view_set_theme(BylineView* view, BylineTheme theme);

/** Show the controls alone where they have no room beside the rest, or again
    the rest. */
void byline_view_turn(BylineView* view, bool turning);

/** Show only the name and the ranking, or whatever there is room for. */
void byline_view_set_compact(BylineView* view, bool compact);

/**
   Tell who does what users ask for.

   @param offered Commands that `command` obeys, a bit each: 1 << command.
*/
void byline_view_set_events(BylineView* view, const BylineViewEvents* events,
                            unsigned offered);

/** Whether the owner obeys a command from now on. */
void byline_view_offer(BylineView* view, BylineCommand command, bool offered);

/** Let a user do something.  Returns false for a key that is of no use now. */
bool byline_view_input(BylineView* view, const BylineInput* input);

/** Whether something is open that is used by keys before all others. */
bool byline_view_needs_keys(const BylineView* view);

/** Say something that is not about the music, for a moment. */
void byline_view_say(BylineView* view, const char* text);

/** Tell which model listens. */
void byline_view_set_model(BylineView* view, const BylineViewModel* model);

/**
   Tell names of the model's artists, asked for with BYLINE_COMMAND_NAMES.

   @param first Number of the first.
*/
void byline_view_add_names(BylineView* view, int first,
                           const char* const* names, size_t n);

/**
   Tell which models are installed; there is a list of them then.

   @param items `n` of them; must stay until this is called again.
*/
void byline_view_set_models(BylineView* view, const BylineInstalledModel* items,
                            size_t n);

/** Open that list, as the menu does. */
void byline_view_show_models(BylineView* view);

/** Tell what was recognised. */
void byline_view_set_answer(BylineView* view, const BylineViewAnswer* answer);

/** Whom the last menu was opened for, or the key pressed; "" for nobody: a
    name to begin with when the user says who is playing. */
const char* byline_view_meant(const BylineView* view);

/** Names of the ranking as it is shown, at most BYLINE_TOP; returns how many.
 */
size_t byline_view_ranked(const BylineView* view, const char** names);

/** Who is shown as playing now; "" for nobody.  Valid until it changes. */
const char* byline_view_announced(const BylineView* view);

/**
   Tell the value of a control port: a setting, the level or the load.  Others
   are ignored.
*/
void byline_view_set_port(BylineView* view, BylinePort port, float value);

/**
   Append columns to the spectrogram.  What lies between these and the last
   shows as silence; numbers that go back start it anew.

   @param first Number of the first column since the start.
   @param cells Columns of the model's bands, BYLINE_CELL_DB a step.
   @param size How many cells; what is left over after whole columns is ignored.
*/
void byline_view_add_columns(BylineView* view, int64_t first,
                             const uint8_t* cells, size_t size);

/**
   Show, over the spectrogram, what the answer rests on, as a user has asked
   with BYLINE_COMMAND_EXPLAIN; until they put it away, or it has scrolled out.

   @param evidence Copied.  Ignored if nobody asks.
*/
void byline_view_set_evidence(BylineView* view,
                              const BylineViewEvidence* evidence);

/**
   Tell who was announced before the last answer, in place of what was told from
   an entry on.

   @param first Number of the first entry; one that would leave a gap is
   ignored.
   @param entries `n` of them, in order of time; where they end is not read.
*/
void byline_view_set_history(BylineView* view, int first,
                             const BylineHistoryEntry* entries, size_t n);

/**
   Let moving parts move on.

   @param seconds Since the last call.
   @return Whether something is still moving.
*/
bool byline_view_advance(BylineView* view, double seconds);

/** Whether byline_view_draw() has something new to draw. */
bool byline_view_changed(const BylineView* view);

/**
   Draw the view with its upper left corner at the origin.

   @param all Draw everything, not just what changed since the last call.
*/
void byline_view_draw(BylineView* view, cairo_t* cr, bool all);

#endif // BYLINE_GUI_VIEW_H
