/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* How long one waits at the start, from nothing, models loaded and all:
   'byline identify' of ten seconds; the plugin, from instantiate() to its first
   answer about music that comes as fast as it is taken; the window, from the
   program's start to its first frame on a screen (Xvfb).  Hearing is no part of
   the first two: of identify, what the same ten seconds once more would take.
   usage: bench_start RESULT.json   (beside the folders of the programs) */

#include "byline/plugin.h"
#include "plugin/instance.h"
#include "tests/bench/targets.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RATE 48000
#define SECONDS 10
#define N_FRAMES (RATE * SECONDS)
#define BLOCK 1024

/* Of so many starts the one counts that so many were faster than: others were
   disturbed by what else the machine does */
#define N_STARTS 20
#define N_FASTER 2

#define LATEST 10.0 ///< Seconds until one is given up
#define TARGET 150  ///< Milliseconds

/* Where everything is */
static char folder[3000];
static char model[4000];
static char sound[] = "/tmp/bench_start.XXXXXX.wav";

static float music[2][N_FRAMES];

/* What `identify` took for the same file twice, in seconds; by start */
static double twice[N_STARTS];
static int n_twice;

static double clock_of(clockid_t clock)
{
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static double now(void)
{
  return clock_of(CLOCK_MONOTONIC);
}

/* Seconds of processor that this program and those that it has waited for took
   until now */
static double busy(void)
{
  struct rusage children;
  getrusage(RUSAGE_CHILDREN, &children);
  return clock_of(CLOCK_PROCESS_CPUTIME_ID) +
         (double)(children.ru_utime.tv_sec + children.ru_stime.tv_sec) +
         1e-6 * (double)(children.ru_utime.tv_usec + children.ru_stime.tv_usec);
}

/* A melody of notes that die away over a bass */
static void make_music(void)
{
  static const int notes[] = {0, 4, 7, 12, 11, 7,  5, 9,
                              2, 5, 7, 4,  0,  -5, 3, 7};
  static const double turn = 6.283185307179586;
  for (int i = 0; i < N_FRAMES; ++i) {
    const double t = (double)i / RATE;
    const int k = (int)(3 * t);
    const double age = 3 * t - k;
    const double f = 330 * exp2(notes[(k * 7 + k / 5) % 16] / 12.0);
    double x =
        0.15 * exp(-age) * sin(turn * 82 * exp2(notes[k / 8 % 16] / 12.0) * t);
    for (int n = 1; n < 5; ++n) {
      x += 0.15 / n * exp(-2 * age) * sin(turn * n * f * t);
    }
    music[0][i] = (float)x;
    music[1][i] = 0.8f * (float)x;
  }
}

/* The same as a file; ends the program where that fails */
static void write_music(void)
{
  const uint32_t size = N_FRAMES * 4;
  uint32_t header[11] = {0x46464952, size + 36,  0x45564157, 0x20746d66,
                         16,         0x00020001, RATE,       RATE * 4,
                         0x00100004, 0x61746164, size};
  FILE* const file = fdopen(mkstemps(sound, 4), "wb");
  bool good = file && fwrite(header, sizeof(header), 1, file) == 1;
  for (int i = 0; good && i < N_FRAMES; ++i) {
    const int16_t frame[2] = {(int16_t)(32767 * music[0][i]),
                              (int16_t)(32767 * music[1][i])};
    good = fwrite(frame, sizeof(frame), 1, file) == 1;
  }
  if (!file || fclose(file) || !good) {
    perror(sound);
    exit(1);
  }
}

/* Start a program, as `name` in the folder where that is not NULL; what it says
   is not heard */
static pid_t start(const char* name, char* const arguments[])
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/%s", folder, name);
  const pid_t child = fork();
  if (child == 0) {
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(nothing, 1);
    dup2(nothing, 2);
    execv(path, arguments);
    _exit(127);
  }
  return child;
}

/* ---- the three starts: seconds, or NAN */

