/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "listener.h"

#include "fpu.h"
#include "tap.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* How often the thread looks into the ring: for answers that come once a
   second this is often, and a window's spectrogram moves smoothly */
#define PERIOD_NS 40000000

/* Seconds of sound that the ring holds: enough for loading a large model, or
   for a machine that is busy with something else */
#define RING_SECONDS 8.0
#define MIN_RING_FRAMES 65536.0
#define MAX_RING_FRAMES 8388608.0

/* Bytes of messages under way */
#define INBOX_SIZE 32768
#define OUTBOX_SIZE 131072

/* Frames that are heard at a time, so that the ring empties by and by */
#define MAX_HEARD 8192

/* The thread yields to the host's own work; audio is safe from it anyway */
#define NICENESS 5

/* How much of a core hearing takes */
typedef struct {
  uint64_t busy;  ///< Nanoseconds of processor time since `begin`
  uint64_t begin; ///< When the measurement began
  float load;     ///< Per cent, as last measured
} LoadMeter;

struct BylineListener {
  double sample_rate;
  BylineTap* tap;
  BylineMail* inbox;  ///< NULL without messages, as the next two
  BylineMail* outbox; ///< From the session
  BylinePost* post;   ///< Writes into the outbox
  BylineReports reports;

  /* Stored by the audio thread */
  _Atomic float window;
  _Atomic float interval;
  _Atomic float smoothing;
  _Atomic float threshold;
  _Atomic float hold;
  _Atomic float vocal_focus;
  atomic_bool enabled;

  /* When the ring was last seen empty, and after how many frames */
  _Atomic uint64_t empty_time;
  atomic_size_t empty_frames;

  pthread_mutex_t lock; ///< Guards what follows; never taken in real time
  BylineSession* session;
  bool was_enabled;
  LoadMeter meter;

  pthread_t thread;
  bool running;
  sem_t stop; ///< Posted to end the thread
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
  while ((size = byline_mail_next(listener->inbox)) > 0) {
    byline_mail_read(listener->inbox,
                     size <= sizeof(message) ? &message : NULL);
    if (size <= sizeof(message)) {
      byline_session_receive(listener->session, &message.atom);
    }
  }
}

