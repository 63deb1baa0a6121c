/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file output_kind.h
   Telling by its content what a file or folder is.
*/

#ifndef BYLINE_CLI_OUTPUT_KIND_H
#define BYLINE_CLI_OUTPUT_KIND_H

#include "cli/outputs.h"

#include <stdbool.h>

/** Whether something is a folder rather than a file. */
bool byline_output_is_folder(BylineOutputKind kind);

/** What people call it, with its article: "a library". */
const char* byline_output_kind_name(BylineOutputKind kind);

/** Whether what is at `path` may be written over as one of that kind: it is of
    that kind, or empty. */
bool byline_output_kind_fits(BylineOutputKind kind, const char* path);

#endif // BYLINE_CLI_OUTPUT_KIND_H
