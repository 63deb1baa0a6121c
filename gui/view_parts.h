/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_parts.h
   What a view is made of, for the files that draw its parts.
*/

#ifndef BYLINE_GUI_VIEW_PARTS_H
#define BYLINE_GUI_VIEW_PARTS_H

#include "view.h"
#include "view_history.h"
#include "view_layout.h"
#include "view_waterfall.h"

/** One place of the ranking as it is shown. */
typedef struct {
  char name[BYLINE_TEXT_SIZE]; ///< Empty: nobody
  float probability;           ///< 0 to 1
  float shown;                 ///< Moves towards it
} BylinePlace;

struct BylineView {
  int width;                     ///< In pixels
  int height;                    ///< In pixels
  double scale;                  ///< Pixels per unit, before the window's size
  BylinePalette palette;         ///< What it is painted with
  BylineLayout layout;           ///< Made from size and scale
  BylinePen* pen;                ///< For all text
  cairo_surface_t* canvas;       ///< Holds every part as it was last drawn
  bool dirty[BYLINE_PART_COUNT]; ///< Parts to be drawn again
  bool dirty_ground;             ///< Everything is to be drawn again

  char model[BYLINE_TEXT_SIZE];   ///< Its name, empty without one
  char message[BYLINE_TEXT_SIZE]; ///< What is wrong, or empty
  int artist_count;               ///< How many the model knows
  bool told_model;                ///< Whether anything is known about it

  BylineState state;                ///< Of the last answer
  double time;                      ///< Of the last answer
  char artist[BYLINE_TEXT_SIZE];    ///< Announced, or empty
  BylinePlace places[BYLINE_TOP];   ///< The ranking
  double name_size;                 ///< Fits what the hero says; 0: unknown
  char hero_name[BYLINE_TEXT_SIZE]; ///< What it was fitted to

  float threshold; ///< 0 to 1
  float level;     ///< dBFS
  float load;      ///< Percent of a core
  bool enabled;    ///< The plugin listens
  bool frozen;     ///< The answer is held

  BylineWaterfall waterfall; ///< Last seconds
  BylineHistory history;     ///< Last announcements
};

/** Draw who plays. */
void byline_hero_draw(BylineView* view, cairo_t* cr);

/** Draw the ranking. */
void byline_ranking_draw(BylineView* view, cairo_t* cr);

/** Draw what surrounds the plot. */
void byline_axes_draw(BylineView* view, cairo_t* cr);

/** Draw the spectrogram and the history. */
void byline_plot_draw(BylineView* view, cairo_t* cr);

/** Draw the status line. */
void byline_status_draw(BylineView* view, cairo_t* cr);

/** Seconds of sound that a plot `width` pixels wide shows. */
double byline_plot_span(const BylineLayout* layout);

/** The colour of an artist: their own if announced, else the neutral one. */
BylineColor byline_view_artist_color(const BylineView* view, const char* name);

/** Percent as it is shown, 0 to 100. */
int byline_view_percent(float probability);

/** Text style of `units` size, left and on one line. */
BylineTextStyle byline_view_style(const BylineView* view, double units,
                                  bool bold);

/** Fill a rectangle with round corners. */
void byline_view_fill_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius, BylineColor color);

/** Write `seconds` as 1:23 or 1:02:03. */
void byline_view_format_time(char text[16], double seconds);

#endif // BYLINE_GUI_VIEW_PARTS_H