/* The same file `n` times */
static double identify_times(int n)
{
  char option[4096];
  snprintf(option, sizeof(option), "--model=%s", model);
  char* arguments[] = {"byline", "identify", option, sound, sound, NULL};
  arguments[3 + n] = NULL;
  const double begin = now();
  int status = 0;
  const pid_t child = start("byline", arguments);
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
    return NAN;
  }
  return now() - begin;
}

static double identify(void* unused)
{
  (void)unused;
  twice[n_twice++] = identify_times(2);
  return identify_times(1);
}

/* Without what hearing takes: that is all blocks but the first, which loads the
   model, and the last, which brings the answer */
static double plugin(void* unused)
{
  (void)unused;
  static float out[2][BLOCK];
  float values[BYLINE_PORT_COUNT] = {0};
  const BylineListenerSettings settings = {.sample_rate = RATE,
                                           .default_model = model};
  BylineInstance instance;
  double begin = now();
  if (byline_instance_init(&instance, &settings) != BYLINE_OK) {
    return NAN;
  }
  float* const state = &values[BYLINE_PORT_STATE];
  values[BYLINE_PORT_FREEWHEEL] = 1;
  instance.ports[BYLINE_PORT_FREEWHEEL] = &values[BYLINE_PORT_FREEWHEEL];
  instance.ports[BYLINE_PORT_STATE] = state;
  for (int c = 0; c < 2; ++c) {
    instance.ports[BYLINE_PORT_OUT_LEFT + c] = out[c];
  }
  double seconds = 0;
  for (int i = 0; *state < 2 && i + BLOCK <= N_FRAMES; i += BLOCK) {
    for (int c = 0; c < 2; ++c) {
      instance.ports[BYLINE_PORT_IN_LEFT + c] = music[c] + i;
    }
    byline_instance_run(&instance, BLOCK);
    const double taken = now() - begin;
    seconds += i == 0 || *state >= 2 ? taken : 0;
    begin += taken;
  }
  byline_instance_clear(&instance);
  return *state < 2 ? NAN : seconds;
}

/* Whether there is more than one colour in the middle of a window */
static bool is_drawn(Display* display, Window window)
{
  enum { SIDE = 120 };
  XImage* const image =
      XGetImage(display, window, 40, 40, SIDE, SIDE, AllPlanes, ZPixmap);
  bool drawn = false;
  for (int i = 1; image && !drawn && i < SIDE * SIDE; ++i) {
    drawn = XGetPixel(image, i % SIDE, i / SIDE) != XGetPixel(image, 0, 0);
  }
  if (image) {
    XDestroyImage(image);
  }
  return drawn;
}

/* The next window that is shown, or None after `latest`; 0: without waiting */
static Window next_window(Display* display, double latest)
{
  for (;;) {
    struct pollfd there = {.fd = ConnectionNumber(display), .events = POLLIN};
    while (XPending(display)) {
      XEvent event;
      XNextEvent(display, &event);
      if (event.type == MapNotify) {
        return event.xmap.window;
      }
    }
    if (now() >= latest) {
      return None;
    }
    poll(&there, 1, 10);
  }
}

/* A window that is gone when it is asked about is no reason to end */
static int overlook(Display* display, XErrorEvent* error)
{
  (void)display;
  (void)error;
  return 0;
}

static double window(void* user)
{
  Display* const display = user;
  if (!display) {
    return NAN;
  }
  char option[4096];
  snprintf(option, sizeof(option), "--model=%s", model);
  char* const arguments[] = {"byline-window", option, sound, NULL};
  const double begin = now();
  const pid_t child = start("byline-window", arguments);
  Window shown = next_window(display, begin + LATEST);
  bool drawn = false;
  while (shown != None && !drawn && now() < begin + LATEST) {
    /* The first to be told of may be the last start's, which is gone */
    const Window next = next_window(display, 0);
    shown = next == None ? shown : next;
    drawn = is_drawn(display, shown);
  }
  const double seconds = drawn ? now() - begin : NAN;
  if (child > 0) {
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
  }
  XSync(display, True);
  return seconds;
}

