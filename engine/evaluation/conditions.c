/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "evaluation/conditions.h"

#include <math.h>
#include <stdio.h>

/* What a pitch fader and more do, in percent */
static const int percents[] = {-16, -12, -8, -6, -4, -2, -1, 0,
                               1,   2,   4,  6,  8,  12, 16};

#define N_PERCENTS (sizeof(percents) / sizeof(*percents))

static const char* const others[][2] = {
    {"as it is", ""},
    {"mono", "width=0"},
    {"low-pass 4 kHz", "lowpass=4000"},
    {"low-pass 2 kHz", "lowpass=2000"},
    {"high-pass 300 Hz", "highpass=300"},
    {"high-pass 1 kHz", "highpass=1000"},
    {"telephone", "telephone"},
    {"reverberation 1 s", "reverb=1"},
    {"reverberation 3 s", "reverb=3"},
    {"crowd 20 dB below", "crowd=20"},
    {"crowd 10 dB below", "crowd=10"},
    {"crowd as loud", "crowd=0"},
    {"white noise 10 dB below", "noise=10"},
    {"MP3, 64 kbit/s", "mp3=64"},
};

#define N_OTHERS (sizeof(others) / sizeof(*others))

static void describe_percent(BylineCondition* c, BylineChange change,
                             int percent)
{
  static const char* const names[] = {[BYLINE_CHANGE_SPEED] = "speed",
                                      [BYLINE_CHANGE_TEMPO] = "tempo",
                                      [BYLINE_CHANGE_PITCH] = "pitch"};
  const double factor = 1 + percent / 100.0;
  *c = (BylineCondition){.change = change, .amount = percent / 100.0};
  snprintf(c->name, sizeof(c->name), "%s %+d %%", names[change], percent);
  if (percent != 0) {
    snprintf(c->effects, sizeof(c->effects), "%s=%.6f", names[change],
             change == BYLINE_CHANGE_PITCH ? 12 * log2(factor) : factor);
  }
}

size_t
byline_conditions_list(BylineCondition conditions[static BYLINE_MAX_CONDITIONS])
{
  size_t n = 0;
  for (int change = 0; change < BYLINE_CHANGE_OTHER; ++change) {
    for (size_t i = 0; i < N_PERCENTS; ++i) {
      describe_percent(&conditions[n++], (BylineChange)change, percents[i]);
    }
  }
  for (size_t i = 0; i < N_OTHERS; ++i) {
    BylineCondition* const c = &conditions[n++];
    *c = (BylineCondition){.change = BYLINE_CHANGE_OTHER};
    snprintf(c->name, sizeof(c->name), "%s", others[i][0]);
    snprintf(c->effects, sizeof(c->effects), "%s", others[i][1]);
  }
  return n;
}

double byline_condition_accuracy(const BylineCondition* condition,
                                 BylineAnsweredBy answerer)
{
  return condition->n > 0
             ? (double)condition->right[answerer] / (double)condition->n
             : 0;
}

const char* byline_answered_by_name(BylineAnsweredBy answerer)
{
  static const char* const names[] = {
      [BYLINE_BY_NETWORK] = "Byline, which never heard the song",
      [BYLINE_BY_LEARNT] = "fingerprints of the songs learnt from",
      [BYLINE_BY_RECORDING] = "fingerprints of this very recording",
      [BYLINE_BY_INDEX] = "Byline's index of this very recording",
      [BYLINE_BY_BOTH] = "Byline with that index"};
  return names[answerer];
}
