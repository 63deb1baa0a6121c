/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "listener.h"

#include "fpu.h"
#include "shared_settings.h"
#include "ticker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

/* Seconds of sound that the ring holds: enough for loading a large model, or
   for a machine that is busy with something else */
#define RING_SECONDS 8.0
#define MIN_RING_SAMPLES 65536.0
#define MAX_RING_SAMPLES 8388608.0

/* Bytes of messages under way */
#define INBOX_SIZE 32768
#define OUTBOX_SIZE 131072

/* Frames that are heard at a time, so that the ring empties by and by */
#define MAX_HEARD 8192

/* How much of a core hearing takes */
typedef struct {
  uint64_t busy;  ///< Nanoseconds of processor time since `begin`
  uint64_t begin; ///< When the measurement began
  float load;     ///< Per cent, as last measured
} LoadMeter;

/* What the audio thread says about the host */
enum {
  MODE_ENABLED = 1 << 0,  ///< To listen
  MODE_RENDERING = 1 << 1 ///< Faster or slower than real time
};

struct BylineListener {
  double sample_rate;
  BylineTap* tap;
  BylineMessageRing* inbox;  ///< NULL without messages, as the next two
  BylineMessageRing* outbox; ///< From the session
  BylinePost* post;          ///< Writes into the outbox
  BylineSnapshots snapshots;

  BylineSharedSettings shared;
  atomic_uint modes; ///< Stored by the audio thread

  /* When the ring was last seen empty, and after how many samples */
  _Atomic uint64_t empty_time;
  atomic_size_t empty_samples;

  pthread_mutex_t lock; ///< Guards what follows; never taken in real time
  BylineSession* session;
  bool was_enabled;
  LoadMeter meter;

  BylineTicker ticker; ///< Catches up with the audio thread
  bool deaf;           ///< Or there is no thread that could
};

