/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file chooser.h
   Lets a user choose a file, or write a line, in a dialog of the desktop's own.

   The dialog is another program (zenity, kdialog, qarma or yad, whichever is
   there): no toolkit comes into the host's process, and nothing waits for it.
*/

#ifndef BYLINE_GUI_CHOOSER_H
#define BYLINE_GUI_CHOOSER_H

#include <stdbool.h>
#include <stddef.h>

/** A dialog that is open. */
typedef struct BylineChooser BylineChooser;

/**
   Open a dialog.

   @param title What is to be chosen.
   @param suggestion Path to begin with, or NULL.
   @param save For a file that will be written, else for one that exists.
   @return NULL when there is no such program.
*/
BylineChooser* byline_chooser_open(const char* title, const char* suggestion,
                                   bool save);

/**
   Open a dialog for a line of text.

   @param title What is to be told.
   @param suggestion Text to begin with, or "".
   @param choices `n` others to choose from, where the dialog can offer them.
   @return NULL when there is no such program.
*/
BylineChooser* byline_chooser_ask(const char* title, const char* suggestion,
                                  const char* const* choices, size_t n);

/**
   Whether the dialog is closed by now.  Never waits.

   @param[out] path What was chosen or written, "" for nothing; the chooser's
   own.
*/
bool byline_chooser_done(BylineChooser* chooser, const char** path);

/** Forget a dialog; one that is still open is closed.  NULL is fine. */
void byline_chooser_free(BylineChooser* chooser);

#endif // BYLINE_GUI_CHOOSER_H
