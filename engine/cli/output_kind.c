/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/output_kind.h"

#include "byline/history.h"
#include "dataset/table.h"
#include "models/model_info.h"
#include "nn/safetensors.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* The beginning of a file */
typedef struct {
  const char* path;
  char text[8192]; ///< Ends with a zero
  size_t size;
} Head;

typedef bool (*Recogniser)(const Head* head);

static bool begins(const Head* head, const char* text)
{
  return !strncmp(head->text, text, strlen(text));
}

static bool ends_with(const char* text, const char* end)
{
  const size_t n_text = strlen(text);
  const size_t n_end = strlen(end);
  return n_text > n_end && !strcasecmp(text + n_text - n_end, end);
}

/* ---- files */

/* Whether a file is a table with two columns of these names */
static bool has_columns(const char* path, const char* first, const char* second)
{
  BylineTable table;
  if (byline_table_read(path, &table) != BYLINE_OK) {
    return false;
  }
  const bool found = byline_table_column(&table, first) != BYLINE_NO_COLUMN &&
                     byline_table_column(&table, second) != BYLINE_NO_COLUMN;
  byline_table_free(&table);
  return found;
}

/* Whether the first line has two words: tables that are damaged, or in an
   encoding that is told apart, are tables all the same. */
static bool begins_with_words(const Head* head, const char* first,
                              const char* second)
{
  const int length = (int)strcspn(head->text, "\r\n");
  char line[1024];
  snprintf(line, sizeof(line), "%.*s", length, head->text);
  return strcasestr(line, first) && strcasestr(line, second);
}

static bool is_library(const Head* head)
{
  return has_columns(head->path, "path", "artist") ||
         begins_with_words(head, "path", "artist");
}

/* They are made once; then people change them. */
static bool is_nothing(const Head* head)
{
  return head->size == 0;
}

/* A column for each row */
static bool is_confusion(const Head* head)
{
  BylineTable table;
  if (byline_table_read(head->path, &table) != BYLINE_OK) {
    return false;
  }
  const bool square = table.n_rows == table.n_columns &&
                      byline_table_column(&table, "artist") == 0;
  byline_table_free(&table);
  return square;
}

static bool is_points(const Head* head)
{
  return begins(head, "x,y,artist,file,seconds");
}

/* PDF files of Cairo's: near the end they say so. */
static bool is_pdf(const Head* head)
{
  char tail[4097] = "";
  FILE* const file = fopen(head->path, "rb");
  if (!file) {
    return false;
  }
  const long back =
      head->size < sizeof(head->text) - 1 ? (long)head->size : 4096;
  size_t n = 0;
  if (fseek(file, -back, SEEK_END) == 0) {
    n = fread(tail, 1, sizeof(tail) - 1, file);
  }
  fclose(file);
  return begins(head, "%PDF-") && memmem(tail, n, "cairo", strlen("cairo"));
}

/* PNG files of Cairo's have a background behind their header; SVG files of
   Cairo's are measured in points.  Photographs and screenshots are not so. */
static bool is_picture(const Head* head)
{
  static const size_t after_header = 8 + 25 + 4;
  if (ends_with(head->path, ".pdf")) {
    return is_pdf(head);
  }
  if (ends_with(head->path, ".svg")) {
    return strstr(head->text, "<svg xmlns=") && strstr(head->text, "pt\"");
  }
  return begins(head, "\x89PNG\r\n") && head->size > after_header + 4 &&
         !memcmp(head->text + after_header, "bKGD", 4);
}

