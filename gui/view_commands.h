/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file view_commands.h
   What a part asks of the owner of the view.
*/

#ifndef BYLINE_GUI_VIEW_COMMANDS_H
#define BYLINE_GUI_VIEW_COMMANDS_H

#include "view_state.h"

/** Ask the owner to do something. */
void byline_view_command(const BylineView* view, BylineCommand command,
                         double value);

/** Ask the owner to copy text, and say so. */
void byline_view_copy(BylineView* view, const char* text);

/** Ask the owner to copy that. */
void byline_view_copy_entry(BylineView* view, const BylineHistoryEntry* entry);

#endif // BYLINE_GUI_VIEW_COMMANDS_H
