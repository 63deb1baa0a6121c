/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "tests/bench/questions.h"

#include "dataset/effects.h"
#include "dataset/sound.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const double lengths[N_LENGTHS] = {3, 5, 10, 15};

/* Seconds that are cut out of a track, and those left out at the beginning
   once the effects are done, which have filled their echoes by then */
#define CUT 20.0
#define LEAD 1.0

static const char* const others[][2] = {
    {"as it is", ""},
    {"mono", "width=0"},
    {"telephone", "telephone"},
    {"hall of 2 s", "reverb=2"},
    {"MP3, 64 kbit/s", "mp3=64"},
    {"EQ: no bass", "bass=-24,highpass=200"},
    {"EQ: no treble", "lowpass=2500"},
    {"EQ: bass and treble up", "bass=12,treble=12"},
    {"compressor", "compress=10"},
    {"crowd 20 dB below", "crowd=20"},
    {"crowd 10 dB below", "crowd=10"},
    {"crowd as loud", "crowd=0"},
    {"speaker in a room",
     "highpass=120,lowpass=9000,compress=3,reverb=0.6,noise=20"},
    {"speed +6 %, crowd 10 dB below", "speed=1.06,crowd=10"},
};

size_t questions_list(Question questions[MAX_QUESTIONS])
{
  static const char* const changes[] = {"speed", "pitch", "tempo"};
  static const int percents[] = {-16, -12, -8, -4, -1, 1, 4, 8, 12, 16};
  size_t n = 0;
  for (size_t i = 0; i < sizeof(others) / sizeof(*others); ++i) {
    Question* const q = &questions[n++];
    *q = (Question){.n_prints = 0};
    snprintf(q->name, sizeof(q->name), "%s", others[i][0]);
    snprintf(q->effects, sizeof(q->effects), "%s", others[i][1]);
  }
  questions[n] = (Question){.name = "two at once", .is_pair = true};
  ++n;
  for (size_t c = 0; c < 3; ++c) {
    for (size_t i = 0; i < sizeof(percents) / sizeof(*percents); ++i) {
      const double factor = 1 + percents[i] / 100.0;
      if (abs(percents[i]) == (c == 1 ? 16 : 12)) {
        continue;
      }
      Question* const q = &questions[n++];
      *q = (Question){.n_prints = 0};
      snprintf(q->name, sizeof(q->name), "%s %+d %%", changes[c], percents[i]);
      snprintf(q->effects, sizeof(q->effects), "%s=%.6f", changes[c],
               c == 1 ? 12 * log2(factor) : factor);
    }
  }
  return n;
}

/* ---- clips */

/* Where a clip begins: a number from 0 to 1 that is always the same */
static double place_of(size_t track)
{
  const double x = (double)(track + 1) * 0.618033988749895;
  return x - floor(x);
}

static BylineStatus cut(const BylineTrack* track, size_t number,
                        BylineSound* sound)
{
  const double room = track->duration - CUT - 2;
  const double begin = room > 0 ? room * place_of(number) : 0;
  BylineSound whole;
  BylineStatus status = byline_sound_read(track->path, begin + CUT, &whole);
  if (status != BYLINE_OK) {
    return status;
  }
  const size_t first = (size_t)(begin * whole.rate);
  const size_t n = whole.n > first ? whole.n - first : 0;
  status = byline_sound_new(n, whole.rate, sound);
  for (size_t c = 0; status == BYLINE_OK && c < 2; ++c) {
    memcpy(sound->channels[c], whole.channels[c] + first, n * sizeof(float));
  }
  byline_sound_free(&whole);
  return status;
}

static BylineStatus copy(const BylineSound* from, BylineSound* to)
{
  const BylineStatus status = byline_sound_new(from->n, from->rate, to);
  for (size_t c = 0; status == BYLINE_OK && c < 2; ++c) {
    memcpy(to->channels[c], from->channels[c], from->n * sizeof(float));
  }
  return status;
}

/* Mix in another clip as loud as the first. */
static BylineStatus mix(BylineSound* sound, const BylineSound* other)
{
  BylineSound second;
  BylineStatus status = copy(other, &second);
  if (status == BYLINE_OK) {
    status = byline_sound_resample(&second, sound->rate);
  }
  if (status == BYLINE_OK) {
    const double power = byline_sound_power(&second);
    const float gain =
        (float)sqrt(byline_sound_power(sound) / (power > 0 ? power : 1));
    const size_t n = sound->n < second.n ? sound->n : second.n;
    for (size_t c = 0; c < 2; ++c) {
      for (size_t i = 0; i < n; ++i) {
        sound->channels[c][i] =
            (sound->channels[c][i] + gain * second.channels[c][i]) / 2;
      }
    }
  }
  byline_sound_free(&second);
  return status;
}

/* ---- answers */

/* Hear a clip as long as the longest question; what is asked is about its end.
 */
static BylineRecordingsListener* hear(const BylineRecordings* index,
                                      const BylineSound* sound, size_t first,
                                      size_t n)
{
  BylineRecordingsListener* listener = NULL;
  float* const mono = malloc((n + 1) * sizeof(*mono));
  if (mono && byline_recordings_listener_new(index, sound->rate, &listener) ==
                  BYLINE_OK) {
    for (size_t i = 0; i < n; ++i) {
      mono[i] =
          (sound->channels[0][first + i] + sound->channels[1][first + i]) / 2;
    }
    byline_recordings_listener_feed(listener, mono, n);
    byline_recordings_listener_finish(listener);
  }
  free(mono);
  return listener;
}

