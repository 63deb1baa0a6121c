/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_list.h"
#include "view_commands.h"
#include "view_list_row.h"
#include "view_paint.h"
#include "view_panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WIDTH = 680, ROW = 22, BUTTON = 26, BUTTON_WIDTH = 74, GAP = 6 };

/* What the first button does; the others save in a format */
enum { COPY_ALL = 0, FIRST_FORMAT = 1 };

/** What a button is for. */
typedef struct {
  const char* label;          ///< What it says
  BylineHistoryFormat format; ///< In which it saves
} Purpose;

static const Purpose buttons[] = {
    {"Copy all", BYLINE_HISTORY_TEXT},
    {"Text\xe2\x80\xa6", BYLINE_HISTORY_TEXT},
    {"CSV\xe2\x80\xa6", BYLINE_HISTORY_CSV},
    {"JSON\xe2\x80\xa6", BYLINE_HISTORY_JSON},
    {"Labels\xe2\x80\xa6", BYLINE_HISTORY_LABELS},
    {"Cue\xe2\x80\xa6", BYLINE_HISTORY_CUE},
    {"M3U8\xe2\x80\xa6", BYLINE_HISTORY_M3U8},
    {"Royalties\xe2\x80\xa6", BYLINE_HISTORY_ROYALTIES}};

enum { ALL_BUTTONS = sizeof(buttons) / sizeof(*buttons) };

/* ---- what is in it */

static const BylineHistory* list_of(const BylineView* view)
{
  return &view->history.list;
}

/* Nobody is in the list, but not in what is shown of it */
static int count_rows(const BylineView* view)
{
  int n = 0;
  for (size_t i = 0; i < list_of(view)->n; ++i) {
    n += byline_history_is_known(&list_of(view)->entries[i]);
  }
  return n;
}

static int count_buttons(const BylineView* view)
{
  return view->offered & 1u << BYLINE_COMMAND_SAVE_HISTORY ? ALL_BUTTONS
                                                           : FIRST_FORMAT;
}

/* ---- where everything is */

static BylineRect inner_area(const BylineView* view)
{
  return byline_rect_inset(byline_panel_area(view, WIDTH, 0),
                           byline_view_px(view, 14));
}

static int buttons_in_row(const BylineView* view)
{
  const int fit =
      (inner_area(view).w + byline_view_px(view, GAP)) /
      (byline_view_px(view, BUTTON_WIDTH) + byline_view_px(view, GAP));
  return fit < 1 ? 1 : fit;
}

static int button_rows(const BylineView* view)
{
  const int fit = buttons_in_row(view);
  return (count_buttons(view) + fit - 1) / fit;
}

static BylineRect button_area(const BylineView* view, int button)
{
  const BylineRect area = inner_area(view);
  const int fit = buttons_in_row(view);
  const int up = button_rows(view) - button / fit;
  const int step = byline_view_px(view, BUTTON + GAP);
  const BylineRect rect = {
      area.x +
          button % fit *
              (byline_view_px(view, BUTTON_WIDTH) + byline_view_px(view, GAP)),
      area.y + area.h - up * step + byline_view_px(view, GAP),
      byline_view_px(view, BUTTON_WIDTH), byline_view_px(view, BUTTON)};
  return rect;
}

static int button_at(const BylineView* view, int x, int y)
{
  for (int i = 0; i < count_buttons(view); ++i) {
    if (byline_rect_has(button_area(view, i), x, y)) {
      return i;
    }
  }
  return -1;
}

static BylineRect rows_area(const BylineView* view)
{
  const int above = byline_view_px(view, BYLINE_PANEL_TITLE);
  const int below = button_rows(view) * byline_view_px(view, BUTTON + GAP) +
                    byline_view_px(view, GAP);
  return byline_panel_rows(inner_area(view), above, below,
                           byline_view_px(view, ROW));
}

static int most_scroll(const BylineView* view)
{
  const int excess =
      count_rows(view) * byline_view_px(view, ROW) - rows_area(view).h;
  return excess > 0 ? excess : 0;
}

