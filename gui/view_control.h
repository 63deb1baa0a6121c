/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_control.h
   A control: which port it sets, and its values.
*/

#ifndef BYLINE_GUI_VIEW_CONTROL_H
#define BYLINE_GUI_VIEW_CONTROL_H

#include "plugin/protocol/port_table.h"
#include <stdbool.h>

/** How many controls there are. */
#define BYLINE_CONTROL_COUNT 6

/** All of them, from left to right: the port that each sets. */
extern const BylinePort byline_controls[BYLINE_CONTROL_COUNT];

/** What there is to know about a control. */
const BylinePortInfo* byline_control(int index);

/** The control of a port, or -1. */
int byline_control_find(BylinePort port);

/** Where on its track a value stands, 0 to 1. */
double byline_control_position(const BylinePortInfo* control, float value);

/** The value at a position, a whole number of steps from the lowest. */
float byline_control_value(const BylinePortInfo* control, double position);

/** The value `steps` away, or the nearest that there is. */
float byline_control_moved(const BylinePortInfo* control, float value,
                           double steps);

/** Write a value as it is shown: "2.5 s", "50 %", "On". */
void byline_control_format(const BylinePortInfo* control, float value,
                           char text[16]);

#endif // BYLINE_GUI_VIEW_CONTROL_H
