/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_control.h"

#include <math.h>
#include <stdio.h>

const BylinePort byline_controls[BYLINE_CONTROL_COUNT] = {
    BYLINE_PORT_WINDOW, BYLINE_PORT_SMOOTHING,   BYLINE_PORT_THRESHOLD,
    BYLINE_PORT_HOLD,   BYLINE_PORT_VOCAL_FOCUS, BYLINE_PORT_FREEZE};

const BylinePortInfo* byline_control(int index)
{
  return &byline_ports[byline_controls[index]];
}

int byline_control_find(BylinePort port)
{
  for (int i = 0; i < BYLINE_CONTROL_COUNT; ++i) {
    if (byline_controls[i] == port) {
      return i;
    }
  }
  return -1;
}

double byline_control_position(const BylinePortInfo* control, float value)
{
  const double share = ((double)value - (double)control->minimum) /
                       ((double)control->maximum - (double)control->minimum);
  return pow(fmin(fmax(share, 0), 1), 1 / (double)control->bend);
}

/* A whole number of steps, within the bounds; NaN becomes the lowest */
static float settle(const BylinePortInfo* control, double value)
{
  const double low = (double)control->minimum;
  const double high = (double)control->maximum;
  const double step = (double)control->step;
  const double settled = low + step * round((value - low) / step);
  return (float)fmin(fmax(settled, low), high);
}

float byline_control_value(const BylinePortInfo* control, double position)
{
  const double share = pow(fmin(fmax(position, 0), 1), (double)control->bend);
  return settle(control,
                (double)control->minimum + share * ((double)control->maximum -
                                                    (double)control->minimum));
}

float byline_control_moved(const BylinePortInfo* control, float value,
                           double steps)
{
  return settle(control, (double)value + steps * (double)control->step);
}

void byline_control_format(const BylinePortInfo* control, float value,
                           char text[16])
{
  const double v = (double)value;
  if (byline_port_is_switch(control)) {
    snprintf(text, 16, "%s", v > 0 ? "On" : "Off");
  } else if (control->unit == BYLINE_UNIT_SECONDS) {
    snprintf(text, 16, "%.1f\xe2\x80\x89s", v);
  } else { // a share
    snprintf(text, 16, "%.0f\xe2\x80\x89%%", 100 * v);
  }
}
