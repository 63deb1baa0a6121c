/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "view_text.h"

#include <pango/pangocairo.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct BylinePen {
  PangoFontMap* fonts;        ///< Our own: the host may change the default one
  PangoContext* context;      ///< Settings shared by all layouts
  PangoLayout* layout;        ///< Used for every text
  PangoFontDescription* font; ///< Its font, size and weight change
};

BylinePen* byline_pen_new(void)
{
  BylinePen* pen = calloc(1, sizeof(*pen));
  if (!pen) {
    return NULL;
  }
  pen->fonts = pango_cairo_font_map_new();
  pen->context = pango_font_map_create_context(pen->fonts);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(pen->context, options);
  cairo_font_options_destroy(options);
  pen->layout = pango_layout_new(pen->context);
  pen->font = pango_font_description_from_string("Sans");

  /* Figures all of one width, so that numbers do not jump */
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"));
  pango_layout_set_attributes(pen->layout, attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_wrap(pen->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_single_paragraph_mode(pen->layout, TRUE);
  return pen;
}

void byline_pen_free(BylinePen* pen)
{
  if (!pen) {
    return;
  }
  pango_font_description_free(pen->font);
  g_object_unref(pen->layout);
  g_object_unref(pen->context);
  g_object_unref(pen->fonts);
  free(pen);
}

/* Append a character and return how many bytes it took, 0 when none is left
   for it beside the ellipsis that may follow */
static size_t append(char* end, size_t room, gunichar character)
{
  char bytes[6];
  const size_t n = (size_t)g_unichar_to_utf8(character, bytes);
  if (n >= room) {
    return 0;
  }
  memcpy(end, bytes, n);
  return n;
}

bool byline_text_copy(char copy[BYLINE_TEXT_SIZE], const char* text)
{
  static const gunichar replacement = 0xfffd, ellipsis = 0x2026;
  const size_t reserve = 4;
  char clean[BYLINE_TEXT_SIZE];
  size_t length = 0;
  for (const char* c = text ? text : ""; *c;) {
    gunichar character = g_utf8_get_char_validated(c, -1);
    const bool valid = character < 0x110000;
    c = valid ? g_utf8_next_char(c) : c + 1;
    if (!valid) {
      character = replacement;
    } else if (g_unichar_iscntrl(character)) {
      character = ' ';
    }
    const size_t n =
        append(clean + length, sizeof(clean) - reserve - length, character);
    if (!n) {
      length += append(clean + length, sizeof(clean) - length, ellipsis);
      break;
    }
    length += n;
  }
  clean[length] = '\0';
  if (!strcmp(clean, copy)) {
    return false;
  }
  memcpy(copy, clean, length + 1);
  return true;
}

/* In a layout, left and right are where its text begins and ends */
static PangoAlignment alignment(PangoLayout* layout, BylineAlign align)
{
  const bool leftwards =
      pango_layout_get_direction(layout, 0) == PANGO_DIRECTION_RTL;
  if (align == BYLINE_ALIGN_CENTER) {
    return PANGO_ALIGN_CENTER;
  }
  return (align == BYLINE_ALIGN_LEFT) != leftwards ? PANGO_ALIGN_LEFT
                                                   : PANGO_ALIGN_RIGHT;
}

static void set_font(BylinePen* pen, const BylineTextStyle* style, double size)
{
  pango_font_description_set_weight(
      pen->font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(pen->font,
                                           fmax(size, 1) * PANGO_SCALE);
  pango_layout_set_font_description(pen->layout, pen->font);
}

static void set_text(BylinePen* pen, const char* text,
                     const BylineTextStyle* style, int width)
{
  set_font(pen, style, style->size);
  pango_layout_set_text(pen->layout, text, -1);
  pango_layout_set_width(pen->layout, width < 0 ? -1 : width * PANGO_SCALE);
  pango_layout_set_height(pen->layout, -style->lines);
  pango_layout_set_ellipsize(pen->layout, width < 0 ? PANGO_ELLIPSIZE_NONE
                                          : style->middle
                                              ? PANGO_ELLIPSIZE_MIDDLE
                                              : PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment(pen->layout, alignment(pen->layout, style->align));
}

int byline_text_draw(BylinePen* pen, cairo_t* cr, const char* text,
                     const BylineTextStyle* style, BylineRect area,
                     BylineColor color)
{
  if (area.w < 1 || area.h < 1 || !*text) {
    return 0;
  }
  set_text(pen, text, style, area.w);
  int width, height;
  pango_layout_get_pixel_size(pen->layout, &width, &height);
  byline_color_set(cr, color);
  cairo_move_to(cr, area.x, area.y + floor((area.h - height) / 2.0));
  pango_cairo_show_layout(cr, pen->layout);
  return width;
}

int byline_text_width(BylinePen* pen, const char* text,
                      const BylineTextStyle* style)
{
  set_text(pen, text, style, -1);
  int width, height;
  pango_layout_get_pixel_size(pen->layout, &width, &height);
  return width;
}

int byline_text_height(BylinePen* pen, const char* text,
                       const BylineTextStyle* style, int width)
{
  set_text(pen, text, style, width);
  int all_width = 0;
  int height = 0;
  pango_layout_get_pixel_size(pen->layout, &all_width, &height);
  return height;
}

/* Whether the layout's text fits at a size.  Lines may only break at words:
   a word that had to be broken makes the layout wider than the area. */
static bool fits(BylinePen* pen, const BylineTextStyle* style, BylineRect area,
                 double size)
{
  set_font(pen, style, size);
  int width, height;
  pango_layout_get_pixel_size(pen->layout, &width, &height);
  return width <= area.w && height <= area.h &&
         pango_layout_get_line_count(pen->layout) <= style->lines;
}

double byline_text_fit(BylinePen* pen, const char* text,
                       const BylineTextStyle* style, BylineRect area,
                       double smallest, double largest)
{
  if (area.w < 1 || area.h < 1) {
    return smallest;
  }
  set_text(pen, text, style, area.w);
  pango_layout_set_ellipsize(pen->layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_wrap(pen->layout, PANGO_WRAP_WORD);
  double low = smallest, high = fmax(smallest, largest);
  while (high - low > fmax(0.5, 0.01 * low)) {
    const double middle = (low + high) / 2;
    if (fits(pen, style, area, middle)) {
      low = middle;
    } else {
      high = middle;
    }
  }
  pango_layout_set_wrap(pen->layout, PANGO_WRAP_WORD_CHAR);
  return floor(low);
}

/* Where in a text a path begins: at a slash, or the ellipsis in its place; NULL
   where none does */
static char* find_path(char* text)
{
  for (char* at = strchr(text, '/'); at; at = strchr(at + 1, '/')) {
    if (at == text || strchr(" '\"(", at[-1])) {
      return at;
    }
  }
  return NULL;
}

void byline_text_shorten(BylinePen* pen, char* text,
                         const BylineTextStyle* style, BylineRect area)
{
  static const char ellipsis[] = "\xe2\x80\xa6";
  const size_t length = sizeof(ellipsis) - 1;
  char* const path = find_path(text);
  char* folder = path;
  while (path && folder) {
    set_text(pen, text, style, area.w);
    pango_layout_set_ellipsize(pen->layout, PANGO_ELLIPSIZE_NONE);
    char* next = strchr(folder + 1, '/');
    while (next && next < path + length) { // it has no room for the ellipsis
      next = strchr(next + 1, '/');
    }
    if (fits(pen, style, area, style->size) || !next) {
      break;
    }
    memmove(path + length, next, strlen(next) + 1);
    memcpy(path, ellipsis, length);
    folder = path + length;
  }
}
