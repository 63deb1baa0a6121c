/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What users ask the plugin's window for. */

#include "ui_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- to the plugin */

void byline_ui_send_path(BylineUi* ui, LV2_URID property, const char* path,
                         bool replace)
{
  uint64_t message[BYLINE_MESSAGE_PATH_SIZE / 8];
  if (!ui->talks || !ui->write)
    return;
  const uint32_t size =
      byline_message_set_path(&ui->urids, property, path, replace, message);
  if (size)
    ui->write(ui->controller, BYLINE_PORT_CONTROL - ui->missing, size,
              ui->urids.atom_eventTransfer, message);
}

static void ask_names(const BylineUi* ui, int32_t first)
{
  const BylineNamesRequest request =
      byline_message_ask_names(&ui->urids, first);
  if (ui->talks && ui->write)
    ui->write(ui->controller, BYLINE_PORT_CONTROL - ui->missing,
              sizeof(request), ui->urids.atom_eventTransfer, &request);
}

void byline_ui_load_model(BylineUi* ui, const char* path)
{
  byline_ui_send_path(ui, ui->urids.byline_modelFile, path, false);
}

static void set_port(void* user, BylinePort port, float value)
{
  BylineUi* const ui = user;
  ui->ports[port] = value;
  if (ui->write)
    ui->write(ui->controller, (uint32_t)port - ui->missing, sizeof(value), 0,
              &value);
}

static void touch(void* user, BylinePort port, bool held)
{
  const BylineUi* const ui = user;
  if (ui->touch && ui->touch->touch)
    ui->touch->touch(ui->touch->handle, (uint32_t)port - ui->missing, held);
}

static void copy(void* user, const char* text)
{
  const BylineUi* const ui = user;
  byline_window_copy(ui->window, text);
}

/* ---- files */

/** A file that may be saved. */
typedef struct {
  BylineCommand command; ///< Saves it
  const char* title;     ///< Of the dialog
  const char* ending;    ///< By which the plugin knows its format
} Kind;

static const Kind kinds[] = {
    {BYLINE_COMMAND_EXPORT_TEXT, "Save history as text", ".txt"},
    {BYLINE_COMMAND_EXPORT_CSV, "Save history as CSV", ".csv"},
    {BYLINE_COMMAND_EXPORT_JSON, "Save history as JSON", ".json"},
    {BYLINE_COMMAND_EXPORT_LABELS, "Save history as Audacity labels",
     ".labels.txt"},
    {BYLINE_COMMAND_NOW_PLAYING, "Keep the current name in this file", ".txt"}};

static const Kind* find_kind(BylineCommand command)
{
  for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); ++i)
    if (kinds[i].command == command)
      return &kinds[i];
  return NULL;
}

/* Where a file is saved unless its user says otherwise */
static void suggest(const Kind* kind, char* path, size_t size)
{
  const char* const home = getenv("HOME");
  const time_t seconds = time(NULL);
  char stamp[32] = "now-playing";
  struct tm parts;
  if (kind->command != BYLINE_COMMAND_NOW_PLAYING &&
      localtime_r(&seconds, &parts))
    strftime(stamp, sizeof(stamp), "%Y-%m-%d-%H%M%S", &parts);
  snprintf(path, size, "%s/byline-%s%s", home ? home : "/tmp", stamp,
           kind->ending);
}

/* The format follows from the ending, so that must be there.  A dialog asks
   before it gives the name of a file that is there, but for that name only. */
static void save(BylineUi* ui, const Kind* kind, const char* path, bool asked)
{
  const size_t length = strlen(path), ending = strlen(kind->ending);
  const bool ends =
      length > ending && !strcmp(path + length - ending, kind->ending);
  char whole[4096];
  snprintf(whole, sizeof(whole), "%s%s", path, ends ? "" : kind->ending);
  const bool keep = kind->command == BYLINE_COMMAND_NOW_PLAYING;
  byline_ui_send_path(
      ui, keep ? ui->urids.byline_nowPlaying : ui->urids.byline_historyExport,
      whole, asked && ends);
}

