/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens and closes the window again and again, as hosts of every kind do, and
   fails when that leaves memory or files behind.
   usage: ui_host UI_BINARY ROUNDS PARENT   (an X11 window id)
          ui_host UI_BINARY survive PID     (of the X server)
          ui_host UI_BINARY request STATUS  (what the host answers; it shows
          what it is asked for, and the paths that the window sends) */

#include "tests/hosts/share/resident.h"

#include "byline/plugin.h"

#include <lv2/ui/ui.h>
#include <lv2/urid/urid.h>

#include <dirent.h>
#include <dlfcn.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char* words[256];

static LV2_URID map_word(LV2_URID_Map_Handle handle, const char* uri)
{
  (void)handle;
  for (LV2_URID i = 0; i < 256; ++i) {
    if (!words[i]) {
      words[i] = strdup(uri);
    }
    if (!strcmp(words[i], uri)) {
      return i + 1;
    }
  }
  return 0;
}

/* Hosts pass on what the window says */
static unsigned said;
static void write_port(LV2UI_Controller controller, uint32_t port,
                       uint32_t size, uint32_t format, const void* buffer)
{
  (void)controller;
  said += port == BYLINE_PORT_CONTROL && size >= 16 && format && buffer;
}

static int count_files(void)
{
  DIR* const folder = opendir("/proc/self/fd");
  int count = 0;
  while (folder && readdir(folder)) {
    ++count;
  }
  if (folder) {
    closedir(folder);
  }
  return count;
}

/* Tell ports what they may and may not be told */
static void send_events(const LV2UI_Descriptor* ui, LV2UI_Handle handle)
{
  const float values[] = {0, 1, -20, NAN, 3};
  for (uint32_t port = 0; port < BYLINE_PORT_COUNT + 3; ++port) {
    for (int i = 0; i < 5; ++i) {
      ui->port_event(handle, port, sizeof(float), 0, &values[i]);
    }
  }
  ui->port_event(handle, BYLINE_PORT_NOTIFY, 3, 1, "abc");
  ui->port_event(handle, BYLINE_PORT_LEVEL, 2, 0, "ab");
  ui->port_event(handle, UINT32_MAX, sizeof(float), 0, values);
  ui->port_event(handle, BYLINE_PORT_LEVEL, sizeof(float), 0, NULL);
}

/* One opening; returns whether there was a window */
static int open_once(const LV2UI_Descriptor* ui, int round, const char* plugin,
                     const LV2_Feature* const* features)
{
  LV2UI_Widget widget = NULL;
  const LV2UI_Handle handle =
      ui->instantiate(ui, plugin, "/", write_port, NULL, &widget, features);
  if (!handle) {
    return 0;
  }
  const LV2UI_Idle_Interface* const idle =
      ui->extension_data(LV2_UI__idleInterface);
  const LV2UI_Show_Interface* const show =
      ui->extension_data(LV2_UI__showInterface);
  show->show(handle);
  send_events(ui, handle);
  for (int i = 0; i < 3; ++i) {
    if (round % 3) {
      idle->idle(handle);
    }
    usleep(500);
  }
  show->hide(handle);
  ui->cleanup(handle);
  return widget != NULL;
}

static int run(const LV2UI_Descriptor* ui, int rounds, void* parent)
{
  LV2_URID_Map map = {NULL, map_word};
  const LV2_Feature map_feature = {LV2_URID__map, &map};
  const LV2_Feature parent_feature = {LV2_UI__parent, parent};
  const LV2_Feature wrong_parent = {LV2_UI__parent,
                                    (void*)(uintptr_t)0x1234567};
  const LV2_Feature odd = {NULL, NULL};
  const LV2_Feature* const embedded[] = {&odd, &map_feature, &parent_feature,
                                         NULL};
  const LV2_Feature* const wrong[] = {&map_feature, &wrong_parent, NULL};
  const LV2_Feature* const alone[] = {&map_feature, NULL};
  const LV2_Feature* const* const kinds[] = {embedded, alone, NULL};
  double megabytes = 0;
  int files = 0;
  if (ui->instantiate(ui, "urn:another", "/", write_port, NULL, &parent,
                      NULL)) {
    return puts("it serves other plugins"), 1;
  }
  for (int round = 0; round < rounds; ++round) {
    if (!open_once(ui, round, BYLINE_URI, kinds[round % 3])) {
      return printf("no window in round %d\n", round), 1;
    }
    if (round % 10 == 0 && open_once(ui, round, BYLINE_URI_MONO, wrong)) {
      return puts("a window in a parent that does not exist"), 1;
    }
    if (round == rounds / 5) {
      megabytes = resident_megabytes();
      files = count_files();
    }
  }
  const double grown = resident_megabytes() - megabytes;
  printf("%d openings: %.1f MB and %d files more, %u messages sent\n", rounds,
         grown, count_files() - files, said);
  /* Fonts' caches and a fragmented heap are allowed for; a view that stays
     would be hundreds of times as much */
  return grown > 4 || count_files() > files || !said;
}

