/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_models.h
   Models that are installed: to be used here, or by all from now on.
*/

#ifndef BYLINE_GUI_VIEW_MODELS_H
#define BYLINE_GUI_VIEW_MODELS_H

#include <stdbool.h>
#include <stddef.h>

/** A model that is installed. */
typedef struct {
  const char* name;  ///< For people
  const char* path;  ///< Its file
  const char* place; ///< The folder it lies in
  bool is_default;   ///< New instances and programs use it
} BylineInstalledModel;

/** The panel that lists them; all zero is closed. */
typedef struct {
  bool open;                         ///< It is shown, and takes all input
  const BylineInstalledModel* items; ///< `n` of them; the view's owner's
  size_t n;                          ///< How many
  int row;                           ///< Under the pointer or the keyboard, -1
  bool on_button;                    ///< Rather its button than the row
  int scroll;                        ///< Pixels of rows above those seen
} BylineModelsPanel;

#endif // BYLINE_GUI_VIEW_MODELS_H
