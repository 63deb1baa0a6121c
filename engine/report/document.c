/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/document.h"

#include "base/file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void byline_document_init(BylineDocument* document, const char* title)
{
  *document = (BylineDocument){.title = strdup(title)};
  document->has_failed = !document->title;
}

void byline_document_free(BylineDocument* document)
{
  for (size_t i = 0; i < document->n; ++i) {
    BylineDocumentBlock* const block = &document->blocks[i];
    for (size_t k = 0; k < block->n_cells; ++k) {
      free(block->cells[k]);
    }
    free(block->cells);
    free(block->text);
  }
  free(document->blocks);
  free(document->title);
  *document = (BylineDocument){.n = 0};
}

/* Add a block that takes `text` over; NULL when there is no memory. */
static BylineDocumentBlock* add(BylineDocument* d, BylineBlockKind kind,
                                char* text)
{
  BylineDocumentBlock* const blocks =
      d->has_failed || !text ? NULL
                             : realloc(d->blocks, (d->n + 1) * sizeof(*blocks));
  if (!blocks) {
    free(text);
    d->has_failed = true;
    return NULL;
  }
  d->blocks = blocks;
  blocks[d->n] = (BylineDocumentBlock){.kind = kind, .text = text};
  return &blocks[d->n++];
}

void byline_document_heading(BylineDocument* document, const char* text)
{
  add(document, BYLINE_BLOCK_HEADING, strdup(text));
}

static char* format_text(const char* format, va_list args)
{
  char* text = NULL;
  return vasprintf(&text, format, args) < 0 ? NULL : text;
}

void byline_document_paragraph(BylineDocument* document, const char* format,
                               ...)
{
  va_list args;
  va_start(args, format);
  add(document, BYLINE_BLOCK_PARAGRAPH, format_text(format, args));
  va_end(args);
}

void byline_document_literal(BylineDocument* document, const char* text)
{
  add(document, BYLINE_BLOCK_LITERAL, strdup(text));
}

void byline_document_table(BylineDocument* document, size_t n_columns)
{
  BylineDocumentBlock* const block =
      add(document, BYLINE_BLOCK_TABLE, strdup(""));
  if (block) {
    block->n_columns = n_columns;
  }
}

void byline_document_cell(BylineDocument* document, const char* format, ...)
{
  if (document->has_failed) {
    return;
  }
  BylineDocumentBlock* const block = &document->blocks[document->n - 1];
  va_list args;
  va_start(args, format);
  char* const text = format_text(format, args);
  va_end(args);
  char** const cells =
      text ? realloc(block->cells, (block->n_cells + 1) * sizeof(*cells))
           : NULL;
  if (!cells) {
    free(text);
    document->has_failed = true;
    return;
  }
  block->cells = cells;
  cells[block->n_cells++] = text;
}

bool byline_document_block_is_text(const BylineDocumentBlock* block,
                                   size_t column)
{
  bool is_text = false;
  for (size_t i = block->n_columns + column; i < block->n_cells && !is_text;
       i += block->n_columns) {
    const char* const cell = block->cells[i];
    const char first = cell[strspn(cell, " ")];
    is_text = first && !strchr("0123456789+-", first);
  }
  return is_text;
}

void byline_document_figure(BylineDocument* document, const char* name,
                            const BylineFigure* figure, const char* caption)
{
  BylineDocumentBlock* const block =
      add(document, BYLINE_BLOCK_FIGURE, strdup(caption));
  if (block) {
    block->name = name;
    block->figure = *figure;
  }
}

/* Write a figure into a folder, as a file of a type. */
static BylineStatus write_figure(const BylineDocumentBlock* block,
                                 const char* folder, const char* type)
{
  char name[64];
  snprintf(name, sizeof(name), "%s.%s", block->name, type);
  char* const path = byline_path_join(folder, name);
  const BylineStatus status =
      path ? byline_figure_write(&block->figure, path) : byline_no_memory(NULL);
  free(path);
  return status;
}

BylineStatus byline_document_write_figures(const BylineDocument* document,
                                           const char* folder)
{
  BylineStatus status = byline_folder_make(folder);
  for (size_t i = 0; i < document->n && status == BYLINE_OK; ++i) {
    const BylineDocumentBlock* const block = &document->blocks[i];
    if (block->kind == BYLINE_BLOCK_FIGURE) {
      status = write_figure(block, folder, "svg");
      status =
          status == BYLINE_OK ? write_figure(block, folder, "png") : status;
    }
  }
  return status;
}
