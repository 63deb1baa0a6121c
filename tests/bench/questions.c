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
#include <strings.h>

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

/* Hear a clip to its end. */
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

static const char* name_of_file(const char* path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* Whether a file is a track, or the same recording in another package: with
   the same file's name or title, and as long. */
static bool is_same(const BylineTrack* wanted, const char* path,
                    const char* title, double duration)
{
  return !strcmp(path, wanted->path) ||
         ((!strcmp(name_of_file(path), name_of_file(wanted->path)) ||
           !strcasecmp(title, wanted->title)) &&
          fabs(duration - wanted->duration) < 1);
}

static bool is_track(const Inquiry* q, const BylineRecordingMatch* match,
                     size_t track)
{
  const BylineRecordingInfo found =
      byline_recordings_info(q->index, match->recording);
  return is_same(&q->library->tracks[track], found.path, found.title,
                 found.duration);
}

/* What was answered about one clip */
typedef struct {
  bool asked[N_LENGTHS]; ///< It was long enough
  bool right[N_LENGTHS];
  bool wrong[N_LENGTHS]; ///< What is not there is named, perhaps beside it
  bool print;            ///< Chromaprint was asked
  bool print_right;      ///< And knew it
} Reply;

/* @param other The track that is mixed in, if any is. */
static void judge(const Inquiry* q, const Question* question,
                  const BylineSound* sound, size_t track, size_t other,
                  Reply* reply)
{
  const size_t first = (size_t)(LEAD * sound->rate);
  for (size_t i = 0; i < N_LENGTHS; ++i) {
    const size_t n = (size_t)(lengths[i] * sound->rate);
    BylineRecordingsListener* const listener =
        sound->n - first < n ? NULL : hear(q->index, sound, first, n);
    if (!listener) {
      continue;
    }
    BylineRecordingMatch m[BYLINE_MAX_MATCHES];
    const size_t n_m = byline_recordings_listener_ask(listener, lengths[i], m);
    byline_recordings_listener_free(listener);
    bool right = n_m > 0 && is_track(q, &m[0], track);
    bool wrong = false;
    for (size_t k = 0; k < n_m; ++k) {
      wrong = wrong || !(is_track(q, &m[k], track) ||
                         (question->is_pair && is_track(q, &m[k], other)));
    }
    if (question->is_pair) {
      const bool swapped = n_m > 1 && is_track(q, &m[1], track);
      right = n_m > 1 && ((right && is_track(q, &m[1], other)) ||
                          (swapped && is_track(q, &m[0], other)));
    }
    if (getenv("VERBOSE") && i == TEN_SECONDS && !right) {
      printf("%s: %s: %s %.1f\n", question->name,
             q->library->tracks[track].path,
             n_m ? byline_recordings_info(q->index, m[0].recording).path
                 : "nothing",
             n_m ? m[0].score : 0.0);
    }
    reply->asked[i] = true;
    reply->right[i] = right;
    reply->wrong[i] = wrong;
  }
}

static void judge_print(const Inquiry* q, const BylineSound* sound,
                        size_t track, Reply* reply)
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
  const BylineTrack* const found = &q->library->tracks[match.index];
  reply->print = true;
  reply->print_right = byline_fingerprint_is_match(&match) &&
                       is_same(&q->library->tracks[track], found->path,
                               found->title, found->duration);
  byline_fingerprint_free(&print);
}

/* ---- what was answered before */

/* A letter for each length and one for Chromaprint: r right, w wrong, b both, n
   nothing, - not asked */
static void print_reply(const Reply* r, char text[N_LENGTHS + 2])
{
  for (size_t i = 0; i < N_LENGTHS; ++i) {
    const char* const letters = r->wrong[i] ? "wb" : "nr";
    text[i] = r->asked[i] ? letters[r->right[i]] : '-';
  }
  text[N_LENGTHS] = !r->print ? '-' : r->print_right ? 'r' : 'n';
  text[N_LENGTHS + 1] = '\0';
}

static bool scan_reply(const char* text, Reply* r)
{
  *r = (Reply){.print = false};
  if (!text || strlen(text) != N_LENGTHS + 1) {
    return false;
  }
  for (size_t i = 0; i < N_LENGTHS; ++i) {
    r->asked[i] = text[i] != '-';
    r->right[i] = text[i] == 'r' || text[i] == 'b';
    r->wrong[i] = text[i] == 'w' || text[i] == 'b';
  }
  r->print = text[N_LENGTHS] != '-';
  r->print_right = text[N_LENGTHS] == 'r';
  return true;
}

