/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "diary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Take over what is wrong, "" for nothing; whether that is news */
static bool say(BylineDiary* diary, const char* trouble)
{
  const bool news = strcmp(diary->trouble, trouble) != 0;
  snprintf(diary->trouble, sizeof(diary->trouble), "%s", trouble);
  return news;
}

/* What went wrong in asking for a file; what the writer does is told later */
static bool asked(BylineDiary* diary, BylineStatus status)
{
  return status != BYLINE_OK && say(diary, byline_error_message());
}

BylineStatus byline_diary_init(BylineDiary* diary)
{
  *diary = (BylineDiary){0};
  return byline_writer_new(&diary->writer);
}

bool byline_diary_tell(BylineDiary* diary, const char* name)
{
  return diary->told &&
         asked(diary,
               byline_writer_tell(diary->writer, diary->told, name, false));
}

static bool is_text_file(const char* path)
{
  const size_t n = strlen(path);
  return n > 4 && !strcasecmp(path + n - 4, ".txt");
}

static BylineStatus choose(BylineDiary* diary, const char* path,
                           const char* name, bool replace)
{
  if (path[0] && !is_text_file(path)) {
    return byline_error(BYLINE_ERROR_USAGE,
                        "%s: the name of this file must end with .txt", path);
  }
  char* const copy = path[0] ? strdup(path) : NULL;
  if (path[0] && !copy) {
    return byline_error(BYLINE_ERROR_MEMORY, "%s: out of memory", path);
  }
  BylineStatus status = BYLINE_OK;
  if (diary->told && strcmp(diary->told, path) != 0) {
    status = byline_writer_let_go(diary->writer, diary->told);
  }
  free(diary->told);
  diary->told = copy;
  return copy && status == BYLINE_OK
             ? byline_writer_tell(diary->writer, copy, name, replace)
             : status;
}

bool byline_diary_choose(BylineDiary* diary, const char* path, const char* name,
                         bool replace)
{
  const BylineStatus status = choose(diary, path, name, replace);
  return status == BYLINE_OK ? !path[0] && say(diary, "")
                             : asked(diary, status);
}

bool byline_diary_export(BylineDiary* diary, const char* path, double now,
                         bool replace)
{
  return asked(diary, byline_writer_export(diary->writer, path, &diary->history,
                                           now, replace));
}

bool byline_diary_collect(BylineDiary* diary, bool* exported)
{
  const BylineWritten written = byline_writer_results(diary->writer);
  *exported = written.export_done;
  if (written.export_done) {
    free(diary->exported);
    diary->exported = written.exported;
  }
  return written.any && say(diary, written.trouble);
}

void byline_diary_clear(BylineDiary* diary)
{
  if (diary->told) {
    (void)byline_writer_let_go(diary->writer, diary->told);
  }
  byline_writer_free(diary->writer);
  byline_announcements_clear(&diary->history);
  free(diary->exported);
  free(diary->told);
  *diary = (BylineDiary){0};
}