/* The host's own way of choosing a file; false where it has none */
static bool request_model(const BylineUi* ui)
{
  return ui->request && ui->request->request &&
         ui->request->request(ui->request->handle, ui->urids.byline_modelFile,
                              ui->urids.atom_Path,
                              NULL) == LV2UI_REQUEST_VALUE_SUCCESS;
}

static void choose_model(BylineUi* ui)
{
  if (ui->chooser || request_model(ui))
    return;
  ui->choosing = BYLINE_COMMAND_CHOOSE_MODEL;
  ui->chooser = byline_chooser_open("Choose a model", NULL, false);
  if (!ui->chooser)
    byline_view_say(ui->view, "Drop a model file on this window");
}

static void choose_place(BylineUi* ui, const Kind* kind)
{
  char path[4096];
  if (ui->chooser)
    return;
  suggest(kind, path, sizeof(path));
  ui->choosing = kind->command;
  ui->chooser = byline_chooser_open(kind->title, path, true);
  if (!ui->chooser)
    save(ui, kind, path, false);
}

void byline_ui_look_for_choice(BylineUi* ui)
{
  const char* path;
  if (!ui->chooser || !byline_chooser_done(ui->chooser, &path))
    return;
  const Kind* const kind = find_kind(ui->choosing);
  if (*path && kind)
    save(ui, kind, path, true);
  else if (*path)
    byline_ui_load_model(ui, path);
  byline_chooser_free(ui->chooser);
  ui->chooser = NULL;
}

/* ---- the window */

static void ask_for_room(BylineUi* ui, double width, double height)
{
  const int w = (int)(width * ui->scale);
  const int h = (int)(height * ui->scale);
  byline_window_set_size(ui->window, w, h);
  if (ui->room && ui->room->ui_resize)
    ui->room->ui_resize(ui->room->handle, w, h);
}

/* The window grows along; where the host does not let it, the rest does */
static void set_scale(BylineUi* ui, double scale)
{
  int width, height;
  byline_view_get_size(ui->view, &width, &height);
  const double w = width / ui->scale, h = height / ui->scale;
  ui->scale = scale;
  byline_view_set_size(ui->view, width, height, scale);
  ask_for_room(ui, w, h);
}

static void set_compact(BylineUi* ui, bool compact)
{
  byline_view_set_compact(ui->view, compact);
  if (compact)
    ask_for_room(ui, BYLINE_VIEW_COMPACT_WIDTH, BYLINE_VIEW_COMPACT_HEIGHT);
  else
    ask_for_room(ui, BYLINE_VIEW_WIDTH, BYLINE_VIEW_HEIGHT);
}

static void command(void* user, BylineCommand command, double value)
{
  BylineUi* const ui = user;
  const Kind* const kind = find_kind(command);
  if (kind) {
    choose_place(ui, kind);
    return;
  }
  switch (command) {
  case BYLINE_COMMAND_NOW_PLAYING_STOP:
    byline_ui_send_path(ui, ui->urids.byline_nowPlaying, "", false);
    break;
  case BYLINE_COMMAND_NAMES:
    ask_names(ui, (int32_t)value);
    break;
  case BYLINE_COMMAND_CHOOSE_MODEL:
    choose_model(ui);
    break;
  case BYLINE_COMMAND_SCALE:
    set_scale(ui, value);
    break;
  case BYLINE_COMMAND_COMPACT:
    set_compact(ui, value > 0);
    break;
  case BYLINE_COMMAND_FULL_SCREEN:
    ui->full_screen = !ui->full_screen;
    byline_window_set_full_screen(ui->window, ui->full_screen);
    break;
  default:
    break;
  }
}

void byline_ui_listen(BylineUi* ui)
{
  const BylineViewEvents events = {set_port, touch, copy, command, ui};
  unsigned offered = 1u << BYLINE_COMMAND_SCALE | 1u << BYLINE_COMMAND_COMPACT;
  for (size_t i = 0; ui->talks && i < sizeof(kinds) / sizeof(*kinds); ++i)
    offered |= 1u << kinds[i].command;
  if (ui->talks)
    offered |= 1u << BYLINE_COMMAND_CHOOSE_MODEL | 1u << BYLINE_COMMAND_NAMES;
  if (!ui->embedded)
    offered |= 1u << BYLINE_COMMAND_FULL_SCREEN;
  byline_view_set_events(ui->view, &events, offered);
}
