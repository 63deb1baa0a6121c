/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes speech sing, to have something like singing whose licence is free.

   usage: sing speech|stretch|hold SEED OUTPUT.wav INPUT...

   stretch: voiced sounds are stretched and moved to the notes of a melody, with
   vibrato; formants stay where the speaker has them (Rubber Band).  hold: as
   hold.h has it.  speech: as it is, without its gaps. */

#include "dataset/sound.h"
#include "tests/bench/hold.h"
#include "tests/bench/speech.h"

#include <rubberband/rubberband-c.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SECONDS 180.0 /* Of speech */
#define MAX_SUNG 420.0

static const float pi = 3.14159265f;

/* A melody in the making */
typedef struct {
  BylineRandom random;
  const int* scale; ///< Semitones of seven degrees
  int degree;       ///< Of the note, over the speaker's middle
  float held;       ///< Seconds that the note has lasted
  float length;     ///< Seconds that it shall last
  float glide;      ///< Semitones, where the pitch is on its way to the note
  float stretch;    ///< How much longer this syllable is
  float phase;      ///< Of the vibrato
  float speed;      ///< Hz
  float depth;      ///< Semitones
} Melody;

static void begin_note(Melody* m, bool syllable)
{
  BylineRandom* const r = &m->random;
  const int step = (int)byline_random_below(r, 7) - 3;
  m->degree += step;
  if (m->degree < -3 || m->degree > 9) {
    m->degree -= 2 * step;
  }
  m->held = 0;
  m->length = expf(byline_random_uniform(r, -1.5f, 0.5f));
  m->speed = byline_random_uniform(r, 4.5f, 6.5f);
  m->depth =
      byline_random_below(r, 3) ? byline_random_uniform(r, 0.1f, 0.8f) : 0;
  if (syllable) {
    m->stretch = expf(byline_random_uniform(r, 0.1f, 1.4f));
  }
}

/* Semitones of the melody now; `seconds` pass */
static float sing(Melody* m, float seconds)
{
  const int octave = (m->degree + 70) / 7 - 10;
  const float note = (float)(12 * octave + m->scale[(m->degree + 70) % 7]);
  m->glide += (note - m->glide) * (1 - expf(-seconds / 0.04f));
  m->held += seconds;
  m->phase += 2 * pi * m->speed * seconds;
  const float grown = fminf(fmaxf((m->held - 0.15f) / 0.3f, 0), 1);
  return m->glide + m->depth * grown * sinf(m->phase);
}

static void retrieve(RubberBandState stretcher, Speech* out)
{
  int n = 0;
  while ((n = rubberband_available(stretcher)) > 0) {
    out->samples = realloc(out->samples, (out->n + (size_t)n) * sizeof(float));
    if (!out->samples) {
      exit(1);
    }
    float* const to = out->samples + out->n;
    out->n += rubberband_retrieve(stretcher, &to, (unsigned)n);
  }
}

/* A singer is more even than a speaker */
static void level(Speech* out)
{
  float envelope = 0.01f;
  for (size_t i = 0; i < out->n; ++i) {
    const float x = out->samples[i];
    envelope += (x * x - envelope) / (0.08f * SPEECH_RATE);
    out->samples[i] =
        fmaxf(-1, fminf(1, 0.3f * x / sqrtf(sqrtf(envelope) + 0.03f)));
  }
}

/* Voiced sounds are stretched and moved to the notes of a melody */
static void stretch(const Speech* in, BylineRandom random, Speech* out)
{
  static const int scales[3][7] = {
      {0, 2, 4, 5, 7, 9, 11}, {0, 2, 3, 5, 7, 8, 10}, {0, 2, 4, 7, 9, 12, 14}};
  Melody first = {.random = random};
  Melody* const melody = &first;
  melody->scale = scales[byline_random_below(&melody->random, 3)];
  begin_note(melody, true);
  const float* const pitches = in->pitches;
  const size_t n_frames = in->n_frames;
  const RubberBandState stretcher = rubberband_new(
      SPEECH_RATE, 1,
      RubberBandOptionProcessRealTime | RubberBandOptionFormantPreserved |
          RubberBandOptionPitchHighConsistency,
      1, 1);
  bool voiced = false;
  double scale = 1;
  for (size_t f = 0; f < n_frames; ++f) {
    const bool is_voiced = pitches[f] > 0;
    if ((is_voiced && !voiced) || melody->held > melody->length) {
      begin_note(melody, is_voiced && !voiced);
    }
    voiced = is_voiced;
    const float ratio = voiced ? melody->stretch : 1.1f;
    const float semitones = sing(melody, ratio * SPEECH_FRAME / SPEECH_RATE);
    if (voiced) {
      const float wanted = in->middle * exp2f(semitones / 12);
      scale = (double)fminf(fmaxf(wanted / pitches[f], 0.5f), 3);
    }
    rubberband_set_time_ratio(stretcher, (double)ratio);
    rubberband_set_pitch_scale(stretcher, scale);
    const float* const block = in->samples + f * SPEECH_FRAME;
    rubberband_process(stretcher, &block, SPEECH_FRAME, f + 1 == n_frames);
    retrieve(stretcher, out);
  }
  rubberband_delete(stretcher);
}

static int write_sound(const char* path, const Speech* speech)
{
  BylineSound sound;
  if (byline_sound_new(speech->n, SPEECH_RATE, &sound) != BYLINE_OK) {
    return 1;
  }
  memcpy(sound.channels[0], speech->samples, speech->n * sizeof(float));
  memcpy(sound.channels[1], speech->samples, speech->n * sizeof(float));
  const BylineStatus status = byline_sound_write(path, &sound);
  byline_sound_free(&sound);
  return status == BYLINE_OK ? 0 : 1;
}

int main(int argc, char** argv)
{
  const bool known =
      argc > 4 && (!strcmp(argv[1], "speech") || !strcmp(argv[1], "stretch") ||
                   !strcmp(argv[1], "hold"));
  if (!known) {
    fprintf(stderr,
            "usage: sing speech|stretch|hold SEED OUTPUT.wav INPUT...\n");
    return 2;
  }
  const uint64_t seed = strtoull(argv[2], NULL, 10);
  Speech in = {0};
  speech_read(&in, argv + 4, (size_t)argc - 4, MAX_SECONDS);
  if (in.n < 2 * (size_t)SPEECH_RATE) {
    fprintf(stderr, "sing: %s: too little speech\n", argv[3]);
    return 1;
  }
  Speech out = {0};
  int result = 0;
  if (argv[1][1] == 'p') {
    result = write_sound(argv[3], &in);
  } else {
    speech_find_pitches(&in);
    const BylineRandom random = byline_random_begin(seed, 0);
    if (argv[1][0] == 's') {
      stretch(&in, random, &out);
    } else {
      speech_hold(&in, random, MAX_SUNG, &out);
    }
    level(&out);
    result = write_sound(argv[3], &out);
  }
  printf("%s: %.0f s of speech, middle %.0f Hz, %.0f s sung\n", argv[3],
         (double)in.n / SPEECH_RATE, (double)in.middle,
         (double)out.n / SPEECH_RATE);
  speech_free(&in);
  speech_free(&out);
  return result;
}
