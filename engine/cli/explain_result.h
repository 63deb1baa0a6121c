/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file explain_result.h
   What `byline explain` tells.
*/

#ifndef BYLINE_CLI_EXPLAIN_RESULT_H
#define BYLINE_CLI_EXPLAIN_RESULT_H

#include "byline/explain.h"
#include "cli/clip_reader.h"

/** What was found out. */
typedef struct {
  BylineClipColumns clip;  ///< What was heard
  BylineEvidence evidence; ///< What in it speaks for whom
  const char* name;        ///< Of that artist
} BylineExplainResult;

/** Print it for people.
    @param path The recording. */
void byline_explain_result_print(const BylineExplainResult* finding,
                                 const BylineFrontEnd* fe, const char* path);

/** Print all of it as JSON; returns BYLINE_OK, or BYLINE_ERROR_MEMORY. */
BylineStatus byline_explain_result_json(const BylineExplainResult* finding,
                                        const BylineFrontEnd* fe,
                                        const char* path,
                                        const char* model_path);

/** Draw it; returns as byline_figure_write(). */
BylineStatus byline_explain_result_draw(const BylineExplainResult* finding,
                                        const BylineFrontEnd* fe,
                                        const char* path, const char* output);

#endif // BYLINE_CLI_EXPLAIN_RESULT_H