static void configure(BylineListener* listener)
{
  const BylineRecognizerSettings knobs = {
      .window = atomic_load_explicit(&listener->window, memory_order_relaxed),
      .interval =
          atomic_load_explicit(&listener->interval, memory_order_relaxed),
      .smoothing =
          atomic_load_explicit(&listener->smoothing, memory_order_relaxed),
      .threshold =
          atomic_load_explicit(&listener->threshold, memory_order_relaxed),
      .hold = atomic_load_explicit(&listener->hold, memory_order_relaxed),
      .vocal_focus =
          atomic_load_explicit(&listener->vocal_focus, memory_order_relaxed)};
  byline_session_configure(listener->session, &knobs);
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
  atomic_store_explicit(&listener->empty_frames,
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
  configure(listener);
  hear_all(listener);
  const bool enabled =
      atomic_load_explicit(&listener->enabled, memory_order_relaxed);
  if (listener->was_enabled && !enabled) {
    byline_session_reset(listener->session);
  }
  listener->was_enabled = enabled;
  measure_load(&listener->meter, now(CLOCK_THREAD_CPUTIME_ID) - begin);
  byline_session_publish(listener->session, listener->meter.load);
}

/* Catch up with the audio thread, in whichever thread */
static void work(BylineListener* listener)
{
  pthread_mutex_lock(&listener->lock);
  const uint64_t mode = byline_fpu_flush_denormals();
  work_locked(listener);
  byline_fpu_restore(mode);
  pthread_mutex_unlock(&listener->lock);
}

/* ---- the thread */

static bool wait_for_stop(BylineListener* listener)
{
  struct timespec deadline;
  clock_gettime(CLOCK_MONOTONIC, &deadline);
  deadline.tv_nsec += PERIOD_NS;
  if (deadline.tv_nsec >= 1000000000) {
    deadline.tv_nsec -= 1000000000;
    ++deadline.tv_sec;
  }
  int result = 0;
  do {
    result = sem_clockwait(&listener->stop, CLOCK_MONOTONIC, &deadline);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

static void* listen(void* user)
{
  BylineListener* const listener = user;
  setpriority(PRIO_PROCESS, (id_t)gettid(), NICENESS);
  do {
    work(listener);
  } while (!wait_for_stop(listener));
  work(listener);
  return NULL;
}

/* The host's signals are not for our thread, nor its real-time priority */
static bool start_thread(BylineListener* listener)
{
  sigset_t all;
  sigset_t before;
  pthread_attr_t attributes;
  const struct sched_param normal = {0};
  if (pthread_attr_init(&attributes) != 0) {
    return false;
  }
  pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
  pthread_attr_setschedpolicy(&attributes, SCHED_OTHER);
  pthread_attr_setschedparam(&attributes, &normal);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int error =
      pthread_create(&listener->thread, &attributes, listen, listener);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (error == 0) {
    pthread_setname_np(listener->thread, "byline");
  }
  return error == 0;
}

void byline_listener_start(BylineListener* listener)
{
  if (listener->running) {
    return;
  }
  byline_tap_clear(listener->tap);
  byline_session_reset(listener->session);
  atomic_store(&listener->empty_frames, byline_tap_written(listener->tap));
  atomic_store(&listener->empty_time, now(CLOCK_MONOTONIC));
  listener->meter = (LoadMeter){.begin = now(CLOCK_MONOTONIC)};
  sem_init(&listener->stop, 0, 0);
  listener->running = start_thread(listener);
  if (!listener->running) {
    sem_destroy(&listener->stop);
  }
}

void byline_listener_stop(BylineListener* listener)
{
  if (listener->running) {
    sem_post(&listener->stop);
    pthread_join(listener->thread, NULL);
    sem_destroy(&listener->stop);
    listener->running = false;
  }
}

/* ---- the audio thread's side */

/* Whether the host renders to a file without saying so: the sound in the ring
   has come faster than the clock has run.  Only asked when the ring is full;
   the clock is read without a system call. */
static bool faster_than_real_time(BylineListener* listener)
{
  const uint64_t since =
      atomic_load_explicit(&listener->empty_time, memory_order_relaxed);
  const size_t frames =
      byline_tap_written(listener->tap) -
      atomic_load_explicit(&listener->empty_frames, memory_order_relaxed);
  const double elapsed = 1e-9 * (double)(now(CLOCK_MONOTONIC) - since);
  return (double)frames > 1.5 * elapsed * listener->sample_rate;
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

static void store_controls(BylineListener* listener,
                           const BylineControls* controls)
{
  const BylineRecognizerSettings* const knobs = &controls->knobs;
  atomic_store_explicit(&listener->window, knobs->window, memory_order_relaxed);
  atomic_store_explicit(&listener->interval, knobs->interval,
                        memory_order_relaxed);
  atomic_store_explicit(&listener->smoothing, knobs->smoothing,
                        memory_order_relaxed);
  atomic_store_explicit(&listener->threshold, knobs->threshold,
                        memory_order_relaxed);
  atomic_store_explicit(&listener->hold, knobs->hold, memory_order_relaxed);
  atomic_store_explicit(&listener->vocal_focus, knobs->vocal_focus,
                        memory_order_relaxed);
  atomic_store_explicit(&listener->enabled, controls->enabled,
                        memory_order_relaxed);
}

bool byline_listener_hear(BylineListener* listener,
                          const BylineControls* controls, const float* left,
                          const float* right, size_t n)
{
  bool heard = true;
  store_controls(listener, controls);
  left = left ? left : right;
  right = right ? right : left;
  if (controls->enabled && left &&
      !byline_tap_write(listener->tap, left, right, n)) {
    BYLINE_UNHURRIED(heard = controls->freewheel ||
                             faster_than_real_time(listener));
    if (heard) {
      BYLINE_UNHURRIED(hear_now(listener, left, right, n));
    }
  }
  if (controls->freewheel) {
    BYLINE_UNHURRIED(work(listener));
  }
  return heard;
}

const BylineReport* byline_listener_report(BylineListener* listener)
{
  return byline_reports_read(&listener->reports);
}

BylineMail* byline_listener_inbox(BylineListener* listener)
{
  return listener->inbox;
}

BylineMail* byline_listener_outbox(BylineListener* listener)
{
  return listener->outbox;
}

const BylineUris* byline_listener_uris(const BylineListener* listener)
{
  return listener->post ? &listener->post->uris : NULL;
}

/* ---- making and freeing */

static size_t ring_frames(double sample_rate)
{
  const double frames = RING_SECONDS * sample_rate;
  return (size_t)(frames > MIN_RING_FRAMES
                      ? frames < MAX_RING_FRAMES ? frames : MAX_RING_FRAMES
                      : MIN_RING_FRAMES);
}

static BylineStatus make_post(BylineListener* listener, const LV2_URID_Map* map)
{
  BylineStatus status = byline_mail_new(INBOX_SIZE, &listener->inbox);
  if (status == BYLINE_OK) {
    status = byline_mail_new(OUTBOX_SIZE, &listener->outbox);
  }
  if (status == BYLINE_OK) {
    listener->post = calloc(1, sizeof(BylinePost));
    if (!listener->post) {
      return byline_error(BYLINE_ERROR_MEMORY, "out of memory for messages");
    }
    byline_post_init(listener->post, map, listener->outbox);
  }
  return status;
}

static BylineStatus fill(BylineListener* listener,
                         const BylineListenerSettings* settings)
{
  BylineStatus status =
      byline_tap_new(ring_frames(settings->sample_rate), &listener->tap);
  if (status == BYLINE_OK && settings->map) {
    status = make_post(listener, settings->map);
  }
  if (status == BYLINE_OK) {
    const BylineSessionSettings session = {.sample_rate = settings->sample_rate,
                                           .default_model =
                                               settings->default_model,
                                           .post = listener->post,
                                           .reports = &listener->reports,
                                           .display = settings->display,
                                           .log = settings->log,
                                           .user = settings->user};
    status = byline_session_new(&session, &listener->session);
  }
  return status;
}

BylineStatus byline_listener_new(const BylineListenerSettings* settings,
                                 BylineListener** listener)
{
  BylineListener* const l = calloc(1, sizeof(BylineListener));
  *listener = l;
  if (!l) {
    return byline_error(BYLINE_ERROR_MEMORY, "out of memory for a listener");
  }
  pthread_mutex_init(&l->lock, NULL);
  byline_reports_init(&l->reports);
  l->sample_rate = settings->sample_rate;
  const BylineRecognizerSettings knobs = byline_recognizer_settings_default();
  const BylineControls controls = {.knobs = knobs, .enabled = true};
  store_controls(l, &controls);
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
    byline_mail_free(listener->inbox);
    byline_mail_free(listener->outbox);
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
