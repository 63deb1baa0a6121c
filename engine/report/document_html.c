/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "base/utf8.h"
#include "report/document.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As wide as pictures can be: the body's width less its padding, in pixels */
#define PAGE_WIDTH 888.0

static const char style[] =
    ":root{color-scheme:light}"
    "body{font:16px/1.5 system-ui,sans-serif;color:#222;background:#fff;"
    "max-width:58rem;margin:2.5rem auto;padding:0 1.25rem}"
    "h1{font-size:1.9rem;line-height:1.2;margin:0 0 1rem}"
    "h2{font-size:1.25rem;margin:2.75rem 0 .6rem;padding-bottom:.25rem;"
    "border-bottom:2px solid #0072b2}"
    "p{max-width:44rem;margin:.6rem 0}"
    "nav{margin:0 0 1.5rem;font-size:.9rem}nav a{margin-right:1rem}"
    "a{color:#0072b2}"
    "table{border-collapse:collapse;margin:1rem 0;font-size:.9rem;"
    "font-variant-numeric:tabular-nums}"
    "th,td{padding:.25rem .8rem;text-align:right;"
    "border-bottom:1px solid #e3e3e3}"
    "th{border-bottom:1px solid #888;vertical-align:bottom}"
    "th:first-child,td:first-child{text-align:left;padding-left:0}"
    "td.text,th.text{text-align:left}"
    "td.text{overflow-wrap:anywhere}"
    "pre{background:#f5f5f7;padding:.8rem 1rem;overflow-x:auto;"
    "font-size:.8rem;line-height:1.45;columns:2 22rem}"
    "figure{margin:1.25rem 0}"
    "figure svg{max-width:100%;height:auto;display:block}"
    "figcaption{font-size:.85rem;color:#555;max-width:44rem}"
    "@media print{body{margin:0;max-width:none}nav{display:none}"
    "figure,tr{break-inside:avoid}h2{break-after:avoid}}";

static void put_text(FILE* stream, const char* text)
{
  char* const shown = byline_utf8_show(text);
  for (const char* s = shown; s && *s; ++s) {
    switch (*s) {
    case '&':
      fputs("&amp;", stream);
      break;
    case '<':
      fputs("&lt;", stream);
      break;
    case '>':
      fputs("&gt;", stream);
      break;
    default:
      fputc(*s, stream);
    }
  }
  free(shown);
}

static void put_element(FILE* stream, const char* name, const char* text)
{
  fprintf(stream, "<%s>", name);
  put_text(stream, text);
  fprintf(stream, "</%s>\n", name);
}

/* Lines stay lines */
static void put_literal(FILE* stream, const char* text)
{
  char* const copy = strdup(text);
  char* rest = NULL;
  fputs("<pre>", stream);
  for (char* line = copy ? strtok_r(copy, "\n", &rest) : NULL; line;
       line = strtok_r(NULL, "\n", &rest)) {
    put_text(stream, line);
    fputc('\n', stream);
  }
  fputs("</pre>\n", stream);
  free(copy);
}

static void put_table(FILE* stream, const BylineDocumentBlock* block)
{
  fputs("<table>\n", stream);
  for (size_t i = 0; i < block->n_cells; ++i) {
    const size_t column = i % block->n_columns;
    const char* const tag = i < block->n_columns ? "th" : "td";
    fprintf(stream, "%s<%s%s>", column == 0 ? "<tr>" : "", tag,
            byline_document_block_is_text(block, column) ? " class=\"text\""
                                                         : "");
    put_text(stream, block->cells[i]);
    fprintf(stream, "</%s>%s", tag,
            column + 1 == block->n_columns ? "</tr>\n" : "");
  }
  fputs("</table>\n", stream);
}

static BylineStatus put_figure(FILE* stream, const BylineDocumentBlock* block)
{
  char prefix[64];
  snprintf(prefix, sizeof(prefix), "%s-", block->name);
  char* svg = NULL;
  BYLINE_TRY(
      byline_figure_svg(&block->figure, prefix, block->text, PAGE_WIDTH, &svg));
  fprintf(stream, "<figure id=\"%s\">%s<figcaption>", block->name, svg);
  put_text(stream, block->text);
  fputs("</figcaption></figure>\n", stream);
  free(svg);
  return BYLINE_OK;
}

/* A section's title, to be found by a link. */
static void put_heading(FILE* stream, const BylineDocumentBlock* block,
                        size_t index)
{
  fprintf(stream, "<h2 id=\"s%zu\">", index);
  put_text(stream, block->text);
  fputs("</h2>\n", stream);
}

static BylineStatus put_block(FILE* stream, const BylineDocumentBlock* block,
                              size_t index)
{
  switch (block->kind) {
  case BYLINE_BLOCK_HEADING:
    put_heading(stream, block, index);
    break;
  case BYLINE_BLOCK_PARAGRAPH:
    put_element(stream, "p", block->text);
    break;
  case BYLINE_BLOCK_LITERAL:
    put_literal(stream, block->text);
    break;
  case BYLINE_BLOCK_TABLE:
    put_table(stream, block);
    break;
  case BYLINE_BLOCK_FIGURE:
    return put_figure(stream, block);
  }
  return BYLINE_OK;
}

static void put_contents(FILE* stream, const BylineDocument* document)
{
  fputs("<nav>", stream);
  for (size_t i = 0; i < document->n; ++i) {
    if (document->blocks[i].kind == BYLINE_BLOCK_HEADING) {
      fprintf(stream, "<a href=\"#s%zu\">", i);
      put_text(stream, document->blocks[i].text);
      fputs("</a> ", stream);
    }
  }
  fputs("</nav>\n", stream);
}

BylineStatus byline_document_write_html(const BylineDocument* document,
                                        const char* path)
{
  if (document->has_failed) {
    return byline_no_memory(path);
  }
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  BylineStatus status = BYLINE_OK;
  FILE* const stream = output.stream;
  fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n",
        stream);
  put_element(stream, "title", document->title);
  put_element(stream, "style", style);
  put_element(stream, "h1", document->title);
  put_contents(stream, document);
  for (size_t i = 0; i < document->n && status == BYLINE_OK; ++i) {
    status = put_block(stream, &document->blocks[i], i);
  }
  fputs("</html>\n", stream);
  return byline_output_end(&output, status);
}
