/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_layout.h
   Where the parts of the view are.

   Everything is a multiple of the unit, one pixel at scale 1 in a window of the
   usual size; larger windows get larger units, so that they are read from
   further away.
*/

#ifndef BYLINE_GUI_VIEW_LAYOUT_H
#define BYLINE_GUI_VIEW_LAYOUT_H

#include "view_text.h"

/** The parts of the view that are drawn apart from each other. */
typedef enum {
  BYLINE_PART_HERO,     ///< Who plays, and how sure that is
  BYLINE_PART_RANKING,  ///< The most probable artists
  BYLINE_PART_AXES,     ///< What surrounds the plot
  BYLINE_PART_PLOT,     ///< The spectrogram, with the history under it
  BYLINE_PART_CONTROLS, ///< What can be turned
  BYLINE_PART_STATUS,   ///< Level, load and model
  BYLINE_PART_COUNT
} BylinePart;

/** Sizes of type, in units. */
#define BYLINE_TYPE_SMALL 11
#define BYLINE_TYPE_BODY 13
#define BYLINE_TYPE_NAME 15
#define BYLINE_TYPE_LARGE 20

/** Height of a row of controls, and the gap between two of them, in units. */
#define BYLINE_CONTROL_HEIGHT 38
#define BYLINE_CONTROL_GAP 20

/** What a user wants to see. */
typedef struct {
  bool compact;    ///< Neither plot nor controls, even where there is room
  bool turning;    ///< Controls alone, where there is no room for more
  unsigned hidden; ///< Controls that are not shown, a bit each
} BylineLayoutWish;

/** Where everything is; a rectangle without area is not shown. */
typedef struct {
  double unit;         ///< Pixels
  bool compact;        ///< Without the plot
  int margin;          ///< Pixels around everything
  unsigned hidden;     ///< Controls that are not shown, a bit
                       ///< each
  int control_columns; ///< Controls in a row
  int control_gap;     ///< Pixels between two in a row
  BylineRect list;     ///< In the status: to the set list
  BylineRect turn;     ///< In the status: to the controls, where
                       ///< they have no room beside the rest
  BylineRect parts[BYLINE_PART_COUNT]; ///< What each part covers
  BylineRect caption;                  ///< In the hero: what state it is
  BylineRect name;                     ///< In the hero: the artist's name
  BylineRect remark;                   ///< In the hero: a line under the name
  BylineRect ring;        ///< In the hero: the confidence, a square
  int rows;               ///< Of the ranking
  BylineRect spectrogram; ///< In the plot
  BylineRect strip;       ///< In the plot: the history
} BylineLayout;

/** Lay out a view of `width` x `height` pixels. */
void byline_layout_make(BylineLayout* layout, int width, int height,
                        double scale, const BylineLayoutWish* wish);

/** `units` in whole pixels. */
int byline_layout_pixels(const BylineLayout* layout, double units);

/** `area` without `margin` pixels at each side. */
BylineRect byline_rect_inset(BylineRect area, int margin);

/** `area` with its height changed; below its upper edge. */
BylineRect byline_rect_top(BylineRect area, int height);

/** `area` with its height changed; above its lower edge. */
BylineRect byline_rect_bottom(BylineRect area, int height);

/** Whether there is anything of it. */
bool byline_rect_visible(BylineRect area);

/** Whether a pixel lies inside. */
bool byline_rect_has(BylineRect area, int x, int y);

#endif // BYLINE_GUI_VIEW_LAYOUT_H
