/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

/**
   @file document.h
   A paper of headings, text, tables and pictures, written as one HTML page or
   as PDF.

   What is added is copied, but for the pictures' data.  When memory runs out,
   adding does nothing more, and writing tells.
*/

#ifndef BYLINE_REPORT_DOCUMENT_H
#define BYLINE_REPORT_DOCUMENT_H

#include "byline/status.h"
#include "report/figure.h"

#include <stdbool.h>
#include <stddef.h>

/** What a block is. */
typedef enum {
  BYLINE_BLOCK_HEADING,   ///< A section's title
  BYLINE_BLOCK_PARAGRAPH, ///< Running text
  BYLINE_BLOCK_LITERAL,   ///< Lines as they are
  BYLINE_BLOCK_TABLE,     ///< Rows of cells, the first one names them
  BYLINE_BLOCK_FIGURE     ///< A picture
} BylineBlockKind;

/** A block. */
typedef struct {
  BylineBlockKind kind; ///< What it is
  char* text;           ///< Its text; of a figure, what it shows
  const char* name;     ///< Of a figure: for links and files; the caller's
  char** cells;         ///< Of a table, row by row
  size_t n_cells;       ///< How many there are
  size_t n_columns;     ///< Cells in a row
  BylineFigure figure;  ///< Of a figure
} BylineDocumentBlock;

/** A document. */
typedef struct {
  char* title;                 ///< Of all
  BylineDocumentBlock* blocks; ///< `n` of them
  size_t n;                    ///< How many
  bool has_failed;             ///< Memory has run out
} BylineDocument;

/** Begin; to be freed with byline_document_free(). */
void byline_document_init(BylineDocument* document, const char* title);

/** Free and clear. */
void byline_document_free(BylineDocument* document);

/** Begin a section. */
void byline_document_heading(BylineDocument* document, const char* text);

/** Add running text. */
void byline_document_paragraph(BylineDocument* document, const char* format,
                               ...) BYLINE_PRINTF(2, 3);

/** Add lines that stay as they are. */
void byline_document_literal(BylineDocument* document, const char* text);

/** Begin a table; its first cells are the columns' names. */
void byline_document_table(BylineDocument* document, size_t n_columns);

/** Add a cell to the table that was begun last. */
void byline_document_cell(BylineDocument* document, const char* format, ...)
    BYLINE_PRINTF(2, 3);

/** Whether a column of a table holds text rather than numbers. */
bool byline_document_block_is_text(const BylineDocumentBlock* block,
                                   size_t column);

/** Add a picture; its name and data must outlive the document. */
void byline_document_figure(BylineDocument* document, const char* name,
                            const BylineFigure* figure, const char* caption);

/**
   Write a page that needs no other file, no network and no script.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_document_write_html(const BylineDocument* document,
                                        const char* path);

/** Write PDF, A4. */
BylineStatus byline_document_write_pdf(const BylineDocument* document,
                                       const char* path);

/**
   Write each picture into a folder, as NAME.svg and NAME.png.

   @return BYLINE_OK, BYLINE_ERROR_IO or BYLINE_ERROR_MEMORY.
*/
BylineStatus byline_document_write_figures(const BylineDocument* document,
                                           const char* folder);

#endif // BYLINE_REPORT_DOCUMENT_H
