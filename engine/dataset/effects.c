/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "dataset/effects.h"

#include <stdlib.h>
#include <string.h>

const BylineEffect byline_effects[] = {
    {"speed", "factor", 0.5, 2, "pitch and tempo together, as on a turntable",
     byline_effect_speed},
    {"tempo", "factor", 0.5, 2, "tempo alone", byline_effect_tempo},
    {"pitch", "semitones", -12, 12, "pitch alone", byline_effect_pitch},
    {"lowpass", "Hz", 20, 20000, "take away what lies above",
     byline_effect_lowpass},
    {"highpass", "Hz", 20, 20000, "take away what lies below",
     byline_effect_highpass},
    {"bandpass", "Hz", 40, 10000, "leave an octave on either side",
     byline_effect_bandpass},
    {"bass", "dB", -24, 24, "raise what lies below 200 Hz", byline_effect_bass},
    {"treble", "dB", -24, 24, "raise what lies above 4 kHz",
     byline_effect_treble},
    {"telephone", NULL, 0, 0, "leave 300 Hz to 3400 Hz",
     byline_effect_telephone},
    {"gain", "dB", -60, 60, "louder", byline_effect_gain},
    {"compress", "ratio", 1, 20, "squeeze what is above -24 dBFS",
     byline_effect_compress},
    {"width", "factor", 0, 2, "wider; 0 is mono", byline_effect_width},
    {"noise", "dB", -20, 100, "white noise, so far below the sound",
     byline_effect_noise},
    {"crowd", "dB", -20, 100, "an audience, so far below the sound",
     byline_effect_crowd},
    {"mp3", "kbit/s", 32, 320, "encoded as MP3 and decoded again",
     byline_effect_mp3},
    {"opus", "kbit/s", 6, 510, "encoded as Opus and decoded again",
     byline_effect_opus},
    {"reverb", "seconds", 0.1, 10, "a room with this reverberation time",
     byline_effect_reverb},
    {NULL, NULL, 0, 0, NULL, NULL},
};

static const BylineEffect* find_effect(const char* name, size_t length)
{
  for (const BylineEffect* e = byline_effects; e->name; ++e) {
    if (strlen(e->name) == length && !strncmp(e->name, name, length)) {
      return e;
    }
  }
  return NULL;
}

/* Read one step, of `length` characters. */
static BylineStatus parse_step(const char* text, size_t length,
                               BylineEffectChain* chain)
{
  const char* const sign = memchr(text, '=', length);
  const size_t name_length = sign ? (size_t)(sign - text) : length;
  const BylineEffect* const effect = find_effect(text, name_length);
  if (!effect) {
    return byline_error(BYLINE_ERROR_USAGE, "no effect is called '%.*s'",
                        (int)name_length, text);
  }
  if (chain->n == BYLINE_MAX_EFFECTS) {
    return byline_error(BYLINE_ERROR_USAGE, "more than %d effects",
                        BYLINE_MAX_EFFECTS);
  }
  double value = 0;
  if (effect->unit) {
    char* end = NULL;
    value = sign ? strtod(sign + 1, &end) : 0;
    if (!sign || end == sign + 1 || end != text + length ||
        !(value >= effect->minimum && value <= effect->maximum)) {
      return byline_error(BYLINE_ERROR_USAGE,
                          "%s takes a value from %g to %g (%s)", effect->name,
                          effect->minimum, effect->maximum, effect->unit);
    }
  } else if (sign) {
    return byline_error(BYLINE_ERROR_USAGE, "%s takes no value", effect->name);
  }
  chain->steps[chain->n].effect = effect;
  chain->steps[chain->n++].value = value;
  return BYLINE_OK;
}

BylineStatus byline_effect_chain_parse(const char* text,
                                       BylineEffectChain* chain)
{
  *chain = (BylineEffectChain){0};
  for (const char* step = text;;) {
    const size_t length = strcspn(step, ",");
    const BylineStatus status = parse_step(step, length, chain);
    if (status != BYLINE_OK || !step[length]) {
      return status;
    }
    step += length + 1;
  }
}

BylineStatus byline_effect_chain_apply(const BylineEffectChain* chain,
                                       uint64_t seed, BylineSound* sound)
{
  for (size_t i = 0; i < chain->n; ++i) {
    BylineRandom random = byline_random_begin(seed, i);
    BYLINE_TRY(
        chain->steps[i].effect->apply(sound, chain->steps[i].value, &random));
  }
  return BYLINE_OK;
}
