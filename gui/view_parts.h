/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_parts.h
   What a view is made of, for the files that draw its parts.
*/

#ifndef BYLINE_GUI_VIEW_PARTS_H
#define BYLINE_GUI_VIEW_PARTS_H

#include "view.h"
#include "view_controls.h"
#include "view_details.h"
#include "view_history.h"
#include "view_layout.h"
#include "view_list.h"
#include "view_menu.h"
#include "view_models.h"
#include "view_tip.h"
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

  float threshold; ///< 0 to 1
  float level;     ///< dBFS
  float load;      ///< Percent of a core
  bool enabled;    ///< The plugin listens
  bool frozen;     ///< The answer is held

  BylineWaterfall waterfall; ///< Last seconds
  BylineViewHistory history; ///< Last announcements

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

/** Whether there is no model, so that the hero tells what is wrong. */
bool byline_hero_trouble(const BylineView* view);

/** Draw who plays. */
void byline_hero_draw(BylineView* view, cairo_t* cr);

/** Draw the ranking. */
void byline_ranking_draw(BylineView* view, cairo_t* cr);

/** Draw what surrounds the plot. */
void byline_axes_draw(BylineView* view, cairo_t* cr);

/** Draw the spectrogram and the history. */
void byline_plot_draw(BylineView* view, cairo_t* cr);

/**
   Whether a control does anything: with a model that separates the voice
   itself, vocal focus does not.
*/
bool byline_control_available(const BylineView* view, int index);

/** Controls that do nothing, and are not shown, a bit each. */
unsigned byline_controls_hidden(const BylineView* view);

/** Let go of controls that do nothing any more. */
void byline_view_let_go(BylineView* view);

/** Show the controls alone where they have no room beside the rest, or again
    the rest. */
void byline_view_turn(BylineView* view, bool turning);

/** Draw the controls. */
void byline_controls_draw(BylineView* view, cairo_t* cr);

/** What the status line tells about the model. */
void byline_status_text(const BylineView* view,
                        char text[BYLINE_TEXT_SIZE + 40]);

/** Draw the status line. */
void byline_status_draw(BylineView* view, cairo_t* cr);

/** Open the menu at a place; `name` is what it copies, "" for nothing. */
void byline_menu_open(BylineView* view, int x, int y, const char* name);

/** Close it. */
void byline_menu_close(BylineView* view);

/** Draw it. */
void byline_menu_draw(BylineView* view, cairo_t* cr);

/** Let an open menu have an input; returns as byline_view_input(). */
bool byline_menu_input(BylineView* view, const BylineInput* input);

/** Show everybody who has played. */
void byline_list_open(BylineView* view);

/** Draw it. */
void byline_list_draw(BylineView* view, cairo_t* cr);

/** Let the open list have an input; returns as byline_view_input(). */
bool byline_list_input(BylineView* view, const BylineInput* input);

/** Draw the installed models. */
void byline_models_draw(BylineView* view, cairo_t* cr);

/** Let their open list have an input; returns as byline_view_input(). */
bool byline_models_input(BylineView* view, const BylineInput* input);

/** Show what is known about the model. */
void byline_details_open(BylineView* view);

/** Ask for names that are missing, if they are shown. */
void byline_details_ask(BylineView* view);

/** Draw it. */
void byline_details_draw(BylineView* view, cairo_t* cr);

/** Let the open panel have an input; returns as byline_view_input(). */
bool byline_details_input(BylineView* view, const BylineInput* input);

/**
   Show a line of text.

   @param x What it points at; so does `y`.
   @param wait Seconds until it is shown.
   @param left Seconds until it goes; 0 if it stays until it is hidden.
*/
void byline_tip_show(BylineView* view, const char* text, int x, int y,
                     double wait, double left);

/** Show it no longer. */
void byline_tip_hide(BylineView* view);

/** Whether it is to be seen. */
bool byline_tip_shown(const BylineView* view);

/** Let its time pass; returns whether it may change by itself. */
bool byline_tip_advance(BylineView* view, double seconds);

/** Draw it. */
void byline_tip_draw(BylineView* view, cairo_t* cr);

/** Ask the owner to do something. */
void byline_view_command(const BylineView* view, BylineCommand command,
                         double value);

/** Ask the owner to copy text, and say so. */
void byline_view_copy(BylineView* view, const char* text);

/** Write "Artist - Title", as much of it as is known. */
void byline_view_name_entry(const BylineHistoryEntry* entry,
                            char text[2 * BYLINE_TEXT_SIZE]);

/** Ask the owner to copy that. */
void byline_view_copy_entry(BylineView* view, const BylineHistoryEntry* entry);

/** Draw a cross that closes something. */
void byline_view_draw_cross(const BylineView* view, cairo_t* cr,
                            BylineRect area);

/** Draw, right of an area, how much there is to scroll, and where in it we
    are. */
void byline_view_draw_scroll_bar(const BylineView* view, cairo_t* cr,
                                 BylineRect area, int scroll, int most);

/** The entry of the history at a place in the strip, or NULL. */
const BylineHistoryEntry* byline_plot_entry_at(const BylineView* view, int x,
                                               int y);

/** Seconds of sound that a plot `width` pixels wide shows. */
double byline_plot_span(const BylineLayout* layout);

/** The colour of an artist: their own if announced, else the neutral one. */
BylineColor byline_view_artist_color(const BylineView* view, const char* name);

/** Percent as it is shown, 0 to 99. */
int byline_view_percent(float probability);

/** Text style of `units` size, left and on one line. */
BylineTextStyle byline_view_style(const BylineView* view, double units,
                                  bool bold);

/** Make a rectangle with round corners the path. */
void byline_view_path_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius);

/** Fill the ground of something that lies above the parts. */
void byline_view_fill_raised(const BylineView* view, cairo_t* cr,
                             BylineRect area);

/** Fill a rectangle with round corners. */
void byline_view_fill_round(cairo_t* cr, double x, double y, double w, double h,
                            double radius, BylineColor color);

/** Write `seconds` as 1:23 or 1:02:03. */
void byline_view_format_time(char text[16], double seconds);

#endif // BYLINE_GUI_VIEW_PARTS_H
