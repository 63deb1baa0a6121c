/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_controls.h
   The controls: which ports they set, and between what.
*/

#ifndef BYLINE_GUI_VIEW_CONTROLS_H
#define BYLINE_GUI_VIEW_CONTROLS_H

#include "byline/plugin.h"
#include "view_layout.h"

#include <stdbool.h>

/** How many controls there are. */
#define BYLINE_CONTROL_COUNT 6

/** What a control shows in the place of a bare number. */
typedef enum {
  BYLINE_CONTROL_SECONDS, ///< "2.5 s"
  BYLINE_CONTROL_PERCENT, ///< "50 %"
  BYLINE_CONTROL_SWITCH   ///< On or off, without a number
} BylineControlKind;

/** One control. */
typedef struct {
  BylinePort port;        ///< What it sets
  BylineControlKind kind; ///< How its value is shown
  const char* label;      ///< What it is called
  const char* help;       ///< What it does
  float minimum;          ///< Lowest value
  float maximum;          ///< Highest value
  float usual;            ///< Set by a double click
  float step;             ///< Of the wheel and the keyboard
  float bend;             ///< Position to this power is the value's share
} BylineControl;

/** All of them, from left to right. */
extern const BylineControl byline_controls[BYLINE_CONTROL_COUNT];

/** The control of a port, or -1. */
int byline_control_find(BylinePort port);

/** Where on its track a value stands, 0 to 1. */
double byline_control_position(const BylineControl* control, float value);

/** The value at a position, a whole number of steps from the lowest. */
float byline_control_value(const BylineControl* control, double position);

/** The value `steps` away, or the nearest that there is. */
float byline_control_moved(const BylineControl* control, float value,
                           double steps);

/** Write a value as it is shown. */
void byline_control_format(const BylineControl* control, float value,
                           char text[16]);

/** What a control covers; without area where controls are not shown. */
BylineRect byline_control_area(const BylineLayout* layout, int index);

/** Its track or switch, from which positions are measured. */
BylineRect byline_control_track(const BylineLayout* layout, int index);

#endif // BYLINE_GUI_VIEW_CONTROLS_H
