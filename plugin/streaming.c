/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "streaming.h"

#include "announce/template.h"
#include "base/file.h"
#include "own_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What a variable of the environment holds, NULL for nothing */
static const char* asked(const char* name)
{
  const char* const value = getenv(name);
  return value && value[0] ? value : NULL;
}

/* A file in the user's own folder of this session, to be freed; NULL where
   there is no such folder */
static char* usual_file(void)
{
  const char* const run = asked("XDG_RUNTIME_DIR");
  char* const folder =
      run && run[0] == '/' ? byline_path_join(run, "byline") : NULL;
  if (folder) {
    (void)mkdir(folder, 0700);
  }
  struct stat info;
  char* const file = folder && stat(folder, &info) == 0 && S_ISDIR(info.st_mode)
                         ? byline_path_join(folder, "now-playing.txt")
                         : NULL;
  free(folder);
  return file;
}

/* Log what is wrong with the value of a variable */
static void complain(const char* variable, BylineStatus status,
                     void (*log)(void* user, bool error, const char* line),
                     void* user)
{
  if (status != BYLINE_OK && log) {
    char line[512];
    snprintf(line, sizeof(line), "%s: %s", variable, byline_error_message());
    log(user, true, line);
  }
}

void byline_streaming_init(BylineStreaming* streaming, bool always,
                           void (*log)(void* user, bool error,
                                       const char* line),
                           void* user)
{
  const char* const file = asked(BYLINE_NOW_PLAYING_VARIABLE);
  const char* const template = asked(BYLINE_TEMPLATE_VARIABLE);
  const char* const osc = asked(BYLINE_OSC_VARIABLE);
  *streaming = (BylineStreaming){.file = NULL};
  if (template) {
    streaming->template = strdup(template);
    complain(BYLINE_TEMPLATE_VARIABLE, byline_template_check(template), log,
             user);
  }
  if (osc) {
    complain(BYLINE_OSC_VARIABLE, byline_osc_open(osc, &streaming->osc), log,
             user);
  }
  const BylineStatus named =
      file ? byline_own_file_check_name(file) : BYLINE_OK;
  complain(BYLINE_NOW_PLAYING_VARIABLE, named, log, user);
  if (file && named == BYLINE_OK) {
    streaming->file = strdup(file);
  } else if (!file && always) {
    streaming->file = usual_file();
  }
}

char* byline_streaming_text(const BylineStreaming* streaming,
                            const BylineHistoryEntry* entry)
{
  return byline_template_fill(
      streaming->template ? streaming->template : BYLINE_TEMPLATE, entry);
}

BylineStatus byline_streaming_send(BylineStreaming* streaming,
                                   const BylineHistoryEntry* entry)
{
  streaming->told = byline_history_is_known(entry);
  return streaming->osc ? byline_osc_tell(streaming->osc, entry) : BYLINE_OK;
}

void byline_streaming_clear(BylineStreaming* streaming)
{
  const BylineHistoryEntry nobody = {.artist = NULL};
  if (streaming->told) {
    (void)byline_streaming_send(streaming, &nobody);
  }
  byline_osc_free(streaming->osc);
  free(streaming->file);
  free(streaming->template);
  *streaming = (BylineStreaming){.file = NULL};
}