/* The end is seen unless somebody has looked further up */
static int scroll_of(const BylineView* view)
{
  const int most = most_scroll(view);
  return view->list.behind && view->list.scroll < most ? view->list.scroll
                                                       : most;
}

/* The entry at a place, or NULL */
static const BylineHistoryEntry* entry_at(const BylineView* view, int x, int y)
{
  const BylineRect area = rows_area(view);
  if (!byline_rect_has(area, x, y)) {
    return NULL;
  }
  int row = (y - area.y + scroll_of(view)) / byline_view_px(view, ROW);
  for (size_t i = 0; i < list_of(view)->n; ++i) {
    const BylineHistoryEntry* const entry = &list_of(view)->entries[i];
    if (byline_history_is_known(entry) && row-- == 0) {
      return entry;
    }
  }
  return NULL;
}

const char* byline_list_artist_at(const BylineView* view, int x, int y)
{
  const BylineHistoryEntry* const entry = entry_at(view, x, y);
  return entry ? entry->artist : "";
}

/* ---- drawing */

static void draw_rows(const BylineView* view, cairo_t* cr)
{
  const BylineRect area = rows_area(view);
  const int height = byline_view_px(view, ROW);
  BylineRect row = {area.x, area.y - scroll_of(view), area.w, height};
  cairo_save(cr);
  cairo_rectangle(cr, area.x, area.y, area.w, area.h);
  cairo_clip(cr);
  for (size_t i = 0; i < list_of(view)->n && row.y < area.y + area.h; ++i) {
    if (!byline_history_is_known(&list_of(view)->entries[i])) {
      continue;
    }
    if (row.y + height > area.y) {
      byline_list_row_draw(view, cr, row, i);
    }
    row.y += height;
  }
  cairo_restore(cr);
}

static void draw_nobody(const BylineView* view, cairo_t* cr)
{
  BylineTextStyle style = byline_view_style(view, BYLINE_TYPE_NAME, false);
  style.align = BYLINE_ALIGN_CENTER;
  byline_text_draw(view->pen, cr, "Nobody has been named yet", &style,
                   rows_area(view), view->palette.dim);
}

static void draw_buttons(const BylineView* view, cairo_t* cr)
{
  for (int i = 0; i < count_buttons(view); ++i) {
    const BylineButton button = {buttons[i].label, BYLINE_TYPE_SMALL,
                                 view->list.button == i, view->palette.track};
    byline_panel_draw_button(view, cr, button_area(view, i), &button);
  }
}

static void draw_title(const BylineView* view, cairo_t* cr)
{
  char text[64];
  const int n = count_rows(view);
  const BylineTextStyle style =
      byline_view_style(view, BYLINE_TYPE_BODY, false);
  BylineRect line = byline_rect_top(
      inner_area(view), byline_view_px(view, BYLINE_PANEL_TITLE - 6));
  line = byline_panel_draw(view, cr, byline_panel_area(view, WIDTH, 0), line,
                           "Set list");
  line.x += byline_view_px(view, 10);
  line.w -= byline_view_px(view, 10);
  snprintf(text, sizeof(text), n == 1 ? "%d entry" : "%d entries", n);
  byline_text_draw(view->pen, cr, text, &style, line, view->palette.dim);
}

void byline_list_draw(BylineView* view, cairo_t* cr)
{
  draw_title(view, cr);
  if (count_rows(view) > 0) {
    draw_rows(view, cr);
  } else {
    draw_nobody(view, cr);
  }
  byline_panel_draw_scroll_bar(view, cr, rows_area(view), scroll_of(view),
                               most_scroll(view));
  draw_buttons(view, cr);
}

/* ---- using */

void byline_list_open(BylineView* view)
{
  view->list.open = true;
  view->list.behind = false;
  view->list.button = -1;
  view->dirty_ground = true;
}

static void close_list(BylineView* view)
{
  view->list.open = false;
  view->dirty_ground = true;
}