static void name_reply(const Inquiry* q, const Question* question, size_t track,
                       char key[256])
{
  snprintf(key, 256, "%s of track %zu%s", question->name, track,
           q->prints ? ", with Chromaprint" : "");
}

static bool find_reply(const Inquiry* q, const Question* question, size_t track,
                       Reply* reply)
{
  char key[256];
  name_reply(q, question, track, key);
  return scan_reply(bench_log_find(q->log, key), reply);
}

static void keep_reply(const Inquiry* q, const Question* question, size_t track,
                       const Reply* reply)
{
  char key[256];
  char text[N_LENGTHS + 2];
  name_reply(q, question, track, key);
  print_reply(reply, text);
  bench_log_add(q->log, key, text);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void count_reply(Question* question, const Reply* reply)
{
  pthread_mutex_lock(&lock);
  for (size_t i = 0; i < N_LENGTHS; ++i) {
    question->n[i] += reply->asked[i];
    question->right[i] += reply->right[i];
    question->wrong[i] += reply->wrong[i];
  }
  question->n_prints += reply->print;
  question->n_prints_right += reply->print_right;
  pthread_mutex_unlock(&lock);
}

/* ---- all questions about one track */

/* The clip of a track, and another one's, perhaps empty */
typedef struct {
  size_t track;
  size_t other;
  BylineSound clip;
  BylineSound second;
} Subject;

static bool is_usable(const BylineSound* clip)
{
  return clip->n >= (size_t)(12 * clip->rate) && byline_sound_power(clip) > 0;
}

static BylineStatus alter(const Question* question, const Subject* subject,
                          BylineSound* sound)
{
  BylineEffectChain chain;
  BylineStatus status = copy(&subject->clip, sound);
  if (status == BYLINE_OK && question->is_pair) {
    status = is_usable(&subject->second) ? mix(sound, &subject->second)
                                         : BYLINE_ERROR_DATA;
  } else if (status == BYLINE_OK && question->effects[0]) {
    status = byline_effect_chain_parse(question->effects, &chain);
    if (status == BYLINE_OK) {
      status = byline_effect_chain_apply(&chain, subject->track + 1, sound);
    }
  }
  return status;
}

static void ask(const Inquiry* q, Question* question, const Subject* subject)
{
  BylineSound sound = {.n = 0};
  Reply reply;
  if (find_reply(q, question, subject->track, &reply)) {
    count_reply(question, &reply);
    return;
  }
  reply = (Reply){.print = false};
  if (is_usable(&subject->clip) &&
      alter(question, subject, &sound) == BYLINE_OK) {
    judge(q, question, &sound, subject->track, subject->other, &reply);
    if (q->prints) {
      judge_print(q, &sound, subject->track, &reply);
    }
  }
  byline_sound_free(&sound);
  keep_reply(q, question, subject->track, &reply);
  count_reply(question, &reply);
}

static bool is_all_known(const Inquiry* q, size_t track)
{
  Reply reply;
  for (size_t i = 0; i < q->n_questions; ++i) {
    if (!find_reply(q, &q->questions[i], track, &reply)) {
      return false;
    }
  }
  return true;
}

static void ask_about(void* context, unsigned thread, size_t begin, size_t end)
{
  (void)thread;
  (void)end;
  Inquiry* const q = context;
  const size_t track = begin * q->step;
  const size_t n = q->library->n_tracks;
  Subject subject = {.track = track, .other = (track + n / 2 + 1) % n};
  if (!is_all_known(q, track)) {
    cut(&q->library->tracks[track], track, &subject.clip);
    cut(&q->library->tracks[subject.other], subject.other, &subject.second);
  }
  for (size_t i = 0; i < q->n_questions; ++i) {
    ask(q, &q->questions[i], &subject);
  }
  byline_sound_free(&subject.clip);
  byline_sound_free(&subject.second);
}

void questions_ask(Inquiry* inquiry)
{
  byline_thread_pool_run_unordered(
      inquiry->pool, ask_about, inquiry,
      (inquiry->library->n_tracks + inquiry->step - 1) / inquiry->step);
}

/* ---- sums */

double questions_worst(const Question* questions, size_t n, const char* name,
                       size_t length)
{
  double worst = NAN;
  for (size_t i = 0; i < n; ++i) {
    if (!strncmp(questions[i].name, name, strlen(name)) &&
        questions[i].n[length] > 0) {
      worst = fmin(worst, 100.0 * (double)questions[i].right[length] /
                              (double)questions[i].n[length]);
    }
  }
  return worst;
}
