/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_state.h
   What a view holds, for the files that draw its parts and answer for them.
*/

#ifndef BYLINE_GUI_VIEW_STATE_H
#define BYLINE_GUI_VIEW_STATE_H

#include "view.h"
#include "view_control.h"
#include "view_history.h"
#include "view_layout.h"
#include "view_waterfall.h"

/** What the keyboard reaches, beside the controls, which are numbered. */
enum {
  BYLINE_FOCUS_MODEL = BYLINE_CONTROL_COUNT, ///< The model's name
  BYLINE_FOCUS_LIST,                         ///< What opens the set list
  BYLINE_FOCUS_TURN,                         ///< What shows the controls alone
  BYLINE_FOCUS_COUNT
};

/** One place of the ranking as it is shown. */
typedef struct {
  char name[BYLINE_TEXT_SIZE]; ///< Empty: nobody
  float probability;           ///< 0 to 1
  float shown;                 ///< Moves towards it
} BylinePlace;

/** Whether somebody sings, as it is shown. */
typedef struct {
  float probability; ///< 0 to 1; -1: not known
  float shown;       ///< Moves towards it
  BylineRect area;   ///< In the status line; without area where it is not shown
} BylineVoice;

/** What the answer rests on, over the spectrogram; all zero is away. */
typedef struct {
  bool open;                     ///< It is shown, or waited for
  char artist[BYLINE_TEXT_SIZE]; ///< For whom it speaks
  double begin;                  ///< In seconds heard
  double end;                    ///< In seconds heard
  cairo_surface_t* veil;         ///< Opaque where nothing counted; NULL: none
} BylineEvidenceVeil;

/** Most rows that a menu has, lines between them included. */
#define BYLINE_MENU_ROWS 20

/** A menu, open or not; all zero is closed. */
typedef struct {
  bool open;                   ///< It is shown, and takes all input
  BylineRect area;             ///< What it covers
  int rows[BYLINE_MENU_ROWS];  ///< Which of all rows, from above
  int count;                   ///< How many
  int row;                     ///< Under the pointer or the keyboard, or -1
  int chip;                    ///< Which choice of that row, or -1
  int scroll;                  ///< Pixels that are above its upper edge
  char name[BYLINE_TEXT_SIZE]; ///< What is copied
} BylineMenu;

/** Most names that are kept. */
#define BYLINE_DETAILS_NAMES 65536

/** One fact. */
typedef struct {
  char label[BYLINE_TEXT_SIZE]; ///< What it is about
  char text[BYLINE_TEXT_SIZE];  ///< What is so
} BylineFact;

/** All facts and names, and the panel that shows them; all zero is empty. */
typedef struct {
  BylineFact facts[BYLINE_FACTS]; ///< The first `fact_count` of them
  int fact_count;                 ///< How many there are
  char** names;                   ///< Artists, owned
  int name_count;                 ///< How many are known by name
  bool open;                      ///< The panel is shown
  int scroll;                     ///< Pixels of names above those that are seen
} BylineDetails;

/** The panel with the set list; all zero is closed. */
typedef struct {
  bool open;   ///< It is shown, and takes all input
  bool behind; ///< It was scrolled away from the end, and stays there
  int scroll;  ///< Pixels of rows above those that are seen
  int button;  ///< Under the pointer or the keyboard, or -1
} BylineListPanel;

/** The panel with the installed models; all zero is closed. */
typedef struct {
  bool open;                         ///< It is shown, and takes all input
  const BylineInstalledModel* items; ///< `n` of them; the view's owner's
  size_t n;                          ///< How many
  int row;                           ///< Under the pointer or the keyboard, -1
  bool on_button;                    ///< Rather its button than the row
  int scroll;                        ///< Pixels of rows above those seen
} BylineModelsPanel;

/** A tip; all zero shows nothing. */
typedef struct {
  char text[BYLINE_TEXT_SIZE]; ///< What it says, empty without one
  int x;                       ///< What it points at
  int y;                       ///< What it points at
  double wait;                 ///< Seconds until it is shown
  double left;                 ///< Seconds until it goes; 0: it stays
} BylineTip;

/** All of it. */
struct BylineView {
  int width;                     ///< In pixels
  int height;                    ///< In pixels
  double scale;                  ///< Pixels per unit, before the window's size
  BylinePalette palette;         ///< What it is painted with
  BylineLayout layout;           ///< Made from size and scale
  BylinePen* pen;                ///< For all text
  cairo_surface_t* canvas;       ///< Holds every part as it was last drawn
  bool dirty[BYLINE_PART_COUNT]; ///< Parts to be drawn again
  bool dirty_ground;             ///< Everything is to be drawn again
  bool dirty_overlay;            ///< What lies above the parts is
  BylineTheme theme;             ///< Which colours were chosen
  bool host_colors;              ///< The host has told its own
  BylineColor host_background;   ///< ...
  BylineColor host_ink;          ///< ...
  bool compact;                  ///< Only the name and the ranking are wanted
  bool turning;                  ///< Only the controls are, for a while

  char model[BYLINE_TEXT_SIZE];   ///< Its name, empty without one
  char message[BYLINE_TEXT_SIZE]; ///< What is wrong, or empty
  char taught[BYLINE_TEXT_SIZE];  ///< Who was taught last, or empty
  int artist_count;               ///< How many the model knows
  bool own_focus;                 ///< It separates the voice itself
  bool told_model;                ///< Whether anything is known about it

  BylineState state;                ///< Of the last answer
  double time;                      ///< Of the last answer
  char artist[BYLINE_TEXT_SIZE];    ///< Announced, or empty
  char title[BYLINE_TEXT_SIZE];     ///< Of what they play, or empty
  float speed;                      ///< Of it, 0 where it is not known
  BylineKnownBy known_by;           ///< What knew it
  BylinePlace places[BYLINE_TOP];   ///< The ranking
  double name_size;                 ///< Fits what the hero says; 0: unknown
  char hero_name[BYLINE_TEXT_SIZE]; ///< What it was fitted to

  float threshold;   ///< 0 to 1
  float level;       ///< dBFS
  float load;        ///< Percent of a core
  BylineVoice voice; ///< Whether somebody sings
  bool enabled;      ///< The plugin listens
  bool frozen;       ///< The answer is held

  BylineWaterfall waterfall;   ///< Last seconds
  BylineEvidenceVeil evidence; ///< Why
  BylineViewHistory history;   ///< Last announcements

  BylineViewEvents events;            ///< Who does what users ask for
  unsigned offered;                   ///< Commands that the owner obeys, bits
  float values[BYLINE_CONTROL_COUNT]; ///< Of the controls
  int hovered;                        ///< Control under the pointer, or -1
  int held;                           ///< Control being dragged, or -1
  int focus;                          ///< What has the keyboard, or -1
  int drag_x;                         ///< Where the pointer was last
  double drag_position;               ///< Of the held control
  int pointer_x;                      ///< Where the pointer is
  int pointer_y;                      ///< ...
  BylineRect model_area;              ///< The model's name in the status
  bool model_is_cut;                  ///< It has not all of its text
  BylineMenu menu;                    ///< Above everything when open
  BylineDetails details;              ///< About the model
  BylineListPanel list;               ///< Everybody who has played
  BylineModelsPanel models;           ///< Those that are installed
  BylineTip tip;                      ///< Beside the pointer
};

/** Place everything anew.  Returns whether there was memory for it. */
bool byline_view_lay_out(BylineView* view);

#endif // BYLINE_GUI_VIEW_STATE_H
