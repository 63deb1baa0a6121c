/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file ui_parts.h
   What an open window of the plugin is made of.
*/

#ifndef BYLINE_GUI_UI_PARTS_H
#define BYLINE_GUI_UI_PARTS_H

#include "chooser.h"
#include "installed_models.h"
#include "plugin_messages.h"
#include "view.h"
#include "window.h"

#include "byline/plugin.h"

#include <lv2/options/options.h>
#include <lv2/ui/ui.h>

/** What the host offered; NULL or 0 where it did not. */
typedef struct {
  const LV2_URID_Map* map;            ///< Words
  const LV2_Options_Option* options;  ///< Wishes
  const LV2UI_Resize* resize;         ///< To ask for room
  const LV2UI_Touch* touch;           ///< To tell what is being turned
  const LV2UI_Request_Value* request; ///< To let a file be chosen
  uintptr_t parent;                   ///< Window to live in
} BylineUiFeatures;

/** One open window. */
typedef struct {
  LV2UI_Write_Function write;     ///< Writes to ports, or NULL
  uint32_t missing;               ///< Audio ports that the variant has not
  LV2UI_Controller controller;    ///< For `write`
  BylineUrids urids;              ///< Valid if `talks`
  bool talks;                     ///< Messages can be exchanged
  bool embedded;                  ///< It lives in a window of the host
  bool answered;                  ///< The plugin has sent one
  double asked;                   ///< When it was last asked to
  BylineView* view;               ///< What is shown
  BylineWindow* window;           ///< Where
  const char* title;              ///< Of the window, as the host wants it; NULL
  char named[BYLINE_TEXT_SIZE];   ///< Whom the title names, or ""
  double scale;                   ///< Pixels per unit
  double interval;                ///< Seconds between frames
  double opened;                  ///< When the window was
  double advanced;                ///< When moving parts last moved
  double drawn;                   ///< When it was last drawn
  bool idles;                     ///< The host calls idle
  bool counted;                   ///< Ports have changed since the last frame
  float ports[BYLINE_PORT_COUNT]; ///< Last values of control ports

  const LV2UI_Touch* touch;           ///< The host's, or NULL
  const LV2UI_Request_Value* request; ///< The host's, or NULL
  const LV2UI_Resize* room;           ///< The host's, or NULL
  bool full_screen;                   ///< The window covers the screen
  char* bundle;                       ///< Its folder, or NULL
  BylineModelList models;             ///< Those that are installed
  BylineChooser* chooser;             ///< A dialog that is open, or NULL
  BylineCommand choosing;             ///< What for
  BylineHistoryFormat format;         ///< In which a set list is to be saved
} BylineUi;

/** Find what the host offers. */
BylineUiFeatures byline_ui_features(const LV2_Feature* const* features);

/** Take over what the host and the environment wish. */
void byline_ui_read_options(BylineUi* ui, const BylineUiFeatures* features);

/** Have the view tell us what its user asks for. */
void byline_ui_listen(BylineUi* ui);

/** Look whether a file was chosen.  Never waits. */
void byline_ui_look_for_choice(BylineUi* ui);

/** Let the plugin load a model. */
void byline_ui_load_model(BylineUi* ui, const char* path);

#endif // BYLINE_GUI_UI_PARTS_H
