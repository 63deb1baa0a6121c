/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/* What users ask the plugin's window for. */

#include "ui_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- to the plugin */

/* Set a property of the plugin to a path */
static void send_path(BylineUi* ui, LV2_URID property, const char* path,
                      bool replace)
{
  uint64_t message[BYLINE_MESSAGE_PATH_SIZE / 8];
  if (!ui->talks || !ui->write) {
    return;
  }
  const uint32_t size =
      byline_message_set_path(&ui->urids, property, path, replace, message);
  if (size) {
    ui->write(ui->controller, BYLINE_PORT_CONTROL - ui->missing, size,
              ui->urids.atom_eventTransfer, message);
  }
}

static void ask_names(const BylineUi* ui, int32_t first)
{
  const BylineNamesRequest request =
      byline_message_ask_names(&ui->urids, first);
  if (ui->talks && ui->write) {
    ui->write(ui->controller, BYLINE_PORT_CONTROL - ui->missing,
              sizeof(request), ui->urids.atom_eventTransfer, &request);
  }
}

void byline_ui_load_model(BylineUi* ui, const char* path)
{
  send_path(ui, ui->urids.byline_modelFile, path, false);
}

static void set_port(void* user, BylinePort port, float value)
{
  BylineUi* const ui = user;
  ui->ports[port] = value;
  if (ui->write) {
    ui->write(ui->controller, (uint32_t)port - ui->missing, sizeof(value), 0,
              &value);
  }
}

static void touch(void* user, BylinePort port, bool held)
{
  const BylineUi* const ui = user;
  if (ui->touch && ui->touch->touch) {
    ui->touch->touch(ui->touch->handle, (uint32_t)port - ui->missing, held);
  }
}

static void copy(void* user, const char* text)
{
  const BylineUi* const ui = user;
  byline_window_copy(ui->window, text);
}

/* ---- files */

/* The file of a set list has the ending of its format, that of who plays now
   the text's, by which the plugin knows them */
static const char* ending_of(const BylineUi* ui)
{
  return byline_history_kinds[ui->choosing == BYLINE_COMMAND_SAVE_HISTORY
                                  ? ui->format
                                  : BYLINE_HISTORY_TEXT]
      .ending;
}

/* Where a file is saved unless its user says otherwise */
static void suggest(const BylineUi* ui, char* path, size_t size)
{
  const char* const home = getenv("HOME");
  const time_t seconds = time(NULL);
  char stamp[32] = "now-playing";
  struct tm parts;
  if (ui->choosing == BYLINE_COMMAND_SAVE_HISTORY &&
      localtime_r(&seconds, &parts)) {
    strftime(stamp, sizeof(stamp), "%Y-%m-%d-%H%M%S", &parts);
  }
  snprintf(path, size, "%s/byline-%s%s", home ? home : "/tmp", stamp,
           ending_of(ui));
}

/* The format follows from the ending, so that must be there.  A dialog asks
   before it gives the name of a file that is there, but for that name only. */
