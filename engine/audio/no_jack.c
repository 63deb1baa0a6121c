/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* audio/jack_input.h where there is no JACK: no input can be opened, so nobody
   calls the others. */

#include "audio/jack_input.h"

#ifndef BYLINE_JACK

BylineStatus byline_jack_input_open(const char* from, BylineJackInput** input)
{
  (void)from;
  *input = NULL;
  return byline_error(BYLINE_ERROR_USAGE, "this was built without JACK");
}

void byline_jack_input_free(BylineJackInput* input)
{
  (void)input;
}

double byline_jack_input_rate(const BylineJackInput* input)
{
  (void)input;
  return 0;
}

BylineStatus byline_jack_input_start(BylineJackInput* input,
                                     BylineJackHear hear, void* user)
{
  (void)input;
  (void)hear;
  (void)user;
  return BYLINE_ERROR_USAGE;
}

BylineStatus byline_jack_input_start_buffered(BylineJackInput* input,
                                              double seconds)
{
  (void)input;
  (void)seconds;
  return BYLINE_ERROR_USAGE;
}

size_t byline_jack_input_read(BylineJackInput* input, float* left, float* right,
                              size_t n)
{
  (void)input;
  (void)left;
  (void)right;
  (void)n;
  return 0;
}

unsigned long byline_jack_input_lost(const BylineJackInput* input)
{
  (void)input;
  return 0;
}

bool byline_jack_input_waits(const BylineJackInput* input)
{
  (void)input;
  return false;
}

const char* byline_jack_input_name(const BylineJackInput* input)
{
  (void)input;
  return "";
}

bool byline_jack_input_tend(BylineJackInput* input)
{
  (void)input;
  return false;
}

#endif