static void scroll_to(BylineView* view, int scroll)
{
  const int most = most_scroll(view);
  view->list.scroll = scroll < 0 ? 0 : scroll;
  view->list.behind = view->list.scroll < most;
  view->dirty_overlay = true;
}

/* A track list, as people paste it under a mix */
static void copy_all(BylineView* view)
{
  const BylineHistory* const list = list_of(view);
  const size_t room = 2 * BYLINE_TEXT_SIZE + 32;
  char* const text = calloc(list->n + 1, room);
  char* end = text;
  for (size_t i = 0; text && i < list->n; ++i) {
    const BylineHistoryEntry* const entry = &list->entries[i];
    char begin[16];
    if (!byline_history_is_known(entry)) {
      continue;
    }
    byline_view_format_time(begin, entry->begin);
    end += snprintf(end, room, "%s  %s%s%s\n", begin, entry->artist,
                    *entry->title ? " - " : "", entry->title);
  }
  if (end > text && view->events.copy) {
    view->events.copy(view->events.user, text);
    byline_view_say(view, "Set list copied");
  }
  free(text);
}

static void use_button(BylineView* view, int button)
{
  if (button == COPY_ALL) {
    copy_all(view);
  } else if (button > COPY_ALL) {
    byline_view_command(view, BYLINE_COMMAND_SAVE_HISTORY,
                        buttons[button].format);
  }
}

static void press(BylineView* view, const BylineInput* input)
{
  const int x = input->x, y = input->y;
  const BylineHistoryEntry* const entry = entry_at(view, x, y);
  const int button = button_at(view, x, y);
  if (input->button != 1) {
    return;
  }
  if (button >= 0) {
    use_button(view, button);
  } else if (entry) {
    byline_view_copy_entry(view, entry);
  } else if (byline_panel_dismissed(view, byline_panel_area(view, WIDTH, 0), x,
                                    y)) {
    close_list(view);
  }
}

static void point(BylineView* view, int button)
{
  view->dirty_overlay |= button != view->list.button;
  view->list.button = button;
}

/* Returns whether the key was of use. */
static bool press_key(BylineView* view, BylineKey key)
{
  const int n = count_buttons(view);
  const int row = byline_view_px(view, ROW);
  const int page = rows_area(view).h;
  const int scroll = scroll_of(view);
  const int button = view->list.button;
  switch (key) {
  case BYLINE_KEY_ESCAPE:
    close_list(view);
    break;
  case BYLINE_KEY_ENTER:
    use_button(view, button);
    break;
  case BYLINE_KEY_COPY:
    copy_all(view);
    break;
  case BYLINE_KEY_TAB:
  case BYLINE_KEY_RIGHT:
    point(view, (button + 1) % n);
    break;
  case BYLINE_KEY_BACK_TAB:
  case BYLINE_KEY_LEFT:
    point(view, (button < 1 ? n : button) - 1);
    break;
  case BYLINE_KEY_UP:
  case BYLINE_KEY_DOWN:
    scroll_to(view, scroll + (key == BYLINE_KEY_UP ? -row : row));
    break;
  case BYLINE_KEY_PAGE_UP:
  case BYLINE_KEY_PAGE_DOWN:
    scroll_to(view, scroll + (key == BYLINE_KEY_PAGE_UP ? -page : page));
    break;
  case BYLINE_KEY_HOME:
  case BYLINE_KEY_END:
    scroll_to(view, key == BYLINE_KEY_HOME ? 0 : most_scroll(view));
    break;
  default:
    return false;
  }
  return true;
}

bool byline_list_input(BylineView* view, const BylineInput* input)
{
  switch (input->kind) {
  case BYLINE_INPUT_MOVE:
    point(view, button_at(view, input->x, input->y));
    break;
  case BYLINE_INPUT_PRESS:
    press(view, input);
    break;
  case BYLINE_INPUT_WHEEL:
    scroll_to(view, scroll_of(view) -
                        (int)(3 * input->turns * byline_view_px(view, ROW)));
    break;
  case BYLINE_INPUT_KEY:
    return press_key(view, input->key);
  default:
    break;
  }
  return true;
}
