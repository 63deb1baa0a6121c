/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "ticker.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* For answers that come once a second this is often, and a window's spectrogram
   moves smoothly */
#define PERIOD_NS 40000000

/* The thread yields to the host's own work; audio is safe from it anyway */
#define NICENESS 5

static bool wait_for_stop(BylineTicker* ticker)
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
    result = sem_clockwait(&ticker->stop, CLOCK_MONOTONIC, &deadline);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

static void* tick(void* user)
{
  BylineTicker* const ticker = user;
  setpriority(PRIO_PROCESS, (id_t)gettid(), NICENESS);
  do {
    ticker->work(ticker->user);
  } while (!wait_for_stop(ticker));
  ticker->work(ticker->user);
  return NULL;
}

/* @return 0, or why there is no thread, as errno has it */
static int start_thread(BylineTicker* ticker)
{
  sigset_t all;
  sigset_t before;
  pthread_attr_t attributes;
  const struct sched_param normal = {0};
  int error = pthread_attr_init(&attributes);
  if (error != 0) {
    return error;
  }
  pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
  pthread_attr_setschedpolicy(&attributes, SCHED_OTHER);
  pthread_attr_setschedparam(&attributes, &normal);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  error = pthread_create(&ticker->thread, &attributes, tick, ticker);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (error == 0) {
    pthread_setname_np(ticker->thread, "byline");
  }
  return error;
}

BylineStatus byline_ticker_start(BylineTicker* ticker, void (*work)(void* user),
                                 void* user)
{
  ticker->work = work;
  ticker->user = user;
  sem_init(&ticker->stop, 0, 0);
  const int error = start_thread(ticker);
  ticker->running = error == 0;
  if (ticker->running) {
    return BYLINE_OK;
  }
  sem_destroy(&ticker->stop);
  return byline_error(BYLINE_ERROR_MEMORY,
                      "cannot listen: no thread can be started: %s",
                      strerror(error));
}

void byline_ticker_stop(BylineTicker* ticker)
{
  if (ticker->running) {
    sem_post(&ticker->stop);
    pthread_join(ticker->thread, NULL);
    sem_destroy(&ticker->stop);
    ticker->running = false;
  }
}
