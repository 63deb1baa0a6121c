/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "voice/masker.h"

#include "byline/resampler.h"
#include "spectrum/spectrum_kernels.h"
#include "voice/windows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Samples that are taken in at a time, at the input's rate */
#define BLOCK 1024

/* A channel on its way into windows */
typedef struct {
  BylineResampler* resampler; ///< NULL when the rates are equal
  float* sound;               ///< At BYLINE_VOICE_RATE, not yet used
} Channel;

struct BylineMasker {
  BylinePlan* plan;
  BylineVoiceBands bands;
  BylineVoiceWindows windows;
  BylineVoicePicture picture;
  Channel channels[2]; ///< Mid and side, as full as each other
  size_t capacity;     ///< Of each, in samples
  size_t n_sound;      ///< In each
  double input_rate;
  uint64_t n_input; ///< Samples that came, at the input's rate
  size_t n_columns; ///< In the piece that is being gathered
  size_t n_answers; ///< Columns that the network has answered to
  float block[2][BLOCK];
  float power[BYLINE_VOICE_BINS];
  float gathered[2][BYLINE_VOICE_BANDS];
  float mask[BYLINE_VOICE_BANDS];
};

static BylineStatus init(BylineMasker* m, BylineNetwork* network)
{
  byline_voice_bands_init(&m->bands);
  size_t bound = BLOCK;
  BylineStatus status = byline_voice_windows_init(&m->windows);
  for (unsigned c = 0; status == BYLINE_OK && c < 2; ++c) {
    if (m->input_rate != BYLINE_VOICE_RATE) {
      status = byline_resampler_new(m->input_rate, BYLINE_VOICE_RATE,
                                    &m->channels[c].resampler);
      bound = status == BYLINE_OK
                  ? byline_resampler_bound(m->channels[c].resampler, BLOCK)
                  : bound;
    }
    m->capacity = BYLINE_VOICE_WINDOW + bound;
    m->channels[c].sound = malloc(m->capacity * sizeof(float));
    if (status == BYLINE_OK && !m->channels[c].sound) {
      status = byline_no_memory("sound");
    }
  }
  return status == BYLINE_OK
             ? byline_plan_new(
                   network,
                   &(BylinePlanSettings){.mode = BYLINE_PLAN_STREAM,
                                         .max_batch = 1,
                                         .max_frames = BYLINE_VOICE_PIECE},
                   &m->plan)
             : status;
}

BylineStatus byline_masker_new(BylineNetwork* network, double input_rate,
                               BylineMasker** masker)
{
  *masker = NULL;
  BylineMasker* const m = calloc(1, sizeof(*m));
  if (!m) {
    return byline_no_memory("looking for voices");
  }
  m->input_rate = input_rate;
  const BylineStatus status = init(m, network);
  if (status != BYLINE_OK) {
    byline_masker_free(m);
    return status;
  }
  byline_masker_reset(m);
  *masker = m;
  return BYLINE_OK;
}

void byline_masker_free(BylineMasker* masker)
{
  if (masker) {
    byline_plan_free(masker->plan);
    byline_voice_windows_clear(&masker->windows);
    for (unsigned c = 0; c < 2; ++c) {
      byline_resampler_free(masker->channels[c].resampler);
      free(masker->channels[c].sound);
    }
    free(masker);
  }
}

void byline_masker_reset(BylineMasker* masker)
{
  byline_plan_restart(masker->plan);
  byline_voice_picture_init(&masker->picture, &masker->bands);
  for (unsigned c = 0; c < 2; ++c) {
    if (masker->channels[c].resampler) {
      byline_resampler_reset(masker->channels[c].resampler);
    }
  }
  masker->n_sound = 0;
  masker->n_input = 0;
  masker->n_columns = 0;
  masker->n_answers = 0;
}

/* Ask the network about a whole piece.  Its first answers are about columns
   before the sound. */