/* A screen that nobody sees; NULL where there is no Xvfb */
static Display* open_screen(pid_t* server)
{
  int ends[2];
  char name[32] = ":";
  if (pipe(ends)) {
    return NULL;
  }
  *server = fork();
  if (*server == 0) {
    char number[16];
    snprintf(number, sizeof(number), "%d", ends[1]);
    close(ends[0]);
    freopen("/dev/null", "w", stderr);
    execlp("Xvfb", "Xvfb", "-displayfd", number, "-screen", "0", "1280x800x24",
           "-nolisten", "tcp", "-noreset", (char*)NULL);
    _exit(127);
  }
  close(ends[1]);
  const ssize_t n = read(ends[0], name + 1, sizeof(name) - 2);
  close(ends[0]);
  if (n <= 0) {
    return NULL;
  }
  name[1 + strcspn(name + 1, "\n")] = '\0';
  setenv("DISPLAY", name, 1);
  XSetErrorHandler(overlook);
  Display* display = NULL;
  for (int i = 0; i < 20 && !display; ++i) { /* It says its name early */
    usleep(i ? 100000 : 0);
    display = XOpenDisplay(name);
  }
  if (display) {
    XSelectInput(display, DefaultRootWindow(display), SubstructureNotifyMask);
    XSync(display, False);
  }
  return display;
}

/* ---- all of it */

static int compare(const void* a, const void* b)
{
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

/* The time in milliseconds that a tenth of the starts were faster than */
static double fast(double* taken)
{
  qsort(taken, N_STARTS, sizeof(double), compare);
  return 1e3 * taken[N_FASTER];
}

/* Milliseconds, or NAN if one of the starts failed.  Tells how much of a
   processor one took, which on a busy machine is nearer to the truth. */
static double measure(const char* what, double (*starts)(void*), void* user)
{
  double taken[N_STARTS];
  const double begin = busy();
  for (int i = 0; i < N_STARTS; ++i) {
    taken[i] = starts(user);
    if (isnan(taken[i])) {
      return NAN;
    }
  }
  printf("%s: %.0f ms of a processor\n", what,
         1e3 * (busy() - begin) / N_STARTS);
  return fast(taken);
}

int main(int argc, char** argv)
{
  char* const results = argc == 2 ? strdup(argv[1]) : NULL;
  char* const name = results ? strrchr(results, '/') : NULL;
  if (!name) {
    fputs("usage: bench_start FOLDER/RESULT.json\n", stderr);
    return 2;
  }
  *name = '\0';
  snprintf(folder, sizeof(folder), "%s/..", results);
  snprintf(model, sizeof(model), "%s/byline.lv2/%s", folder,
           BYLINE_BUNDLE_MODEL);
  free(results);
  make_music();
  write_music();
  pid_t server = -1;
  Display* const display = open_screen(&server);
  static const char* const names[] = {"byline identify, 10 s of music",
                                      "plugin, to its first answer",
                                      "window, to its first frame"};
  double taken[] = {measure(names[0], identify, NULL),
                    measure(names[1], plugin, NULL),
                    measure(names[2], window, display)};
  const double heard = fast(twice) - taken[0];
  printf("hearing 10 s of music once more: %.0f ms\n", heard);
  taken[0] -= heard;
  enum { N = 3 };
  Target rows[N];
  for (int i = 0; i < N; ++i) {
    rows[i] = (Target){names[i], "ms", taken[i], TARGET, true};
  }
  if (display) {
    XCloseDisplay(display);
  }
  if (server > 0) {
    kill(server, SIGTERM);
    waitpid(server, NULL, 0);
  }
  unlink(sound);
  targets_print(rows, N);
  targets_write(argv[1], rows, N);
  return 0;
}
