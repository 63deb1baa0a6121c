/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "voice/voice_queue.h"

#include "spectrum/lane.h"
#include "voice/masker.h"
#include "voice/voice_model.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Where a bin lies between the bands of a mask */
typedef struct {
  uint16_t band;
  float share; ///< Of the band after it
} Place;

struct BylineVoiceQueue {
  BylineFrontEnd front_end;
  size_t n_bins;
  BylineNetwork* network; ///< Shared
  BylineMasker* masker;
  Place* places;   ///< One per bin
  float* powers;   ///< A ring of `capacity` windows
  float* voice;    ///< Of the window that was taken out
  size_t capacity; ///< Windows
  size_t n_in;     ///< Windows that were put in, since the beginning
  size_t n_out;    ///< Windows that were taken out
  float* masks;    ///< A ring of `n_masks_kept`
  size_t n_kept;   ///< Masks in the ring
  size_t n_masks;  ///< Masks that have come
  bool ended;      ///< There will be no others
};

static void place_bins(BylineVoiceQueue* q)
{
  const BylineVoiceBands* const bands = byline_masker_bands(q->masker);
  const float* const middles = bands->frequencies;
  size_t band = 0;
  for (size_t k = 0; k < q->n_bins; ++k) {
    const float f = (float)k * (float)q->front_end.sample_rate /
                    (float)q->front_end.fft_size;
    while (band + 2 < BYLINE_VOICE_BANDS && middles[band + 1] <= f) {
      ++band;
    }
    const float share =
        (f - middles[band]) / (middles[band + 1] - middles[band]);
    q->places[k] = (Place){(uint16_t)band, fminf(fmaxf(share, 0), 1)};
  }
}

static BylineStatus init(BylineVoiceQueue* q, double input_rate)
{
  BylineStatus status = byline_voice_model_acquire(&q->network);
  BYLINE_THEN(status, byline_masker_new(q->network, input_rate, &q->masker));
  if (status != BYLINE_OK) {
    return status;
  }
  /* What comes in while the masks of one window are waited for, and what one
     block can bring at once; resamplers hold back a little */
  const double block = BYLINE_LANE_BLOCK / input_rate;
  const double wait = BYLINE_VOICE_LATENCY + block + 0.1;
  const double rate = q->front_end.sample_rate;
  q->capacity = (size_t)(wait * rate / q->front_end.hop) + 4;
  q->n_kept = (size_t)((wait + q->front_end.fft_size / rate + block) *
                       BYLINE_VOICE_RATE / BYLINE_VOICE_HOP) +
              (size_t)(2 * BYLINE_VOICE_PIECE + 4);
  q->places = malloc(q->n_bins * sizeof(*q->places));
  q->powers = malloc(q->capacity * q->n_bins * sizeof(float));
  q->voice = malloc(q->n_bins * sizeof(float));
  q->masks = malloc(q->n_kept * BYLINE_VOICE_BANDS * sizeof(float));
  if (!q->places || !q->powers || !q->voice || !q->masks) {
    return byline_no_memory("looking for voices");
  }
  place_bins(q);
  return BYLINE_OK;
}

static void free_queue(BylineVoiceQueue* queue)
{
  if (queue) {
    byline_masker_free(queue->masker);
    byline_voice_model_release(queue->network);
    free(queue->places);
    free(queue->powers);
    free(queue->voice);
    free(queue->masks);
    free(queue);
  }
}

static BylineStatus new_queue(const BylineFrontEnd* front_end,
                              double input_rate, BylineVoiceQueue** queue)
{
  *queue = NULL;
  BylineVoiceQueue* const q = calloc(1, sizeof(*q));
  if (!q) {
    return byline_no_memory("looking for voices");
  }
  q->front_end = *front_end;
  q->n_bins = front_end->fft_size / 2 + 1;
  const BylineStatus status = init(q, input_rate);
  if (status != BYLINE_OK) {
    free_queue(q);
    return status;
  }
  *queue = q;
  return BYLINE_OK;
}

static void reset(BylineVoiceQueue* queue)
{
  byline_masker_reset(queue->masker);
  queue->n_in = 0;
  queue->n_out = 0;
  queue->n_masks = 0;
  queue->ended = false;
}

static void keep_mask(void* user, size_t index, const float* mask)
{
  BylineVoiceQueue* const q = user;
  memcpy(q->masks + index % q->n_kept * BYLINE_VOICE_BANDS, mask,
         BYLINE_VOICE_BANDS * sizeof(float));
  q->n_masks = index + 1;
}

static void hear(BylineVoiceQueue* queue, const float* left, const float* right,
                 size_t n)
{
  byline_masker_push(queue->masker, left, right, n, keep_mask, queue);
}

static void end(BylineVoiceQueue* queue)
{
  byline_masker_flush(queue->masker, keep_mask, queue);
  queue->ended = true;
}

static void push(BylineVoiceQueue* queue, const float* power)
{
  assert(queue->n_in - queue->n_out < queue->capacity);
  memcpy(queue->powers + queue->n_in++ % queue->capacity * queue->n_bins, power,
         queue->n_bins * sizeof(float));
}

/* Lay the mask between the two that are nearest on a window's bins */
static void apply(BylineVoiceQueue* q, size_t first, float share)
{
  const size_t second = first + 1 < q->n_masks ? first + 1 : first;
  const float* const a = q->masks + first % q->n_kept * BYLINE_VOICE_BANDS;
  const float* const b = q->masks + second % q->n_kept * BYLINE_VOICE_BANDS;
  float mask[BYLINE_VOICE_BANDS];
  for (size_t i = 0; i < BYLINE_VOICE_BANDS; ++i) {
    mask[i] = a[i] + share * (b[i] - a[i]);
  }
  for (size_t k = 0; k < q->n_bins; ++k) {
    const float* const m = mask + q->places[k].band;
    const float gain = m[0] + q->places[k].share * (m[1] - m[0]);
    q->voice[k] = gain * gain;
  }
}

static bool pop(BylineVoiceQueue* queue, BylineSeparated* separated)
{
  BylineVoiceQueue* const q = queue;
  if (q->n_out == q->n_in) {
    return false;
  }
  /* When the window's middle is, in masks */
  const double middle =
      ((double)q->n_out * q->front_end.hop + q->front_end.fft_size / 2.0) /
      q->front_end.sample_rate;
  const double place =
      fmax(0, (middle * BYLINE_VOICE_RATE - BYLINE_VOICE_WINDOW / 2.0) /
                  BYLINE_VOICE_HOP);
  size_t first = (size_t)place;
  if (first + 1 >= q->n_masks && !q->ended) {
    return false;
  }
  if (q->n_masks == 0) {
    memset(q->voice, 0, q->n_bins * sizeof(float));
  } else {
    const bool beyond = first >= q->n_masks;
    first = beyond ? q->n_masks - 1 : first;
    apply(q, first, beyond ? 0 : (float)(place - (double)first));
  }
  *separated = (BylineSeparated){q->powers + q->n_out % q->capacity * q->n_bins,
                                 q->voice};
  ++q->n_out;
  return true;
}

const BylineVoiceFinder byline_voice_finder = {.new_queue = new_queue,
                                               .free = free_queue,
                                               .reset = reset,
                                               .hear = hear,
                                               .end = end,
                                               .push = push,
                                               .pop = pop};