static void answer(BylineMasker* m, BylineMaskFunction function, void* user)
{
  const float* const logits = byline_plan_forward(m->plan);
  for (size_t k = 0; k < BYLINE_VOICE_PIECE; ++k, ++m->n_answers) {
    if (m->n_answers >= BYLINE_VOICE_AHEAD) {
      for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
        m->mask[i] = logits[i * BYLINE_VOICE_PIECE + k];
      }
      byline_sigmoid(m->mask, BYLINE_VOICE_BANDS, m->mask);
      function(user, m->n_answers - BYLINE_VOICE_AHEAD, m->mask);
    }
  }
}

static void add_window(BylineMasker* m, size_t begin,
                       BylineMaskFunction function, void* user)
{
  for (unsigned c = 0; c < 2; ++c) {
    byline_voice_powers(byline_voice_windows_transform(
                            &m->windows, m->channels[c].sound + begin),
                        m->power);
    byline_voice_bands_gather(&m->bands, m->power, m->gathered[c]);
  }
  byline_voice_picture_add(&m->picture, m->gathered[0], m->gathered[1],
                           byline_plan_input(m->plan) + m->n_columns,
                           BYLINE_VOICE_PIECE);
  if (++m->n_columns == BYLINE_VOICE_PIECE) {
    m->n_columns = 0;
    answer(m, function, user);
  }
}

/* False for NaN, too */
static float sane(float x)
{
  return fabsf(x) <= BYLINE_MAX_SAMPLE ? x : 0.0f;
}

/* Append `n` samples, at most a block, that lie in `block` */
static void append(BylineMasker* m, size_t n)
{
  size_t n_more = n;
  for (unsigned c = 0; c < 2; ++c) {
    float* const end = m->channels[c].sound + m->n_sound;
    if (m->channels[c].resampler) {
      n_more = byline_resampler_process(m->channels[c].resampler, m->block[c],
                                        n, end);
    } else {
      memcpy(end, m->block[c], n * sizeof(float));
    }
  }
  m->n_sound += n_more;
}

/* Use up all whole windows */
static void use(BylineMasker* m, BylineMaskFunction function, void* user)
{
  size_t begin = 0;
  for (; begin + BYLINE_VOICE_WINDOW <= m->n_sound; begin += BYLINE_VOICE_HOP) {
    add_window(m, begin, function, user);
  }
  m->n_sound -= begin;
  for (unsigned c = 0; c < 2; ++c) {
    memmove(m->channels[c].sound, m->channels[c].sound + begin,
            m->n_sound * sizeof(float));
  }
}

void byline_masker_push(BylineMasker* masker, const float* left,
                        const float* right, size_t n,
                        BylineMaskFunction function, void* user)
{
  BylineMasker* const m = masker;
  m->n_input += n;
  for (size_t done = 0; done < n;) {
    const size_t n_block = n - done < BLOCK ? n - done : BLOCK;
    for (size_t i = 0; i < n_block; ++i) {
      const float l = sane(left[done + i]);
      const float r = right ? sane(right[done + i]) : l;
      m->block[0][i] = 0.5f * (l + r);
      m->block[1][i] = 0.5f * (l - r);
    }
    done += n_block;
    append(m, n_block);
    use(m, function, user);
  }
}

/* Gives on the masks of windows that begin in the sound, and no others */
typedef struct {
  BylineMaskFunction function;
  void* user;
  size_t n_wanted;
  size_t n_given;
} Ending;

static void give_wanted(void* user, size_t index, const float* mask)
{
  Ending* const ending = user;
  ending->n_given = index + 1;
  if (index < ending->n_wanted) {
    ending->function(ending->user, index, mask);
  }
}

void byline_masker_flush(BylineMasker* masker, BylineMaskFunction function,
                         void* user)
{
  static const float silence[BLOCK];
  const double n =
      (double)masker->n_input * BYLINE_VOICE_RATE / masker->input_rate;
  Ending ending = {function, user, (size_t)ceil(n / BYLINE_VOICE_HOP), 0};
  while (ending.n_given < ending.n_wanted) {
    byline_masker_push(masker, silence, NULL, BLOCK, give_wanted, &ending);
  }
}

const BylineVoiceBands* byline_masker_bands(const BylineMasker* masker)
{
  return &masker->bands;
}
