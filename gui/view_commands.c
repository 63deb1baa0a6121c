/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_commands.h"
#include "view_paint.h"
#include "view_tip.h"

#include <stdio.h>

/* Seconds for which news is shown */
static const double news_time = 1.5;

void byline_view_command(const BylineView* view, BylineCommand command,
                         double value)
{
  if (view->events.command && view->offered & 1u << command) {
    view->events.command(view->events.user, command, value);
  }
}

void byline_view_copy(BylineView* view, const char* text)
{
  char news[2 * BYLINE_TEXT_SIZE + 16];
  if (!*text || !view->events.copy) {
    return;
  }
  view->events.copy(view->events.user, text);
  snprintf(news, sizeof(news), "Copied: %s", text);
  byline_tip_show(view, news, view->pointer_x, view->pointer_y, 0, news_time);
}

void byline_view_copy_entry(BylineView* view, const BylineHistoryEntry* entry)
{
  char text[2 * BYLINE_TEXT_SIZE];
  byline_view_name_entry(entry, text);
  byline_view_copy(view, text);
}