static double seconds(clockid_t clock)
{
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Open a window, end its X server, and go on as if nothing had happened.  The
   window must say that it is closed, cost nothing, and keep nobody waiting. */
static int survive(const LV2UI_Descriptor* ui, pid_t server)
{
  LV2_URID_Map map = {NULL, map_word};
  const LV2_Feature map_feature = {LV2_URID__map, &map};
  const LV2_Feature* const features[] = {&map_feature, NULL};
  const LV2UI_Idle_Interface* const idle =
      ui->extension_data(LV2_UI__idleInterface);
  const LV2UI_Show_Interface* const show =
      ui->extension_data(LV2_UI__showInterface);
  LV2UI_Widget widget = NULL;
  double longest = 0;
  int closed = 0;
  const LV2UI_Handle handle =
      ui->instantiate(ui, BYLINE_URI, "/", write_port, NULL, &widget, features);
  if (!handle) {
    return puts("no window"), 1;
  }
  show->show(handle);
  for (int i = 0; i < 20; ++i) {
    closed += idle->idle(handle);
    usleep(10000);
  }
  if (closed || kill(server, SIGKILL)) {
    return puts("closed before its server was"), 1;
  }
  const double begin = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < 100; ++i) {
    const float level = (float)-i;
    const double before = seconds(CLOCK_THREAD_CPUTIME_ID);
    ui->port_event(handle, BYLINE_PORT_LEVEL, sizeof(level), 0, &level);
    closed = idle->idle(handle);
    longest = fmax(longest, seconds(CLOCK_THREAD_CPUTIME_ID) - before);
    usleep(10000);
  }
  const double used = seconds(CLOCK_PROCESS_CPUTIME_ID) - begin;
  show->hide(handle);
  ui->cleanup(handle);
  printf("server gone: closed %d, %.1f ms of CPU in 100 calls, longest %.1f\n",
         closed, 1e3 * used, 1e3 * longest);
  return !closed || used > 0.5;
}

/* ---- letting the host choose a file */

static const char* word(LV2_URID urid)
{
  return urid > 0 && urid <= 256 && words[urid - 1] ? words[urid - 1] : "";
}

/* What is asked for, and the answer */
static LV2UI_Request_Value_Status answer(LV2UI_Feature_Handle handle,
                                         LV2_URID key, LV2_URID type,
                                         const LV2_Feature* const* features)
{
  const LV2UI_Request_Value_Status* const status = handle;
  (void)features;
  printf("asked for %s of type %s\n", word(key), word(type));
  fflush(stdout);
  return *status;
}

/* Messages that hold a path show it */
static void show_path(LV2UI_Controller controller, uint32_t port, uint32_t size,
                      uint32_t format, const void* buffer)
{
  /* A number of a word may be that of '/', but nothing follows it */
  const char* path = memchr(buffer, '/', size);
  while (path && !path[1]) {
    const size_t rest = size - (size_t)(path + 1 - (const char*)buffer);
    path = memchr(path + 1, '/', rest);
  }
  (void)controller;
  if (port == BYLINE_PORT_CONTROL && format && path && size > 64) {
    printf("sent %s\n", path);
    fflush(stdout);
  }
}

/* Somebody uses the window until its X server or this program is ended */
static int let_choose(const LV2UI_Descriptor* ui,
                      LV2UI_Request_Value_Status status)
{
  LV2_URID_Map map = {NULL, map_word};
  LV2UI_Request_Value request = {&status, answer};
  const LV2_Feature map_feature = {LV2_URID__map, &map};
  const LV2_Feature request_feature = {LV2_UI__requestValue, &request};
  const LV2_Feature* const features[] = {&map_feature, &request_feature, NULL};
  const LV2UI_Idle_Interface* const idle =
      ui->extension_data(LV2_UI__idleInterface);
  const LV2UI_Show_Interface* const show =
      ui->extension_data(LV2_UI__showInterface);
  LV2UI_Widget widget = NULL;
  const LV2UI_Handle handle =
      ui->instantiate(ui, BYLINE_URI, "/", show_path, NULL, &widget, features);
  if (!handle) {
    return puts("no window"), 1;
  }
  show->show(handle);
  while (!idle->idle(handle)) {
    usleep(10000);
  }
  ui->cleanup(handle);
  return 0;
}

int main(int argc, char** argv)
{
  if (argc != 4) {
    fputs("usage: ui_host UI_BINARY ROUNDS PARENT\n", stderr);
    return 2;
  }
  void* const library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    fprintf(stderr, "ui_host: %s\n", dlerror());
    return 1;
  }
  LV2UI_DescriptorFunction find;
  *(void**)&find = dlsym(library, "lv2ui_descriptor");
  const LV2UI_Descriptor* const ui = find ? find(0) : NULL;
  if (!ui || find(1)) {
    return 1;
  }
  if (!strcmp(argv[2], "survive")) {
    return survive(ui, (pid_t)atoi(argv[3]));
  }
  if (!strcmp(argv[2], "request")) {
    return let_choose(ui, (LV2UI_Request_Value_Status)atoi(argv[3]));
  }
  return run(ui, atoi(argv[2]), (void*)(uintptr_t)strtoul(argv[3], NULL, 0));
}