/* What Byline's own pages begin with */
static bool is_page(const Head* head)
{
  return begins(
      head, "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">");
}

static bool is_curves(const Head* head)
{
  return begins(head, "{") && strstr(head->text, "\"recordings_learnt\"");
}

static bool is_labels(const Head* head)
{
  double begin = 0;
  double end = 0;
  int n = 0;
  return sscanf(head->text, "%lf\t%lf%n", &begin, &end, &n) == 2 &&
         head->text[n] == '\t';
}

static bool is_history(const Head* head)
{
  BylineHistoryFormat format = BYLINE_HISTORY_TEXT;
  unsigned long hours = 0;
  unsigned minutes = 0;
  unsigned seconds = 0;
  if (byline_history_format(head->path, &format) != BYLINE_OK) {
    return false;
  }
  switch (format) {
  case BYLINE_HISTORY_LABELS:
    return is_labels(head);
  case BYLINE_HISTORY_CSV:
    return begins(head, "begin,end,artist");
  case BYLINE_HISTORY_JSON:
    return begins(head, "[") &&
           (head->text[strspn(head->text, "[ \n")] == ']' ||
            strstr(head->text, "\"begin\""));
  case BYLINE_HISTORY_CUE:
    return begins(head, "REM COMMENT \"Byline\"");
  case BYLINE_HISTORY_M3U8:
    return begins(head, "#EXTM3U\n#PLAYLIST:Byline\n");
  case BYLINE_HISTORY_ROYALTIES:
    return begins(head, "Start\tDuration\tArtist\tTitle\t");
  default:
    return sscanf(head->text, "%lu:%2u:%2u  ", &hours, &minutes, &seconds) == 3;
  }
}

/* WAV files of floats with the chunks that byline_sound_write() gives them:
   other programs have others. */
static bool is_sound(const Head* head)
{
  const char* const text = head->text;
  return head->size >= 58 && begins(head, "RIFF") &&
         !memcmp(text + 8, "WAVEfmt \x12\0\0\0\3\0\2\0", 16) &&
         !memcmp(text + 38, "fact\4\0\0\0", 8) && !memcmp(text + 50, "data", 4);
}

static bool is_model(const Head* head)
{
  BylineSafetensors file;
  if (byline_safetensors_open(head->path, &file) != BYLINE_OK) {
    return false;
  }
  const bool is = byline_safetensors_metadata(&file, BYLINE_KEY_FORMAT) != NULL;
  byline_safetensors_close(&file);
  return is;
}

/* ---- folders: by what Byline leaves in them */

static const char* const dataset_parts[] = {"tracks.tsv", "front_end.json",
                                            "split.json", "features", NULL};
static const char* const run_parts[] = {"checkpoint",
                                        "metrics.jsonl",
                                        "model.safetensors",
                                        "network.safetensors",
                                        "statistics.safetensors",
                                        "lr.*",
                                        "grid.*",
                                        "rung*",
                                        "seed*-fold*",
                                        NULL};
static const char* const learnt_parts[] = {"folders.tsv*", NULL};

/* ---- all */

typedef struct {
  const char* name;
  Recogniser is; ///< NULL for a folder
  const char* const*
      parts; ///< Of a folder: one of them tells; NULL: any will do
} Kind;

static const Kind kinds[] = {
    [BYLINE_OUTPUT_LIBRARY] = {"a library", is_library, NULL},
    [BYLINE_OUTPUT_RENAMINGS] = {"empty", is_nothing, NULL},
    [BYLINE_OUTPUT_CONFUSION] = {"a confusion matrix", is_confusion, NULL},
    [BYLINE_OUTPUT_POINTS] = {"a map's points", is_points, NULL},
    [BYLINE_OUTPUT_PICTURE] = {"a picture of Byline's", is_picture, NULL},
    [BYLINE_OUTPUT_PAGE] = {"a page of Byline's", is_page, NULL},
    [BYLINE_OUTPUT_PDF] = {"a PDF file of Byline's", is_pdf, NULL},
    [BYLINE_OUTPUT_CURVES] = {"robustness figures", is_curves, NULL},
    [BYLINE_OUTPUT_LABELS] = {"Audacity labels", is_labels, NULL},
    [BYLINE_OUTPUT_HISTORY] = {"a history", is_history, NULL},
    [BYLINE_OUTPUT_SOUND] = {"a WAV file of Byline's", is_sound, NULL},
    [BYLINE_OUTPUT_MODEL] = {"a model of Byline", is_model, NULL},
    [BYLINE_OUTPUT_DATASET] = {"a dataset", NULL, dataset_parts},
    [BYLINE_OUTPUT_RUN] = {"a training's folder", NULL, run_parts},
    [BYLINE_OUTPUT_FIGURES] = {"a folder", NULL, NULL},
    [BYLINE_OUTPUT_LEARNT] = {"one of 'byline learn'", NULL, learnt_parts},
};

bool byline_output_is_folder(BylineOutputKind kind)
{
  return !kinds[kind].is;
}

const char* byline_output_kind_name(BylineOutputKind kind)
{
  return kinds[kind].name;
}

static bool read_head(const char* path, Head* head)
{
  FILE* const file = fopen(path, "rb");
  *head = (Head){.path = path};
  if (!file) {
    return false;
  }
  head->size = fread(head->text, 1, sizeof(head->text) - 1, file);
  const bool good = !ferror(file);
  fclose(file);
  return good;
}

static bool is_part(const char* name, const char* const* parts)
{
  for (size_t i = 0; parts[i]; ++i) {
    if (fnmatch(parts[i], name, 0) == 0) {
      return true;
    }
  }
  return false;
}

/* Empty but for what file managers hide in it, or with one of the parts */
static bool folder_fits(const char* path, const char* const* parts)
{
  DIR* const folder = opendir(path);
  if (!folder) {
    return false;
  }
  bool empty = true;
  bool known = false;
  for (const struct dirent* entry; (entry = readdir(folder));) {
    empty = empty && entry->d_name[0] == '.';
    known = known || is_part(entry->d_name, parts);
  }
  closedir(folder);
  return empty || known;
}

bool byline_output_kind_fits(BylineOutputKind kind, const char* path)
{
  const Kind* const k = &kinds[kind];
  if (!k->is) {
    return !k->parts || folder_fits(path, k->parts);
  }
  Head head;
  return read_head(path, &head) && (head.size == 0 || k->is(&head));
}
