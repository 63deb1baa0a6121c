/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "report/figure.h"

#include "base/file.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Pixels of a PNG for each of the figure's */
#define PNG_SCALE 2.0

typedef enum { PNG, SVG, PDF } Kind;

static Kind kind_of(const char* path)
{
  const size_t n = strlen(path);
  const char* const ending = n >= 4 ? path + n - 4 : "";
  if (!strcmp(ending, ".svg")) {
    return SVG;
  }
  return !strcmp(ending, ".pdf") ? PDF : PNG;
}

static cairo_status_t put(void* user, const unsigned char* data,
                          unsigned int size)
{
  return fwrite(data, 1, size, user) == size ? CAIRO_STATUS_SUCCESS
                                             : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t* surface_new(Kind kind, const BylineFigure* figure,
                                    FILE* stream)
{
  const double width = ceil(figure->width);
  const double height = ceil(figure->height);
  if (kind == SVG) {
    return cairo_svg_surface_create_for_stream(put, stream, width, height);
  }
  if (kind == PDF) {
    return cairo_pdf_surface_create_for_stream(put, stream, width, height);
  }
  return cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, (int)(PNG_SCALE * width), (int)(PNG_SCALE * height));
}

static cairo_status_t render(const BylineFigure* figure, Kind kind,
                             FILE* stream)
{
  cairo_surface_t* const surface = surface_new(kind, figure, stream);
  cairo_t* const cr = cairo_create(surface);
  if (kind == PNG) {
    cairo_scale(cr, PNG_SCALE, PNG_SCALE);
  }
  cairo_set_source_rgb(cr, 1, 1, 1);
  cairo_paint(cr);
  figure->draw(cr, figure->data);
  cairo_status_t status = cairo_status(cr);
  cairo_destroy(cr);
  if (status == CAIRO_STATUS_SUCCESS && kind == PNG) {
    status = cairo_surface_write_to_png_stream(surface, put, stream);
  }
  cairo_surface_finish(surface);
  if (status == CAIRO_STATUS_SUCCESS) {
    status = cairo_surface_status(surface);
  }
  cairo_surface_destroy(surface);
  return status;
}

BylineStatus byline_figure_write(const BylineFigure* figure, const char* path)
{
  BylineOutput output;
  BYLINE_TRY(byline_output_open(path, &output));
  const cairo_status_t drawn = render(figure, kind_of(path), output.stream);
  return byline_output_end(
      &output, drawn == CAIRO_STATUS_SUCCESS
                   ? BYLINE_OK
                   : byline_error(BYLINE_ERROR_IO, "%s: cannot draw: %s", path,
                                  cairo_status_to_string(drawn)));
}

BylineStatus byline_figure_write_both(const BylineFigure* figure,
                                      const char* folder, const char* name)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/%s.png", folder, name);
  BYLINE_TRY(byline_figure_write(figure, path));
  snprintf(path, sizeof(path), "%s/%s.svg", folder, name);
  return byline_figure_write(figure, path);
}

/* ---- within a page */

/* What stands before a name in an SVG file of Cairo's */
static const char* const marks[] = {" id=\"", "href=\"#", "url(#"};

static size_t mark_length(const char* text)
{
  for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); ++i) {
    const size_t n = strlen(marks[i]);
    if (!strncmp(text, marks[i], n)) {
      return n;
    }
  }
  return 0;
}

/* Write an SVG element with a prefix before each name. */
static void put_prefixed(FILE* stream, const char* svg, const char* prefix)
{
  for (const char* c = svg; *c;) {
    const size_t n = mark_length(c);
    if (n > 0) {
      fprintf(stream, "%.*s%s", (int)n, c, prefix);
      c += n;
    } else {
      fputc(*c++, stream);
    }
  }
}

/* Write text as the value of an attribute. */
static void put_attribute(FILE* stream, const char* text)
{
  for (; *text; ++text) {
    if (*text == '"' || *text == '&' || *text == '<') {
      fprintf(stream, "&#%d;", *text);
    } else {
      fputc(*text, stream);
    }
  }
}

/* Write the beginning of a figure's element, with sizes of its own: Cairo's are
   in points, and old browsers keep the height of a picture that they make
   narrower. */
static void put_opening(FILE* stream, const BylineFigure* figure,
                        const char* label, double max_width)
{
  const double scale = fmin(1, max_width / figure->width);
  fputs("<svg role=\"img\" aria-label=\"", stream);
  put_attribute(stream, label);
  fprintf(stream, "\" width=\"%.0f\" height=\"%.0f\" ", scale * figure->width,
          scale * figure->height);
}

BylineStatus byline_figure_svg(const BylineFigure* figure, const char* prefix,
                               const char* label, double max_width, char** text)
{
  *text = NULL;
  char* file = NULL;
  size_t file_size = 0;
  size_t size = 0;
  FILE* const drawing = open_memstream(&file, &file_size);
  const bool is_drawn =
      drawing && render(figure, SVG, drawing) == CAIRO_STATUS_SUCCESS;
  const bool is_whole = drawing && fclose(drawing) == 0 && is_drawn;
  const char* const inside = is_whole ? strstr(file, "viewBox=") : NULL;
  FILE* const stream = inside ? open_memstream(text, &size) : NULL;
  if (stream) {
    put_opening(stream, figure, label, max_width);
    put_prefixed(stream, inside, prefix);
    if (fclose(stream) != 0) {
      free(*text);
      *text = NULL;
    }
  }
  free(file);
  return *text ? BYLINE_OK : byline_no_memory("a picture");
}