static uint64_t now(clockid_t clock)
{
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* ---- what is done with the lock held */

static void receive_mail(BylineListener* listener)
{
  if (!listener->inbox) {
    return;
  }
  BylineMessage message;
  uint32_t size = 0;
  while ((size = byline_message_ring_next(listener->inbox)) > 0) {
    byline_message_ring_read(listener->inbox,
                             size <= sizeof(message) ? &message : NULL);
    if (size <= sizeof(message)) {
      byline_session_receive(listener->session, &message.atom);
    }
  }
}

static void hear_all(BylineListener* listener)
{
  const float* left = NULL;
  const float* right = NULL;
  size_t n = 0;
  while ((n = byline_tap_peek(listener->tap, &left, &right)) > 0) {
    n = n < MAX_HEARD ? n : MAX_HEARD;
    byline_session_hear(listener->session, left, right, n);
    byline_tap_advance(listener->tap, n);
  }
  atomic_store_explicit(&listener->empty_samples,
                        byline_tap_written(listener->tap),
                        memory_order_relaxed);
  atomic_store_explicit(&listener->empty_time, now(CLOCK_MONOTONIC),
                        memory_order_relaxed);
}

static void measure_load(LoadMeter* meter, uint64_t busy)
{
  const uint64_t time = now(CLOCK_MONOTONIC);
  meter->busy += busy;
  const uint64_t span = time - meter->begin;
  if (span > 1000000000u) {
    meter->load = 100.0f * (float)meter->busy / (float)span;
    meter->busy = 0;
    meter->begin = time;
  }
}

static void work_locked(BylineListener* listener)
{
  const uint64_t begin = now(CLOCK_THREAD_CPUTIME_ID);
  byline_session_prepare(listener->session);
  receive_mail(listener);
  const BylineRecognizerSettings knobs =
      byline_shared_settings_read(&listener->shared);
  byline_session_configure(listener->session, &knobs);
  const unsigned modes =
      atomic_load_explicit(&listener->modes, memory_order_relaxed);
  const bool enabled = modes & MODE_ENABLED;
  byline_session_render(listener->session, modes & MODE_RENDERING);
  hear_all(listener);
  if (listener->was_enabled && !enabled) {
    byline_session_reset(listener->session);
  }
  listener->was_enabled = enabled;
  measure_load(&listener->meter, now(CLOCK_THREAD_CPUTIME_ID) - begin);
  byline_session_publish(listener->session, listener->meter.load);
}

/* A disk may be slow: nobody waits for it with the lock held */
static void write_files(BylineListener* listener)
{
  if (byline_writer_work(byline_session_writer(listener->session))) {
    pthread_mutex_lock(&listener->lock);
    byline_session_collect(listener->session);
    pthread_mutex_unlock(&listener->lock);
  }
  if (byline_teaching_work(byline_session_teaching(listener->session))) {
    pthread_mutex_lock(&listener->lock);
    byline_session_collect_taught(listener->session);
    pthread_mutex_unlock(&listener->lock);
  }
}

/* Catch up with the audio thread, in whichever thread */
static void work(void* user)
{
  BylineListener* const listener = user;
  pthread_mutex_lock(&listener->lock);
  const uint64_t mode = byline_fpu_flush_denormals();
  work_locked(listener);
  byline_fpu_restore(mode);
  pthread_mutex_unlock(&listener->lock);
  write_files(listener);
}

/* ---- the thread */

BylineStatus byline_listener_start(BylineListener* listener)
{
  if (listener->ticker.running) {
    return BYLINE_OK;
  }
  byline_tap_clear(listener->tap);
  byline_session_reset(listener->session);
  atomic_store(&listener->empty_samples, byline_tap_written(listener->tap));
  atomic_store(&listener->empty_time, now(CLOCK_MONOTONIC));
  listener->meter = (LoadMeter){.begin = now(CLOCK_MONOTONIC)};
  const BylineStatus status =
      byline_ticker_start(&listener->ticker, work, listener);
  listener->deaf = status != BYLINE_OK;
  byline_session_fail(byline_listener_lock(listener),
                      status == BYLINE_OK ? "" : byline_error_message());
  byline_listener_unlock(listener);
  return status;
}

void byline_listener_stop(BylineListener* listener)
{
  byline_ticker_stop(&listener->ticker);
}

/* ---- the audio thread's side */

/* Whether the host renders to a file without saying so: the sound in the ring
   has come faster than the clock has run.  Only asked when the ring is full;
   the clock is read without a system call. */
static bool faster_than_real_time(BylineListener* listener)
{
  const uint64_t since =
      atomic_load_explicit(&listener->empty_time, memory_order_relaxed);
  const size_t samples =
      byline_tap_written(listener->tap) -
      atomic_load_explicit(&listener->empty_samples, memory_order_relaxed);
  const double elapsed = 1e-9 * (double)(now(CLOCK_MONOTONIC) - since);
  return (double)samples > 1.5 * elapsed * listener->sample_rate;
}

/* Hear a block that the ring has no room for, in pieces that it has room for */
static void hear_now(BylineListener* listener, const float* left,
                     const float* right, size_t n)
{
  const size_t capacity = byline_tap_capacity(listener->tap);
  while (n > 0) {
    const size_t piece = n < capacity ? n : capacity;
    work(listener);
    byline_tap_write(listener->tap, left, right, piece);
    left += piece;
    right += piece;
    n -= piece;
  }
}

/* The ring is full: whoever renders has time for it */
BYLINE_SELDOM static bool hear_in_full(BylineListener* listener,
                                       const BylineControls* controls,
                                       const float* left, const float* right,
                                       size_t n) BYLINE_NONBLOCKING
{
  bool heard = false;
  BYLINE_UNHURRIED(heard =
                       controls->freewheel || faster_than_real_time(listener));
  if (heard) {
    BYLINE_UNHURRIED(hear_now(listener, left, right, n));
  }
  return heard;
}

BYLINE_SELDOM static void catch_up(BylineListener* listener) BYLINE_NONBLOCKING
{
  BYLINE_UNHURRIED(work(listener));
}

void byline_listener_turn(BylineListener* listener,
                          const BylineControls* controls)
{
  byline_shared_settings_write(&listener->shared, &controls->knobs);
  atomic_store_explicit(&listener->modes,
                        (controls->enabled ? MODE_ENABLED : 0u) |
                            (controls->freewheel ? MODE_RENDERING : 0u),
                        memory_order_relaxed);
}

bool byline_listener_hear(BylineListener* listener,
                          const BylineControls* controls, const float* left,
                          const float* right, size_t n)
{
  byline_listener_turn(listener, controls);
  left = left ? left : right;
  right = right ? right : left;
  if (controls->enabled && left &&
      !byline_tap_write(listener->tap, left, right, n) &&
      !hear_in_full(listener, controls, left, right, n)) {
    return false;
  }
  if (controls->freewheel) {
    catch_up(listener);
  }
  return true;
}

BylineSnapshots* byline_listener_snapshots(BylineListener* listener)
{
  return &listener->snapshots;
}

BylineTap* byline_listener_tap(BylineListener* listener)
{
  return listener->tap;
}

BylineMessageRing* byline_listener_inbox(BylineListener* listener)
{
  return listener->inbox;
}

BylineMessageRing* byline_listener_outbox(BylineListener* listener)
{
  return listener->outbox;
}

const LV2_Atom* byline_listener_failure(const BylineListener* listener)
{
  /* The last message that was written stands where it was written */
  return listener->deaf && listener->post ? &listener->post->buffer.atom : NULL;
}

const BylineUrids* byline_listener_urids(const BylineListener* listener)
{
  return listener->post ? &listener->post->urids : NULL;
}

/* ---- making and freeing */

static size_t ring_samples(double sample_rate)
{
  const double samples = RING_SECONDS * sample_rate;
  return (size_t)(samples > MIN_RING_SAMPLES
                      ? samples < MAX_RING_SAMPLES ? samples : MAX_RING_SAMPLES
                      : MIN_RING_SAMPLES);
}

static BylineStatus make_post(BylineListener* listener, const LV2_URID_Map* map)
{
  BYLINE_TRY(byline_message_ring_new(INBOX_SIZE, &listener->inbox));
  BYLINE_TRY(byline_message_ring_new(OUTBOX_SIZE, &listener->outbox));
  listener->post = calloc(1, sizeof(BylinePost));
  if (!listener->post) {
    return byline_no_memory("messages");
  }
  byline_post_init(listener->post, map, listener->outbox);
  return BYLINE_OK;
}

static BylineStatus fill(BylineListener* listener,
                         const BylineListenerSettings* settings)
{
  BYLINE_TRY(
      byline_tap_new(ring_samples(settings->sample_rate), &listener->tap));
  if (settings->map) {
    BYLINE_TRY(make_post(listener, settings->map));
  }
  const BylineSessionSettings session = {.sample_rate = settings->sample_rate,
                                         .default_model =
                                             settings->default_model,
                                         .bundle = settings->bundle,
                                         .post = listener->post,
                                         .snapshots = &listener->snapshots,
                                         .display = settings->display,
                                         .always_tell = settings->always_tell,
                                         .log = settings->log,
                                         .user = settings->user};
  return byline_session_new(&session, &listener->session);
}

BylineStatus byline_listener_new(const BylineListenerSettings* settings,
                                 BylineListener** listener)
{
  BylineListener* const l = calloc(1, sizeof(BylineListener));
  *listener = l;
  if (!l) {
    return byline_no_memory("a listener");
  }
  pthread_mutex_init(&l->lock, NULL);
  byline_snapshots_init(&l->snapshots);
  l->sample_rate = settings->sample_rate;
  byline_shared_settings_init(&l->shared);
  atomic_init(&l->modes, MODE_ENABLED);
  const BylineStatus status = fill(l, settings);
  if (status != BYLINE_OK) {
    byline_listener_free(l);
    *listener = NULL;
  }
  return status;
}

void byline_listener_free(BylineListener* listener)
{
  if (listener) {
    byline_listener_stop(listener);
    byline_session_free(listener->session);
    free(listener->post);
    byline_message_ring_free(listener->inbox);
    byline_message_ring_free(listener->outbox);
    byline_tap_free(listener->tap);
    pthread_mutex_destroy(&listener->lock);
    free(listener);
  }
}

BylineSession* byline_listener_lock(BylineListener* listener)
{
  pthread_mutex_lock(&listener->lock);
  return listener->session;
}

void byline_listener_unlock(BylineListener* listener)
{
  pthread_mutex_unlock(&listener->lock);
}