static bool is_track(const Inquiry* q, const BylineRecordingMatch* match,
                     size_t track)
{
  return !strcmp(byline_recordings_info(q->index, match->recording).path,
                 q->library->tracks[track].path);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void judge(Inquiry* q, Question* question, const BylineSound* sound,
                  size_t track, size_t other)
{
  const size_t first = (size_t)(LEAD * sound->rate);
  const size_t most = (size_t)(lengths[N_LENGTHS - 1] * sound->rate);
  const size_t n = sound->n - first < most ? sound->n - first : most;
  BylineRecordingsListener* const listener = hear(q->index, sound, first, n);
  for (size_t i = 0; listener && i < N_LENGTHS; ++i) {
    if (n < (size_t)(lengths[i] * sound->rate)) {
      continue;
    }
    BylineRecordingMatch m[BYLINE_MAX_MATCHES];
    const size_t n_m = byline_recordings_listener_ask(listener, lengths[i], m);
    bool right = n_m > 0 && is_track(q, &m[0], track);
    bool wrong = n_m > 0 && !right;
    if (question->is_pair) {
      const bool swapped = n_m > 1 && is_track(q, &m[1], track);
      wrong = n_m > 0 && !right && !is_track(q, &m[0], other);
      right = n_m > 1 && ((right && is_track(q, &m[1], other)) ||
                          (swapped && is_track(q, &m[0], other)));
    }
    if (getenv("VERBOSE") && i == TEN_SECONDS && !right) {
      printf("%s: %s: %s %.1f\n", question->name,
             q->library->tracks[track].path, n_m ? "wrong" : "nothing",
             n_m ? m[0].score : 0.0);
      fflush(stdout);
    }
    pthread_mutex_lock(&lock);
    ++question->n[i];
    question->right[i] += right;
    question->wrong[i] += wrong;
    pthread_mutex_unlock(&lock);
  }
  byline_recordings_listener_free(listener);
}

static void judge_print(Inquiry* q, Question* question,
                        const BylineSound* sound, size_t track)
{
  const size_t first = (size_t)(LEAD * sound->rate);
  BylineSound clip = *sound;
  BylineFingerprint print;
  for (size_t c = 0; c < 2; ++c) {
    clip.channels[c] += first;
  }
  clip.n = (size_t)(lengths[TEN_SECONDS] * sound->rate);
  if (first + clip.n > sound->n ||
      byline_fingerprint_take(&clip, &print) != BYLINE_OK) {
    return;
  }
  const BylineFingerprintMatch match =
      byline_fingerprint_search(&print, q->prints, q->library->n_tracks);
  pthread_mutex_lock(&lock);
  ++question->n_prints;
  question->n_prints_right +=
      byline_fingerprint_is_match(&match) && match.index == track;
  pthread_mutex_unlock(&lock);
  byline_fingerprint_free(&print);
}

/* All questions about one track */
static void ask_about(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  Inquiry* const q = context;
  const size_t track = begin * q->step;
  const size_t other =
      (track + q->library->n_tracks / 2 + 1) % q->library->n_tracks;
  BylineSound clip = {.n = 0};
  BylineSound second = {.n = 0};
  if (cut(&q->library->tracks[track], track, &clip) != BYLINE_OK ||
      clip.n < (size_t)(12 * clip.rate) || byline_sound_power(&clip) <= 0) {
    byline_sound_free(&clip);
    return;
  }
  const bool paired =
      cut(&q->library->tracks[other], other, &second) == BYLINE_OK &&
      second.n >= (size_t)(12 * second.rate) && byline_sound_power(&second) > 0;
  for (size_t i = 0; i < q->n_questions; ++i) {
    Question* const question = &q->questions[i];
    BylineEffectChain chain;
    BylineSound sound = {.n = 0};
    BylineStatus status = copy(&clip, &sound);
    if (question->is_pair) {
      status = paired && status == BYLINE_OK ? mix(&sound, &second)
                                             : BYLINE_ERROR_DATA;
    } else if (status == BYLINE_OK && question->effects[0]) {
      status = byline_effect_chain_parse(question->effects, &chain);
      if (status == BYLINE_OK) {
        status = byline_effect_chain_apply(&chain, track + 1, &sound);
      }
    }
    if (status == BYLINE_OK) {
      judge(q, question, &sound, track, other);
      if (q->prints) {
        judge_print(q, question, &sound, track);
      }
    }
    byline_sound_free(&sound);
  }
  byline_sound_free(&clip);
  byline_sound_free(&second);
}

void questions_ask(Inquiry* inquiry)
{
  byline_thread_pool_run_unordered(
      inquiry->pool, ask_about, inquiry,
      (inquiry->library->n_tracks + inquiry->step - 1) / inquiry->step);
}

/* ---- sums */

double questions_share(const Question* questions, size_t n, const char* name,
                       size_t length)
{
  size_t n_asked = 0;
  size_t n_right = 0;
  for (size_t i = 0; i < n; ++i) {
    if (!strncmp(questions[i].name, name, strlen(name))) {
      n_asked += questions[i].n[length];
      n_right += questions[i].right[length];
    }
  }
  return n_asked ? 100.0 * (double)n_right / (double)n_asked : 0;
}

double questions_worst(const Question* questions, size_t n, const char* name,
                       size_t length)
{
  double worst = 100;
  for (size_t i = 0; i < n; ++i) {
    if (!strncmp(questions[i].name, name, strlen(name)) &&
        questions[i].n[length] > 0) {
      worst = fmin(worst, 100.0 * (double)questions[i].right[length] /
                              (double)questions[i].n[length]);
    }
  }
  return worst;
}