static void save(BylineUi* ui, const char* path, bool asked)
{
  const char* const end = ending_of(ui);
  const size_t length = strlen(path), ending = strlen(end);
  const bool ends = length > ending && !strcmp(path + length - ending, end);
  char whole[4096];
  snprintf(whole, sizeof(whole), "%s%s", path, ends ? "" : end);
  send_path(ui,
            ui->choosing == BYLINE_COMMAND_SAVE_HISTORY
                ? ui->urids.byline_historyExport
                : ui->urids.byline_nowPlaying,
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
  if (ui->chooser || request_model(ui)) {
    return;
  }
  ui->choosing = BYLINE_COMMAND_CHOOSE_MODEL;
  ui->chooser = byline_chooser_open("Choose a model", NULL, false);
  if (!ui->chooser) {
    byline_view_say(ui->view, "Drop a model file on this window");
  }
}

/* The name is typed in a window of its own: keys are the host's in ours */
static void ask_who(BylineUi* ui)
{
  const char* names[BYLINE_TOP];
  if (ui->chooser) {
    return;
  }
  const size_t n = byline_view_ranked(ui->view, names);
  ui->choosing = BYLINE_COMMAND_TEACH;
  ui->chooser = byline_chooser_ask("Who is playing?",
                                   byline_view_meant(ui->view), names, n);
  if (!ui->chooser) {
    byline_view_say(ui->view, "Install zenity, yad or kdialog to type a name");
  }
}

static void teach(const BylineUi* ui, const char* name)
{
  uint64_t message[BYLINE_MESSAGE_PATH_SIZE / 8];
  const uint32_t size = byline_message_teach(&ui->urids, name, message);
  if (size && ui->talks && ui->write) {
    ui->write(ui->controller, BYLINE_PORT_CONTROL - ui->missing, size,
              ui->urids.atom_eventTransfer, message);
  }
}

/* Send a message that is only a word */
static void send_word(const BylineUi* ui, LV2_URID word)
{
  const BylineSignal signal = byline_message_signal(&ui->urids, word);
  if (ui->talks && ui->write) {
    ui->write(ui->controller, BYLINE_PORT_CONTROL - ui->missing, sizeof(signal),
              ui->urids.atom_eventTransfer, &signal);
  }
}

/* ---- models that are installed */

static void find_models(BylineUi* ui)
{
  BylineModelList before = ui->models;
  byline_model_list_find(ui->bundle ? ui->bundle : "", &ui->models);
  byline_view_set_models(ui->view, ui->models.items, ui->models.n);
  byline_model_list_free(&before);
}

static void make_default(BylineUi* ui, size_t model)
{
  char news[512];
  if (byline_model_list_set_default(ui->models.items[model].path, news,
                                    sizeof(news))) {
    snprintf(news, sizeof(news), "%.200s is the default from now on",
             ui->models.items[model].name);
  }
  find_models(ui);
  byline_view_say(ui->view, news);
}

/* ---- files to write */

/* Ask where to save what ui->choosing says */
static void choose_place(BylineUi* ui)
{
  char path[4096], title[64] = "Keep the current name in this file";
  if (ui->choosing == BYLINE_COMMAND_SAVE_HISTORY) {
    snprintf(title, sizeof(title), "Save the set list as %s",
             byline_history_kinds[ui->format].name);
  }
  suggest(ui, path, sizeof(path));
  ui->chooser = byline_chooser_open(title, path, true);
  if (!ui->chooser) {
    save(ui, path, false);
  }
}

static void save_history(BylineUi* ui, double format)
{
  if (ui->chooser || !(format >= 0 && format < BYLINE_HISTORY_FORMATS)) {
    return;
  }
  ui->choosing = BYLINE_COMMAND_SAVE_HISTORY;
  ui->format = (BylineHistoryFormat)format;
  choose_place(ui);
}

static void keep_name(BylineUi* ui)
{
  if (ui->chooser) {
    return;
  }
  ui->choosing = BYLINE_COMMAND_NOW_PLAYING;
  choose_place(ui);
}

void byline_ui_look_for_choice(BylineUi* ui)
{
  const char* path;
  if (!ui->chooser || !byline_chooser_done(ui->chooser, &path)) {
    return;
  }
  if (*path && ui->choosing == BYLINE_COMMAND_TEACH) {
    teach(ui, path);
  } else if (*path && ui->choosing == BYLINE_COMMAND_CHOOSE_MODEL) {
    byline_ui_load_model(ui, path);
  } else if (*path) {
    save(ui, path, true);
  }
  byline_chooser_free(ui->chooser);
  ui->chooser = NULL;
}

/* ---- the window */

static void ask_for_room(BylineUi* ui, double width, double height)
{
  const int w = (int)(width * ui->scale);
  const int h = (int)(height * ui->scale);
  byline_window_set_size(ui->window, w, h);
  if (ui->room && ui->room->ui_resize) {
    ui->room->ui_resize(ui->room->handle, w, h);
  }
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
  if (compact) {
    ask_for_room(ui, BYLINE_VIEW_COMPACT_WIDTH, BYLINE_VIEW_COMPACT_HEIGHT);
  } else {
    ask_for_room(ui, BYLINE_VIEW_WIDTH, BYLINE_VIEW_HEIGHT);
  }
}

static void command(void* user, BylineCommand command, double value)
{
  BylineUi* const ui = user;
  switch (command) {
  case BYLINE_COMMAND_SAVE_HISTORY:
    save_history(ui, value);
    break;
  case BYLINE_COMMAND_NOW_PLAYING:
    keep_name(ui);
    break;
  case BYLINE_COMMAND_NOW_PLAYING_STOP:
    send_path(ui, ui->urids.byline_nowPlaying, "", false);
    break;
  case BYLINE_COMMAND_NAMES:
    ask_names(ui, (int32_t)value);
    break;
  case BYLINE_COMMAND_TEACH:
    ask_who(ui);
    break;
  case BYLINE_COMMAND_TAKE_BACK:
    send_word(ui, ui->urids.byline_TakeBack);
    break;
  case BYLINE_COMMAND_EXPLAIN:
    send_word(ui, ui->urids.byline_Explain);
    break;
  case BYLINE_COMMAND_CHOOSE_MODEL:
    choose_model(ui);
    break;
  case BYLINE_COMMAND_FIND_MODELS:
    find_models(ui);
    break;
  case BYLINE_COMMAND_USE_MODEL:
    if (value >= 0 && value < (double)ui->models.n) {
      byline_ui_load_model(ui, ui->models.items[(size_t)value].path);
    }
    break;
  case BYLINE_COMMAND_MAKE_DEFAULT:
    if (value >= 0 && value < (double)ui->models.n) {
      make_default(ui, (size_t)value);
    }
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
  if (ui->talks) {
    offered |=
        1u << BYLINE_COMMAND_SAVE_HISTORY | 1u << BYLINE_COMMAND_NOW_PLAYING |
        1u << BYLINE_COMMAND_CHOOSE_MODEL | 1u << BYLINE_COMMAND_NAMES |
        1u << BYLINE_COMMAND_FIND_MODELS | 1u << BYLINE_COMMAND_USE_MODEL |
        1u << BYLINE_COMMAND_MAKE_DEFAULT | 1u << BYLINE_COMMAND_TEACH |
        1u << BYLINE_COMMAND_EXPLAIN;
  }
  if (!ui->embedded) {
    offered |= 1u << BYLINE_COMMAND_FULL_SCREEN;
  }
  byline_view_set_events(ui->view, &events, offered);
  if (ui->talks) {
    find_models(ui);
  }
}
